import { endingEvents } from './decide-extension.ts';
import { openDispute } from './dispute.ts';
import type { RequestEvent } from './events.ts';
import type { FiledState } from './state.ts';

/** What the clock of an open objection does once its time is over. */
export function dueDisputeEvents(state: FiledState, at: string): readonly RequestEvent[] {
  const open = openDispute(state);
  if (!open || Date.parse(open.dueAt) > Date.parse(at)) return [];
  const { number, dueAt } = open;
  const status = state.request.disputeRule?.ifUndecided ?? 'stands';
  const closed: RequestEvent = { type: 'dispute_closed', at, number, status, dueAt };
  return status === 'ends'
    ? [closed, ...endingEvents(state, { at, reason: 'disputed', by: null })]
    : [closed];
}
