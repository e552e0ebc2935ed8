import { describe, expect, it } from '@jest/globals';
import { dayAt, endOfDay, fromNow, knownTimeZone } from '../words/portal-time.ts';

const FAR = '2100-01-01T00:00:00.000Z';

describe('dayAt', () => {
  it.each([
    ['2026-11-23T23:30:00.000Z', 'UTC', 0, { year: 2026, month: 10, date: 23 }],
    ['2026-11-23T23:30:00.000Z', 'Europe/Berlin', 0, { year: 2026, month: 10, date: 24 }],
    ['2026-11-23T03:30:00.000Z', 'America/New_York', 0, { year: 2026, month: 10, date: 22 }],
    ['2026-12-30T12:00:00.000Z', 'UTC', 3, { year: 2027, month: 0, date: 2 }],
  ])('%s in %s plus %i days', (instant, timeZone, days, day) => {
    expect(dayAt(instant, timeZone, days)).toEqual(day);
  });
});

describe('endOfDay', () => {
  it.each([
    ['UTC', { year: 2026, month: 10, date: 23 }, '2026-11-23T23:59:59.000Z'],
    ['America/Los_Angeles', { year: 2026, month: 10, date: 23 }, '2026-11-24T07:59:59.000Z'],
    ['Asia/Kolkata', { year: 2026, month: 10, date: 23 }, '2026-11-23T18:29:59.000Z'],
    ['Pacific/Kiritimati', { year: 2026, month: 10, date: 23 }, '2026-11-23T09:59:59.000Z'],
    // The clock goes back on the first day and forward on the second.
    ['America/New_York', { year: 2026, month: 10, date: 1 }, '2026-11-02T04:59:59.000Z'],
    ['America/New_York', { year: 2027, month: 2, date: 14 }, '2027-03-15T03:59:59.000Z'],
    // The clock goes forward a few hours after the day, when it is still this day in UTC.
    ['Pacific/Auckland', { year: 2026, month: 8, date: 26 }, '2026-09-26T11:59:59.000Z'],
    // The clock is put back at midnight: the day has 25 hours and its last hour comes twice.
    ['Asia/Beirut', { year: 2026, month: 9, date: 24 }, '2026-10-24T21:59:59.000Z'],
  ])('in %s', (timeZone, day, instant) => {
    expect(endOfDay(day, timeZone, FAR)).toBe(instant);
  });

  it('never lies past the latest moment the policy allows', () => {
    const latest = '2026-12-23T14:00:00.000Z';
    expect(endOfDay({ year: 2026, month: 11, date: 23 }, 'Europe/Berlin', latest)).toBe(latest);
  });
});

describe('fromNow', () => {
  it.each([
    [10_000, 'just now'],
    [-120_000, '2 minutes ago'],
    [3_600_000, 'in 1 hour'],
    [-47 * 3_600_000, '47 hours ago'],
    [72 * 3_600_000, 'in 3 days'],
  ])('%i ms away', (ms, words) => {
    const now = Date.parse('2026-11-23T14:00:00.000Z');
    expect(fromNow(new Date(now + ms).toISOString(), now)).toBe(words);
  });
});

describe('knownTimeZone', () => {
  it('falls back to UTC', () => {
    expect(knownTimeZone('US/Eastern')).toBe('US/Eastern');
    expect(knownTimeZone('Mars/Olympus')).toBe('UTC');
  });
});
