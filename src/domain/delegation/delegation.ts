import type { Person } from '../policy/facts.ts';

/** Somebody decides in another person's place for a while. Dates are instants; a day belongs to who wrote it. */
export interface Delegation {
  readonly delegationId: string;
  /** Who is away. They can still decide. */
  readonly delegator: Person;
  /** Who stands in for them. */
  readonly delegate: Person;
  /** ISO 8601 instant of the beginning. */
  readonly from: string;
  /** ISO 8601 instant from which it is over; the moment of its end when somebody ended it early. */
  readonly until: string;
  /** Personal text: never in the trail or a log. */
  readonly reason: string;
  readonly setBy: Person;
  readonly setAt: string;
  readonly endedEarly?: { readonly by: Person; readonly at: string; readonly plannedUntil: string };
}

/** True from the first moment of a delegation until just before its end. @param at ISO 8601 instant */
export function isInForce({ from, until }: Pick<Delegation, 'from' | 'until'>, at: string): boolean {
  return Date.parse(from) <= Date.parse(at) && Date.parse(at) < Date.parse(until);
}

/** True once a delegation can have no further effect. @param at ISO 8601 instant */
export function isOver({ until }: Pick<Delegation, 'until'>, at: string): boolean {
  return Date.parse(until) <= Date.parse(at);
}

/** True when there is a moment at which both are in force. */
export function overlap(
  one: Pick<Delegation, 'from' | 'until'>,
  other: Pick<Delegation, 'from' | 'until'>,
): boolean {
  return (
    Math.max(Date.parse(one.from), Date.parse(other.from)) <
    Math.min(Date.parse(one.until), Date.parse(other.until))
  );
}

/** Milliseconds after each boundary at which it is applied once more. */
const GRACE = 60_000;

/**
 * When open requests must next be brought in line with a delegation, as an ISO 8601 instant; null when never again.
 * That is at its beginning and at its end, and a minute after each: a request that was filed in the very moment of
 * a boundary may have been written too late for the first look.
 *
 * @param after only what lies later counts; null for a delegation nothing was done for yet
 */
export function nextChangeAt({ from, until, setAt }: Delegation, after: string | null): string | null {
  const end = Date.parse(until);
  // One that was set late begins to count when it was set; one that ended before it began never does.
  const begin = Math.max(Date.parse(from), Date.parse(setAt));
  const moments = begin < end ? [begin, begin + GRACE, end, end + GRACE] : [];
  const next = moments.sort((a, b) => a - b).find((moment) => after === null || moment > Date.parse(after));
  return next === undefined ? null : new Date(next).toISOString();
}
