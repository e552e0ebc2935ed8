import { type Delegation, isInForce } from '../delegation/delegation.ts';
import { ballotsOf } from '../exception-request/ballots-of.ts';
import type { Review } from '../exception-request/state.ts';
import { verdictOf } from '../policy/ballots.ts';
import type { ResolvedRequirement } from '../policy/decision.ts';
import { peopleOf } from '../policy/requirement.ts';
import { isPastBulkLapse } from './bulk-clocks.ts';
import type { BulkEvent } from './events.ts';
import { type BulkCommandOf, type BulkOutcome, happens, refuse, wrongStatus } from './outcome.ts';
import type { FiledBulk } from './state.ts';

/** One approver decides on all records at once, by the rules of a request on one record; nobody in another's place. */
export function decideBulkReview(
  { reviewer, outcome, comment, delegations }: BulkCommandOf<'review'>,
  state: FiledBulk,
  at: string,
): BulkOutcome {
  const { bulk, requirement, reviews } = state;
  if (reviewer.email === bulk.requester.email) {
    return refuse(
      'own_request',
      'Nobody decides on their own request. One of the approvers named on it must.',
    );
  }
  if (!requirement || state.status === 'ready') return wrongStatus(state, 'be decided yet');
  if (!peopleOf(requirement).some(({ email }) => email === reviewer.email)) {
    return refuse('not_an_approver', 'The policy does not name you as an approver of this bulk request.');
  }
  const earlier = reviews.find((review) => review.reviewer.email === reviewer.email);
  // HubSpot repeats a call whose reply was lost: the same decision again is taken as heard.
  if (earlier?.outcome === outcome) return happens();
  if (delegations.some((one) => isOfRequester(one, bulk.requester.email, reviewer.email, at))) {
    return refuse(
      'delegate_of_requester',
      `You stand in for ${bulk.requester.name}, who filed this bulk request, so you cannot decide on it as long as that lasts. Another approver must.`,
    );
  }
  if (earlier) {
    return refuse('already_reviewed', 'You have decided on this bulk request before; your decision stands.');
  }
  if (state.status === 'lapsed' || isPastBulkLapse(state, at)) {
    return refuse(
      'wrong_status',
      'The time to decide on this bulk request is over and it lapsed, so your decision was not taken. The requester can file it again.',
    );
  }
  if (state.status === 'withdrawn') return wrongStatus(state, 'be decided');
  const review: Review = { reviewer, outcome, comment, at };
  const recorded: BulkEvent = { type: 'bulk_review_recorded', at, review };
  // A review after the final decision is kept for the trail and changes nothing.
  if (state.status !== 'pending') return happens(recorded);
  return happens(recorded, ...decisionBy(requirement, [...reviews, review], at));
}

function isOfRequester(one: Delegation, requester: string, reviewer: string, at: string): boolean {
  return one.delegator.email === requester && one.delegate.email === reviewer && isInForce(one, at);
}

function decisionBy(
  requirement: ResolvedRequirement,
  reviews: readonly Review[],
  at: string,
): readonly BulkEvent[] {
  const verdict = verdictOf(requirement, ballotsOf(reviews));
  switch (verdict.outcome) {
    case 'open':
      return [];
    case 'approved':
      return [{ type: 'bulk_approved', at }];
    case 'rejected':
      return [{ type: 'bulk_rejected', at, reason: verdict.reason, roles: verdict.roles }];
  }
}
