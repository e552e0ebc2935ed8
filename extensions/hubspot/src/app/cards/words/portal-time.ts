/** A calendar day as HubSpot's DateInput speaks it: `month` counts from 0. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The portal's time zone if this machine knows it, else UTC. */
export function knownTimeZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone;
  } catch {
    return 'UTC';
  }
}

/** The day it is in `timeZone` at an instant, plus whole calendar days. */
export function dayAt(instant: string, timeZone: string, plusDays = 0): Day {
  const wall = wallClock(Date.parse(instant), timeZone);
  const day = new Date(Date.UTC(wall.year, wall.month, wall.date + plusDays));
  return { year: day.getUTCFullYear(), month: day.getUTCMonth(), date: day.getUTCDate() };
}

/**
 * The last second of a day in `timeZone`, but never after `latest`: the server counts the longest validity from the
 * hour, so the end of the last permitted day can lie past it.
 *
 * @param latest ISO 8601 instant
 * @returns ISO 8601 instant in UTC
 */
export function endOfDay(day: Day, timeZone: string, latest: string): string {
  const wall = Date.UTC(day.year, day.month, day.date, 23, 59, 59);
  // The offset is first read at the wall time taken as UTC, then again at the result: right on days of a clock change.
  const near = wall - offsetAt(wall, timeZone);
  const end = wall - offsetAt(near, timeZone);
  return new Date(Math.min(end, Date.parse(latest))).toISOString();
}

/** An instant plus whole days of 24 hours, as ISO 8601. */
export function plusDays(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * DAY_MS).toISOString();
}

/** "Nov 26, 2026, 4:30 PM" in the portal's time zone. */
export function inWords(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    Date.parse(instant),
  );
}

/** "2 hours ago", "in 3 days"; "just now" within a minute. */
export function fromNow(instant: string, nowMs: number): string {
  const minutes = Math.round((Date.parse(instant) - nowMs) / MINUTE_MS);
  if (minutes === 0) return 'just now';
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 48) return words.format(hours, 'hour');
  return words.format(Math.round(hours / 24), 'day');
}

/** "2 hours ago (Nov 26, 2026, 4:30 PM)". */
export function sinceInWords(instant: string, timeZone: string, nowMs: number): string {
  return `${fromNow(instant, nowMs)} (${inWords(instant, timeZone)})`;
}

function wallClock(epochMs: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(epochMs);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((candidate) => candidate.type === type)?.value);
  return {
    year: part('year'),
    month: part('month') - 1,
    date: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

function offsetAt(epochMs: number, timeZone: string): number {
  const wall = wallClock(epochMs, timeZone);
  return Date.UTC(wall.year, wall.month, wall.date, wall.hour, wall.minute, wall.second) - epochMs;
}
