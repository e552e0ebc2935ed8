import { verdictOf } from '../policy/ballots.ts';
import { listInWords } from '../policy/words.ts';
import { ballotsOf } from './ballots-of.ts';
import { delegationEvents } from './decide-delegations.ts';
import { isPastLapse } from './due-clocks.ts';
import type { RequestEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { type CommandOf, happens, lapsedInWords, type Outcome, refuse } from './outcome.ts';
import { alreadySpokenFor, whyNoRight } from './right-to-decide.ts';
import { inPlaceOf } from './seat-delegates.ts';
import { type FiledState, isUndecided } from './state.ts';

/**
 * One approver, or somebody in their place, approves or rejects. Kept after the final decision too, and changes
 * nothing then. Who stands in for whom is looked at before anything else, so that it does not matter whether a
 * worker has come round since somebody went away or came back.
 */
export function decideReview(command: CommandOf<'review'>, before: FiledState, at: string): Outcome {
  const { reviewer, outcome, comment, added } = command;
  const inLine = delegationEvents(before, command.delegations, at);
  const state = inLine.reduce<FiledState>(evolve, before);
  const earlier = state.reviews.find((review) => review.reviewer.email === reviewer.email);
  // HubSpot repeats a call whose reply was lost: the same decision again is taken as heard.
  if (earlier?.outcome === outcome) return happens();
  const noRight = whyNoRight(state, reviewer.email, at, command.delegations);
  if (noRight) return refuse(noRight.code, noRight.message);
  if (earlier) {
    return refuse('already_reviewed', 'You have decided on this request before; your decision stands.');
  }
  const spoken = alreadySpokenFor(state, reviewer.email);
  if (spoken.length > 0) {
    const names = listInWords(spoken);
    return refuse('already_reviewed', `${names} decided on this request already, so you need not.`);
  }
  if (state.status === 'lapsed' || isPastLapse(state, at)) {
    return refuse('wrong_status', lapsedInWords('decision'));
  }
  const places = inPlaceOf(state, reviewer.email);
  const review = { reviewer, ...(places.length > 0 && { inPlaceOf: places }), outcome, comment, at };
  const recorded: RequestEvent = { type: 'review_recorded', at, review };
  // A review after the final decision is kept for the trail and changes nothing.
  if (!isUndecided(state)) return happens(...inLine, recorded);
  const more: readonly RequestEvent[] = added ? [{ type: 'approvers_added', at, added }] : [];
  const asked = more.reduce<FiledState>(evolve, state);
  const events = [...more, ...delegationEvents(asked, command.delegations, at), recorded];
  const after = events.reduce<FiledState>(evolve, state);
  return happens(...inLine, ...events, ...decisionBy(after, at));
}

/** The final decision that the reviews come to, if they do. */
function decisionBy({ requirement, reviews }: FiledState, at: string): readonly RequestEvent[] {
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
