import { addBusinessHours } from '../calendar/business-hours.ts';
import { isReviewOwed } from './break-glass.ts';
import { endingEvents } from './decide-extension.ts';
import { canDecideDispute, type Dispute, disputesOf, openDispute, panelFor, standingOf } from './dispute.ts';
import type { RequestEvent } from './events.ts';
import { type CommandOf, happens, type Outcome, refuse, wrongStatus } from './outcome.ts';
import type { FiledState } from './state.ts';

/** Characters, after trimming. */
const SHORTEST_REASON = 10;

/** Somebody objects to an exception in force. */
export function decideObject(command: CommandOf<'object'>, state: FiledState, now: Date): Outcome {
  const { by, ground, reason, owner } = command;
  const { disputeRule: rule, requester, exceptionType } = state.request;
  if (by.email === requester.email) {
    return refuse(
      'own_request',
      'You filed this exception yourself. End it instead of objecting, if it should not go on.',
    );
  }
  if (!rule) {
    return refuse('not_permitted', `The policy provides no objection to ${exceptionType.label}.`);
  }
  const standing = standingOf(state, by.email, owner);
  if (!standing) {
    return refuse(
      'not_permitted',
      'Only the owner of the record, now or when the request was filed, and the lead of their team can object.',
    );
  }
  const earlier = disputesOf(state).filter(({ objector }) => objector.email === by.email);
  const open = openDispute(state);
  // HubSpot repeats a call whose reply was lost: the same objection again is taken as heard.
  if (open && open.objector.email === by.email && open.ground === ground && open.reason === reason) {
    return happens();
  }
  if (reason.trim().length < SHORTEST_REASON) {
    return refuse(
      'reason_too_short',
      `Say in at least ${SHORTEST_REASON} characters what is wrong with this exception, so that it can be decided.`,
    );
  }
  if (state.status !== 'active') return wrongStatus(state, 'be objected to');
  if (isReviewOwed(state)) {
    return refuse(
      'review_owed',
      'This exception took effect at once, and its review is still owed. Object when it is confirmed; until then tell those who review it.',
    );
  }
  if (open) {
    return refuse(
      'dispute_open',
      `${open.objector.name} has objected already, and ${open.panel.label} decides on it first. Object again when that is decided.`,
    );
  }
  if (earlier.some((dispute) => dispute.ground === ground)) {
    return refuse(
      'dispute_repeated',
      'You objected on this ground before and it was settled. Object on another ground if there is one.',
    );
  }
  const panel = panelFor(state, rule, by.email);
  if (!panel) {
    return refuse(
      'nobody_to_decide',
      `Nobody of ${rule.decidedBy.label} is left who had no part in this exception, so the objection could not be decided. Ask RevOps to name a further person, or an approver to end the exception.`,
    );
  }
  const at = now.toISOString();
  const dispute: Dispute = {
    number: disputesOf(state).length + 1,
    objector: by,
    standing,
    ground,
    reason,
    openedAt: at,
    dueAt: addBusinessHours(now, rule.within, rule.calendar).toISOString(),
    panel,
    status: 'open',
  };
  return happens({ type: 'dispute_opened', at, dispute });
}

/** One of the panel upholds or dismisses the open objection. */
export function decideDispute(command: CommandOf<'decide_dispute'>, state: FiledState, at: string): Outcome {
  const { by, outcome, comment } = command;
  const open = openDispute(state);
  if (!open) {
    const last = disputesOf(state).at(-1);
    if (last?.decidedBy?.email === by.email && last.status === outcome) return happens();
    return refuse('no_open_dispute', 'There is no objection to decide here any more. Reload to see why.');
  }
  if (by.email === state.request.requester.email || by.email === open.objector.email) {
    return refuse('own_request', 'Nobody decides on their own matter: neither who filed nor who objected.');
  }
  if (!canDecideDispute(state, open, by.email)) {
    return refuse(
      'not_permitted',
      `${open.panel.label} decides on this objection, without those who approved the exception. You are not one of them.`,
    );
  }
  if (Date.parse(open.dueAt) <= Date.parse(at)) {
    return refuse(
      'wrong_status',
      'The time to decide on this objection is over. Reload to see what follows.',
    );
  }
  const decided: RequestEvent = {
    type: 'dispute_decided',
    at,
    number: open.number,
    outcome,
    by,
    comment,
  };
  return outcome === 'upheld'
    ? happens(decided, ...endingEvents(state, { at, reason: 'disputed', by }))
    : happens(decided);
}

/** An objection does not outlive the exception: whatever ends that closes it first, in the same breath. */
export function withMootDispute(outcome: Outcome, state: FiledState): Outcome {
  const open = openDispute(state);
  if (!open || !outcome.ok) return outcome;
  const at = outcome.events.findIndex(({ type }) => type === 'exception_ending');
  const ending = outcome.events[at];
  const settled = outcome.events.some(({ type }) => type === 'dispute_decided' || type === 'dispute_closed');
  if (!ending || settled) return outcome;
  const moot: RequestEvent = { type: 'dispute_closed', at: ending.at, number: open.number, status: 'moot' };
  return happens(...outcome.events.slice(0, at), moot, ...outcome.events.slice(at));
}
