import type { RejectReason } from '@handrail/contracts/vocabulary';
import type { ResolvedRequirement } from './decision.ts';
import type { Person } from './facts.ts';
import { peopleOf, peopleOfRoles, rolesOf } from './requirement.ts';
import { isSatisfied, openRoles } from './satisfaction.ts';
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
 * approve any more, the request is rejected rather than left to wait for nothing.
 */
export function verdictOf(requirement: ResolvedRequirement, { approvers, rejecters }: Ballots): Verdict {
  const denied = rolesOf(requirement).filter(
    ({ people, deny }) => people.filter(({ email }) => rejecters.has(email)).length >= deny,
  );
  if (denied.length > 0) return { outcome: 'rejected', reason: 'denied', roles: labels(denied) };
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

/** People who have not decided and whose approval could still bring the requirement forward. */
export function stillWaitingFor(requirement: ResolvedRequirement, ballots: Ballots): readonly Person[] {
  const { approvers, rejecters } = ballots;
  return peopleOfRoles(openRoles(requirement, approvers)).filter(
    ({ email }) => !approvers.has(email) && !rejecters.has(email),
  );
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
