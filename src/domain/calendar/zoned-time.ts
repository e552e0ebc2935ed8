const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall shows, as if it were UTC: milliseconds, for arithmetic on dates and times of day. */
export function wallClockAt(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const milliseconds = ((instant % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + milliseconds;
}

/**
 * The instant at which a wall clock shows a time. An hour that daylight saving doubles has two: `which` chooses. An
 * hour that it leaves out has none: the answer is the moment the clocks are put forward.
 *
 * @param wall as `wallClockAt` gives it, in whole minutes
 */
export function instantOf(wall: number, timeZone: string, which: 'first' | 'last'): number {
  // No zone changes its offset twice within two days, so these two are all the offsets there can be.
  const offsets = [wall - DAY, wall + DAY].map((near) => wallClockAt(near, timeZone) - near);
  const instants = offsets
    .map((offset) => wall - offset)
    .filter((instant) => wallClockAt(instant, timeZone) === wall);
  if (instants.length > 0) return which === 'first' ? Math.min(...instants) : Math.max(...instants);
  return startOfGap(wall, offsets, timeZone);
}

/** The first minute whose wall clock is past a time that was left out. */
function startOfGap(wall: number, offsets: readonly number[], timeZone: string): number {
  let before = wall - Math.max(...offsets);
  let after = wall - Math.min(...offsets);
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (wallClockAt(middle, timeZone) > wall) after = middle;
    else before = middle;
  }
  return after;
}

/** Formatters are slow to make and hold nothing but the zone. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}
