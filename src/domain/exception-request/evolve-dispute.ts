import { type Dispute, disputesOf, openDispute } from './dispute.ts';
import type { RequestEvent } from './events.ts';
import type { FiledState } from './state.ts';

type DisputeEvent = Extract<RequestEvent, { type: 'dispute_opened' | 'dispute_decided' | 'dispute_closed' }>;

/**
 * Applies one event of a dispute. Nothing else of the request changes: least of all when it ends.
 *
 * @throws Error for an event that cannot happen in the state: events only come from `decide`
 */
export function evolveDispute(state: FiledState, event: DisputeEvent): FiledState {
  const disputes = disputesOf(state);
  if (event.type === 'dispute_opened') {
    if (openDispute(state)) throw impossible(event);
    return { ...state, disputes: [...disputes, event.dispute] };
  }
  if (openDispute(state)?.number !== event.number) throw impossible(event);
  const closed = (dispute: Dispute): Dispute =>
    event.type === 'dispute_decided'
      ? {
          ...dispute,
          status: event.outcome,
          closedAt: event.at,
          decidedBy: event.by,
          comment: event.comment,
        }
      : { ...dispute, status: event.status, closedAt: event.at };
  return {
    ...state,
    disputes: disputes.map((dispute) => (dispute.number === event.number ? closed(dispute) : dispute)),
  };
}

function impossible({ type }: DisputeEvent): Error {
  return new Error(`${type} cannot happen to this request (this is a bug)`);
}
