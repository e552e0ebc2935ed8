import { verdictOf } from '../policy/ballots.ts';
import { withAdded } from '../policy/changed-facts.ts';
import type { ResolvedRequirement } from '../policy/decision.ts';
import { peopleOf } from '../policy/requirement.ts';
import { ballotsOf } from './ballots-of.ts';
import type { Rejection, RequestCommand } from './commands.ts';
import { canEnd, dueEvents, isPastLapse } from './due-clocks.ts';
import type { RequestEvent } from './events.ts';
import type { FiledState, RequestState, Review } from './state.ts';

/** Either what happens, or why nothing does. */
export type Outcome =
  | { readonly ok: true; readonly events: readonly RequestEvent[] }
  | { readonly ok: false; readonly rejection: Rejection };

type CommandOf<Type extends RequestCommand['type']> = Extract<RequestCommand, { type: Type }>;

/**
 * Decides what a command does to a request. Pure: the same command on the same state at the same time always gives
 * the same events. A refusal changes nothing.
 */
export function decide(command: RequestCommand, state: RequestState, now: Date): Outcome {
  const at = now.toISOString();
  if (command.type === 'submit') {
    return state.status === 'none'
      ? happens({ type: 'exception_submitted', at, request: command.request })
      : refuse('wrong_status', 'This request has been filed before.');
  }
  if (state.status === 'none') {
    return refuse('request_not_found', 'There is no such exception request. Reload the card.');
  }
  switch (command.type) {
    case 'review':
      return decideReview(command, state, at);
    case 'withdraw':
      return decideWithdraw(command, state, at);
    case 'activate':
      return state.status === 'approved'
        ? happens({ type: 'exception_activated', at })
        : wrongStatus(state, 'be activated');
    case 'end':
      return decideEnd(command, state, at);
    case 'fire_clocks':
      return happens(...dueEvents(state, now));
    case 'finish_end':
      return state.status === 'ending'
        ? happens({ type: 'exception_ended', at })
        : wrongStatus(state, 'finish its end');
    case 'fail_step':
      return state.status === 'approved' || state.status === 'ending'
        ? happens({ type: 'steps_failed', at, failure: { ...command.failure, at } })
        : wrongStatus(state, 'report a failed step');
    case 'retry_steps':
      return decideRetry(command, state, at);
  }
}

function decideReview(command: CommandOf<'review'>, state: FiledState, at: string): Outcome {
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
  if (state.status === 'lapsed' || isPastLapse(state, at)) return refuse('wrong_status', LAPSED);
  // A review after the final decision is kept for the trail and changes nothing.
  if (state.status !== 'pending') return happens(recorded);
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

function decideWithdraw(command: CommandOf<'withdraw'>, state: FiledState, at: string): Outcome {
  if (command.by.email !== state.request.requester.email) {
    return refuse(
      'not_permitted',
      `Only ${state.request.requester.name}, who filed the request, can withdraw it.`,
    );
  }
  if (state.status === 'withdrawn') return happens();
  return state.status === 'pending'
    ? happens({ type: 'exception_withdrawn', at, by: command.by })
    : wrongStatus(state, 'be withdrawn');
}

function decideEnd(command: CommandOf<'end'>, state: FiledState, at: string): Outcome {
  const { by, reason } = command;
  if (by && !isParty(state, by.email)) {
    return refuse('not_permitted', 'Only the requester or one of the approvers can end this exception.');
  }
  const endedBefore = state.status === 'ending' || state.status === 'ended';
  if (endedBefore && state.endedBy?.email === by?.email) return happens();
  return canEnd(state)
    ? happens({ type: 'exception_ending', at, reason, by })
    : wrongStatus(state, 'be ended');
}

function decideRetry(command: CommandOf<'retry_steps'>, state: FiledState, at: string): Outcome {
  if (command.by && !isParty(state, command.by.email)) {
    return refuse(
      'not_permitted',
      'Only the requester or one of the approvers can try the failed step again.',
    );
  }
  return state.status === 'needs_attention'
    ? happens({ type: 'steps_retried', at, by: command.by })
    : wrongStatus(state, 'be retried');
}

/** True for the requester and for everybody the policy named as an approver. */
export function isParty({ request, requirement }: FiledState, email: string): boolean {
  return email === request.requester.email || peopleOf(requirement).some((person) => person.email === email);
}

function happens(...events: readonly RequestEvent[]): Outcome {
  return { ok: true, events };
}

function refuse(code: Rejection['code'], message: string): Outcome {
  return { ok: false, rejection: { code, message } };
}

const STATUS_IN_WORDS: Readonly<Record<FiledState['status'], string>> = {
  pending: 'is pending',
  approved: 'is approved and being carried out',
  active: 'is active',
  needs_attention: 'needs attention',
  ending: 'is coming to its end',
  ended: 'has ended',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  lapsed: 'lapsed because nobody decided in time',
};

const LAPSED =
  'The time to decide on this exception request is over and it lapsed, so your decision was not taken. The requester can file it again.';

function wrongStatus(state: FiledState, what: string): Outcome {
  const is = STATUS_IN_WORDS[state.status];
  return refuse(
    'wrong_status',
    `This exception request ${is} and cannot ${what}. Reload to see it as it is now.`,
  );
}
