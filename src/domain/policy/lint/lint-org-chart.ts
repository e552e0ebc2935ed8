import type { Directory } from '../directory.ts';
import type { DecisionRight, ExceptionType, Policy } from '../policy.ts';
import { NO_ORG_CHART } from '../role.ts';
import { listInWords } from '../words.ts';
import type { RoleFinding } from './finding.ts';
import { type ActingGroup, actingGroups, leavesOf, placesOf, usesOfRole } from './role-people.ts';
import { type Goal, searchFacts } from './search-facts.ts';

const MOST_NAMED = 5;

/** Managers in a circle, and people without one although a role asks for it. */
export function lintManagers(policy: Policy, directory: Directory | undefined): readonly RoleFinding[] {
  const { managers } = policy.orgChart ?? NO_ORG_CHART;
  const cycles = managerCycles(managers).map((people): RoleFinding => {
    const message = `${listInWords(people)} manage each other in a circle in people.yml: an escalation to the manager would come back to where it started. Correct who manages whom.`;
    return { code: 'manager_cycle', severity: 'warning', people, message };
  });
  return directory ? [...cycles, ...missingManagers(policy, managers, directory)] : cycles;
}

/** Each circle once, its people in the order of the chain. */
export function managerCycles(managers: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const done = new Set<string>();
  return Object.keys(managers).flatMap((start) => {
    const path: string[] = [];
    let at: string | undefined = start;
    while (at !== undefined && !done.has(at) && !path.includes(at)) {
      path.push(at);
      at = managers[at];
    }
    const from = at === undefined ? -1 : path.indexOf(at);
    for (const email of path) done.add(email);
    return from === -1 ? [] : [path.slice(from)];
  });
}

/** Anybody active may file a request or own a record. */
function missingManagers(
  policy: Policy,
  managers: Readonly<Record<string, string>>,
  directory: Directory,
): readonly RoleFinding[] {
  return policy.roles.flatMap((role): RoleFinding[] => {
    if (!('source' in role) || role.source.kind !== 'manager') return [];
    const people = directory.everybody().filter((email) => managers[email] === undefined);
    if (people.length === 0) return [];
    const named = people.slice(0, MOST_NAMED);
    const more = people.length > MOST_NAMED ? ` and ${people.length - MOST_NAMED} more` : '';
    const affects = placesOf(usesOfRole(policy, role.id));
    const message = `people.yml names no manager for ${people.length} active people of the CRM: ${named.join(', ')}${more}. Where ${role.label} is asked about them, ${listInWords(role.otherwise)} stand in.`;
    return [{ code: 'manager_missing', severity: 'warning', role: role.id, affects, people, message }];
  });
}

/** Clocks whose role brings in nobody who is not asked from the beginning. */
export function lintEscalations(policy: Policy, directory: Directory | undefined): readonly RoleFinding[] {
  return policy.exceptionTypes.flatMap((type) =>
    (
      [
        ['escalates', type.clock?.escalateAfter?.role],
        ['falls back', type.clock?.fallBackAfter?.role],
      ] as const
    ).flatMap(([verb, role]) => (role === undefined ? [] : toOneself(type, verb, role, policy, directory))),
  );
}

function toOneself(
  type: ExceptionType,
  verb: string,
  standIn: string,
  policy: Policy,
  directory: Directory | undefined,
): readonly RoleFinding[] {
  const groupsOf = (id: string) => {
    const role = policy.roles.find((one) => one.id === id);
    return role ? actingGroups(role, policy, directory) : [];
  };
  const role = policy.roles.find(({ id }) => id === standIn);
  const brought = groupsOf(standIn);
  // Whoever stands in may fill every role that is open: with one they do not hold, they are of use.
  const holdsAll = (row: DecisionRight, group: ActingGroup) =>
    leavesOf(row.require).every((leaf) => groupsOf(leaf.role).some((other) => isWithin(group, other)));
  const canBeAlone = askedWithoutOthers(type);
  const found = type.decisionRights.map((row) => {
    const idle = brought.filter(
      (group) =>
        holdsAll(row, group) &&
        canBeAlone(
          row,
          type.decisionRights.filter((other) => !holdsAll(other, group)),
        ),
    );
    return { row, idle };
  });
  const rows = found.filter(({ idle }) => idle.length > 0);
  if (!role || rows.length === 0) return [];
  const idle = [...new Map(rows.flatMap((one) => one.idle.map((group) => [group.words, group]))).values()];
  const people = [...new Set(idle.flatMap(({ acting }) => acting))];
  const names = listInWords(idle.map(({ words }) => `${role.label}${words}`));
  const labels = listInWords(rows.map(({ row }) => `"${row.label}"`));
  const message = `${type.label} ${verb} to ${names} (${listInWords(people)}), asked from the beginning by ${labels}: nobody is added. Name another role in the clock.`;
  const affects = rows.map(({ row }) => ({ exceptionType: type.id, row: row.id }));
  const about = { role: standIn, exceptionType: type.id, affects, people };
  return [{ code: 'escalation_to_oneself', severity: 'warning', ...about, message }];
}

/** Tells whether a row can apply while certain others do not; the same question is searched for once. */
function askedWithoutOthers({
  appliesTo,
  criteria,
  validity,
}: ExceptionType): (row: DecisionRight, others: readonly DecisionRight[]) => boolean {
  const answers = new Map<string, boolean>();
  return (row, others) => {
    const key = [row, ...others].map(({ id }) => id).join(' ');
    const known = answers.get(key);
    if (known !== undefined) return known;
    const goals: Goal[] = [
      { when: row.when, wanted: 'true' },
      { when: criteria.when, wanted: 'not_false' },
      ...others.map(({ when }): Goal => ({ when, wanted: 'false' })),
    ];
    const answer = appliesTo.some(
      (objectType) => typeof searchFacts(goals, objectType, validity.maxDays) !== 'string',
    );
    answers.set(key, answer);
    return answer;
  };
}

/** True when everybody of one group is in the other, and both can be asked for the same request. */
function isWithin(group: ActingGroup, other: ActingGroup): boolean {
  if (group.acting.length === 0) return false;
  const together =
    !other.when || (group.when?.fact === other.when.fact && group.when.value === other.when.value);
  return together && group.acting.every((email) => other.acting.includes(email));
}
