/**
 * The words of Handrail: states, outcomes and codes that cross a wire. One name for one thing, everywhere.
 */

import { ADMIN_PROBLEM_CODES } from './admin-vocabulary.ts';

export * from './admin-vocabulary.ts';
export {
  NOTICE_CHANNELS,
  NOTICE_KINDS,
  NOTICE_STATUSES,
  type NoticeChannel,
  type NoticeKind,
  type NoticeStatus,
} from './notices.ts';
export {
  CHANGE_VERDICTS,
  type ChangeVerdict,
  REMEDY_KINDS,
  REMEDY_OUTCOMES,
  type RemedyKind,
  type RemedyOutcome,
} from './watch.ts';

/** Records a card can stand on. Salesforce maps Opportunity, Lead, Account and Case to the same four. */
export const OBJECT_TYPES = ['deal', 'contact', 'company', 'ticket'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** Where an exception request stands. `live` ones occupy the record: a second request is refused. */
export const REQUEST_STATUSES = [
  'pending',
  'info_requested',
  'approved',
  'active',
  'needs_attention',
  'ending',
  'ended',
  'reverting',
  'reverted',
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

/** How a review that was owed for an exception in effect came out; `owed` while it is open. */
export const OWED_OUTCOMES = ['owed', 'confirmed', 'reverted'] as const;
export type OwedOutcome = (typeof OWED_OUTCOMES)[number];

/** Why what a break-glass exception had changed was taken back. */
export const REVERT_REASONS = ['refused', 'not_reviewed', 'closed', 'revoked'] as const;
export type RevertReason = (typeof REVERT_REASONS)[number];

/** How far an extension that was asked for has come; `lapsed`: the exception ended before it was decided. */
export const EXTENSION_OUTCOMES = ['open', 'approved', 'rejected', 'withdrawn', 'lapsed'] as const;
export type ExtensionOutcome = (typeof EXTENSION_OUTCOMES)[number];

/** What approvers are asked about: the request, an extension of it, or one that took effect before they were asked. */
export const MATTER_KINDS = ['request', 'break_glass', 'extension'] as const;
export type MatterKind = (typeof MATTER_KINDS)[number];

/** What the clock of a waiting request does, in the order in which it does it. */
export const CLOCK_KINDS = ['remind', 'escalate', 'fall_back', 'lapse'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** Why a request was rejected. */
export const REJECT_REASONS = ['denied', 'approval_impossible'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** What an approver may say. */
export const REVIEW_OUTCOMES = ['approve', 'reject'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** Where a bulk request stands: one request for many records, decided once. */
export const BULK_STATUSES = [
  'preparing',
  'ready',
  'pending',
  'carrying_out',
  'needs_attention',
  'done',
  'refused',
  'rejected',
  'withdrawn',
  'lapsed',
] as const;
export type BulkStatus = (typeof BULK_STATUSES)[number];

/** How far one record of a bulk request has come. `left_out` is final; `failed` can be tried again. */
export const BULK_ITEM_OUTCOMES = [
  'waiting',
  'prepared',
  'left_out',
  'carrying_out',
  'done',
  'failed',
] as const;
export type BulkItemOutcome = (typeof BULK_ITEM_OUTCOMES)[number];

/** What is said about a request while it waits. */
export const MESSAGE_KINDS = ['question', 'answer'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

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

export * from './guard-vocabulary.ts';

/** Three-valued truth. `unknown` never relaxes a control. */
export const TRUTHS = ['true', 'false', 'unknown'] as const;
export type Truth = (typeof TRUTHS)[number];

/** Which part of a request's life a playbook step belongs to. */
export const PLAYBOOK_PHASES = [
  'submit',
  'question',
  'notify',
  'grant',
  'close',
  'end',
  'confirm',
  'revert',
  'release',
  'extend',
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
  'remember_fields',
  'restore_field',
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
  'not_delegable',
  'already_asked',
  'person_unknown',
  'no_open_question',
  'wrong_status',
  'changed_meanwhile',
  'idempotency_key_reused',
  'change_not_found',
  'change_explained',
  'bulk_not_found',
  'list_not_found',
  'too_many_records',
  'nothing_to_ask',
  'more_approval_needed',
  'delegation_to_self',
  'delegation_dates_invalid',
  'delegation_reason_missing',
  'delegation_overlaps',
  'delegation_cycle',
  'delegation_not_found',
  'delegation_over',
  'delegate_of_requester',
  'unknown_person',
  'extension_not_allowed',
  'extension_count_reached',
  'extension_too_long',
  'extension_not_later',
  'extension_too_late',
  'extension_reason_too_short',
  'extension_open',
  'review_owed',
  'break_glass_not_allowed',
  'break_glass_not_permitted',
  'break_glass_reason_too_short',
  'requester_unknown',
  'author_not_accepted',
  'automation_not_found',
  'automation_not_readable',
  'automation_changed',
  'mend_not_needed',
  'mend_not_possible',
  'mend_not_found',
  'mend_not_in_force',
  'review_not_due',
  'review_reason_missing',
  ...ADMIN_PROBLEM_CODES,

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
