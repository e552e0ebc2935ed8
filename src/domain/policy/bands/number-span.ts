import type { Condition } from '../policy.ts';

/** Numbers above `above` and up to `atMost`; without a bound on one side there is none there. */
export interface NumberSpan {
  readonly above?: number;
  readonly atMost?: number;
}

/**
 * The numbers for which a condition holds; null for a condition that no one span of numbers decides. A bound that is
 * included below becomes the next smaller number, which is exact for the numbers that a CRM can store.
 */
export function spanOf({ operator, value, highValue }: Condition): NumberSpan | null {
  const bound = numberOf(value);
  if (bound === null) return null;
  switch (operator) {
    case 'GT':
      return { above: bound };
    case 'GTE':
      return finite({ above: nextBelow(bound) });
    case 'LT':
      return finite({ atMost: nextBelow(bound) });
    case 'LTE':
      return { atMost: bound };
    case 'BETWEEN':
      return highValue === undefined ? null : finite({ above: nextBelow(bound), atMost: highValue });
    case 'EQ':
      return typeof value === 'number' ? finite({ above: nextBelow(bound), atMost: bound }) : null;
    default:
      return null;
  }
}

/** Where both hold. Two that exclude each other leave a span that no number is in. */
export function bothSpans(one: NumberSpan, other: NumberSpan): NumberSpan {
  return span(most([one.above, other.above]), least([one.atMost, other.atMost]));
}

/**
 * Where one of them holds, as one span; `exact` is false when it also covers a gap between them. Spans that no number is
 * in count for nothing, unless there is no other.
 */
export function eitherSpan(spans: readonly NumberSpan[]): NumberSpan & { readonly exact: boolean } {
  const held = spans.filter((one) => !isEmpty(one));
  const ordered = (held.length > 0 ? held : spans).toSorted((a, b) => lowest(a) - lowest(b));
  let exact = true;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [at, one] of ordered.entries()) {
    if (at > 0 && lowest(one) > reached) exact = false;
    reached = Math.max(reached, highest(one));
  }
  const above = ordered.some((one) => one.above === undefined)
    ? undefined
    : least(ordered.map((one) => one.above));
  const atMost = ordered.some((one) => one.atMost === undefined)
    ? undefined
    : most(ordered.map((one) => one.atMost));
  return { ...span(above, atMost), exact };
}

function isEmpty(one: NumberSpan): boolean {
  return lowest(one) >= highest(one);
}

function lowest({ above = Number.NEGATIVE_INFINITY }: NumberSpan): number {
  return above;
}

function highest({ atMost = Number.POSITIVE_INFINITY }: NumberSpan): number {
  return atMost;
}

function span(above: number | undefined, atMost: number | undefined): NumberSpan {
  return { ...(above !== undefined && { above }), ...(atMost !== undefined && { atMost }) };
}

function most(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.flatMap((one) => one ?? []);
  return known.length === 0 ? undefined : Math.max(...known);
}

function least(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.flatMap((one) => one ?? []);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Null where a bound is so large that JSON has no number next to it. */
function finite(one: NumberSpan): NumberSpan | null {
  return [one.above, one.atMost].every((bound) => bound === undefined || Number.isFinite(bound)) ? one : null;
}

/** A number, also one that a policy wrote as text; a date is none. */
function numberOf(value: Condition['value']): number | null {
  if (typeof value === 'boolean' || value === undefined || String(value).trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The largest double under a finite one. */
function nextBelow(number: number): number {
  if (number === 0) return -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  view.setBigInt64(0, view.getBigInt64(0) + (number > 0 ? -1n : 1n));
  return view.getFloat64(0);
}
