import type { InstallProblemCode } from '@handrail/contracts/admin-codes';
import { type Problem, problemSchema } from '@handrail/contracts/problem';
import type { ProblemCode } from '@handrail/contracts/vocabulary';
import type { Response } from 'express';
import { z } from 'zod';
import { Refusal } from '../../src/application/refusal.ts';
import { CrmError } from '../../src/ports/crm.ts';
import { ConcurrencyConflict, LiveExceptionConflict } from '../../src/ports/unit-of-work.ts';

/** Faults found at the edge, each with its HTTP status. Refusals by policy or state are answered with 200 instead. */
const STATUS = {
  signature_missing: 401,
  signature_invalid: 401,
  signature_stale: 401,
  identity_missing: 401,
  unknown_portal: 403,
  body_invalid: 400,
  body_too_large: 413,
  not_found: 404,
  too_many_requests: 429,
  internal_error: 500,
  crm_unavailable: 503,
} as const satisfies Partial<Record<ProblemCode, number>>;

/** What `/readyz` answers. */
export const READY_STATUS = { ready: 200, notReady: 503 } as const;

/** What the install pages answer when nothing was connected. */
export const INSTALL_STATUS: Readonly<Record<InstallProblemCode, number>> = {
  install_denied: 403,
  install_state_missing: 400,
  install_state_wrong: 400,
  install_state_expired: 400,
  install_state_used: 400,
  install_code_refused: 400,
  install_app_refused: 500,
  install_scopes_missing: 403,
  install_account_not_allowed: 403,
  install_hubspot_unavailable: 503,
  install_hubspot_malformed: 502,
};

/** A code that ends a request at the edge. */
export type EdgeCode = keyof typeof STATUS;

/** Edge codes with their status, for the API description. */
export const EDGE_STATUS: Readonly<Record<EdgeCode, number>> = STATUS;

const TITLES: Readonly<Record<ProblemCode, string>> = {
  unknown_exception_type: 'Unknown exception type',
  type_not_for_record: 'Type does not fit the record',
  unknown_reason_code: 'Unknown reason',
  reason_too_short: 'Reason too short',
  proposal_missing: 'Proposal missing',
  expiry_in_past: 'End date has passed',
  expiry_too_far: 'End date too far away',
  criteria_not_met: 'Record does not qualify',
  policy_gap: 'Nobody is named to approve',
  no_eligible_approver: 'No eligible approver',
  live_exception_exists: 'Already under an exception',
  covered_by_group: "Held through its company's exception",
  request_not_found: 'No such request',
  record_not_found: 'No such record',
  not_an_approver: 'Not an approver',
  own_request: 'Own request',
  already_reviewed: 'Already decided',
  not_permitted: 'Not permitted',
  dispute_open: 'Objected to already',
  dispute_repeated: 'Objected on this ground before',
  no_open_dispute: 'No objection to decide',
  nobody_to_decide: 'Nobody left to decide',
  not_delegable: 'Cannot be handed over',
  already_asked: 'Asked already',
  person_unknown: 'Nobody by that address',
  no_open_question: 'No open question',
  wrong_status: 'Not possible now',
  changed_meanwhile: 'Changed meanwhile',
  idempotency_key_reused: 'Form submitted before',
  change_not_found: 'No such change',
  change_explained: 'Explained already',
  bulk_not_found: 'No such bulk request',
  list_not_found: 'No such list',
  too_many_records: 'Too many records',
  nothing_to_ask: 'No record is left',
  more_approval_needed: 'Somebody else must approve',
  delegation_to_self: 'Nobody stands in for themselves',
  delegation_dates_invalid: 'Dates not valid',
  delegation_reason_missing: 'Reason missing',
  delegation_overlaps: 'Already delegated for this time',
  delegation_cycle: 'Delegations in a circle',
  delegation_not_found: 'No such delegation',
  delegation_over: 'Standing in is over',
  delegate_of_requester: 'Stands in for the requester',
  unknown_person: 'Unknown person',
  extension_not_allowed: 'Cannot be extended',
  extension_count_reached: 'Extensions used up',
  extension_too_long: 'Extension too long',
  extension_not_later: 'Not a later end',
  extension_too_late: 'Already over',
  extension_reason_too_short: 'Reason too short',
  extension_open: 'Extension already asked for',
  review_owed: 'Not reviewed yet',
  break_glass_not_allowed: 'Cannot take effect at once',
  break_glass_not_permitted: 'Not yours to use at once',
  break_glass_reason_too_short: 'Reason too short',
  requester_unknown: 'Nobody to file it for',
  author_not_accepted: 'Author not accepted',
  automation_not_found: 'No such workflow',
  automation_not_readable: 'Workflow not readable',
  automation_changed: 'Workflow was edited',
  mend_not_needed: 'Nothing to mend',
  mend_not_possible: 'Cannot be mended from here',
  mend_not_found: 'No such mend',
  mend_not_in_force: 'Mend not in force',
  review_not_due: 'Nothing to mark as reviewed',
  review_reason_missing: 'Reason missing',
  not_administrator: 'For administrators only',
  channel_off: 'Channel not set up',
  notice_not_sent: 'Notice not sent',
  signature_missing: 'Not signed',
  signature_invalid: 'Signature not valid',
  signature_stale: 'Signature too old',
  identity_missing: 'Caller not named',
  unknown_portal: 'Unknown account',
  body_invalid: 'Input not valid',
  body_too_large: 'Input too large',
  not_found: 'Nothing here',
  too_many_requests: 'Too many requests',
  crm_unavailable: 'CRM not reachable',
  properties_missing: 'Not installed in the CRM',
  internal_error: 'Something went wrong',
};

/** A fault of a request that its sender can mend. */
export class EdgeFault extends Error {
  override readonly name = 'EdgeFault';
  readonly code: EdgeCode;
  readonly fields: Problem['fields'];

  constructor(code: EdgeCode, detail: string, fields?: Problem['fields']) {
    super(detail);
    this.code = code;
    this.fields = fields;
  }
}

/** A problem on the wire: RFC 9457 with our members. */
export const httpProblemSchema = problemSchema
  .extend({ type: z.string(), status: z.int() })
  .meta({ id: 'HttpProblem' });

/** What becomes of an error: a refusal, told with status 200, or a fault with a status of its own. */
export type Answer =
  | { readonly kind: 'refusal'; readonly problem: Problem }
  | { readonly kind: 'fault'; readonly code: EdgeCode; readonly problem: Problem };

/** Maps whatever a route threw. A fault of ours shows its request id and nothing else. */
export function answerFor(error: unknown, requestId: string): Answer {
  const refusal = refusalOf(error);
  if (refusal) return { kind: 'refusal', problem: refusal };
  const fault = edgeFaultOf(error);
  return {
    kind: 'fault',
    code: fault.code,
    problem: {
      ...problem(fault.code, fault.message),
      requestId,
      ...(fault.fields && { fields: fault.fields }),
    },
  };
}

/** Sends a fault as `application/problem+json`. */
export function sendFault(res: Response, code: EdgeCode, body: Problem): void {
  const status = STATUS[code];
  const type = `urn:handrail:problem:${code}`;
  res
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type, status, ...body }));
}

/** The problem that tells a refusal; null for what is a fault. */
export function refusalOf(error: unknown): Problem | null {
  if (error instanceof Refusal) {
    const { code, message, liveRequestId } = error;
    return { ...problem(code, message), ...(liveRequestId !== undefined && { liveRequestId }) };
  }
  if (error instanceof ConcurrencyConflict) {
    return problem(
      'changed_meanwhile',
      'Somebody else changed this a moment ago, so yours was not taken. Look at it again.',
    );
  }
  if (error instanceof LiveExceptionConflict) {
    return problem('live_exception_exists', 'Somebody else filed an exception on this record a moment ago.');
  }
  if (error instanceof CrmError) {
    const code: ProblemCode =
      error.code === 'record_not_found' || error.code === 'properties_missing'
        ? error.code
        : 'crm_unavailable';
    return problem(code, error.message);
  }
  return null;
}

function edgeFaultOf(error: unknown): EdgeFault {
  if (error instanceof EdgeFault) return error;
  const { status, type } = hintsOf(error);
  if (type === 'entity.too.large') {
    return new EdgeFault(
      'body_too_large',
      'The body is larger than 256 kB. Shorten the texts and send it again.',
    );
  }
  // Express and its body parser mark what the sender did wrong with a 4xx status.
  if (status >= 400 && status < 500) {
    return type === ''
      ? new EdgeFault('not_found', 'There is nothing at this address.')
      : new EdgeFault('body_invalid', 'The body could not be read. Send JSON in UTF-8 without compression.');
  }
  return new EdgeFault(
    'internal_error',
    'Something went wrong on our side. Try again in a minute; if it stays, give your administrator the request id.',
  );
}

function hintsOf(error: unknown): { status: number; type: string } {
  if (typeof error !== 'object' || error === null) return { status: 0, type: '' };
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 0;
  return { status, type: 'type' in error && typeof error.type === 'string' ? error.type : '' };
}

/** A problem with its title. */
export function problem(code: ProblemCode, detail: string): Problem {
  return { code, title: TITLES[code], detail };
}
