import type { RequestView } from '@handrail/contracts/card-view';
import type { RequestWithSteps } from '../../../src/application/load-card.ts';
import { ballotsOf } from '../../../src/domain/exception-request/ballots-of.ts';
import { canEnd, isPastLapse, isTooLate } from '../../../src/domain/exception-request/due-clocks.ts';
import { expiryOf } from '../../../src/domain/exception-request/extension.ts';
import { seatsOf } from '../../../src/domain/exception-request/hand-over-seat.ts';
import { openMatter } from '../../../src/domain/exception-request/open-matter.ts';
import { isParty } from '../../../src/domain/exception-request/party.ts';
import { alreadySpokenFor, whyNoRight } from '../../../src/domain/exception-request/right-to-decide.ts';
import { type FiledState, isUndecided } from '../../../src/domain/exception-request/state.ts';
import { proposedChanges } from '../../../src/domain/playbook/proposed-changes.ts';
import { rejectionInWords, stillWaitingFor } from '../../../src/domain/policy/ballots.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { StoredStep } from '../../../src/ports/unit-of-work.ts';
import { additionInWords } from './addition-in-words.ts';
import { nextInWords } from './next-in-words.ts';
import { presentBreakGlass } from './present-break-glass.ts';
import { presentClock } from './present-clock.ts';
import { presentConversation } from './present-conversation.ts';
import { presentDecision } from './present-decision.ts';
import { presentDisputes } from './present-disputes.ts';
import { presentExtensions } from './present-extension.ts';
import { presentNotice } from './present-notice.ts';
import { presentPerson } from './present-person.ts';
import { presentReviews } from './present-reviews.ts';
import { presentStandIns } from './present-stand-ins.ts';
import { presentStandardPath } from './present-standard-path.ts';
import { stepInWords } from './step-in-words.ts';

/**
 * A request as `viewer` sees it: `can` says what they may do now.
 *
 * @param owner the record's owner now; null when it was not read
 */
export function presentRequest(
  { state, version, steps, notices }: RequestWithSteps,
  viewer: Person,
  now: Date,
  owner: Person | null = null,
): RequestView {
  const { request, requirement, additions, reviews } = state;
  const ballots = ballotsOf(reviews);
  const disputes = presentDisputes(state, viewer, owner, now);
  const matter = openMatter(state);
  return {
    requestId: request.requestId,
    version,
    status: state.status,
    typeLabel: request.exceptionType.label,
    reasonLabel: request.reasonCode.label,
    reason: request.reason,
    requester: presentPerson(request.requester),
    submittedAt: request.submittedAt,
    expiresAt: expiryOf(state),
    ...(request.bulkId !== undefined && { bulkId: request.bulkId }),
    ...(request.filedBy && { filedByWorkflow: request.filedBy.automationId }),
    changes: proposedChanges(request).map((change) => ({ ...change })),
    decision: presentDecision(
      request.decision,
      requirement,
      { facts: request.facts, typeLabel: request.exceptionType.label },
      ballots,
    ),
    reviews: presentReviews(reviews),
    clock: presentClock(state),
    additions: additions.map((addition) => ({ at: addition.at, words: additionInWords(addition) })),
    standIns: presentStandIns(state),
    ...presentConversation(state),
    notices: notices.map(presentNotice),
    waitingFor: matter
      ? stillWaitingFor(matter.requirement, ballotsOf(matter.reviews)).map(presentPerson)
      : [],
    ...(matter && { matter: matter.kind }),
    ...presentExtensions(state, viewer, now),
    ...presentBreakGlass(state),
    ...timesOf(state),
    ...('endReason' in state && { endReason: state.endReason }),
    ...(state.status === 'rejected' && { rejectedBecause: rejectionInWords(state.reason, state.roles) }),
    steps: steps.map((step) => presentStep(step, state)),
    next: nextInWords(state),
    nextSteps: request.exceptionType.nextSteps,
    standardPath: presentStandardPath(request.standardPath),
    ...(disputes && { disputes }),
    ...(state.status === 'needs_attention' && { failure: state.failure.message }),
    can: permissionsOf(state, viewer, now),
  };
}

function timesOf(state: FiledState): Pick<RequestView, 'approvedAt' | 'endedAt'> {
  const endedAt = endOf(state);
  const approvedAt = approvalOf(state);
  return {
    ...(approvedAt !== undefined && { approvedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** When it was approved; what took effect at once is approved when its review confirms it. */
function approvalOf(state: FiledState): string | undefined {
  const { owedReview } = state;
  if (owedReview) return owedReview.outcome === 'confirmed' ? owedReview.decidedAt : undefined;
  return 'approvedAt' in state ? state.approvedAt : undefined;
}

/** When the request came to its end, whichever it was. */
function endOf(state: FiledState): string | undefined {
  switch (state.status) {
    case 'ended':
      return state.endedAt;
    case 'reverted':
      return state.revertedAt;
    case 'rejected':
      return state.rejectedAt;
    case 'withdrawn':
      return state.withdrawnAt;
    case 'lapsed':
      return state.lapsedAt;
    default:
      return undefined;
  }
}

function presentStep(
  { step, status, outcome, note }: StoredStep,
  { request }: FiledState,
): RequestView['steps'][number] {
  // The note of a written step is the id of a CRM object, which tells a person nothing.
  const telling = status === 'failed' || outcome === 'skipped';
  return {
    words: stepInWords(step, request),
    status,
    ...(telling && note !== undefined && { note }),
  };
}

function permissionsOf(state: FiledState, { email }: Person, now: Date): RequestView['can'] {
  const isRequester = email === state.request.requester.email;
  const mayReview = !isRequester && canReview(state, email, now.toISOString());
  const undecided = isUndecided(state) && !isPastLapse(state, now.toISOString());
  return {
    review: mayReview,
    ask: mayReview && undecided,
    answer: undecided && state.status === 'info_requested' && isParty(state, email),
    handOver: mayReview && undecided && seatsOf(state.requirement, email).length > 0,
    withdraw: isUndecided(state) && isRequester,
    end: canEnd(state) && isParty(state, email),
    retry: state.status === 'needs_attention' && isParty(state, email),
  };
}

/** True for an approver of what is open who has not decided it, while it can be decided. */
function canReview(state: FiledState, email: string, at: string): boolean {
  const matter = openMatter(state);
  if (!matter || isTooLate(state, at)) return false;
  if (whyNoRight(state, email, at) || alreadySpokenFor(state, email).length > 0) return false;
  return !matter.reviews.some(({ reviewer }) => reviewer.email === email);
}
