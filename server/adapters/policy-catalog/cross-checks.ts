import type { ExceptionType, Playbook, Requirement, Role } from '../../../src/domain/policy/policy.ts';
import { didYouMean } from './issue-in-words.ts';
import type { PolicyProblem } from './policy-file-error.ts';
import type { SourceFile } from './source-file.ts';

/** A checked value with the file it came from. */
export interface FromFile<T> {
  readonly source: SourceFile;
  readonly value: T;
}

/**
 * What one file says of another: an exception type names a playbook and roles that exist, and asks no more people of a
 * role than it has.
 *
 * @param playbooks null when some could not be read: then nobody can say that one is missing
 * @param roles null when they could not be read
 */
export function crossCheck(
  exceptionTypes: readonly FromFile<ExceptionType>[],
  playbooks: readonly Playbook[] | null,
  roles: readonly Role[] | null,
): readonly PolicyProblem[] {
  return exceptionTypes.flatMap((type) => [
    ...(playbooks ? unknownPlaybook(type, playbooks) : []),
    ...(roles ? wrongRoles(type, roles) : []),
  ]);
}

function unknownPlaybook(
  { source, value }: FromFile<ExceptionType>,
  playbooks: readonly Playbook[],
): readonly PolicyProblem[] {
  const known = playbooks.map(({ id }) => id);
  if (known.includes(value.playbook)) return [];
  const message = `there is no playbook "${value.playbook}".${didYouMean(value.playbook, known)} Write one of: ${known.join(', ')}.`;
  return [source.problemAt(['playbook'], message)];
}

function wrongRoles(
  { source, value }: FromFile<ExceptionType>,
  roles: readonly Role[],
): readonly PolicyProblem[] {
  return value.decisionRights.flatMap((row, at) =>
    rolesNamed(row.require).flatMap(({ role: id, approve }) => {
      const message = wrongRole(id, approve, roles);
      return message ? [source.problemAt(['decision_rights', at, 'require'], message)] : [];
    }),
  );
}

function wrongRole(id: string, approve: number, roles: readonly Role[]): string | null {
  const known = roles.map((role) => role.id);
  const role = roles.find((one) => one.id === id);
  if (!role) return `there is no role "${id}".${didYouMean(id, known)} Write one of: ${known.join(', ')}.`;
  const fewest = Math.min(...groupsOf(role).map((people) => people.length));
  if (approve <= fewest) return null;
  return `asks ${approve} people of the role "${id}", which may have only ${fewest}. Lower "approve" or name more people in roles.yml.`;
}

/** Every group of people a role can resolve to. */
function groupsOf(role: Role): readonly (readonly string[])[] {
  return 'people' in role ? [role.people] : [...Object.values(role.byFact.people), role.otherwise];
}

function rolesNamed(requirement: Requirement): readonly Extract<Requirement, { kind: 'role' }>[] {
  return requirement.kind === 'role' ? [requirement] : requirement.of.flatMap(rolesNamed);
}
