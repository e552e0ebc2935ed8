import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TRUTHS, type Truth } from '../../src/contracts/vocabulary.ts';
import { allOf, anyOf, truthOf } from '../../src/domain/policy/truth.ts';

const truths = fc.array(fc.constantFrom(...TRUTHS));
const not = (truth: Truth): Truth => (truth === 'unknown' ? 'unknown' : truthOf(truth === 'false'));

describe('Kleene logic', () => {
  it.each([
    ['true', 'true', 'true', 'true'],
    ['true', 'false', 'false', 'true'],
    ['true', 'unknown', 'unknown', 'true'],
    ['false', 'false', 'false', 'false'],
    ['false', 'unknown', 'false', 'unknown'],
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ] as const)('%s with %s: AND is %s, OR is %s', (a, b, and, or) => {
    expect([allOf([a, b]), allOf([b, a])]).toEqual([and, and]);
    expect([anyOf([a, b]), anyOf([b, a])]).toEqual([or, or]);
  });

  it('takes nothing at all as true for AND, false for OR', () => {
    expect([allOf([]), anyOf([])]).toEqual(['true', 'false']);
  });

  it('obeys De Morgan', () => {
    fc.assert(fc.property(truths, (list) => not(allOf(list)) === anyOf(list.map(not))));
  });

  it('does not depend on how a list is split', () => {
    fc.assert(
      fc.property(truths, truths, (a, b) => {
        expect(allOf([...a, ...b])).toBe(allOf([allOf(a), allOf(b)]));
        expect(anyOf([...a, ...b])).toBe(anyOf([anyOf(a), anyOf(b)]));
      }),
    );
  });

  it('answers the same whatever an unknown turns out to be, unless it answers unknown', () => {
    fc.assert(
      fc.property(truths, fc.constantFrom<Truth>('true', 'false'), (list, found) => {
        const resolved = list.map((truth) => (truth === 'unknown' ? found : truth));
        for (const combine of [allOf, anyOf]) {
          const before = combine(list);
          if (before !== 'unknown') expect(combine(resolved)).toBe(before);
        }
      }),
    );
  });
});
