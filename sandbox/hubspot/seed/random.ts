/** A source of repeatable pseudo-random choices. */
export interface RandomSource {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** One of the items. @throws RangeError for an empty list */
  pick<T>(items: readonly T[]): T;
  /** One of the items, each as likely as its weight. @throws RangeError for an empty list */
  weighted<T>(items: ReadonlyArray<readonly [T, number]>): T;
}

/** Mulberry32: the same seed gives the same numbers on every machine. */
export function createRandom(seed: number): RandomSource {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const at = <T>(items: readonly T[], index: number): T => {
    const item = items[index];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  };
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (items) => at(items, Math.floor(next() * items.length)),
    weighted(items) {
      const total = items.reduce((sum, [, weight]) => sum + weight, 0);
      let left = next() * total;
      const found = items.findIndex(([, weight]) => {
        left -= weight;
        return left < 0;
      });
      return at(items, found === -1 ? items.length - 1 : found)[0];
    },
  };
}
