import type { Failure } from '../api/failure.ts';

/** `again`: the same call may work later; `reload`: somebody was faster; `change`: the person; `admin`: nobody here. */
export type Remedy = 'again' | 'reload' | 'change' | 'admin';

/** What the card adds to the server's own words. */
export interface Advice {
  readonly remedy: Remedy;
  /** Left out where the server's `detail` already says it. */
  readonly advice?: string;
}

const ASK_ADMIN = 'Ask your HubSpot admin to look at the Handrail app.';
const REPORT = 'Try again in a moment. If it stays, give your admin the request id.';

const ADVICE: Readonly<Record<Failure['code'], Advice>> = {
  unknown_exception_type: { remedy: 'reload', advice: 'The policy has changed since this card was opened.' },
  type_not_for_record: { remedy: 'change' },
  unknown_reason_code: { remedy: 'reload', advice: 'The policy has changed since this card was opened.' },
  reason_too_short: { remedy: 'change' },
  proposal_missing: { remedy: 'change' },
  expiry_in_past: { remedy: 'change' },
  expiry_too_far: { remedy: 'change' },
  criteria_not_met: {
    remedy: 'change',
    advice: 'Choose another type, or leave the record on the standard path.',
  },
  policy_gap: { remedy: 'admin', advice: 'Ask RevOps to say in the policy who decides this.' },
  no_eligible_approver: { remedy: 'admin', advice: 'Ask RevOps to name another approver.' },
  live_exception_exists: { remedy: 'reload' },
  covered_by_group: { remedy: 'reload' },
  request_not_found: { remedy: 'reload' },
  record_not_found: { remedy: 'reload' },
  not_an_approver: { remedy: 'reload' },
  own_request: { remedy: 'reload' },
  already_reviewed: { remedy: 'reload' },
  not_permitted: { remedy: 'reload' },
  dispute_open: { remedy: 'reload' },
  dispute_repeated: { remedy: 'change' },
  no_open_dispute: { remedy: 'reload' },
  nobody_to_decide: { remedy: 'admin', advice: 'Ask RevOps to name another person who decides.' },
  not_delegable: { remedy: 'reload' },
  already_asked: { remedy: 'change' },
  person_unknown: { remedy: 'change' },
  no_open_question: { remedy: 'reload' },
  wrong_status: { remedy: 'reload' },
  changed_meanwhile: { remedy: 'reload' },
  idempotency_key_reused: { remedy: 'reload' },
  change_not_found: { remedy: 'reload' },
  change_explained: { remedy: 'reload' },
  bulk_not_found: { remedy: 'reload' },
  list_not_found: { remedy: 'change' },
  too_many_records: { remedy: 'change' },
  nothing_to_ask: { remedy: 'change' },
  more_approval_needed: { remedy: 'change' },
  delegate_of_requester: { remedy: 'reload' },
  delegation_over: { remedy: 'reload' },
  delegation_to_self: { remedy: 'change' },
  delegation_dates_invalid: { remedy: 'change' },
  delegation_reason_missing: { remedy: 'change' },
  delegation_overlaps: { remedy: 'change' },
  delegation_cycle: { remedy: 'change' },
  delegation_not_found: { remedy: 'reload' },
  unknown_person: { remedy: 'change' },
  extension_not_allowed: { remedy: 'reload' },
  extension_count_reached: { remedy: 'reload' },
  extension_too_long: { remedy: 'change' },
  extension_not_later: { remedy: 'change' },
  extension_too_late: { remedy: 'reload' },
  extension_reason_too_short: { remedy: 'change' },
  extension_open: { remedy: 'reload' },
  review_owed: { remedy: 'reload' },
  break_glass_not_allowed: { remedy: 'change' },
  break_glass_not_permitted: { remedy: 'change' },
  break_glass_reason_too_short: { remedy: 'change' },
  automation_not_found: { remedy: 'reload' },
  automation_not_readable: { remedy: 'admin', advice: 'Look at the workflow in HubSpot.' },
  automation_changed: { remedy: 'reload' },
  mend_not_needed: { remedy: 'reload' },
  mend_not_possible: { remedy: 'reload' },
  mend_not_found: { remedy: 'reload' },
  mend_not_in_force: { remedy: 'reload' },
  review_not_due: { remedy: 'reload' },
  review_reason_missing: { remedy: 'change' },
  not_administrator: { remedy: 'admin' },
  author_not_accepted: { remedy: 'admin' },
  channel_off: { remedy: 'admin' },
  notice_not_sent: { remedy: 'change' },

  requester_unknown: { remedy: 'change' },
  signature_missing: { remedy: 'admin', advice: ASK_ADMIN },
  signature_invalid: { remedy: 'admin', advice: ASK_ADMIN },
  signature_stale: { remedy: 'again', advice: REPORT },
  identity_missing: { remedy: 'admin', advice: ASK_ADMIN },
  unknown_portal: { remedy: 'admin', advice: ASK_ADMIN },
  body_invalid: { remedy: 'change' },
  body_too_large: { remedy: 'change', advice: 'Shorten the text.' },
  not_found: { remedy: 'admin', advice: ASK_ADMIN },
  too_many_requests: { remedy: 'again', advice: 'Wait a few seconds, then try again.' },
  crm_unavailable: { remedy: 'again', advice: 'HubSpot does not answer Handrail. Try again in a moment.' },
  properties_missing: {
    remedy: 'admin',
    advice: 'Ask your HubSpot admin to install the Handrail properties.',
  },
  internal_error: { remedy: 'again', advice: REPORT },

  card_not_configured: {
    remedy: 'admin',
    advice: 'Ask your HubSpot admin to upload the project with a profile that sets API_ORIGIN.',
  },
  record_not_supported: { remedy: 'admin', advice: 'Remove this card from the record view.' },
  no_connection: {
    remedy: 'again',
    advice: 'Try again in a moment. If it stays, tell your HubSpot admin.',
  },
  reply_not_understood: {
    remedy: 'again',
    advice: 'Try again. If it stays, the card and the server may be of different versions: tell your admin.',
  },
};

/** What to do about a problem, by its stable code. */
export function adviceFor(code: Failure['code']): Advice {
  return ADVICE[code];
}
