import type { Delegation } from '../delegation/delegation.ts';
import type { ResolvedRequirement } from '../policy/decision.ts';
import { mapRoles, rolesOf } from '../policy/requirement.ts';
import { openMatter } from './open-matter.ts';
import type { FiledState, RequestDelegation } from './state.ts';

/**
 * The requirement with those who stand in for its people by now, and with those who cannot decide because they stand
 * in for the requester. What the roles held of either before is dropped: the request's delegations say it all.
 */
export function withDelegations(
  requirement: ResolvedRequirement,
  delegations: readonly RequestDelegation[],
  requesterEmail: string,
): ResolvedRequirement {
  const present = delegations.filter(({ removedAt }) => removedAt === undefined);
  const ofRequester = present.filter((one) => one.delegator.email === requesterEmail);
  const ofOthers = present.filter((one) => one.delegator.email !== requesterEmail);
  return mapRoles(requirement, ({ delegates: _, barred: __, ...role }) => {
    const holds = ({ email }: { readonly email: string }) =>
      role.people.some((person) => person.email === email);
    const delegates = role.delegable ? ofOthers.filter(({ delegator }) => holds(delegator)) : [];
    const barred = ofRequester.filter(({ delegate }) => holds(delegate));
    return {
      ...role,
      ...(delegates.length > 0 && {
        delegates: delegates.map(({ delegationId, delegator, delegate }) => ({
          delegationId,
          inPlaceOf: delegator.email,
          person: delegate,
        })),
      }),
      ...(barred.length > 0 && { barred: barred.map(({ delegate }) => delegate.email) }),
    };
  });
}

/** A state whose requirement, and that of an open extension, hold the delegates that its delegations name. */
export function seated(state: FiledState): FiledState {
  if (state.delegations.length === 0) return state;
  const { delegations, request, extensions } = state;
  const seat = (requirement: ResolvedRequirement) =>
    withDelegations(requirement, delegations, request.requester.email);
  return {
    ...state,
    requirement: seat(state.requirement),
    extensions: extensions.map((extension) =>
      extension.outcome === 'open' ? { ...extension, requirement: seat(extension.requirement) } : extension,
    ),
  };
}

/** Delegations a request knows by now, without those that were taken off it. */
export function presentDelegations({
  delegations,
}: Pick<FiledState, 'delegations'>): readonly RequestDelegation[] {
  return delegations.filter(({ removedAt }) => removedAt === undefined);
}

/** Those in whose place a person decides on this request: who is away and has a place that may be passed on. */
export function inPlaceOf(state: FiledState, email: string): readonly Delegation['delegator'][] {
  const ids = new Set(
    rolesOf((openMatter(state) ?? state).requirement)
      .flatMap(({ delegates = [] }) => delegates)
      .filter(({ person }) => person.email === email)
      .map(({ delegationId }) => delegationId),
  );
  return presentDelegations(state)
    .filter(({ delegationId }) => ids.has(delegationId))
    .map(({ delegator }) => delegator);
}

/** True when somebody cannot decide because they stand in for the requester. */
export function isBarred(state: Pick<FiledState, 'delegations' | 'request'>, email: string): boolean {
  return presentDelegations(state).some(
    ({ delegate, delegator }) => delegate.email === email && isRequester(state, delegator.email),
  );
}

function isRequester({ request }: Pick<FiledState, 'request'>, email: string): boolean {
  return email === request.requester.email;
}
