import { type Delegation, isInForce } from '../delegation/delegation.ts';
import { stillWaitingFor } from '../policy/ballots.ts';
import type { ResolvedRequirement } from '../policy/decision.ts';
import type { Person } from '../policy/facts.ts';
import { type RoleRequirement, rolesOf } from '../policy/requirement.ts';
import { ballotsOf } from './ballots-of.ts';
import type { RequestEvent } from './events.ts';
import { holds } from './hand-over-seat.ts';
import { openMatter } from './open-matter.ts';
import { presentDelegations, withDelegations } from './seat-delegates.ts';
import { type FiledState, isLive, type RequestDelegation, type Review } from './state.ts';

/** What delegations are held against: what is open of a request, or a request that is about to be filed. */
interface Asking {
  readonly requester: string;
  /** False when nothing waits for a decision: nobody is let in any more. */
  readonly waits: boolean;
  readonly requirement: ResolvedRequirement;
  /** Decisions on what is open. */
  readonly reviews: readonly Review[];
  /** All decisions on the request, also on what is closed. */
  readonly heard: readonly Review[];
  readonly present: readonly RequestDelegation[];
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
  state: FiledState,
  all: readonly Delegation[],
  at: string,
): readonly RequestEvent[] {
  if (!isLive(state)) return [];
  const matter = openMatter(state);
  const { requirement, reviews } = matter ?? state;
  const asking: Asking = {
    requester: state.request.requester.email,
    waits: matter !== null,
    requirement,
    reviews,
    heard: [...state.reviews, ...state.extensions.flatMap((extension) => extension.reviews)],
    present: presentDelegations(state),
  };
  return eventsFor(asking, all, at);
}

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
  const { email } = requester;
  const asking: Asking = { requester: email, waits: true, requirement, reviews: [], heard: [], present: [] };
  const found = eventsFor(asking, delegations, at).flatMap((event) =>
    'delegation' in event ? [{ ...event.delegation, addedAt: at }] : [],
  );
  return withDelegations(requirement, found, email);
}

function eventsFor(asking: Asking, all: readonly Delegation[], at: string): readonly RequestEvent[] {
  const inForce = all.filter((one) => isInForce(one, at));
  const staying = asking.present.filter((one) => mayStay(asking, one, inForce));
  const removed = asking.present
    .filter((one) => !staying.includes(one))
    .map((one): RequestEvent => {
      const isOver = !inForce.some(({ delegationId }) => delegationId === one.delegationId);
      const { delegationId } = one;
      return bars(asking, one)
        ? { type: 'approver_readmitted', at, delegationId }
        : { type: 'delegate_removed', at, delegationId, why: isOver ? 'over' : 'delegate_cannot' };
    });
  // Whoever is readmitted is waited for again, and may be away: those who left are gone before others come.
  const left: Asking = {
    ...asking,
    requirement: withDelegations(asking.requirement, staying, asking.requester),
    present: staying,
  };
  const added = inForce
    .filter((one) => !isPresent(left, one) && isWanted(left, one, inForce))
    .map(
      (delegation): RequestEvent => ({
        type: bars(asking, delegation) ? 'approver_barred' : 'delegate_added',
        at,
        delegation,
      }),
    );
  return [...removed, ...added];
}

function isPresent({ present }: Asking, { delegationId }: Delegation): boolean {
  return present.some((one) => one.delegationId === delegationId);
}

/** True for a delegation of the requester: it gives no right here, it takes one. */
function bars({ requester }: Asking, { delegator }: Delegation): boolean {
  return delegator.email === requester;
}

function mayStay(asking: Asking, one: RequestDelegation, inForce: readonly Delegation[]): boolean {
  const stillInForce = inForce.some(({ delegationId }) => delegationId === one.delegationId);
  if (bars(asking, one)) return stillInForce;
  const hasDecided = asking.heard.some(
    ({ reviewer, inPlaceOf }) =>
      reviewer.email === one.delegate.email && inPlaceOf?.some(({ email }) => email === one.delegator.email),
  );
  const hasPlace = rolesOf(asking.requirement).some((role) => canPassOn(role, one.delegator.email));
  return hasDecided || (stillInForce && hasPlace && canStandIn(asking, one, inForce));
}

function isWanted(asking: Asking, one: Delegation, inForce: readonly Delegation[]): boolean {
  if (!asking.waits) return false;
  const roles = rolesOf(asking.requirement);
  if (bars(asking, one)) return roles.some((role) => holds(role, one.delegate.email));
  // What somebody said before they stood in for anybody was not said in another person's place.
  if (asking.reviews.some(({ reviewer }) => reviewer.email === one.delegate.email)) return false;
  if (!canStandIn(asking, one, inForce)) return false;
  const waiting = stillWaitingFor(asking.requirement, ballotsOf(asking.reviews));
  if (!waiting.some(({ email }) => email === one.delegator.email)) return false;
  return roles.some((role) => canPassOn(role, one.delegator.email) && !holds(role, one.delegate.email));
}

/** True when somebody has a place in a role that somebody else may fill for them. */
function canPassOn(role: RoleRequirement, email: string): boolean {
  return role.delegable && holds(role, email);
}

/** Separation of duties, and no passing on. */
function canStandIn(
  { requester }: Asking,
  { delegate }: Delegation,
  inForce: readonly Delegation[],
): boolean {
  if (delegate.email === requester) return false;
  const isAway = inForce.some(({ delegator }) => delegator.email === delegate.email);
  const standsInForRequester = inForce.some(
    (one) => one.delegator.email === requester && one.delegate.email === delegate.email,
  );
  return !isAway && !standsInForRequester;
}
