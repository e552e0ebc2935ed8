import type { BusinessCalendar } from './business-calendar.ts';
import { instantOf, wallClockAt } from './zoned-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Longer than any list of holidays: a calendar that is closed that long never opens. */
const CLOSED_FOR_GOOD = 3660;

/** A stretch of working time, as instants in milliseconds; the end is not part of it. */
interface Opening {
  readonly start: number;
  readonly end: number;
}

/**
 * The earliest instant by which `hours` business hours have passed since `instant`. Hours are hours that really pass:
 * on a day with a doubled or a missing hour an opening is as long as it is.
 *
 * @param instant where to start, inside or outside of business hours
 * @param hours 0 or more; fractions count to the millisecond
 * @throws Error for a calendar that never opens; the policy catalog refuses such calendars
 */
export function addBusinessHours(instant: Date, hours: number, calendar: BusinessCalendar): Date {
  let left = Math.round(hours * HOUR);
  let at = instant.getTime();
  if (left === 0) return new Date(at);
  for (const { start, end } of openingsFrom(at, calendar)) {
    const from = Math.max(at, start);
    if (end - from >= left) return new Date(from + left);
    left -= Math.max(0, end - from);
    at = Math.max(at, end);
  }
  throw new Error('a calendar never opens (this is a bug: the catalog checks it)');
}

/**
 * The earliest instant from `instant` on at which a unit works; the instant itself when it does.
 *
 * @throws Error as `addBusinessHours`
 */
export function nextOpening(instant: Date, calendar: BusinessCalendar): Date {
  const at = instant.getTime();
  for (const { start } of openingsFrom(at, calendar)) return start <= at ? instant : new Date(start);
  throw new Error('a calendar never opens (this is a bug: the catalog checks it)');
}

/**
 * How many business hours pass from one instant to the other; 0 when `to` is not after `from`.
 */
export function businessHoursBetween(from: Date, to: Date, calendar: BusinessCalendar): number {
  const [since, until] = [from.getTime(), to.getTime()];
  let worked = 0;
  for (const { start, end } of openingsFrom(since, calendar)) {
    if (start >= until) break;
    worked += Math.max(0, Math.min(end, until) - Math.max(start, since));
  }
  return worked / HOUR;
}

/** Openings in order, from the one of the instant's day on. */
function* openingsFrom(instant: number, calendar: BusinessCalendar): Generator<Opening> {
  const { timeZone } = calendar;
  const wall = wallClockAt(instant, timeZone);
  // The day before as well: where the clocks go back over midnight, it comes twice.
  let midnight = Math.floor(wall / DAY) * DAY - DAY;
  for (let closed = 0; closed < CLOSED_FOR_GOOD; midnight += DAY) {
    const opening = openingOf(midnight, calendar);
    if (!opening) {
      closed += 1;
      continue;
    }
    closed = 0;
    if (opening.end > instant) yield opening;
  }
}

/** The opening of one day; null on a day off, and for hours that daylight saving leaves out as a whole. */
function openingOf(midnight: number, { timeZone, week, holidays }: BusinessCalendar): Opening | null {
  const day = new Date(midnight);
  const hours = week[(day.getUTCDay() + 6) % 7];
  if (!hours || holidays.includes(day.toISOString().slice(0, 10))) return null;
  const start = instantOf(midnight + hours.from * MINUTE, timeZone, 'first');
  const end = instantOf(midnight + hours.to * MINUTE, timeZone, 'last');
  return end > start ? { start, end } : null;
}
