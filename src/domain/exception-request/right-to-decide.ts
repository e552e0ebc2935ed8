import { type Delegation, isInForce, isOver } from '../delegation/delegation.ts';
import { rolesOf } from '../policy/requirement.ts';
import { listInWords } from '../policy/words.ts';
import type { Rejection } from './commands.ts';
import { openMatter } from './open-matter.ts';
import { inPlaceOf, isBarred, presentDelegations } from './seat-delegates.ts';
import type { FiledState } from './state.ts';

/**
 * Why somebody may not decide on a request at a moment; null when the policy, or somebody whom it names and who is
 * away, gives them the right. Whether the request still waits for a decision is not looked at.
 *
 * @param email lower case
 * @param at ISO 8601 instant
 * @param delegations of the tenant, where they are at hand: a request that waits no more is not brought in line with
 * them, and separation of duties holds for it too
 */
export function whyNoRight(
  state: FiledState,
  email: string,
  at: string,
  delegations?: readonly Delegation[],
): Rejection | null {
  if (email === state.request.requester.email) {
    return {
      code: 'own_request',
      message: 'Nobody decides on their own request. One of the approvers named on it must.',
    };
  }
  if (isBarred(state, email) || delegations?.some((one) => isOfRequester(state, one, email, at))) {
    return {
      code: 'delegate_of_requester',
      message: `You stand in for ${state.request.requester.name}, who filed this request, so you cannot decide on it as long as that lasts. Another approver must.`,
    };
  }
  if (holdsPlace(state, email)) return null;
  const places = new Set(inPlaceOf(state, email).map((place) => place.email));
  const own = presentDelegations(state).filter(
    ({ delegate, delegator }) => delegate.email === email && places.has(delegator.email),
  );
  // A copy on a request that waits no more does not know that its delegation was ended early.
  const isInForceNow = (one: Delegation) =>
    delegations?.some((other) => other.delegationId === one.delegationId && isInForce(other, at)) ?? true;
  if (own.some((one) => !isOver(one, at) && isInForceNow(one))) return null;
  const former = state.delegations.filter(({ delegate }) => delegate.email === email);
  if (former.length === 0) {
    return {
      code: 'not_an_approver',
      message: 'The policy does not name you as an approver of this request.',
    };
  }
  const names = listInWords([...new Set(former.map(({ delegator }) => delegator.name))]);
  return {
    code: 'delegation_over',
    message: `You do not stand in for ${names} any more, so your decision was not taken. ${names} must decide, or another approver.`,
  };
}

/**
 * Those in whose place somebody would decide and who have decided themselves already, when there is nothing else for
 * them to decide; empty otherwise.
 */
export function alreadySpokenFor(state: FiledState, email: string): readonly string[] {
  if (holdsPlace(state, email)) return [];
  const places = inPlaceOf(state, email);
  const spoken = places.filter((place) =>
    (openMatter(state) ?? state).reviews.some(({ reviewer }) => reviewer.email === place.email),
  );
  return spoken.length === places.length ? spoken.map(({ name }) => name) : [];
}

function isOfRequester({ request }: FiledState, one: Delegation, email: string, at: string): boolean {
  return (
    one.delegator.email === request.requester.email && one.delegate.email === email && isInForce(one, at)
  );
}

/** True for whom the policy itself names. */
function holdsPlace(state: FiledState, email: string): boolean {
  return rolesOf((openMatter(state) ?? state).requirement).some(({ people }) =>
    people.some((person) => person.email === email),
  );
}
