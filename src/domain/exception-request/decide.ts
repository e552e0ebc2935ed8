import { isReviewOwed } from './break-glass.ts';
import type { RequestCommand } from './commands.ts';
import {
  decideRemember,
  decideRestored,
  decideReverted,
  filedEvents,
  revertBy,
} from './decide-break-glass.ts';
import { decideAnswer, decideAsk } from './decide-conversation.ts';
import { delegationEvents } from './decide-delegations.ts';
import { decideDispute, decideObject, withMootDispute } from './decide-dispute.ts';
import { decideAskExtension, decideWithdrawExtension, endingEvents } from './decide-extension.ts';
import { decideGrantInBulk } from './decide-grant-in-bulk.ts';
import { decideHandOver } from './decide-hand-over.ts';
import { decideReview } from './decide-review.ts';
import { canEnd, dueEvents } from './due-clocks.ts';
import type { RequestEvent } from './events.ts';
import { evolveAll } from './evolve.ts';
import { isHalfDone } from './half-done.ts';
import { type CommandOf, happens, type Outcome, refuse, wrongStatus } from './outcome.ts';
import { isParty } from './party.ts';
import { type FiledState, isUndecided, type RequestState } from './state.ts';

/**
 * Decides what a command does to a request. Pure: the same command on the same state at the same time always gives
 * the same events. A refusal changes nothing.
 */
export function decide(command: RequestCommand, state: RequestState, now: Date): Outcome {
  const at = now.toISOString();
  if (command.type === 'submit') {
    return state.status === 'none'
      ? happens(...submitted(command, at))
      : refuse('wrong_status', 'This request has been filed before.');
  }
  if (command.type === 'grant_in_bulk') return decideGrantInBulk(command, state, at);
  if (state.status === 'none') {
    return refuse('request_not_found', 'There is no such exception request. Reload the card.');
  }
  return withMootDispute(decideFiled(command, state, now), state);
}

function decideFiled(
  command: Exclude<RequestCommand, { type: 'submit' | 'grant_in_bulk' }>,
  state: FiledState,
  now: Date,
): Outcome {
  const at = now.toISOString();
  switch (command.type) {
    case 'review':
      return decideReview(command, state, at);
    case 'apply_delegations':
      return happens(...delegationEvents(state, command.delegations, at));
    case 'ask':
      return decideAsk(command, state, at);
    case 'answer':
      return decideAnswer(command, state, at);
    case 'hand_over':
      return decideHandOver(command, state, at);
    case 'withdraw':
      return decideWithdraw(command, state, at);
    case 'activate':
      return state.status === 'approved'
        ? happens({ type: 'exception_activated', at })
        : wrongStatus(state, 'be activated');
    case 'object':
      return decideObject(command, state, now);
    case 'decide_dispute':
      return decideDispute(command, state, at);
    case 'end':
      return decideEnd(command, state, at);
    case 'fire_clocks':
      return happens(...dueEvents(state, now));
    case 'ask_extension':
      return decideAskExtension(command, state, at);
    case 'withdraw_extension':
      return decideWithdrawExtension(command, state, at);
    case 'remember_fields':
      return decideRemember(command, state, at);
    case 'finish_restore':
      return decideRestored(command, state, at);
    case 'finish_revert':
      return decideReverted(state, at);
    case 'finish_end':
      return state.status === 'ending'
        ? happens({ type: 'exception_ended', at })
        : wrongStatus(state, 'finish its end');
    case 'fail_step':
      return isHalfDone(state, command.failure.phase)
        ? happens({ type: 'steps_failed', at, failure: { ...command.failure, at } })
        : wrongStatus(state, 'report a failed step');
    case 'retry_steps':
      return decideRetry(command, state, at);
  }
}

/** A request that is filed while an approver is away asks their delegate from the beginning. */
function submitted({ request, delegations }: CommandOf<'submit'>, at: string): readonly RequestEvent[] {
  const events = filedEvents(request, at);
  const state = evolveAll({ status: 'none' }, events);
  return state.status === 'none' ? events : [...events, ...delegationEvents(state, delegations, at)];
}

function decideWithdraw(command: CommandOf<'withdraw'>, state: FiledState, at: string): Outcome {
  if (command.by.email !== state.request.requester.email) {
    return refuse(
      'not_permitted',
      `Only ${state.request.requester.name}, who filed the request, can withdraw it.`,
    );
  }
  if (state.status === 'withdrawn') return happens();
  return isUndecided(state)
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
  if (isReviewOwed(state)) return happens(revertBy(state, by, at));
  const revertedBefore = state.status === 'reverting' || state.status === 'reverted';
  if (revertedBefore && by && state.revert.by?.email === by.email) return happens();
  return canEnd(state) ? happens(...endingEvents(state, { at, reason, by })) : wrongStatus(state, 'be ended');
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
