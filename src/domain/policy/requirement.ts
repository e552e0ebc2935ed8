import type { ResolvedRequirement } from './decision.ts';
import type { Person } from './facts.ts';

/** A leaf of a requirement: one role, its people and how many of them must approve. */
export type RoleRequirement = Extract<ResolvedRequirement, { kind: 'role' }>;

/** All leaves of a requirement, in order. */
export function rolesOf(requirement: ResolvedRequirement): readonly RoleRequirement[] {
  return requirement.kind === 'role' ? [requirement] : requirement.of.flatMap(rolesOf);
}

/** Everybody a requirement asks, each once: those who hold its roles and those who stand in for them. */
export function peopleOf(requirement: ResolvedRequirement): readonly Person[] {
  return peopleOfRoles(rolesOf(requirement));
}

/** Everybody who can fill a place in one of the roles, each once. */
export function peopleOfRoles(roles: readonly RoleRequirement[]): readonly Person[] {
  const people = roles.flatMap(({ people, delegates = [] }) => [
    ...people,
    ...delegates.map(({ person }) => person),
  ]);
  return [...new Map(people.map((person) => [person.email, person])).values()];
}

/**
 * Takes a person out of every role: nobody decides on their own request. May leave a requirement that can never be
 * satisfied; ask `isSatisfiable`.
 */
export function without(requirement: ResolvedRequirement, email: string): ResolvedRequirement {
  return mapRoles(requirement, (role) => ({
    ...role,
    people: role.people.filter((person) => person.email !== email),
  }));
}

/** The same tree with every leaf changed. */
export function mapRoles(
  requirement: ResolvedRequirement,
  change: (role: RoleRequirement) => RoleRequirement,
): ResolvedRequirement {
  return requirement.kind === 'role'
    ? change(requirement)
    : { kind: requirement.kind, of: requirement.of.map((part) => mapRoles(part, change)) };
}

/** Lets further people stand in for some leaves of the tree: who may fill them grows, how many must does not. */
export function withStandIns(
  requirement: ResolvedRequirement,
  leaves: readonly RoleRequirement[],
  people: readonly Person[],
): ResolvedRequirement {
  return mapRoles(requirement, (role) => {
    if (!leaves.includes(role)) return role;
    const known = new Set(role.people.map(({ email }) => email));
    return { ...role, people: [...role.people, ...people.filter(({ email }) => !known.has(email))] };
  });
}
