import { dayAt, endOfDay, plusDays } from 'c/handoffTime';

const FAR = Date.parse('2030-01-01T00:00:00Z');

it.each([
    ['2026-11-23', 'UTC', '2026-11-23T23:59:59.000Z'],
    ['2026-11-23', 'America/New_York', '2026-11-24T04:59:59.000Z'],
    ['2026-11-23', 'Asia/Kolkata', '2026-11-23T18:29:59.000Z'],
    // The clocks go back that night, and forward on the other.
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.000Z'],
    ['2026-03-08', 'America/New_York', '2026-03-09T03:59:59.000Z']
])('the end of %s in %s', (day, timeZone, expected) => {
    expect(endOfDay(day, timeZone, FAR)).toBe(expected);
});

it('never ends after the longest validity', () => {
    expect(endOfDay('2026-11-23', 'UTC', Date.parse('2026-11-23T12:00:00Z'))).toBe('2026-11-23T12:00:00.000Z');
});

it.each([
    ['2026-11-24T03:00:00Z', 'America/New_York', 0, '2026-11-23'],
    ['2026-11-23T12:00:00Z', 'UTC', 30, '2026-12-23'],
    ['2026-12-31T23:00:00Z', 'Asia/Kolkata', 0, '2027-01-01']
])('the day at %s in %s plus %s', (instant, timeZone, days, expected) => {
    expect(dayAt(Date.parse(instant), timeZone, days)).toBe(expected);
});

it('counts days of 24 hours', () => {
    expect(plusDays(0, 2)).toBe(172800000);
});
