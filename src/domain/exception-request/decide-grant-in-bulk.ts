import { verdictOf } from '../policy/ballots.ts';
import { ballotsOf } from './ballots-of.ts';
import { type CommandOf, happens, type Outcome, refuse } from './outcome.ts';
import type { RequestState } from './state.ts';

/**
 * Files one record's request of an approved bulk request. The reviews of the bulk request must approve what this
 * record asks alone, so that no bulk request can carry a record past an approver of its own.
 */
export function decideGrantInBulk(
  { request, reviews }: CommandOf<'grant_in_bulk'>,
  state: RequestState,
  at: string,
): Outcome {
  if (state.status !== 'none') return refuse('wrong_status', 'This request has been filed before.');
  const own = reviews.some(({ reviewer }) => reviewer.email === request.requester.email);
  if (own || verdictOf(request.requirement, ballotsOf(reviews)).outcome !== 'approved') {
    return refuse(
      'more_approval_needed',
      'This record asks somebody who has not approved the bulk request. File a request on the record itself.',
    );
  }
  return happens({ type: 'exception_granted_in_bulk', at, request, reviews });
}
