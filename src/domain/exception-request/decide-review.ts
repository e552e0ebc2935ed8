import { verdictOf } from '../policy/ballots.ts';
import { withAdded } from '../policy/changed-facts.ts';
import { peopleOf } from '../policy/requirement.ts';
import { ballotsOf } from './ballots-of.ts';
import { isPastExpiry, isPastLapse, isPastReview } from './due-clocks.ts';
import type { RequestEvent } from './events.ts';
import { openExtension } from './extension.ts';
import { type OpenMatter, openMatter } from './open-matter.ts';
import { type CommandOf, happens, lapsedInWords, type Outcome, refuse } from './outcome.ts';
import type { FiledState } from './state.ts';

const NOT_REVIEWED =
  'The review of this exception was due before now, so your decision was not taken. Its changes are taken back.';
const EXTENSION_TOO_LATE =
  'The exception has come to its end, so your decision on its extension was not taken. The requester can file a new request.';

/**
 * One approver approves or rejects what is open: the request, the review that a break-glass request owes, or an
 * extension. Kept after the final decision too, and changes nothing then.
 */
export function decideReview(command: CommandOf<'review'>, state: FiledState, at: string): Outcome {
  const { reviewer, outcome, comment, added } = command;
  const { request } = state;
  const matter = openMatter(state);
  const { requirement, reviews } = matter ?? state;
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
  const tooLate = tooLateToDecide(state, matter, at);
  if (tooLate) return refuse('wrong_status', tooLate);
  const review = { reviewer, outcome, comment, at };
  // A review after the final decision is kept for the trail and changes nothing.
  if (!matter) return happens({ type: 'review_recorded', at, review });
  const asked = withAdded(requirement, added?.parts ?? []);
  return happens(
    ...(added ? [{ type: 'approvers_added', at, added } as const] : []),
    { type: matter.kind === 'extension' ? 'extension_reviewed' : 'review_recorded', at, review },
    ...decisionBy(state, { ...matter, requirement: asked, reviews: [...reviews, review] }, at),
  );
}

function tooLateToDecide(state: FiledState, matter: OpenMatter | null, at: string): string | undefined {
  if (state.status === 'lapsed' || isPastLapse(state, at)) return lapsedInWords('decision');
  if (isPastReview(state, at)) return NOT_REVIEWED;
  return matter?.kind === 'extension' && isPastExpiry(state, at) ? EXTENSION_TOO_LATE : undefined;
}

/** The final decision that the reviews come to, if they do. */
function decisionBy(
  state: FiledState,
  { kind, requirement, reviews }: OpenMatter,
  at: string,
): readonly RequestEvent[] {
  const verdict = verdictOf(requirement, ballotsOf(reviews));
  if (verdict.outcome === 'open') return [];
  if (verdict.outcome === 'approved') return [approvalOf(kind, state, at)];
  const { reason, roles } = verdict;
  switch (kind) {
    case 'request':
      return [{ type: 'exception_rejected', at, reason, roles }];
    case 'extension':
      return [{ type: 'extension_rejected', at, reason, roles }];
    case 'break_glass':
      return [{ type: 'exception_reverting', at, reason: 'refused', by: null, roles }];
  }
}

function approvalOf(kind: OpenMatter['kind'], state: FiledState, at: string): RequestEvent {
  switch (kind) {
    case 'request':
      return { type: 'exception_approved', at };
    case 'break_glass':
      return { type: 'break_glass_confirmed', at };
    case 'extension': {
      const until = openExtension(state)?.until;
      if (until === undefined) throw new Error('an extension was approved that is not there (this is a bug)');
      return { type: 'extension_approved', at, until };
    }
  }
}
