import type { RejectReason } from '@handrail/contracts/vocabulary';
import { countVotes, roleWithoutDelegatesOf, withoutDelegatesOf } from './count-votes.ts';
import type { ResolvedRequirement } from './decision.ts';
import type { Person } from './facts.ts';
import { peopleOf, peopleOfRoles, type RoleRequirement, rolesOf } from './requirement.ts';
import { isSatisfied, openRoles, tiedRoles } from './satisfaction.ts';
import { listInWords } from './words.ts';

/** Who has decided so far, as lower-case e-mail addresses. Nobody is in both. */
export interface Ballots {
  readonly approvers: ReadonlySet<string>;
  readonly rejecters: ReadonlySet<string>;
}

/** What the decisions so far come to. */
export type Verdict =
  | { readonly outcome: 'open' }
  | { readonly outcome: 'approved' }
  | {
      readonly outcome: 'rejected';
      readonly reason: RejectReason;
      /** Labels of the roles that rejected, or that cannot approve any more. */
      readonly roles: readonly string[];
    };

/**
 * Counts the decisions. Denial comes first: a request that enough holders of a role reject is rejected, also when the
 * approvals would suffice and also when the role stands in a branch of an `any_of`. When those who are left cannot
 * approve any more, the request is rejected rather than left to wait for nothing. A delegate's decision counts for
 * the place of the person they stand in for, until that person decides themselves.
 */
export function verdictOf(asked: ResolvedRequirement, { approvers, rejecters }: Ballots): Verdict {
  const denied = rolesOf(asked).filter((role) => denialsOf(role, { approvers, rejecters }) >= role.deny);
  if (denied.length > 0) return { outcome: 'rejected', reason: 'denied', roles: labels(denied) };
  const requirement = withoutDelegatesOf(asked, rejecters);
  const left = new Set(
    peopleOf(requirement)
      .map(({ email }) => email)
      .filter((email) => !rejecters.has(email)),
  );
  if (!isSatisfied(requirement, left)) {
    const roles = labels(openRoles(requirement, left));
    return { outcome: 'rejected', reason: 'approval_impossible', roles };
  }
  return { outcome: isSatisfied(requirement, approvers) ? 'approved' : 'open' };
}

/** Approvals of a role so far: places that are filled. */
export function approvalsOf(role: RoleRequirement, { approvers, rejecters }: Ballots): number {
  return countVotes(roleWithoutDelegatesOf(role, rejecters), approvers);
}

/** Rejections of a role so far: places that are filled. */
export function denialsOf(role: RoleRequirement, { approvers, rejecters }: Ballots): number {
  return countVotes(roleWithoutDelegatesOf(role, approvers), rejecters);
}

/**
 * People who have not decided and whose approval could still bring the requirement forward. Not those in whose place
 * a delegate has approved, nor those who cannot decide for now.
 */
export function stillWaitingFor(asked: ResolvedRequirement, ballots: Ballots): readonly Person[] {
  const requirement = withoutDelegatesOf(asked, ballots.rejecters);
  const open = openRoles(requirement, ballots.approvers);
  const tied = tiedRoles(requirement);
  return peopleOfRoles(open).filter(({ email }) =>
    open.some((role) => isWaitedFor(role, email, ballots, tied.has(role.role))),
  );
}

function isWaitedFor(
  role: RoleRequirement,
  email: string,
  { approvers, rejecters }: Ballots,
  isTied: boolean,
): boolean {
  if (approvers.has(email) || rejecters.has(email) || role.barred?.includes(email)) return false;
  // Among roles that must be different people, a place that looks filled may be given up for another role's.
  if (isTied) return placesOf(role, email).some((place) => !approvers.has(place));
  return countVotes(role, new Set([...approvers, email])) > countVotes(role, approvers);
}

/** Addresses of those whose place somebody can fill in a role, their own among them. */
function placesOf({ people, delegates = [] }: RoleRequirement, voter: string): readonly string[] {
  return [
    ...people.filter(({ email }) => email === voter).map(({ email }) => email),
    ...delegates.filter(({ person }) => person.email === voter).map(({ inPlaceOf }) => inPlaceOf),
  ];
}

/** Why a request was rejected, as a sentence. */
export function rejectionInWords(reason: RejectReason, roles: readonly string[]): string {
  const named = listInWords(roles);
  return reason === 'denied'
    ? `Rejected by ${named}.`
    : `Rejected because approval became impossible: too few people are left who could approve as ${named}.`;
}

function labels(roles: readonly { readonly label: string }[]): readonly string[] {
  return [...new Set(roles.map(({ label }) => label))];
}
