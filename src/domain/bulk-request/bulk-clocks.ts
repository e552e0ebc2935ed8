import type { DueClock, FrozenClock } from '../policy/freeze-clock.ts';
import type { BulkEvent } from './events.ts';
import type { FiledBulk } from './state.ts';

/**
 * The clock of a bulk request: that of its type without the reminder, which is a task on a record, and no record
 * stands for all.
 */
export function bulkClock(clock: FrozenClock | null): FrozenClock | null {
  return clock && { ...clock, dues: clock.dues.filter(({ kind }) => kind !== 'remind') };
}

/** Clocks of a pending bulk request that have not gone off. */
export function openBulkDues({ status, clock, fired }: FiledBulk): readonly DueClock[] {
  if (status !== 'pending') return [];
  const gone = new Set(fired.map(({ kind }) => kind));
  return clock?.dues.filter(({ kind }) => !gone.has(kind)) ?? [];
}

/**
 * When somebody must look at a bulk request again, as an ISO 8601 instant; null when never. One that is carried out
 * is looked at every time: its records are done by jobs of their own.
 */
export function nextBulkDueAt(state: FiledBulk): string | null {
  if (state.status === 'carrying_out' || state.status === 'needs_attention') return state.approvedAt;
  return openBulkDues(state)[0]?.dueAt ?? null;
}

/** True once the time to decide is over, also before the clock has gone off. */
export function isPastBulkLapse(state: FiledBulk, at: string): boolean {
  return openBulkDues(state).some(({ kind, dueAt }) => kind === 'lapse' && isDue(dueAt, at));
}

/** What is due by `now`, in order. */
export function dueBulkEvents(state: FiledBulk, at: string): readonly BulkEvent[] {
  return openBulkDues(state)
    .filter(({ dueAt }) => isDue(dueAt, at))
    .flatMap((due) => eventOf(due, at));
}

function eventOf({ kind, dueAt, standIn }: DueClock, at: string): readonly BulkEvent[] {
  const people = standIn?.people ?? [];
  switch (kind) {
    case 'remind':
      return [];
    case 'escalate':
      return [{ type: 'bulk_escalated', at, dueAt, people }];
    case 'fall_back':
      return [{ type: 'bulk_fell_back', at, dueAt, people }];
    case 'lapse':
      return [{ type: 'bulk_lapsed', at, dueAt }];
  }
}

/** Instants are compared as times: the text of one may leave out its milliseconds. */
function isDue(dueAt: string, at: string): boolean {
  return Date.parse(dueAt) <= Date.parse(at);
}
