import type { BusinessCalendar } from '../calendar/business-calendar.ts';
import type { Person } from './facts.ts';
import { type ClockQuestion, calendarOf } from './freeze-clock.ts';
import type { DisputeRule } from './policy.ts';
import { resolveRole } from './resolve-role.ts';

/** A role with the people behind it. */
export interface RoleOfPeople {
  readonly role: string;
  readonly label: string;
  readonly people: readonly Person[];
}

/** The dispute rule as frozen into a request: a later edit of the policy does not move it. */
export interface FrozenDisputeRule {
  readonly by: readonly RoleOfPeople[];
  readonly decidedBy: RoleOfPeople;
  readonly fallBack?: RoleOfPeople;
  readonly calendarLabel: string;
  readonly calendar: BusinessCalendar;
  /** Business hours. */
  readonly within: number;
  readonly ifUndecided: DisputeRule['ifUndecided'];
}

/** Turns the roles of a dispute rule into people and its calendar into hours. Pure. */
export function freezeDisputeRule(
  rule: DisputeRule,
  { policy, facts, directory }: Omit<ClockQuestion, 'requesterEmail'>,
): FrozenDisputeRule {
  const peopleOf = (id: string): RoleOfPeople => {
    const { role, label, people } = resolveRole(id, { policy, facts, directory });
    return { role, label, people };
  };
  const { label, calendar } = calendarOf(rule.calendar, { policy, facts });
  return {
    by: rule.by.map(peopleOf),
    decidedBy: peopleOf(rule.decidedBy),
    ...(rule.fallBack !== undefined && { fallBack: peopleOf(rule.fallBack) }),
    calendarLabel: label,
    calendar,
    within: rule.within,
    ifUndecided: rule.ifUndecided,
  };
}
