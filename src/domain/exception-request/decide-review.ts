import { verdictOf } from '../policy/ballots.ts';
import { withAdded } from '../policy/changed-facts.ts';
import type { ResolvedRequirement } from '../policy/decision.ts';
import { peopleOf } from '../policy/requirement.ts';
import { ballotsOf } from './ballots-of.ts';
import { isPastLapse } from './due-clocks.ts';
import type { RequestEvent } from './events.ts';
import { type CommandOf, happens, lapsedInWords, type Outcome, refuse } from './outcome.ts';
import { type FiledState, isUndecided, type Review } from './state.ts';

/** One approver approves or rejects. Kept after the final decision too, and changes nothing then. */
export function decideReview(command: CommandOf<'review'>, state: FiledState, at: string): Outcome {
  const { reviewer, outcome, comment, added } = command;
  const { request, requirement, reviews } = state;
  if (reviewer.email === request.requester.email) {
    return refuse(
      'own_request',
      'Nobody decides on their own request. One of the approvers named on it must.',
    );
  }
  if (!peopleOf(requirement).some(({ email }) => email === reviewer.email)) {
    return refuse('not_an_approver', 'The policy does not name you as an approver of this request.');
  }
  const earlier = reviews.find((review) => review.reviewer.email === reviewer.email);
  // HubSpot repeats a call whose reply was lost: the same decision again is taken as heard.
  if (earlier?.outcome === outcome) return happens();
  if (earlier) {
    return refuse('already_reviewed', 'You have decided on this request before; your decision stands.');
  }
  const review = { reviewer, outcome, comment, at };
  const recorded: RequestEvent = { type: 'review_recorded', at, review };
  if (state.status === 'lapsed' || isPastLapse(state, at))
    return refuse('wrong_status', lapsedInWords('decision'));
  // A review after the final decision is kept for the trail and changes nothing.
  if (!isUndecided(state)) return happens(recorded);
  const asked = withAdded(requirement, added?.parts ?? []);
  return happens(
    ...(added ? [{ type: 'approvers_added', at, added } as const] : []),
    recorded,
    ...decisionBy(asked, [...reviews, review], at),
  );
}

/** The final decision that the reviews come to, if they do. */
function decisionBy(
  requirement: ResolvedRequirement,
  reviews: readonly Review[],
  at: string,
): readonly RequestEvent[] {
  const verdict = verdictOf(requirement, ballotsOf(reviews));
  switch (verdict.outcome) {
    case 'open':
      return [];
    case 'approved':
      return [{ type: 'exception_approved', at }];
    case 'rejected':
      return [{ type: 'exception_rejected', at, reason: verdict.reason, roles: verdict.roles }];
  }
}
