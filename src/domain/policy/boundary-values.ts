import type { Fact } from './facts.ts';
import type { Condition } from './policy.ts';
import { toNumber } from './predicates/order.ts';
import { tokens } from './predicates/token.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Values of one fact on both sides of every bound that conditions draw: each listed value, each number with one below,
 * above and between, a text that no condition names, and blank where a condition asks for it. What no such value does
 * to the conditions, no known value does; only mixtures of several token conditions are tried all together and each
 * alone.
 *
 * @param conditions all about the same fact
 */
export function boundaryValues(conditions: readonly Condition[]): readonly Fact[] {
  const wanted = conditions.flatMap(({ value, highValue, values }) =>
    [value, highValue, ...(values ?? [])].flatMap((one) => one ?? []),
  );
  const places = wanted.filter((value) => toNumber(value) !== null);
  const texts = wanted.filter((value) => toNumber(value) === null).map(String);
  const values = new Map<string, Fact>();
  const add = (value: string | number | boolean) => {
    values.set(String(value).toLowerCase(), { state: 'known', value });
  };
  for (const value of aroundPlaces(places)) add(value);
  for (const value of wanted) add(value);
  if (conditions.some(({ operator }) => operator.endsWith('CONTAINS_TOKEN'))) add(wanted.join(' '));
  if (places.length === 0 || texts.length > 0) add(otherText(wanted.map(String)));
  const asksForBlank = conditions.some(({ operator }) => operator.endsWith('HAS_PROPERTY'));
  return [...values.values(), ...(asksForBlank ? [{ state: 'blank' } as const] : [])];
}

/** Every place, one between each two, one below and one above all. Whole numbers where there is room for one. */
function aroundPlaces(wanted: readonly (string | number | boolean)[]): readonly (string | number)[] {
  const isDate = wanted.some((value) => Number.isNaN(Number(value)));
  const places = [...new Set(wanted.flatMap((value) => toNumber(value) ?? []))].sort((a, b) => a - b);
  const step = isDate ? DAY : 1;
  const all = places.flatMap((place, at) => {
    const next = places[at + 1];
    return next === undefined ? [place, place + step] : [place, between(place, next)];
  });
  const [lowest] = places;
  const withLowest = lowest === undefined ? all : [lowest - step, ...all];
  return isDate ? withLowest.map(dateAt) : withLowest;
}

function between(low: number, high: number): number {
  const middle = (low + high) / 2;
  return Math.floor(middle) > low ? Math.floor(middle) : middle;
}

function dateAt(time: number): string {
  const text = new Date(time).toISOString();
  return time % DAY === 0 ? text.slice(0, 10) : text;
}

/** A text that equals none of these and shares no word with them. */
function otherText(wanted: readonly string[]): string {
  const taken = new Set(wanted.flatMap(tokens));
  let other = 'other';
  while (taken.has(other)) other += 'x';
  return other;
}
