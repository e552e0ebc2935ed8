import type { ExceptionType, Policy, Requirement, Role } from '../policy.ts';
import { emailsOfRoles } from '../resolve-role.ts';
import { listInWords } from '../words.ts';
import type { LintFinding } from './finding.ts';

/** How the CRM knows a person; `unknown` also when the CRM has no such person any more. */
export type Standing = 'active' | 'inactive' | 'unknown';

/** Rows that hang on one person, who may be the one who files. */
export function lintSoleApprovers({ exceptionTypes, roles }: Policy): readonly LintFinding[] {
  return exceptionTypes.flatMap((type) =>
    type.decisionRights.flatMap((row) => {
      const needed = [...indispensable(row.require, roles)];
      if (needed.length === 0) return [];
      const message = `Row "${row.label}" of ${type.label} cannot be decided without ${listInWords(needed, 'or')}: when they file the request themselves, or are away without a delegate, nobody can. Name a second person or an alternative (any_of).`;
      return [
        { code: 'sole_approver', severity: 'warning', exceptionType: type.id, row: row.id, message } as const,
      ];
    }),
  );
}

/** People without whom a requirement cannot be met for some value of the facts. */
function indispensable(requirement: Requirement, roles: readonly Role[]): ReadonlySet<string> {
  if (requirement.kind === 'role') {
    const role = roles.find(({ id }) => id === requirement.role);
    const short = groupsOf(role).filter(({ people }) => people.length - 1 < requirement.approve);
    return new Set(short.flatMap(({ people }) => people));
  }
  const parts = requirement.of.map((part) => indispensable(part, roles));
  const all = new Set(parts.flatMap((part) => [...part]));
  // With an alternative, a person is indispensable only when every way needs them.
  const isNeeded = (email: string) => requirement.kind === 'all_of' || parts.every((part) => part.has(email));
  return new Set([...all].filter(isNeeded));
}

/** What the CRM says of the people behind the roles. */
export function lintPeople(
  { exceptionTypes, roles }: Policy,
  standingOf: (email: string) => Standing,
): readonly LintFinding[] {
  const people = emailsOfRoles(roles).flatMap((email): LintFinding[] => {
    const standing = standingOf(email);
    if (standing === 'active') return [];
    const of = listInWords(roles.filter((role) => isOf(role, email)).map(({ label }) => label));
    const words = standing === 'unknown' ? 'is not a user of the CRM' : 'is not active in the CRM';
    const message = `${email} (${of}) ${words}. Correct the address in roles.yml or name somebody else.`;
    return [{ code: `person_${standing}`, severity: 'warning', message }];
  });
  const unresolvable = roles.flatMap((role) => {
    const most = Math.max(0, ...exceptionTypes.flatMap((type) => thresholds(type, role.id)));
    return groupsOf(role)
      .filter((group) => group.people.filter((email) => standingOf(email) === 'active').length < most)
      .map(({ words }): LintFinding => {
        const message = `${role.label}${words} resolves to too few people who are active in the CRM: ${most} must approve. Requests that ask them cannot be decided.`;
        return { code: 'role_unresolvable', severity: 'error', role: role.id, message };
      });
  });
  return [...unresolvable, ...people];
}

function isOf(role: Role, email: string): boolean {
  return groupsOf(role).some(({ people }) => people.includes(email));
}

/** Every group of people a role can resolve to. */
function groupsOf(
  role: Role | undefined,
): readonly { readonly words: string; readonly people: readonly string[] }[] {
  if (!role) return [];
  if ('people' in role) return [{ words: '', people: role.people }];
  return [
    ...Object.entries(role.byFact.people).map(([value, people]) => ({ words: ` for ${value}`, people })),
    { words: ' (otherwise)', people: role.otherwise },
  ];
}

function thresholds({ decisionRights }: ExceptionType, role: string): readonly number[] {
  const of = (requirement: Requirement): readonly number[] => {
    if (requirement.kind !== 'role') return requirement.of.flatMap(of);
    return requirement.role === role ? [requirement.approve] : [];
  };
  return decisionRights.flatMap(({ require }) => of(require));
}
