/** What the guard says of the automations of a CRM. Part of the vocabulary. */

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
