/**
 * The words of Handrail: states, outcomes and codes that cross a wire. One name for one thing, everywhere.
 */

/** Records a card can stand on. Salesforce maps Opportunity, Lead, Account and Case to the same four. */
export const OBJECT_TYPES = ['deal', 'contact', 'company', 'ticket'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** Where an exception request stands. `live` ones occupy the record: a second request is refused. */
export const REQUEST_STATUSES = [
  'pending',
  'approved',
  'active',
  'needs_attention',
  'ending',
  'ended',
  'rejected',
  'withdrawn',
  'lapsed',
] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** Why an exception ended. */
export const END_REASONS = ['expired', 'closed', 'revoked', 'superseded', 'disputed'] as const;
export type EndReason = (typeof END_REASONS)[number];

/** What somebody objects to in an active exception. */
export const DISPUTE_GROUNDS = [
  'reason_not_true',
  'criteria_not_met',
  'own_work_affected',
  'rule_not_followed',
  'other',
] as const;
export type DisputeGround = (typeof DISPUTE_GROUNDS)[number];

/** What whoever decides a dispute may say: an upheld one ends the exception, a dismissed one lets it go on. */
export const DISPUTE_OUTCOMES = ['upheld', 'dismissed'] as const;
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];

/**
 * Where a dispute stands. `stands` and `ends`: nobody decided in time, and the policy says that; `moot`: the exception
 * ended first.
 */
export const DISPUTE_STATUSES = ['open', ...DISPUTE_OUTCOMES, 'stands', 'ends', 'moot'] as const;
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/** Records a buying group can cover beside its company. */
export const GROUP_OBJECT_TYPES = ['deal', 'contact'] as const;
export type GroupObjectType = (typeof GROUP_OBJECT_TYPES)[number];

/** Whose exception governs a record that has one of its own and belongs to a buying group. */
export const PRECEDENCES = ['own_record', 'group'] as const;
export type Precedence = (typeof PRECEDENCES)[number];

/** How a record of a buying group stands under the exception of its company. */
export const COVERAGE_STATUSES = ['covering', 'covered', 'yielded', 'released', 'failed'] as const;
export type CoverageStatus = (typeof COVERAGE_STATUSES)[number];

/** What the clock of a waiting request does, in the order in which it does it. */
export const CLOCK_KINDS = ['remind', 'escalate', 'fall_back', 'lapse'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** Why a request was rejected. */
export const REJECT_REASONS = ['denied', 'approval_impossible'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** What an approver may say. */
export const REVIEW_OUTCOMES = ['approve', 'reject'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** Which requests the inbox lists; each view shows only what the caller may see. */
export const INBOX_VIEWS = ['waiting_for_me', 'all_open', 'decided_by_me', 'all'] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

/** Fields whose change standard automation and people are watched for. */
export const GOVERNED_FIELDS = ['owner', 'stage', 'lifecycle_stage', 'lead_status', 'team'] as const;
export type GovernedField = (typeof GOVERNED_FIELDS)[number];

/** Filter operators of a policy condition: HubSpot's own search operators. */
export const CONDITION_OPERATORS = [
  'EQ',
  'NEQ',
  'LT',
  'LTE',
  'GT',
  'GTE',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const;
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

/** Three-valued truth. `unknown` never relaxes a control. */
export const TRUTHS = ['true', 'false', 'unknown'] as const;
export type Truth = (typeof TRUTHS)[number];

/** Which part of a request's life a playbook step belongs to. */
export const PLAYBOOK_PHASES = [
  'submit',
  'remind',
  'escalate',
  'fall_back',
  'grant',
  'close',
  'end',
  'dispute',
  'dispute_over',
] as const;
export type PlaybookPhase = (typeof PLAYBOOK_PHASES)[number];

/** Kinds of playbook step; steps are the only writers to a CRM. */
export const STEP_KINDS = [
  'hold_routing',
  'tag_record',
  'set_owner',
  'set_stage',
  'set_property',
  'create_task',
  'add_note',
  'release_hold',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** How far a playbook step has come. */
export const STEP_STATUSES = ['waiting', 'done', 'failed'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/**
 * Stable problem codes. A card or a script branches on these, never on a message.
 * The first block are refusals by policy or state, the second by the edge of the server.
 */
export const PROBLEM_CODES = [
  'unknown_exception_type',
  'type_not_for_record',
  'unknown_reason_code',
  'reason_too_short',
  'proposal_missing',
  'expiry_in_past',
  'expiry_too_far',
  'criteria_not_met',
  'policy_gap',
  'no_eligible_approver',
  'live_exception_exists',
  'covered_by_group',
  'request_not_found',
  'record_not_found',
  'not_an_approver',
  'own_request',
  'already_reviewed',
  'not_permitted',
  'dispute_open',
  'dispute_repeated',
  'no_open_dispute',
  'nobody_to_decide',
  'wrong_status',
  'changed_meanwhile',
  'idempotency_key_reused',

  'signature_missing',
  'signature_invalid',
  'signature_stale',
  'identity_missing',
  'unknown_portal',
  'body_invalid',
  'body_too_large',
  'not_found',
  'too_many_requests',
  'crm_unavailable',
  'properties_missing',
  'internal_error',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];
