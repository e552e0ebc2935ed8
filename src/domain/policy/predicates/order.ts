import type { Truth } from '@handrail/contracts/vocabulary';
import { truthOf } from '../truth.ts';
import { valueInWords } from '../words.ts';
import { onKnownValue, type Predicate } from './predicate.ts';

const WORDS: Readonly<Record<string, string>> = {
  LT: 'is under',
  LTE: 'is at most',
  GT: 'is over',
  GTE: 'is at least',
};

/** LT, LTE, GT, GTE and BETWEEN (both ends included), over numbers and ISO dates. */
export const order: Predicate = {
  wanted: ({ operator, value, highValue }) =>
    operator === 'BETWEEN'
      ? `is between ${valueInWords(value ?? '')} and ${valueInWords(highValue ?? '')}`
      : `${WORDS[operator]} ${valueInWords(value ?? '')}`,
  holds: onKnownValue(({ operator, value, highValue }, seen) => {
    const low = toNumber(value);
    const at = toNumber(seen);
    // A value that has no order, such as "n/a" in an amount, says nothing about the condition.
    if (low === null || at === null) return 'unknown';
    return compare(operator, at, low, toNumber(highValue));
  }),
};

function compare(operator: string, at: number, low: number, high: number | null): Truth {
  if (operator === 'LT') return truthOf(at < low);
  if (operator === 'LTE') return truthOf(at <= low);
  if (operator === 'GT') return truthOf(at > low);
  if (operator === 'GTE') return truthOf(at >= low);
  return high === null ? 'unknown' : truthOf(at >= low && at <= high);
}

/** A number or ISO date as a place on a line; null for anything that has none. */
export function toNumber(value: string | number | boolean | undefined): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  // Only full ISO dates: Date.parse accepts much more, and differently on each engine.
  const time = /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
