import type { Delegation } from '../delegation/delegation.ts';
import { verdictOf } from '../policy/ballots.ts';
import { listInWords } from '../policy/words.ts';
import { ballotsOf } from './ballots-of.ts';
import { delegationEvents } from './decide-delegations.ts';
import { isPastExpiry, isPastLapse, isPastReview } from './due-clocks.ts';
import type { RequestEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { openExtension } from './extension.ts';
import { type OpenMatter, openMatter } from './open-matter.ts';
import { type CommandOf, happens, lapsedInWords, type Outcome, refuse } from './outcome.ts';
import { alreadySpokenFor, whyNoRight } from './right-to-decide.ts';
import { inPlaceOf } from './seat-delegates.ts';
import type { AddedApprovers, FiledState } from './state.ts';

const NOT_REVIEWED =
  'The review of this exception was due before now, so your decision was not taken. Its changes are taken back.';
const EXTENSION_TOO_LATE =
  'The exception has come to its end, so your decision on its extension was not taken. The requester can file a new request.';

/**
 * One approver, or somebody in their place, approves or rejects what is open: the request, the review that a
 * break-glass request owes, or an extension. Kept after the final decision too, and changes nothing then. Who stands
 * in for whom is looked at before anything else, so that it does not matter whether a worker has come round since
 * somebody went away or came back.
 */
export function decideReview(command: CommandOf<'review'>, before: FiledState, at: string): Outcome {
  const { reviewer, outcome, comment, added } = command;
  const inLine = delegationEvents(before, command.delegations, at);
  const state = inLine.reduce<FiledState>(evolve, before);
  const matter = openMatter(state);
  const earlier = (matter ?? state).reviews.find((review) => review.reviewer.email === reviewer.email);
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
  const tooLate = tooLateToDecide(state, matter, at);
  if (tooLate) return refuse('wrong_status', tooLate);
  const more = matter && added ? moreAsked(state, added, command.delegations, at) : [];
  const asked = more.reduce<FiledState>(evolve, state);
  const places = inPlaceOf(asked, reviewer.email);
  const review = { reviewer, ...(places.length > 0 && { inPlaceOf: places }), outcome, comment, at };
  const type = matter?.kind === 'extension' ? 'extension_reviewed' : 'review_recorded';
  const recorded: RequestEvent = { type, at, review };
  // A review after the final decision is kept for the trail and changes nothing.
  const decided = matter ? decisionBy(evolve(asked, recorded), at) : [];
  return happens(...inLine, ...more, recorded, ...decided);
}

/** What a change of facts asks in addition; whoever of them is away is stood in for before the review counts. */
function moreAsked(
  state: FiledState,
  added: AddedApprovers,
  delegations: readonly Delegation[],
  at: string,
): readonly RequestEvent[] {
  const event: RequestEvent = { type: 'approvers_added', at, added };
  return [event, ...delegationEvents(evolve(state, event), delegations, at)];
}

function tooLateToDecide(state: FiledState, matter: OpenMatter | null, at: string): string | undefined {
  if (state.status === 'lapsed' || isPastLapse(state, at)) return lapsedInWords('decision');
  if (isPastReview(state, at)) return NOT_REVIEWED;
  return matter?.kind === 'extension' && isPastExpiry(state, at) ? EXTENSION_TOO_LATE : undefined;
}

/** The final decision that the reviews come to, if they do. */
function decisionBy(state: FiledState, at: string): readonly RequestEvent[] {
  const matter = openMatter(state);
  if (!matter) return [];
  const { kind, requirement, reviews } = matter;
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
