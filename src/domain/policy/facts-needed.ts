import type { ConditionGroups, Policy } from './policy.ts';
import { factOfRole } from './role.ts';

/** Names of all facts that any condition, role or calendar of a policy reads, sorted: what an adapter must gather. */
export function factsNeeded(policy: Policy): readonly string[] {
  const conditions: ConditionGroups[] = [
    ...policy.exceptionTypes.flatMap((type) => [
      type.criteria.when,
      ...type.decisionRights.map((row) => row.when),
    ]),
    ...policy.standardHandoffs.flatMap((handoff) => [
      handoff.entry,
      ...handoff.routing.map((rule) => rule.when),
    ]),
  ];
  const names = new Set(conditions.flat(2).map(({ property }) => property));
  for (const role of policy.roles) {
    const fact = factOfRole(role);
    if (fact !== undefined) names.add(fact);
  }
  for (const calendar of policy.calendars) if ('byFact' in calendar) names.add(calendar.byFact.fact);
  return [...names].filter((name) => !name.startsWith('request.')).sort();
}
