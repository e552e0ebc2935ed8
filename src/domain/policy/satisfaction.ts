import { assignApprovers } from './assign-approvers.ts';
import { countVotes } from './count-votes.ts';
import type { ResolvedRequirement } from './decision.ts';
import { peopleOf, type RoleRequirement, rolesOf } from './requirement.ts';

/**
 * True when the approvals suffice. One person's approval counts for every role they hold, except for roles that
 * `distinct_from` ties together, directly or through a third: among those it counts for one. A delegate's approval
 * counts for the place of the person they stand in for.
 *
 * @param approvers lower-case e-mail addresses of those who approved
 */
export function isSatisfied(requirement: ResolvedRequirement, approvers: ReadonlySet<string>): boolean {
  return isSatisfiedWith(requirement, approvers, tiedRoles(requirement));
}

function isSatisfiedWith(
  requirement: ResolvedRequirement,
  approvers: ReadonlySet<string>,
  tied: ReadonlyMap<string, string>,
): boolean {
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
  return openRolesWith(requirement, approvers, tiedRoles(requirement));
}

/** Roles stay tied in every part of the tree, whichever part names the other one. */
function openRolesWith(
  requirement: ResolvedRequirement,
  approvers: ReadonlySet<string>,
  tied: ReadonlyMap<string, string>,
): readonly RoleRequirement[] {
  if (isSatisfiedWith(requirement, approvers, tied)) return [];
  if (requirement.kind === 'role') return [requirement];
  const open = requirement.of.flatMap((part) => openRolesWith(part, approvers, tied));
  if (requirement.kind === 'any_of') return open;
  const settled: ResolvedRequirement = {
    kind: 'all_of',
    of: requirement.of.filter((part) => isSatisfiedWith(part, approvers, tied)),
  };
  if (isSatisfiedWith(settled, approvers, tied)) return open;
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
    const { role, approve } = requirement;
    if (countVotes(requirement, approvers) < approve) return [];
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

/**
 * One role asked twice of the same people is asked once, with the higher threshold, and without delegates unless both
 * take them.
 */
function joined(
  some: readonly RoleRequirement[],
  more: readonly RoleRequirement[],
): readonly RoleRequirement[] {
  const leaves = new Map<string, RoleRequirement>();
  for (const leaf of [...some, ...more]) {
    const key = JSON.stringify([leaf.role, leaf.people.map(({ email }) => email)]);
    const known = leaves.get(key);
    leaves.set(key, known ? stricter(known, leaf) : leaf);
  }
  return [...leaves.values()];
}

function stricter(one: RoleRequirement, other: RoleRequirement): RoleRequirement {
  const higher = one.approve < other.approve ? other : one;
  if (one.delegates && other.delegates) return higher;
  const { delegates: _, ...withoutDelegates } = higher;
  return withoutDelegates;
}
