import type { RequestView } from '@handrail/contracts/card-view';
import type { RequestWithSteps } from '../../../src/application/load-card.ts';
import { ballotsOf } from '../../../src/domain/exception-request/ballots-of.ts';
import { canEnd, isPastLapse } from '../../../src/domain/exception-request/due-clocks.ts';
import { isParty } from '../../../src/domain/exception-request/party.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import { proposedChanges } from '../../../src/domain/playbook/proposed-changes.ts';
import { rejectionInWords, stillWaitingFor } from '../../../src/domain/policy/ballots.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import { peopleOf } from '../../../src/domain/policy/requirement.ts';
import type { StoredStep } from '../../../src/ports/unit-of-work.ts';
import { additionInWords } from './addition-in-words.ts';
import { nextInWords } from './next-in-words.ts';
import { presentClock } from './present-clock.ts';
import { presentDecision } from './present-decision.ts';
import { presentDisputes } from './present-disputes.ts';
import { presentPerson } from './present-person.ts';
import { presentStandardPath } from './present-standard-path.ts';
import { stepInWords } from './step-in-words.ts';

/**
 * A request as `viewer` sees it: `can` says what they may do now.
 *
 * @param owner the record's owner now; null when it was not read
 */
export function presentRequest(
  { state, version, steps }: RequestWithSteps,
  viewer: Person,
  now: Date,
  owner: Person | null = null,
): RequestView {
  const { request, requirement, additions, reviews } = state;
  const ballots = ballotsOf(reviews);
  const disputes = presentDisputes(state, viewer, owner, now);
  return {
    requestId: request.requestId,
    version,
    status: state.status,
    typeLabel: request.exceptionType.label,
    reasonLabel: request.reasonCode.label,
    reason: request.reason,
    requester: presentPerson(request.requester),
    submittedAt: request.submittedAt,
    expiresAt: request.expiresAt,
    changes: proposedChanges(request).map((change) => ({ ...change })),
    decision: presentDecision(
      request.decision,
      requirement,
      { facts: request.facts, typeLabel: request.exceptionType.label },
      ballots,
    ),
    reviews: reviews.map(({ reviewer, outcome, comment, at }) => ({
      reviewer: presentPerson(reviewer),
      outcome,
      comment,
      at,
    })),
    clock: presentClock(state),
    additions: additions.map((addition) => ({ at: addition.at, words: additionInWords(addition) })),
    waitingFor: state.status === 'pending' ? stillWaitingFor(requirement, ballots).map(presentPerson) : [],
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
  return {
    ...('approvedAt' in state && { approvedAt: state.approvedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** When the request came to its end, whichever it was. */
function endOf(state: FiledState): string | undefined {
  switch (state.status) {
    case 'ended':
      return state.endedAt;
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
  const { request, requirement, reviews } = state;
  const isRequester = email === request.requester.email;
  const isApprover = peopleOf(requirement).some((person) => person.email === email);
  const canDecide = state.status === 'pending' && !isPastLapse(state, now.toISOString());
  const hasReviewed = reviews.some(({ reviewer }) => reviewer.email === email);
  return {
    review: canDecide && isApprover && !isRequester && !hasReviewed,
    withdraw: state.status === 'pending' && isRequester,
    end: canEnd(state) && isParty(state, email),
    retry: state.status === 'needs_attention' && isParty(state, email),
  };
}
