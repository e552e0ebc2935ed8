/** A random source: from 0 up to, not including, 1. */
export type Random = () => number;

/** An estimate with the interval that holds its true value in 95 of 100 runs. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2_000;
const CONFIDENCE = 0.95;

/**
 * The quantile of some values, with linear interpolation between neighbours (type 7 of Hyndman and Fan).
 *
 * @param share 0 to 1; 0.5 is the median
 * @throws RangeError without values or with a share outside 0 to 1
 */
export function quantile(values: readonly number[], share: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), share);
}

function quantileOfSorted(sorted: Float64Array, share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`a quantile lies between 0 and 1, not at ${share}`);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('no values, no quantile');
  return below + (above - below) * (position - Math.floor(position));
}

/**
 * How many times a quantile of `measured` is that of `base`, with a percentile bootstrap interval.
 *
 * Whole groups are drawn, not single values: requests of one second share its garbage collections and its noisy
 * neighbours, so they are not independent, and drawing them one by one would give an interval that is too narrow.
 *
 * @param measured groups of values; neither side may be without groups
 */
export function ratioOfQuantiles(
  measured: readonly (readonly number[])[],
  base: readonly (readonly number[])[],
  share: number,
  random: Random,
): Estimate {
  const ratio = (one: readonly (readonly number[])[], other: readonly (readonly number[])[]) =>
    quantile(one.flat(), share) / quantile(other.flat(), share);
  const drawn = Float64Array.from({ length: RESAMPLES }, () =>
    ratio(resample(measured, random), resample(base, random)),
  ).sort();
  return {
    value: ratio(measured, base),
    low: quantileOfSorted(drawn, (1 - CONFIDENCE) / 2),
    high: quantileOfSorted(drawn, (1 + CONFIDENCE) / 2),
  };
}

/** As many items as there are, drawn with replacement. */
function resample<T>(items: readonly T[], random: Random): T[] {
  return items.flatMap(() => {
    const drawn = items[Math.floor(random() * items.length)];
    return drawn === undefined ? [] : [drawn];
  });
}

/** A random source that gives the same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
