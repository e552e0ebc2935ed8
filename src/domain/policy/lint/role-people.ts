import type { Directory } from '../directory.ts';
import type { Policy, Requirement } from '../policy.ts';
import type { Role } from '../role.ts';
import { groupsOfRole, type RoleGroup } from '../role-groups.ts';
import type { LintFinding } from './finding.ts';

/** A group of people as it would be asked today. */
export interface ActingGroup extends RoleGroup {
  /** Those of `people` who can act: known and active. Everybody, when the CRM was not asked. */
  readonly acting: readonly string[];
}

/**
 * The groups a role can resolve to today. A group of which everybody is inactive is not among them, since those who
 * stand in are asked instead; nor are those who stand in for a role that has its people whatever the facts.
 *
 * @param directory left out when the CRM was not asked
 */
export function actingGroups(
  role: Role,
  policy: Pick<Policy, 'orgChart'>,
  directory: Directory | undefined,
): readonly ActingGroup[] {
  const groups = groupsOfRole(role, policy, directory).filter(
    ({ people, standsIn }) => standsIn || people.some((email) => directory?.person(email)?.active !== false),
  );
  const isSettled = groups.some(({ standsIn, when }) => !standsIn && when === undefined);
  return groups
    .filter(({ standsIn }) => !standsIn || !isSettled)
    .map((group) => ({ ...group, acting: group.people.filter((email) => canAct(email, directory)) }));
}

function canAct(email: string, directory: Directory | undefined): boolean {
  if (!directory) return true;
  const person = directory.person(email);
  return person !== undefined && person.active !== false;
}

type Leaf = Extract<Requirement, { kind: 'role' }>;

/** All leaves of a requirement. */
export function leavesOf(requirement: Requirement): readonly Leaf[] {
  return requirement.kind === 'role' ? [requirement] : requirement.of.flatMap(leavesOf);
}

/** A place that asks a role, and how many approvals and rejections it counts to. */
export interface RoleUse {
  readonly exceptionType: string;
  /** Absent for a clock. */
  readonly row?: string;
  readonly approve: number;
  readonly deny: number;
}

/** Every row and clock that asks a role. A clock needs one person who can act. */
export function usesOfRole({ exceptionTypes }: Policy, role: string): readonly RoleUse[] {
  return exceptionTypes.flatMap(({ id, decisionRights, clock }): RoleUse[] => {
    const rows = decisionRights.flatMap((row) =>
      leavesOf(row.require)
        .filter((leaf) => leaf.role === role)
        .map(({ approve, deny }) => ({ exceptionType: id, row: row.id, approve, deny })),
    );
    const isInClock = clock?.escalateAfter?.role === role || clock?.fallBackAfter?.role === role;
    return isInClock ? [...rows, { exceptionType: id, approve: 1, deny: 1 }] : rows;
  });
}

/** The places alone, each once, as a finding names them. */
export function placesOf(uses: readonly RoleUse[]): NonNullable<LintFinding['affects']> {
  const places = uses.map(({ exceptionType, row }) => ({ exceptionType, ...(row !== undefined && { row }) }));
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
