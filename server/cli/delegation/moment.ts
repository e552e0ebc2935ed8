import { instantOf } from '../../../src/domain/calendar/zoned-time.ts';

const DAY = 24 * 60 * 60 * 1000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_AND_TIME = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** How a moment may be written, for help and messages. */
export const MOMENT_WORDS = '2026-11-27, "2026-11-27 17:00" or 2026-11-27T17:00:00+01:00';

/**
 * The instant somebody means. A day alone begins at midnight, and as an end counts to its last moment.
 *
 * @param timeZone IANA name, for what is written without an offset
 * @returns ISO 8601 instant; null for what is no moment, such as February 30
 */
export function momentOf(written: string, timeZone: string, as: 'start' | 'end'): string | null {
  const text = written.trim();
  if (INSTANT.test(text)) return isDay(text.slice(0, 10)) ? isoOf(Date.parse(text)) : null;
  const [, year, month, day, hour = '00', minute = '00'] = DATE.exec(text) ?? DATE_AND_TIME.exec(text) ?? [];
  if (year === undefined || !isDay(`${year}-${month}-${day}`)) return null;
  if (Number(hour) > 23 || Number(minute) > 59) return null;
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  const isWholeDay = DATE.test(text) && as === 'end';
  return isoOf(instantOf(wall + (isWholeDay ? DAY : 0), timeZone, 'first'));
}

/** True for a time zone this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isoOf(time: number): string | null {
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
