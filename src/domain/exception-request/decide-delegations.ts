import { type Delegation, isInForce } from '../delegation/delegation.ts';
import { stillWaitingFor } from '../policy/ballots.ts';
import type { ResolvedRequirement } from '../policy/decision.ts';
import type { Person } from '../policy/facts.ts';
import { type RoleRequirement, rolesOf } from '../policy/requirement.ts';
import { ballotsOf } from './ballots-of.ts';
import type { RequestEvent } from './events.ts';
import { holds } from './hand-over-seat.ts';
import { presentDelegations, withDelegations } from './seat-delegates.ts';
import {
  type ExceptionRequest,
  type FiledState,
  isLive,
  isUndecidedStatus,
  type RequestDelegation,
} from './state.ts';

/** What delegations are held against: a request, or one that is about to be filed. */
export type Asking = Pick<FiledState, 'status' | 'requirement' | 'reviews' | 'delegations'> & {
  readonly request: Pick<ExceptionRequest, 'requester'>;
};

/**
 * A requirement as it will be asked when the request is filed now: with those who stand in for its people.
 *
 * @param at ISO 8601 instant
 */
export function askedWithDelegates(
  requirement: ResolvedRequirement,
  requester: Person,
  delegations: readonly Delegation[],
  at: string,
): ResolvedRequirement {
  const asking: Asking = {
    status: 'pending',
    requirement,
    reviews: [],
    delegations: [],
    request: { requester },
  };
  const found = delegationEvents(asking, delegations, at).flatMap((event) =>
    'delegation' in event ? [{ ...event.delegation, addedAt: at }] : [],
  );
  return withDelegations(requirement, found, requester.email);
}

/**
 * Brings a request in line with the delegations that are in force. Pure and safe to repeat: when everything is in
 * line nothing happens.
 *
 * - Whoever is waited for and is away gets their delegate added, where the policy lets them delegate.
 * - A delegate leaves again when their time is over, unless they have decided: what was decided stays.
 * - The requester is nobody's delegate on their own request, and whoever stands in for the requester cannot decide on
 *   it, neither for themselves nor for others, as long as that lasts.
 * - Nobody passes on what was passed to them: a delegate who is away is skipped until they are back.
 *
 * @param all delegations of the tenant, at least those in force now
 * @param at ISO 8601 instant
 */
export function delegationEvents(
  state: Asking,
  all: readonly Delegation[],
  at: string,
): readonly RequestEvent[] {
  if (!isLive(state)) return [];
  const inForce = all.filter((one) => isInForce(one, at));
  const present = presentDelegations(state);
  const isPresent = ({ delegationId }: Delegation) =>
    present.some((one) => one.delegationId === delegationId);
  const removed = present
    .filter((one) => !mayStay(state, one, inForce))
    .map((one): RequestEvent => {
      const isOver = !inForce.some(({ delegationId }) => delegationId === one.delegationId);
      const why = isOver ? 'over' : 'delegate_cannot';
      const { delegationId } = one;
      return bars(state, one)
        ? { type: 'approver_readmitted', at, delegationId }
        : { type: 'delegate_removed', at, delegationId, why };
    });
  const added = inForce
    .filter((one) => !isPresent(one) && isWanted(state, one, inForce))
    .map(
      (delegation): RequestEvent => ({
        type: bars(state, delegation) ? 'approver_barred' : 'delegate_added',
        at,
        delegation,
      }),
    );
  return [...removed, ...added];
}

/** True for a delegation of the requester: it gives no right here, it takes one. */
function bars({ request }: Asking, { delegator }: Delegation): boolean {
  return delegator.email === request.requester.email;
}

function mayStay(state: Asking, one: RequestDelegation, inForce: readonly Delegation[]): boolean {
  const stillInForce = inForce.some(({ delegationId }) => delegationId === one.delegationId);
  if (bars(state, one)) return stillInForce;
  const hasDecided = state.reviews.some(
    ({ reviewer, inPlaceOf }) =>
      reviewer.email === one.delegate.email && inPlaceOf?.some(({ email }) => email === one.delegator.email),
  );
  const hasPlace = rolesOf(state.requirement).some((role) => canPassOn(role, one.delegator.email));
  return hasDecided || (stillInForce && hasPlace && canStandIn(state, one, inForce));
}

function isWanted(state: Asking, one: Delegation, inForce: readonly Delegation[]): boolean {
  if (!isUndecidedStatus(state.status)) return false;
  const roles = rolesOf(state.requirement);
  if (bars(state, one)) return roles.some((role) => holds(role, one.delegate.email));
  // What somebody said before they stood in for anybody was not said in another person's place.
  if (state.reviews.some(({ reviewer }) => reviewer.email === one.delegate.email)) return false;
  if (!canStandIn(state, one, inForce)) return false;
  const waiting = stillWaitingFor(state.requirement, ballotsOf(state.reviews));
  if (!waiting.some(({ email }) => email === one.delegator.email)) return false;
  return roles.some((role) => canPassOn(role, one.delegator.email) && !holds(role, one.delegate.email));
}

/** True when somebody has a place in a role that somebody else may fill for them. */
function canPassOn(role: RoleRequirement, email: string): boolean {
  return role.delegable && holds(role, email);
}

/** Separation of duties, and no passing on. */
function canStandIn({ request }: Asking, { delegate }: Delegation, inForce: readonly Delegation[]): boolean {
  if (delegate.email === request.requester.email) return false;
  const isAway = inForce.some(({ delegator }) => delegator.email === delegate.email);
  const standsInForRequester = inForce.some(
    (one) => one.delegator.email === request.requester.email && one.delegate.email === delegate.email,
  );
  return !isAway && !standsInForRequester;
}
