// The words of the guard: a part of the vocabulary, which hands them on.

/** What is said of an automation of the CRM that could change a governed field of a held record. */
export const COVERAGE_VERDICTS = [
  'ignores',
  'partly',
  'needs_review',
  'not_visible',
  'respects',
  'does_not_write',
] as const;
export type CoverageVerdict = (typeof COVERAGE_VERDICTS)[number];

/** What keeps a held record from being changed by an automation. */
export const GUARD_MECHANISMS = [
  'exclusion_filter',
  'exclusion_list',
  'branch',
  'check_and_branch',
  'entry_condition',
  'entry_condition_with_removal',
  'start_condition',
  'user_permission',
] as const;
export type GuardMechanism = (typeof GUARD_MECHANISMS)[number];

/** What a mend changes of an automation: each keeps held records out and takes them out when they are tagged inside. */
export const MEND_WAYS = ['exclusion_filter', 'exclusion_list'] as const;
export type MendWay = (typeof MEND_WAYS)[number];

/** How far a mend has come. `proposed`: it was about to be written, and nobody has looked yet whether it arrived. */
export const MEND_STATUSES = ['proposed', 'applied', 'undone', 'failed'] as const;
export type MendStatus = (typeof MEND_STATUSES)[number];

/** Why an automation is not offered a mend. */
export const MEND_OBSTACLES = [
  'not_respected_after',
  'keeps_everybody_out',
  'not_a_workflow',
  'records_not_tagged',
  'exclusion_not_readable',
  'older_list_ids',
  'list_name_taken',
  'still_being_created',
  'no_revision',
  /** It stands in Salesforce, where every change is a patch for a person to deploy. */
  'patch_only',
] as const;
export type MendObstacle = (typeof MEND_OBSTACLES)[number];

/** Why a mend, or its undo, did not come about. */
export const MEND_FAILURES = [
  'refused',
  'not_arrived',
  'changed_meanwhile',
  'stored_differently',
  'undo_stored_differently',
] as const;
export type MendFailure = (typeof MEND_FAILURES)[number];
