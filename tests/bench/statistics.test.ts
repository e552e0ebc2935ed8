import { describe, expect, it } from '@jest/globals';
import { quantile, ratioOfQuantiles, seededRandom } from './statistics.ts';

describe('quantile', () => {
  const cases: readonly [readonly number[], number, number][] = [
    [[7], 0.99, 7],
    [[4, 1, 3, 2], 0.5, 2.5],
    [[1, 2, 3, 4, 5], 0, 1],
    [[1, 2, 3, 4, 5], 1, 5],
    [[10, 20, 30, 40, 50], 0.9, 46],
    [[100, 9], 0.5, 54.5],
  ];
  it.each(cases)('of %j at %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected, 10);
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    quantile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });

  it('has no answer without values or outside 0 to 1', () => {
    expect(() => quantile([], 0.5)).toThrow('no values');
    expect(() => quantile([1], 1.5)).toThrow('between 0 and 1');
    expect(() => quantile([1], Number.NaN)).toThrow('between 0 and 1');
  });
});

describe('ratioOfQuantiles', () => {
  /** Twenty groups of thirty values around `center`; each group lies as a whole higher or lower. */
  function groupsAround(center: number, seed: number): number[][] {
    const random = seededRandom(seed);
    return Array.from({ length: 20 }, () => {
      const shift = random() - 0.5;
      return Array.from({ length: 30 }, () => center + shift + random() - 0.5);
    });
  }

  it('finds a known ratio inside its interval', () => {
    const { value, low, high } = ratioOfQuantiles(
      groupsAround(30, 1),
      groupsAround(10, 2),
      0.5,
      seededRandom(3),
    );
    expect(value).toBeCloseTo(3, 1);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(low).toBeGreaterThan(2.8);
    expect(high).toBeLessThan(3.2);
  });

  it('is surer of a single ratio than of groups that differ', () => {
    const same = ratioOfQuantiles([[2], [2], [2]], [[1], [1], [1]], 0.5, seededRandom(1));
    expect(same).toEqual({ value: 2, low: 2, high: 2 });
    const different = ratioOfQuantiles([[1], [2], [3]], [[1], [1], [1]], 0.5, seededRandom(1));
    expect(different).toEqual({ value: 2, low: 1, high: 3 });
  });

  it('gives the same interval for the same seed', () => {
    const [one, other] = [1, 1].map(() =>
      ratioOfQuantiles(groupsAround(5, 4), groupsAround(4, 5), 0.99, seededRandom(6)),
    );
    expect(one).toEqual(other);
  });
});

describe('seededRandom', () => {
  it('spreads evenly over 0 to 1', () => {
    const random = seededRandom(42);
    const tenths = new Array<number>(10).fill(0);
    for (let at = 0; at < 10_000; at += 1) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(tenths).toHaveLength(10);
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
