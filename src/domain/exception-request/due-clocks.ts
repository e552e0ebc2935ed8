import type { DueClock } from '../policy/freeze-clock.ts';
import { isReviewOwed } from './break-glass.ts';
import { endingEvents } from './decide-extension.ts';
import { openDispute } from './dispute.ts';
import { dueDisputeEvents } from './dispute-clock.ts';
import type { RequestEvent } from './events.ts';
import { expiryOf, openExtension } from './extension.ts';
import { type FiledState, isUndecided } from './state.ts';

/** True while an exception is in force, also when it got stuck on its way there. */
export function canEnd(state: FiledState): boolean {
  if (isReviewOwed(state) || state.status === 'active') return true;
  return (
    state.status === 'needs_attention' &&
    (state.resume.status === 'approved' || state.resume.status === 'active')
  );
}

/** When the next clock of a request goes off, as an ISO 8601 instant; null when none can. */
export function nextDueAt(state: FiledState): string | null {
  if (isReviewOwed(state)) return reviewDueAt(state);
  if (canEnd(state)) {
    const ends = expiryOf(state);
    const disputeDue = openDispute(state)?.dueAt;
    return disputeDue !== undefined && Date.parse(disputeDue) < Date.parse(ends) ? disputeDue : ends;
  }
  return openDues(state)[0]?.dueAt ?? null;
}

/** By when a break-glass exception is reverted unless it was reviewed: an end that comes first does not spare it. */
export function reviewDueAt({ owedReview, ...state }: FiledState): string {
  const ends = expiryOf(state);
  const due = owedReview?.dueAt ?? ends;
  return isDue(due, ends) ? due : ends;
}

/** Clocks of a waiting request that have not gone off. */
export function openDues(state: FiledState): readonly DueClock[] {
  // The clock goes on while a question is open: a question must not hold up a deal for ever.
  if (!isUndecided(state)) return [];
  const { request, fired } = state;
  const gone = new Set(fired.map(({ kind }) => kind));
  return request.clock?.dues.filter(({ kind }) => !gone.has(kind)) ?? [];
}

/** True once an exception has come to the end it was given, also before the clock has gone off. */
export function isPastExpiry(state: FiledState, at: string): boolean {
  return isDue(expiryOf(state), at);
}

/** True once a review that is owed comes too late, also before the clock has gone off. */
export function isPastReview(state: FiledState, at: string): boolean {
  return isReviewOwed(state) && isDue(reviewDueAt(state), at);
}

/**
 * True once the time to decide is over, also before the clock has gone off: when a worker comes round must not
 * decide whether an approval counts.
 */
export function isPastLapse(state: FiledState, at: string): boolean {
  return openDues(state).some(({ kind, dueAt }) => kind === 'lapse' && isDue(dueAt, at));
}

/** True when what waits for a decision cannot be decided any more, also before the clock has gone off. */
export function isTooLate(state: FiledState, at: string): boolean {
  const extensionOpen = openExtension(state) !== undefined;
  return isPastLapse(state, at) || isPastReview(state, at) || (extensionOpen && isPastExpiry(state, at));
}

/**
 * What is due by `now`, in order: one event each, with when it was due and when it happened. After a standstill
 * several come at once; the trail then says how late each of them was.
 */
export function dueEvents(state: FiledState, now: Date): readonly RequestEvent[] {
  const at = now.toISOString();
  if (isReviewOwed(state)) {
    return isDue(reviewDueAt(state), at)
      ? [{ type: 'exception_reverting', at, reason: 'not_reviewed', by: null, roles: [] }]
      : [];
  }
  if (canEnd(state)) {
    return isDue(expiryOf(state), at)
      ? endingEvents(state, { at, reason: 'expired', by: null })
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
