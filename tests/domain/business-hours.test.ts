import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BusinessCalendar, OpenHours } from '../../src/domain/calendar/business-calendar.ts';
import { addBusinessHours, businessHoursBetween } from '../../src/domain/calendar/business-hours.ts';

const HOUR = 60;

function calendar(
  timeZone: string,
  hours: OpenHours,
  more: { readonly weekend?: boolean; readonly holidays?: readonly string[] } = {},
): BusinessCalendar {
  const weekend = more.weekend ? hours : null;
  return {
    timeZone,
    week: [hours, hours, hours, hours, hours, weekend, weekend],
    holidays: more.holidays ?? [],
  };
}

const NINE_TO_FIVE = { from: 9 * HOUR, to: 17 * HOUR };
const BERLIN = calendar('Europe/Berlin', NINE_TO_FIVE);
const AROUND_THE_CLOCK = { from: 0, to: 24 * HOUR };

const add = (instant: string, hours: number, of: BusinessCalendar) =>
  addBusinessHours(new Date(instant), hours, of).toISOString();
const between = (from: string, to: string, of: BusinessCalendar) =>
  businessHoursBetween(new Date(from), new Date(to), of);

describe('business hours in Berlin, nine to five', () => {
  it.each([
    ['within a day', '2026-11-03T09:00:00Z', 2, '2026-11-03T11:00:00.000Z'],
    ['over night', '2026-11-03T15:00:00Z', 2, '2026-11-04T09:00:00.000Z'],
    ['up to closing time exactly', '2026-11-03T15:00:00Z', 1, '2026-11-03T16:00:00.000Z'],
    ['from before opening', '2026-11-03T03:00:00Z', 1, '2026-11-03T09:00:00.000Z'],
    ['on a Friday evening', '2026-11-06T19:30:00Z', 4, '2026-11-09T12:00:00.000Z'],
    ['over a weekend that puts the clocks back', '2026-10-23T14:00:00Z', 2, '2026-10-26T09:00:00.000Z'],
    ['a part of a minute', '2026-11-03T09:00:00Z', 0.001, '2026-11-03T09:00:03.600Z'],
    ['nothing', '2026-11-07T03:00:00Z', 0, '2026-11-07T03:00:00.000Z'],
  ])('%s', (_, from, hours, to) => {
    expect(add(from, hours, BERLIN)).toBe(to);
  });

  it('leaves holidays out', () => {
    const closed = calendar('Europe/Berlin', NINE_TO_FIVE, { holidays: ['2026-12-25'] });
    expect(add('2026-12-24T15:00:00Z', 2, closed)).toBe('2026-12-28T09:00:00.000Z');
    expect(between('2026-12-24T00:00:00Z', '2026-12-26T00:00:00Z', closed)).toBe(8);
  });

  it('knows the day in its own zone: Monday in Tokyo is still Sunday in UTC', () => {
    expect(add('2026-11-08T22:00:00Z', 1, calendar('Asia/Tokyo', NINE_TO_FIVE))).toBe(
      '2026-11-09T01:00:00.000Z',
    );
  });

  it('counts nothing backwards', () => {
    expect(between('2026-11-04T12:00:00Z', '2026-11-03T12:00:00Z', BERLIN)).toBe(0);
  });
});

describe('the hour that daylight saving leaves out or doubles', () => {
  const night = (hours: OpenHours) => calendar('Europe/Berlin', hours, { weekend: true });

  it('is missing from a day that is open around the clock', () => {
    const all = night(AROUND_THE_CLOCK);
    expect(between('2027-03-27T23:00:00Z', '2027-03-28T22:00:00Z', all)).toBe(23);
    expect(add('2027-03-27T23:00:00Z', 23, all)).toBe('2027-03-28T22:00:00.000Z');
  });

  it('is there twice on a day that is open around the clock', () => {
    const all = night(AROUND_THE_CLOCK);
    expect(between('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', all)).toBe(25);
  });

  it('opens when the clocks are put forward, if it should open in the missing hour', () => {
    const early = night({ from: 2 * HOUR + 30, to: 5 * HOUR });
    // 02:30 does not exist on 28 March 2027: at 02:00 it is 03:00.
    expect(add('2027-03-27T23:30:00Z', 1, early)).toBe('2027-03-28T02:00:00.000Z');
    expect(between('2027-03-28T00:00:00Z', '2027-03-28T12:00:00Z', early)).toBe(2);
  });

  it('has no hours at all when all of them are missing', () => {
    const missing = night({ from: 2 * HOUR, to: 2 * HOUR + 45 });
    expect(between('2027-03-28T00:00:00Z', '2027-03-28T22:00:00Z', missing)).toBe(0);
    expect(add('2027-03-28T00:00:00Z', 0.5, missing)).toBe('2027-03-29T00:30:00.000Z');
  });

  it('opens the first time and closes the last time the clock shows a doubled hour', () => {
    const doubled = night({ from: 2 * HOUR + 15, to: 2 * HOUR + 45 });
    // 25 October 2026: 02:15 is 00:15 and 01:15 UTC, 02:45 is 00:45 and 01:45 UTC.
    expect(between('2026-10-24T22:00:00Z', '2026-10-25T22:00:00Z', doubled)).toBe(1.5);
    expect(add('2026-10-24T22:00:00Z', 1, doubled)).toBe('2026-10-25T01:15:00.000Z');
  });

  it('may stand at midnight, where the day begins an hour late', () => {
    const cairo = calendar('Africa/Cairo', AROUND_THE_CLOCK, { weekend: true });
    // 24 April 2026 begins at 01:00 in Cairo.
    expect(between('2026-04-23T22:00:00Z', '2026-04-24T21:00:00Z', cairo)).toBe(23);
  });

  it('may be half an hour', () => {
    const lordHowe = calendar('Australia/Lord_Howe', AROUND_THE_CLOCK, { weekend: true });
    expect(between('2026-10-03T13:30:00Z', '2026-10-04T13:00:00Z', lordHowe)).toBe(23.5);
  });
});

const anyCalendar: fc.Arbitrary<BusinessCalendar> = fc.record({
  timeZone: fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Tokyo',
    'Asia/Kathmandu',
    'Africa/Cairo',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'UTC',
  ),
  week: fc
    .array(
      fc.option(
        fc
          .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
          .filter(([from, to]) => from < to)
          .map(([from, to]) => ({ from, to })),
        { nil: null },
      ),
      { minLength: 7, maxLength: 7 },
    )
    .filter((days) => days.some((day) => day !== null && day.to - day.from > 120)),
  holidays: fc.subarray(['2026-10-25', '2026-12-25', '2027-03-28', '2027-03-14']),
});
const anyInstant = fc
  .integer({ min: Date.parse('2026-09-01T00:00:00Z'), max: Date.parse('2027-05-01T00:00:00Z') })
  .map((ms) => new Date(ms));
// Whole milliseconds, up to 40 hours.
const anyHours = fc.integer({ min: 1, max: 40 * 3_600_000 }).map((ms) => ms / 3_600_000);

describe('for every calendar', () => {
  it('as many hours lie between as were added', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anyHours, (of, from, hours) => {
        expect(businessHoursBetween(from, addBusinessHours(from, hours, of), of)).toBeCloseTo(hours, 9);
      }),
      { numRuns: 300 },
    );
  });

  it('it does not matter whether hours are added at once or one after the other', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anyHours, anyHours, (of, from, some, more) => {
        const atOnce = addBusinessHours(from, some + more, of).getTime();
        const inTwo = addBusinessHours(addBusinessHours(from, some, of), more, of).getTime();
        expect(inTwo).toBe(atOnce);
      }),
      { numRuns: 300 },
    );
  });

  it('later stays later, and more hours are never sooner', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anyInstant, anyHours, anyHours, (of, one, other, some, more) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        const [few, many] = some < more ? [some, more] : [more, some];
        expect(addBusinessHours(early, few, of) <= addBusinessHours(late, few, of)).toBe(true);
        expect(addBusinessHours(early, few, of) <= addBusinessHours(early, many, of)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
