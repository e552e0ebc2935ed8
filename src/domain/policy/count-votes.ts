import type { ResolvedRequirement } from './decision.ts';
import { mapRoles, type RoleRequirement } from './requirement.ts';

/**
 * How many places of a role these voters fill. A voter fills their own place or that of somebody they stand in for,
 * and one place only; a place is filled once. So a person and their delegate never make two.
 *
 * @param voters lower-case e-mail addresses
 */
export function countVotes({ people, delegates = [] }: RoleRequirement, voters: ReadonlySet<string>): number {
  if (delegates.length === 0) return people.filter(({ email }) => voters.has(email)).length;
  const placeOf = new Map<string, string>();

  /** Fills a place, moving those who fill another one already; `tried` keeps it from going in circles. */
  function fill(place: string, tried: Set<string>): boolean {
    const standIns = delegates.filter(({ inPlaceOf }) => inPlaceOf === place);
    for (const voter of [place, ...standIns.map(({ person }) => person.email)]) {
      if (!voters.has(voter) || tried.has(voter)) continue;
      tried.add(voter);
      const taken = placeOf.get(voter);
      if (taken !== undefined && !fill(taken, tried)) continue;
      placeOf.set(voter, place);
      return true;
    }
    return false;
  }

  return people.filter(({ email }) => fill(email, new Set())).length;
}

/**
 * The requirement without the delegates of those who have spoken themselves: from then on their own word counts for
 * their place, whatever somebody said in their stead.
 *
 * @param spoken lower-case e-mail addresses
 */
export function withoutDelegatesOf(
  requirement: ResolvedRequirement,
  spoken: ReadonlySet<string>,
): ResolvedRequirement {
  return mapRoles(requirement, (role) => roleWithoutDelegatesOf(role, spoken));
}

/** The same for one role. */
export function roleWithoutDelegatesOf(role: RoleRequirement, spoken: ReadonlySet<string>): RoleRequirement {
  if (!role.delegates?.some(({ inPlaceOf }) => spoken.has(inPlaceOf))) return role;
  return { ...role, delegates: role.delegates.filter(({ inPlaceOf }) => !spoken.has(inPlaceOf)) };
}
