import type { Directory } from '../directory.ts';
import type { Policy, Requirement } from '../policy.ts';
import type { Role } from '../role.ts';
import { emailsOfRoles, groupsOfRole } from '../role-groups.ts';
import { listInWords } from '../words.ts';
import type { LintFinding, RoleFinding } from './finding.ts';
import { lintEscalations, lintManagers } from './lint-org-chart.ts';
import { actingGroups, placesOf, usesOfRole } from './role-people.ts';

/**
 * What is wrong with the people behind a policy's roles, before a request meets it: nobody or too few to decide,
 * rows that hang on the one who may file, people the CRM does not know or has deactivated, teams without people,
 * managers in a circle, escalations that bring in nobody new. Pure.
 *
 * @param directory the people of the CRM; without it only what the policy itself says is looked at
 */
export function lintRoles(policy: Policy, directory?: Directory): readonly RoleFinding[] {
  return [
    ...lintSoleApprovers(policy, directory),
    ...lintEscalations(policy, directory),
    ...lintManagers(policy, directory),
    ...(directory
      ? [
          ...policy.roles.flatMap((role) => tooFew(role, policy, directory)),
          ...policy.roles.flatMap((role) => unknownTeam(role, policy, directory)),
          ...lintPeople(policy, directory),
        ]
      : []),
  ];
}

/** Rows that hang on one person, who may be the one who files. */
function lintSoleApprovers(policy: Policy, directory: Directory | undefined): readonly RoleFinding[] {
  return policy.exceptionTypes.flatMap((type) =>
    type.decisionRights.flatMap((row): RoleFinding[] => {
      const people = [...indispensable(row.require, policy, directory)];
      if (people.length === 0) return [];
      const message = `Row "${row.label}" of ${type.label} cannot be decided without ${listInWords(people, 'or')}: when they file the request themselves, or are away without a delegate, nobody can. Name a second person or an alternative (any_of).`;
      return [
        { code: 'sole_approver', severity: 'warning', exceptionType: type.id, row: row.id, people, message },
      ];
    }),
  );
}

/** People without whom a requirement cannot be met for some value of the facts. */
function indispensable(
  requirement: Requirement,
  policy: Policy,
  directory: Directory | undefined,
): ReadonlySet<string> {
  if (requirement.kind === 'role') {
    const role = policy.roles.find(({ id }) => id === requirement.role);
    const groups = role ? actingGroups(role, policy, directory) : [];
    // A group with too few to begin with is another finding.
    const short = groups.filter(({ acting }) => acting.length === requirement.approve);
    return new Set(short.flatMap(({ acting }) => acting));
  }
  const parts = requirement.of.map((part) => indispensable(part, policy, directory));
  const all = new Set(parts.flatMap((part) => [...part]));
  // With an alternative, a person is indispensable only when every way needs them.
  const isNeeded = (email: string) => requirement.kind === 'all_of' || parts.every((part) => part.has(email));
  return new Set([...all].filter(isNeeded));
}

function tooFew(role: Role, policy: Policy, directory: Directory): readonly RoleFinding[] {
  return actingGroups(role, policy, directory).flatMap(({ words, people, acting }): RoleFinding[] => {
    const short = usesOfRole(policy, role.id).filter(
      ({ approve, deny }) => Math.max(approve, deny) > acting.length,
    );
    if (short.length === 0) return [];
    const name = `${role.label}${words}`;
    const about = { severity: 'error', role: role.id, affects: placesOf(short) } as const;
    const where = placesInWords(about.affects);
    if (acting.length === 0) {
      const message = `${name} resolves to nobody who is active in the CRM (${listInWords(people)}). ${where} cannot be decided. Name somebody else in roles.yml or people.yml.`;
      return [{ code: 'role_unresolvable', ...about, people, message }];
    }
    const most = Math.max(...short.map(({ approve }) => approve));
    const what =
      most > acting.length
        ? `${most} must approve`
        : `${Math.max(...short.map(({ deny }) => deny))} must reject`;
    const count = acting.length === 1 ? 'one person' : `${acting.length} people`;
    const message = `${name} has ${count} who can act in the CRM (${listInWords(acting)}), but ${what}. ${where}: name more people, or lower the threshold.`;
    return [{ code: 'threshold_above_people', ...about, people: acting, message }];
  });
}

function unknownTeam(role: Role, policy: Policy, directory: Directory): readonly RoleFinding[] {
  if (!('source' in role) || role.source.kind !== 'team') return [];
  const { team } = role.source;
  const members = directory.team(team);
  if (members && members.length > 0) return [];
  const what = members ? 'has nobody in it' : 'does not exist in the CRM';
  const affects = placesOf(usesOfRole(policy, role.id));
  const message = `${role.label} is everybody of the team ${team}, which ${what}; until then ${listInWords(role.otherwise)} stand in. ${placesInWords(affects)}: correct the name in roles.yml, or put people into the team.`;
  return [{ code: 'team_unknown', severity: 'warning', role: role.id, affects, message }];
}

/** What the CRM says of the people behind the roles. */
function lintPeople(policy: Policy, directory: Directory): readonly RoleFinding[] {
  return emailsOfRoles(policy, directory).flatMap((email): RoleFinding[] => {
    const person = directory.person(email);
    if (person && person.active !== false) return [];
    const roles = policy.roles.filter((role) =>
      groupsOfRole(role, policy, directory).some(({ people }) => people.includes(email)),
    );
    const words = person ? 'is not active in the CRM' : 'is not a user of the CRM';
    const affects = placesOf(roles.flatMap(({ id }) => usesOfRole(policy, id)));
    const message = `${email} (${listInWords(roles.map(({ label }) => label))}) ${words}. ${placesInWords(affects)}: correct the address in roles.yml or people.yml, or name somebody else.`;
    const code = person ? 'person_inactive' : 'person_unknown';
    return [{ code, severity: 'warning', affects, people: [email], message }];
  });
}

/** "Affects vip (row always) and data-fix". */
function placesInWords(affects: NonNullable<LintFinding['affects']>): string {
  const types = [...new Set(affects.map(({ exceptionType }) => exceptionType))];
  if (types.length === 0) return 'No type asks it';
  const words = types.map((type) => {
    const rows = affects.flatMap(({ exceptionType, row }) =>
      exceptionType === type && row !== undefined ? [row] : [],
    );
    const unique = [...new Set(rows)];
    if (unique.length === 0) return `${type} (clock)`;
    return `${type} (${unique.length === 1 ? 'row' : 'rows'} ${unique.join(', ')})`;
  });
  return `Requests of ${listInWords(words)}`;
}
