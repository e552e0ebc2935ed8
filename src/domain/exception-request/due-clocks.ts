import type { DueClock } from '../policy/freeze-clock.ts';
import { openDispute } from './dispute.ts';
import { dueDisputeEvents } from './dispute-clock.ts';
import type { RequestEvent } from './events.ts';
import type { FiledState } from './state.ts';

/** True while an exception is in force, also when it got stuck on its way there. */
export function canEnd(state: FiledState): boolean {
  return (
    state.status === 'active' || (state.status === 'needs_attention' && state.resume.status === 'approved')
  );
}

/** When the next clock of a request goes off, as an ISO 8601 instant; null when none can. */
export function nextDueAt(state: FiledState): string | null {
  if (canEnd(state)) {
    const { expiresAt } = state.request;
    const disputeDue = openDispute(state)?.dueAt;
    return disputeDue !== undefined && Date.parse(disputeDue) < Date.parse(expiresAt)
      ? disputeDue
      : expiresAt;
  }
  return openDues(state)[0]?.dueAt ?? null;
}

/** Clocks of a waiting request that have not gone off. */
export function openDues({ status, request, fired }: FiledState): readonly DueClock[] {
  if (status !== 'pending') return [];
  const gone = new Set(fired.map(({ kind }) => kind));
  return request.clock?.dues.filter(({ kind }) => !gone.has(kind)) ?? [];
}

/**
 * True once the time to decide is over, also before the clock has gone off: when a worker comes round must not
 * decide whether an approval counts.
 */
export function isPastLapse(state: FiledState, at: string): boolean {
  return openDues(state).some(({ kind, dueAt }) => kind === 'lapse' && isDue(dueAt, at));
}

/**
 * What is due by `now`, in order: one event each, with when it was due and when it happened. After a standstill
 * several come at once; the trail then says how late each of them was.
 */
export function dueEvents(state: FiledState, now: Date): readonly RequestEvent[] {
  const at = now.toISOString();
  if (canEnd(state)) {
    return isDue(state.request.expiresAt, at)
      ? [{ type: 'exception_ending', at, reason: 'expired', by: null }]
      : dueDisputeEvents(state, at);
  }
  return openDues(state)
    .filter(({ dueAt }) => isDue(dueAt, at))
    .map((due) => eventOf(due, at));
}

/** Instants are compared as times: the text of one may leave out its milliseconds. */
function isDue(dueAt: string, at: string): boolean {
  return Date.parse(dueAt) <= Date.parse(at);
}

function eventOf({ kind, dueAt, standIn }: DueClock, at: string): RequestEvent {
  const { label: role = '', people = [] } = standIn ?? {};
  switch (kind) {
    case 'remind':
      return { type: 'approvers_reminded', at, dueAt };
    case 'escalate':
      return { type: 'exception_escalated', at, dueAt, role, people };
    case 'fall_back':
      return { type: 'exception_fell_back', at, dueAt, role, people };
    case 'lapse':
      return { type: 'exception_lapsed', at, dueAt };
  }
}
