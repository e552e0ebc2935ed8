import { type Delegation, overlap } from './delegation.ts';

/** A time in which a delegate is away themselves: nobody stands in for the delegator then. */
export interface StandInTrouble {
  /** ISO 8601 instants. */
  readonly from: string;
  readonly until: string;
}

/**
 * The first time in which a delegation has no effect because the delegate is away too; null when there is none.
 * Nobody passes on what was passed to them.
 */
export function checkStandIn(one: Delegation, all: readonly Delegation[]): StandInTrouble | null {
  const away = all
    .filter((other) => other.delegator.email === one.delegate.email && overlap(other, one))
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from))[0];
  if (!away) return null;
  return {
    from: Date.parse(away.from) > Date.parse(one.from) ? away.from : one.from,
    until: Date.parse(away.until) < Date.parse(one.until) ? away.until : one.until,
  };
}
