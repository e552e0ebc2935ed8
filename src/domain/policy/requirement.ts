import type { ResolvedRequirement } from './decision.ts';
import type { Person } from './facts.ts';

/** A leaf of a requirement: one role, its people and how many of them must approve. */
export type RoleRequirement = Extract<ResolvedRequirement, { kind: 'role' }>;

/** All leaves of a requirement, in order. */
export function rolesOf(requirement: ResolvedRequirement): readonly RoleRequirement[] {
  return requirement.kind === 'role' ? [requirement] : requirement.of.flatMap(rolesOf);
}

/** Everybody a requirement asks, each once. */
export function peopleOf(requirement: ResolvedRequirement): readonly Person[] {
  const people = rolesOf(requirement).flatMap((role) => role.people);
  return [...new Map(people.map((person) => [person.email, person])).values()];
}

/**
 * True when the approvals suffice. One person's approval counts for every role they hold.
 *
 * @param approvers lower-case e-mail addresses of those who approved
 */
export function isSatisfied(requirement: ResolvedRequirement, approvers: ReadonlySet<string>): boolean {
  switch (requirement.kind) {
    case 'role':
      return requirement.people.filter(({ email }) => approvers.has(email)).length >= requirement.approve;
    case 'all_of':
      return requirement.of.every((part) => isSatisfied(part, approvers));
    case 'any_of':
      return requirement.of.some((part) => isSatisfied(part, approvers));
  }
}

/**
 * Takes a person out of every role: nobody decides on their own request. May leave a requirement that can never be
 * satisfied; ask `isSatisfiable`.
 */
export function without(requirement: ResolvedRequirement, email: string): ResolvedRequirement {
  if (requirement.kind !== 'role') {
    return { kind: requirement.kind, of: requirement.of.map((part) => without(part, email)) };
  }
  return { ...requirement, people: requirement.people.filter((person) => person.email !== email) };
}

/** True when the people named could satisfy the requirement if all of them approved. */
export function isSatisfiable(requirement: ResolvedRequirement): boolean {
  return isSatisfied(requirement, new Set(peopleOf(requirement).map(({ email }) => email)));
}

/** People whose approval could still bring the requirement forward: those of the roles that lack approvals. */
export function stillWaitingFor(
  requirement: ResolvedRequirement,
  approvers: ReadonlySet<string>,
): readonly Person[] {
  const people = openRoles(requirement, approvers)
    .flatMap((role) => role.people)
    .filter(({ email }) => !approvers.has(email));
  return [...new Map(people.map((person) => [person.email, person])).values()];
}

/** Leaves that lack approvals; the other branches of an `any_of` that is satisfied are not needed any more. */
function openRoles(
  requirement: ResolvedRequirement,
  approvers: ReadonlySet<string>,
): readonly RoleRequirement[] {
  if (isSatisfied(requirement, approvers)) return [];
  return requirement.kind === 'role'
    ? [requirement]
    : requirement.of.flatMap((part) => openRoles(part, approvers));
}
