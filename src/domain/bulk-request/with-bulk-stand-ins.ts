import type { ResolvedRequirement } from '../policy/decision.ts';
import { mapRoles, type RoleRequirement, rolesOf } from '../policy/requirement.ts';
import type { Gathered } from './gather.ts';

/**
 * What one record asks, with the people whom the clock of the bulk request let stand in: they may decide for each of
 * its records.
 *
 * @param bulk what was gathered, and who must approve by now
 */
export function withBulkStandIns(
  requirement: ResolvedRequirement,
  bulk: { readonly gathered: Gathered; readonly requirement: ResolvedRequirement },
): ResolvedRequirement {
  const asGathered = bulk.gathered.parts.flatMap(({ part }) => rolesOf(part));
  const byNow = rolesOf(bulk.requirement);
  const people = new Map(
    asGathered.map((role, at) => [keyOf(role), byNow[at]?.people ?? role.people] as const),
  );
  return mapRoles(requirement, (role) => ({ ...role, people: people.get(keyOf(role)) ?? role.people }));
}

function keyOf({ role, people }: RoleRequirement): string {
  return JSON.stringify([role, people.map(({ email }) => email).sort()]);
}
