// @ts-check

const MINUTE_MS = 60000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The day it is in a time zone, plus whole calendar days.
 *
 * @param {number} epochMs
 * @param {string} timeZone IANA name
 * @param {number} later
 * @returns {string} `YYYY-MM-DD`, as lightning-input speaks it
 */
export function dayAt(epochMs, timeZone, later) {
    const wall = wallClock(epochMs, timeZone);
    const day = new Date(Date.UTC(wall.year, wall.month, wall.date + later));
    return day.toISOString().slice(0, 10);
}

/**
 * The last second of a day in a time zone, but never after `latestMs`: the policy counts the longest validity from
 * the hour, so the end of the last permitted day can lie past it.
 *
 * @param {string} day `YYYY-MM-DD`
 * @param {string} timeZone IANA name
 * @param {number} latestMs
 * @returns {string} ISO 8601 instant in UTC
 */
export function endOfDay(day, timeZone, latestMs) {
    const wall = Date.parse(`${day}T23:59:59Z`);
    // The offset is first read at the wall time taken as UTC, then again at the result: right on days of a clock change.
    const near = wall - offsetAt(wall, timeZone);
    const end = wall - offsetAt(near, timeZone);
    return new Date(Math.min(end, latestMs)).toISOString();
}

/**
 * An instant plus whole days of 24 hours.
 *
 * @param {number} epochMs
 * @param {number} days
 */
export function plusDays(epochMs, days) {
    return epochMs + days * DAY_MS;
}

/**
 * @param {number} epochMs
 * @param {string} timeZone
 */
function offsetAt(epochMs, timeZone) {
    const wall = wallClock(epochMs, timeZone);
    return Date.UTC(wall.year, wall.month, wall.date, wall.hour, wall.minute, wall.second) - epochMs;
}

/**
 * @param {number} epochMs
 * @param {string} timeZone
 */
function wallClock(epochMs, timeZone) {
    const parts = new Intl.DateTimeFormat('en', {
        timeZone,
        calendar: 'gregory',
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric'
    }).formatToParts(epochMs);
    /** @param {string} type */
    const part = (type) => Number(parts.find((candidate) => candidate.type === type)?.value);
    return {
        year: part('year'),
        month: part('month') - 1,
        date: part('day'),
        hour: part('hour'),
        minute: part('minute'),
        second: part('second')
    };
}
