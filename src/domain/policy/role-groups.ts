import { type Directory, EMPTY_DIRECTORY } from './directory.ts';
import type { Policy, Requirement } from './policy.ts';
import { factOfRole, leadsOf, NO_ORG_CHART, type Role } from './role.ts';

/** One group of people a role can resolve to. */
export interface RoleGroup {
  /** What follows the role's label: " for EMEA", " (otherwise)". */
  readonly words: string;
  /** E-mail addresses, active or not. */
  readonly people: readonly string[];
  /** What a fact must be for this group; absent for a group that does not hang on a fact. */
  readonly when?: { readonly fact: string; readonly value: string | 'otherwise' };
  /** True for those who stand in. */
  readonly standsIn: boolean;
}

/** Every group of people a role can resolve to. Teams of the CRM are among them only as far as they are known. */
export function groupsOfRole(
  role: Role,
  { orgChart = NO_ORG_CHART }: Pick<Policy, 'orgChart'>,
  directory: Directory = EMPTY_DIRECTORY,
): readonly RoleGroup[] {
  if ('people' in role) return [{ words: '', people: role.people, standsIn: false }];
  const fact = factOfRole(role);
  const at = (value: string) => (fact === undefined ? {} : { when: { fact, value } });
  const otherwise = { words: ' (otherwise)', people: role.otherwise, standsIn: true, ...at('otherwise') };
  return [...own().filter(({ people }) => people.length > 0), otherwise];

  function own(): readonly RoleGroup[] {
    if ('byFact' in role) {
      return Object.entries(role.byFact.people).map(([value, people]) => ({
        words: ` for ${value}`,
        people,
        standsIn: false,
        ...at(value),
      }));
    }
    if (!('source' in role)) return [];
    const { source } = role;
    switch (source.kind) {
      case 'team':
        return [
          {
            words: ` (team ${source.team})`,
            people: directory.team(source.team) ?? [],
            standsIn: false,
          },
        ];
      case 'team_lead':
        return [
          { words: ` (lead of ${source.team})`, people: leadsOf(orgChart, source.team), standsIn: false },
        ];
      case 'team_lead_by_fact': {
        const teams = source.teams ?? Object.fromEntries(Object.keys(orgChart.teamLeads).map((t) => [t, t]));
        return Object.entries(teams).map(([value, team]) => ({
          words: ` for ${value}`,
          people: leadsOf(orgChart, team),
          standsIn: false,
          ...at(value),
        }));
      }
      case 'manager': {
        const managers = [...new Set(Object.values(orgChart.managers))];
        return managers.map((manager) => ({
          words: ` for those who report to ${manager}`,
          people: [manager],
          standsIn: false,
          ...at(`reports to ${manager}`),
        }));
      }
    }
  }
}

/** Every e-mail address a policy's roles can resolve to, each once. */
export function emailsOfRoles(
  policy: Pick<Policy, 'roles' | 'orgChart'>,
  directory?: Directory,
): readonly string[] {
  const groups = policy.roles.flatMap((role) => groupsOfRole(role, policy, directory));
  return [...new Set(groups.flatMap(({ people }) => people))];
}

/**
 * The roles that decide: those a decision right asks, and those that stand in. A role that is only named as one that
 * may act at once decides nothing.
 */
export function decidingRoles({ roles, exceptionTypes }: Policy): readonly Role[] {
  const named = new Set(
    exceptionTypes.flatMap(({ decisionRights, clock }) => [
      ...decisionRights.flatMap(({ require }) => rolesNamed(require)),
      ...[clock?.escalateAfter, clock?.fallBackAfter].flatMap((standIn) => standIn?.role ?? []),
    ]),
  );
  return roles.filter(({ id }) => named.has(id));
}

function rolesNamed(requirement: Requirement): readonly string[] {
  return requirement.kind === 'role' ? [requirement.role] : requirement.of.flatMap(rolesNamed);
}
