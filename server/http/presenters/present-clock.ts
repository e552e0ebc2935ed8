import type { RequestView } from '@handrail/contracts/card-view';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import type { DueClock } from '../../../src/domain/policy/freeze-clock.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';

const MINUTE = 60_000;
/** The sweep comes round every half minute; below this a clock is on time. */
const LATE_AFTER = 5 * MINUTE;

/** What happens, or happened, while nobody decides. Empty when the type has no clock. */
export function presentClock({ request, fired }: FiledState): RequestView['clock'] {
  const gone = new Map(fired.map((clock) => [clock.kind, clock.at]));
  return (request.clock?.dues ?? []).map((due) => {
    const firedAt = gone.get(due.kind);
    return {
      dueAt: due.dueAt,
      words: dueInWords(due),
      ...(firedAt !== undefined && { firedAt }),
    };
  });
}

/** What one clock does, in words. */
export function dueInWords({ kind, standIn }: DueClock): string {
  const people = standIn
    ? `${standIn.label} (${listInWords(standIn.people.map(({ name }) => name)) || 'nobody found'})`
    : '';
  switch (kind) {
    case 'remind':
      return 'Those who have not decided are reminded';
    case 'escalate':
      return `Escalated: ${people} may decide as well`;
    case 'fall_back':
      return `Falls back: ${people} may decide as well`;
    case 'lapse':
      return 'Lapses: the request is closed undecided';
  }
}

/** ", 2 hours 5 minutes late" for a clock that went off late; empty for one that was on time. */
export function lateInWords(dueAt: string, at: string): string {
  const late = Date.parse(at) - Date.parse(dueAt);
  if (late < LATE_AFTER) return '';
  const minutes = Math.floor(late / MINUTE);
  const parts = [count(Math.floor(minutes / 60), 'hour'), count(minutes % 60, 'minute')];
  return `, ${parts.filter((part) => part !== '').join(' ')} late`;
}

function count(number: number, what: string): string {
  if (number === 0) return '';
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
