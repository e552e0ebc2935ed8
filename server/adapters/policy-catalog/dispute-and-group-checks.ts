import type { CalendarRule, ExceptionType, Playbook, Role } from '../../../src/domain/policy/policy.ts';
import type { FromFile } from './cross-checks.ts';
import { didYouMean } from './issue-in-words.ts';
import type { PolicyProblem } from './policy-file-error.ts';

/** The dispute rule of a type names roles that exist. */
export function wrongDisputeRoles(
  { source, value: { disputes } }: FromFile<ExceptionType>,
  roles: readonly Role[],
): readonly PolicyProblem[] {
  if (!disputes) return [];
  const named = [
    ...disputes.by.map((role, at) => [['by', at], role] as const),
    [['decided_by'], disputes.decidedBy] as const,
    ...(disputes.fallBack === undefined ? [] : [[['fall_back'], disputes.fallBack] as const]),
  ];
  return named.flatMap(([path, role]) =>
    missing('role', role, roles).map((message) => source.problemAt(['disputes', ...path], message)),
  );
}

/** The dispute rule of a type names a calendar that exists. */
export function unknownDisputeCalendar(
  { source, value: { disputes } }: FromFile<ExceptionType>,
  calendars: readonly CalendarRule[],
): readonly PolicyProblem[] {
  if (!disputes) return [];
  return missing('calendar', disputes.calendar, calendars).map((message) =>
    source.problemAt(['disputes', 'calendar'], message),
  );
}

/** Only a company has a buying group, so a type whose playbook holds one must apply to companies. */
export function groupWithoutCompany(
  { source, value }: FromFile<ExceptionType>,
  playbooks: readonly Playbook[],
): readonly PolicyProblem[] {
  const playbook = playbooks.find(({ id }) => id === value.playbook);
  const holdsGroup = playbook?.onApproval.some(({ kind }) => kind === 'hold_associated') ?? false;
  if (holdsGroup && !value.appliesTo.includes('company')) {
    const message = `the playbook "${value.playbook}" has the step hold_associated, which holds the records of a company. Add company to applies_to, or choose a playbook without that step.`;
    return [source.problemAt(['playbook'], message)];
  }
  if (!holdsGroup && value.precedence !== undefined) {
    const message = `settles conflicts within a buying group, but the playbook "${value.playbook}" has no step hold_associated. Remove precedence, or add the step.`;
    return [source.problemAt(['precedence'], message)];
  }
  return [];
}

function missing(what: string, id: string, all: readonly { readonly id: string }[]): readonly string[] {
  const known = all.map((one) => one.id);
  if (known.includes(id)) return [];
  return [`there is no ${what} "${id}".${didYouMean(id, known)} Write one of: ${known.join(', ')}.`];
}
