import type {
  CalendarRule,
  ExceptionType,
  Playbook,
  Requirement,
  Role,
} from '../../../src/domain/policy/policy.ts';
import type { OrgChart } from '../../../src/domain/policy/role.ts';
import { groupsOfRole } from '../../../src/domain/policy/role-groups.ts';
import {
  groupWithoutCompany,
  unknownDisputeCalendar,
  wrongDisputeRoles,
} from './dispute-and-group-checks.ts';
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
 * @param calendars null when they could not be read
 * @param orgChart left out when there is none
 */
export function crossCheck(
  exceptionTypes: readonly FromFile<ExceptionType>[],
  playbooks: readonly Playbook[] | null,
  roles: readonly Role[] | null,
  calendars: readonly CalendarRule[] | null,
  orgChart?: OrgChart,
): readonly PolicyProblem[] {
  return exceptionTypes.flatMap((type) => [
    ...(playbooks ? [...unknownPlaybook(type, playbooks), ...groupWithoutCompany(type, playbooks)] : []),
    ...(roles
      ? [
          ...wrongRoles(type, roles, orgChart),
          ...wrongStandIns(type, roles),
          ...wrongBreakGlassRoles(type, roles),
          ...wrongDisputeRoles(type, roles),
        ]
      : []),
    ...(calendars ? [...unknownCalendar(type, calendars), ...unknownDisputeCalendar(type, calendars)] : []),
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

function unknownCalendar(
  { source, value: { clock, breakGlass } }: FromFile<ExceptionType>,
  calendars: readonly CalendarRule[],
): readonly PolicyProblem[] {
  const known = calendars.map(({ id }) => id);
  const named = [
    ['clock', clock?.calendar],
    ['break_glass', breakGlass?.calendar],
  ] as const;
  return named.flatMap(([key, calendar]) => {
    if (calendar === undefined || known.includes(calendar)) return [];
    const message = `there is no calendar "${calendar}".${didYouMean(calendar, known)} Write one of: ${known.join(', ')}.`;
    return [source.problemAt([key, 'calendar'], message)];
  });
}

function wrongBreakGlassRoles(
  { source, value: { breakGlass } }: FromFile<ExceptionType>,
  roles: readonly Role[],
): readonly PolicyProblem[] {
  const known = roles.map(({ id }) => id);
  return (breakGlass?.roles ?? []).flatMap((role, at) =>
    known.includes(role) ? [] : [source.problemAt(['break_glass', 'roles', at], noSuchRole(role, known))],
  );
}

function wrongStandIns(
  { source, value: { clock } }: FromFile<ExceptionType>,
  roles: readonly Role[],
): readonly PolicyProblem[] {
  const known = roles.map(({ id }) => id);
  const named = [
    ['escalate_after', clock?.escalateAfter],
    ['fall_back_after', clock?.fallBackAfter],
  ] as const;
  return named.flatMap(([key, standIn]) =>
    !standIn || known.includes(standIn.role)
      ? []
      : [source.problemAt(['clock', key, 'role'], noSuchRole(standIn.role, known))],
  );
}

function noSuchRole(id: string, known: readonly string[]): string {
  return `there is no role "${id}".${didYouMean(id, known)} Write one of: ${known.join(', ')}.`;
}

function wrongRoles(
  { source, value }: FromFile<ExceptionType>,
  roles: readonly Role[],
  orgChart: OrgChart | undefined,
): readonly PolicyProblem[] {
  const leaves = value.decisionRights.flatMap((row, at) =>
    rolesNamed(row.require, ['decision_rights', at, 'require']),
  );
  const asked = new Set(leaves.map(({ leaf }) => leaf.role));
  return leaves.flatMap(({ leaf, path }) =>
    wrongRole(leaf, roles, orgChart, asked).map((message) => source.problemAt(path, message)),
  );
}

type RoleNamed = Extract<Requirement, { kind: 'role' }>;

function wrongRole(
  { role: id, approve, deny, distinctFrom }: RoleNamed,
  roles: readonly Role[],
  orgChart: OrgChart | undefined,
  asked: ReadonlySet<string>,
): readonly string[] {
  const known = roles.map((role) => role.id);
  const role = roles.find((one) => one.id === id);
  if (!role) return [noSuchRole(id, known)];
  const groups = groupsOfRole(role, orgChart ? { orgChart } : {});
  const fewest = Math.min(...groups.map(({ people }) => people.length));
  const tooMany = (what: string, key: string) =>
    `asks ${what} of the role "${id}", which may have only ${fewest}. Lower "${key}" or name more people in roles.yml.`;
  return [
    ...(approve > fewest ? [tooMany(`${approve} people`, 'approve')] : []),
    ...(deny > fewest ? [tooMany(`${deny} rejections`, 'deny')] : []),
    ...distinctFrom.flatMap((other) =>
      asked.has(other)
        ? []
        : [
            `distinct_from names "${other}", which no row of this type asks.${didYouMean(other, [...asked])} Write one of: ${[...asked].join(', ')}.`,
          ],
    ),
  ];
}

/** The leaves of a requirement, with where they stand in the file. */
function rolesNamed(
  requirement: Requirement,
  path: readonly PropertyKey[],
): readonly { readonly leaf: RoleNamed; readonly path: readonly PropertyKey[] }[] {
  return requirement.kind === 'role'
    ? [{ leaf: requirement, path }]
    : requirement.of.flatMap((part, at) => rolesNamed(part, [...path, requirement.kind, at]));
}
