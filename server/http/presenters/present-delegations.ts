import type { DelegationsReply, DelegationView } from '@handrail/contracts/delegations';
import type { ListedDelegation, OwnDelegations } from '../../../src/application/list-delegations.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import { presentPerson } from './present-person.ts';

/** The absences that concern one person. */
export function presentDelegations(
  { now, away, standingIn }: OwnDelegations,
  viewer: Person,
): Omit<Extract<DelegationsReply, { ok: true }>, 'ok'> {
  return {
    viewer: presentPerson(viewer),
    now: now.toISOString(),
    away: away.map((listed) => presentDelegation(listed, now)),
    standingIn: standingIn.map((listed) => presentDelegation(listed, now)),
  };
}

/** One absence. */
export function presentDelegation({ delegation, trouble }: ListedDelegation, now: Date): DelegationView {
  const { delegationId, delegator, delegate, from, until, reason, setBy } = delegation;
  return {
    delegationId,
    delegator: presentPerson(delegator),
    delegate: presentPerson(delegate),
    from,
    until,
    reason,
    setBy: setBy.name,
    hasBegun: Date.parse(from) <= now.getTime(),
    ...(trouble && { uncovered: { ...trouble } }),
  };
}
