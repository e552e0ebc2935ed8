import type { PolicyDecision, ResolvedRequirement } from '../policy/decision.ts';
import type { FactMap, Person } from '../policy/facts.ts';
import { peopleOf, without } from '../policy/requirement.ts';
import { isSatisfiable, openRoles } from '../policy/satisfaction.ts';
import { listInWords } from '../policy/words.ts';
import { isReviewOwed } from './break-glass.ts';
import { checkCriteria } from './check-form.ts';
import type { Rejection } from './commands.ts';
import type { RequestEvent } from './events.ts';
import { expiryOf, extensionsLeft, latestExtension, openExtension } from './extension.ts';
import { type CommandOf, happens, type Outcome, refuse, wrongStatus } from './outcome.ts';
import type { FiledState } from './state.ts';

/** A later end that the requester asks for, evaluated on fresh facts. */
export interface AskedExtension {
  readonly by: Person;
  readonly reason: string;
  /** ISO 8601 instant. */
  readonly until: string;
  readonly facts: FactMap;
  readonly decision: PolicyDecision;
  /** Who must approve it; null when the policy names nobody. */
  readonly requirement: ResolvedRequirement | null;
}

/** Asks for a later end. Each limit of the type has a refusal of its own; the same wish again is taken as heard. */
export function decideAskExtension(
  command: CommandOf<'ask_extension'>,
  state: FiledState,
  at: string,
): Outcome {
  const { by, until, facts, decision } = command;
  const reason = command.reason.trim();
  if (by.email !== state.request.requester.email) {
    const { name } = state.request.requester;
    return refuse('not_permitted', `Only ${name}, who filed the request, can ask for an extension.`);
  }
  const open = openExtension(state);
  if (open?.until === until && open.reason === reason) return happens();
  const rejection =
    outOfTerms(state, { until, reason }, at) ??
    checkCriteria({ ...state.request, decision })[0] ??
    approversMissing(state, command);
  if (rejection) return { ok: false, rejection };
  const requirement = command.requirement && without(command.requirement, by.email);
  if (!requirement) throw new Error('an extension passed its check without approvers (this is a bug)');
  return happens({
    type: 'extension_asked',
    at,
    extension: {
      number: state.extensions.length + 1,
      by,
      reason,
      from: expiryOf(state),
      until,
      askedAt: at,
      facts,
      decision,
      requirement,
      reviews: [],
      outcome: 'open',
    },
  });
}

/** Takes back an extension that nobody has decided. Safe to repeat. */
export function decideWithdrawExtension(
  { by }: CommandOf<'withdraw_extension'>,
  state: FiledState,
  at: string,
): Outcome {
  if (by.email !== state.request.requester.email) {
    const { name } = state.request.requester;
    return refuse('not_permitted', `Only ${name}, who asked for the extension, can withdraw it.`);
  }
  const last = state.extensions.at(-1);
  if (last?.outcome === 'withdrawn') return happens();
  if (last?.outcome === 'open') return happens({ type: 'extension_withdrawn', at, by });
  return refuse('wrong_status', 'No extension waits for a decision. Reload to see the request as it is now.');
}

/**
 * What the end of an exception in force consists of: an extension that nobody has decided falls with it, and the
 * trail says so. Whoever ends an exception goes through here.
 */
export function endingEvents(
  state: FiledState,
  { at, reason, by }: Omit<Extract<RequestEvent, { type: 'exception_ending' }>, 'type'>,
): readonly RequestEvent[] {
  const ending: RequestEvent = { type: 'exception_ending', at, reason, by };
  return openExtension(state) ? [{ type: 'extension_lapsed', at }, ending] : [ending];
}

function outOfTerms(
  state: FiledState,
  { until, reason }: { readonly until: string; readonly reason: string },
  at: string,
): Rejection | undefined {
  const { exceptionType, extensionTerms: terms } = state.request;
  const { label } = exceptionType;
  if (!terms) {
    const message = `${label} cannot be extended. Let it end, and file a new request if the reason still holds.`;
    return { code: 'extension_not_allowed', message };
  }
  if (isReviewOwed(state)) {
    const message =
      'This exception took effect at once and has not been reviewed. It can be extended once it is confirmed.';
    return { code: 'review_owed', message };
  }
  if (state.status !== 'active') {
    const refused = wrongStatus(state, 'be extended');
    return refused.ok ? undefined : refused.rejection;
  }
  const ends = expiryOf(state);
  if (Date.parse(ends) <= Date.parse(at)) {
    const message = 'The exception has come to its end, and an ended one is not revived. File a new request.';
    return { code: 'extension_too_late', message };
  }
  if (openExtension(state)) {
    const message = 'An extension of this exception waits for its decision. Withdraw it to ask for another.';
    return { code: 'extension_open', message };
  }
  if (extensionsLeft(terms, state.extensions) === 0) {
    const message = `${label} may be extended ${timesInWords(terms.most)}, and that is used up. Let it end, and file a new request if the reason still holds.`;
    return { code: 'extension_count_reached', message };
  }
  if (Date.parse(until) <= Date.parse(ends)) {
    const message = `The exception lasts until ${ends.slice(0, 10)} already. Choose a later end.`;
    return { code: 'extension_not_later', message };
  }
  const latest = latestExtension(terms, state);
  if (Date.parse(until) > Date.parse(latest)) {
    const message = `One extension of ${label} moves the end by at most ${terms.days} days, to ${latest.slice(0, 10)}. Choose an earlier end.`;
    return { code: 'extension_too_long', message };
  }
  if (reason.length < terms.reasonMinLength) {
    const message = `The reason has ${reason.length} characters; an extension of ${label} asks for at least ${terms.reasonMinLength}. Say what has changed and why the end is not enough.`;
    return { code: 'extension_reason_too_short', message };
  }
  return undefined;
}

function approversMissing(
  { request }: FiledState,
  { requirement: asked, by }: AskedExtension,
): Rejection | undefined {
  const { label } = request.exceptionType;
  if (!asked) {
    const message = `The policy names no approver for this extension of ${label}. Ask RevOps to add a decision right that covers it.`;
    return { code: 'policy_gap', message };
  }
  const requirement = without(asked, by.email);
  if (isSatisfiable(requirement)) return undefined;
  const everybody = new Set(peopleOf(requirement).map(({ email }) => email));
  const roles = [...new Set(openRoles(requirement, everybody).map((role) => role.label))];
  const message = `Too few people could approve the extension as ${listInWords(roles)}: nobody decides on their own request. Ask RevOps to name a further person.`;
  return { code: 'no_eligible_approver', message };
}

function timesInWords(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}
