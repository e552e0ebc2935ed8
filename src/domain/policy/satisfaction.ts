import { assignApprovers } from './assign-approvers.ts';
import type { ResolvedRequirement } from './decision.ts';
import { peopleOf, type RoleRequirement, rolesOf } from './requirement.ts';

/**
 * True when the approvals suffice. One person's approval counts for every role they hold, except for roles that
 * `distinct_from` ties together, directly or through a third: among those it counts for one.
 *
 * @param approvers lower-case e-mail addresses of those who approved
 */
export function isSatisfied(requirement: ResolvedRequirement, approvers: ReadonlySet<string>): boolean {
  const tied = tiedRoles(requirement);
  const ways = waysToSatisfy(requirement, approvers, tied);
  return ways.some((leaves) => {
    const groups = Map.groupBy(leaves, ({ role }) => tied.get(role));
    return [...groups.values()].every((group) => assignApprovers(group, approvers) !== null);
  });
}

/** True when the people named could satisfy the requirement if all of them approved. */
export function isSatisfiable(requirement: ResolvedRequirement): boolean {
  return isSatisfied(requirement, new Set(peopleOf(requirement).map(({ email }) => email)));
}

/**
 * Leaves that lack approvals. The other branches of an `any_of` that is satisfied are not needed any more; tied roles
 * that have enough approvals only as long as somebody counts twice are open together.
 */
export function openRoles(
  requirement: ResolvedRequirement,
  approvers: ReadonlySet<string>,
): readonly RoleRequirement[] {
  if (isSatisfied(requirement, approvers)) return [];
  if (requirement.kind === 'role') return [requirement];
  const open = requirement.of.flatMap((part) => openRoles(part, approvers));
  if (requirement.kind === 'any_of') return open;
  const settled: ResolvedRequirement = {
    kind: 'all_of',
    of: requirement.of.filter((part) => isSatisfied(part, approvers)),
  };
  if (isSatisfied(settled, approvers)) return open;
  const tied = tiedRoles(settled);
  return [...open, ...rolesOf(settled).filter(({ role }) => tied.has(role))];
}

/** Roles that `distinct_from` ties to another role of the tree, each with the name of its group. */
export function tiedRoles(requirement: ResolvedRequirement): ReadonlyMap<string, string> {
  const leaves = rolesOf(requirement);
  const present = new Set(leaves.map(({ role }) => role));
  const groupOf = new Map<string, string>();
  for (const { role, distinctFrom } of leaves) {
    for (const other of distinctFrom) {
      if (!present.has(other)) continue;
      const kept = groupOf.get(role) ?? role;
      const merged = groupOf.get(other) ?? other;
      groupOf.set(role, kept);
      groupOf.set(other, kept);
      for (const [name, group] of groupOf) if (group === merged) groupOf.set(name, kept);
    }
  }
  return groupOf;
}

/**
 * The sets of tied leaves of which one must be filled without counting anybody twice; leaves that are not tied are
 * settled on the way. An empty set: nothing is left to fill. No set: there are too few approvals whoever counts
 * where.
 */
function waysToSatisfy(
  requirement: ResolvedRequirement,
  approvers: ReadonlySet<string>,
  tied: ReadonlyMap<string, string>,
): readonly (readonly RoleRequirement[])[] {
  if (requirement.kind === 'role') {
    const { role, people, approve } = requirement;
    if (people.filter(({ email }) => approvers.has(email)).length < approve) return [];
    return [tied.has(role) ? [requirement] : []];
  }
  const parts = requirement.of.map((part) => waysToSatisfy(part, approvers, tied));
  if (requirement.kind === 'any_of') {
    const ways = parts.flat();
    return ways.find((way) => way.length === 0) ? [[]] : ways;
  }
  return parts.reduce<readonly (readonly RoleRequirement[])[]>(
    (ways, part) => ways.flatMap((way) => part.map((more) => joined(way, more))),
    [[]],
  );
}

/** One role asked twice of the same people is asked once, with the higher threshold. */
function joined(
  some: readonly RoleRequirement[],
  more: readonly RoleRequirement[],
): readonly RoleRequirement[] {
  const leaves = new Map<string, RoleRequirement>();
  for (const leaf of [...some, ...more]) {
    const key = JSON.stringify([leaf.role, leaf.people.map(({ email }) => email)]);
    const known = leaves.get(key);
    if (!known || known.approve < leaf.approve) leaves.set(key, leaf);
  }
  return [...leaves.values()];
}
