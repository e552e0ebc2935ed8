import type { ResolvedRequirement } from '../policy/decision.ts';
import { mapRoles, type RoleRequirement, rolesOf } from '../policy/requirement.ts';
import type { HandOver } from './state.ts';

/** Leaves that a person holds and may hand over. */
export function seatsOf(requirement: ResolvedRequirement, email: string): readonly RoleRequirement[] {
  return rolesOf(requirement).filter((role) => role.delegable && holds(role, email));
}

/**
 * Puts one person in the place of another wherever the policy lets the seat be handed over. It is the same seat: how
 * many must approve stays, and the one who gave it away has no vote left there.
 */
export function withSeatHandedOver(
  requirement: ResolvedRequirement,
  { from, to }: Pick<HandOver, 'from' | 'to'>,
): ResolvedRequirement {
  return mapRoles(requirement, (role) => {
    if (!role.delegable || !holds(role, from.email)) return role;
    const people = role.people.map((person) => (person.email === from.email ? to : person));
    return { ...role, people, because: `${role.because}; ${from.name} handed the seat to ${to.name}` };
  });
}

export function holds({ people }: RoleRequirement, email: string): boolean {
  return people.some((person) => person.email === email);
}
