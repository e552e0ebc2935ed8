import type { ClockKind } from '@handrail/contracts/vocabulary';
import type { BusinessCalendar } from '../calendar/business-calendar.ts';
import { addBusinessHours } from '../calendar/business-hours.ts';
import type { Directory } from './directory.ts';
import type { FactMap, Person } from './facts.ts';
import type { CalendarRule, DecisionClock, Policy } from './policy.ts';
import { resolveRole } from './resolve-role.ts';

/** One thing the clock of a request does, with its moment. */
export interface DueClock {
  readonly kind: ClockKind;
  /** ISO 8601 instant. */
  readonly dueAt: string;
  /** Who may decide as well from then on, for `escalate` and `fall_back`. */
  readonly standIn?: { readonly role: string; readonly label: string; readonly people: readonly Person[] };
}

/** The clock as frozen into a request: a later edit of hours or holidays does not move it. */
export interface FrozenClock {
  readonly calendarLabel: string;
  readonly timeZone: string;
  /** In the order of their moments. */
  readonly dues: readonly DueClock[];
}

/** What a clock is frozen from. */
export interface ClockQuestion {
  readonly policy: Pick<Policy, 'roles' | 'orgChart' | 'calendars'>;
  readonly facts: FactMap;
  readonly directory: Directory;
  /** Never a stand-in on their own request. */
  readonly requesterEmail: string;
}

/** Turns the business hours of a type's clock into instants and its roles into people. Pure. */
export function freezeClock(clock: DecisionClock, question: ClockQuestion, submittedAt: Date): FrozenClock {
  const { calendar, label } = calendarOf(clock.calendar, question);
  const dueAfter = (hours: number) => addBusinessHours(submittedAt, hours, calendar).toISOString();
  const standIn = (kind: 'escalate' | 'fall_back', { hours, role }: { hours: number; role: string }) => ({
    kind,
    dueAt: dueAfter(hours),
    standIn: peopleFor(role, question),
  });
  const dues: DueClock[] = [];
  if (clock.remindAfter !== undefined) dues.push({ kind: 'remind', dueAt: dueAfter(clock.remindAfter) });
  if (clock.escalateAfter) dues.push(standIn('escalate', clock.escalateAfter));
  if (clock.fallBackAfter) dues.push(standIn('fall_back', clock.fallBackAfter));
  if (clock.lapseAfter !== undefined) dues.push({ kind: 'lapse', dueAt: dueAfter(clock.lapseAfter) });
  return { calendarLabel: label, timeZone: calendar.timeZone, dues };
}

function peopleFor(roleId: string, { policy, facts, directory, requesterEmail }: ClockQuestion) {
  const { role, label, people } = resolveRole(roleId, { policy, facts, directory });
  return { role, label, people: people.filter(({ email }) => email !== requesterEmail) };
}

/**
 * The calendar of that id, or the one that a fact chooses for it.
 *
 * @throws Error for an id the policy does not have; the catalog refuses such files
 */
export function calendarOf(
  id: string,
  { policy, facts }: Pick<ClockQuestion, 'facts'> & { readonly policy: Pick<Policy, 'calendars'> },
): { readonly label: string; readonly calendar: BusinessCalendar } {
  const rule = findCalendar(policy.calendars, id);
  if ('calendar' in rule) return rule;
  const fact = facts[rule.byFact.fact];
  const wanted = fact?.state === 'known' ? String(fact.value).trim().toLowerCase() : undefined;
  const line = Object.entries(rule.byFact.calendars).find(([value]) => value.toLowerCase() === wanted);
  const chosen = findCalendar(policy.calendars, line?.[1] ?? rule.otherwise);
  if ('calendar' in chosen) return chosen;
  throw new Error(`calendar "${chosen.id}" has no hours of its own (this is a bug: the catalog checks it)`);
}

function findCalendar(calendars: readonly CalendarRule[], id: string): CalendarRule {
  const rule = calendars.find((one) => one.id === id);
  if (rule) return rule;
  throw new Error(`calendar "${id}" is not defined (this is a bug: the catalog checks it)`);
}
