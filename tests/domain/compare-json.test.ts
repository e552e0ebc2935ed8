import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareJson, jsonDiffLines } from '../../src/domain/guard/mend/compare-json.ts';

const FILTER = { type: 'OR', branches: [{ filters: [{ property: 'a', values: ['x'] }] }] };

describe('comparing two JSON documents', () => {
  it.each([
    ['the same', { a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, []],
    ['null and absent', { a: null }, {}, []],
    ['a value', { a: 1 }, { a: 2 }, [{ kind: 'changed', path: 'a', before: 1, after: 2 }]],
    ['a key that came', {}, { a: { b: 1 } }, [{ kind: 'added', path: 'a', before: null, after: { b: 1 } }]],
    ['a key that went', { a: false }, {}, [{ kind: 'removed', path: 'a', before: false, after: null }]],
    ['a number as a text', { a: 1 }, { a: '1' }, [{ kind: 'changed', path: 'a', before: 1, after: '1' }]],
    ['an object as a list', { a: {} }, { a: [] }, [{ kind: 'changed', path: 'a', before: {}, after: [] }]],
    [
      'a place deep inside',
      FILTER,
      { ...FILTER, branches: [{ filters: [{ property: 'a', values: ['x', 'y'] }] }] },
      [{ kind: 'added', path: 'branches[0].filters[0].values[1]', before: null, after: 'y' }],
    ],
    ['what every object inherits', {}, { toString: 1 }, [{ kind: 'added', path: 'toString', after: 1 }]],
  ])('tells %s', (_what, before, after, differences) => {
    expect(compareJson(before, after)).toMatchObject(differences);
    expect(compareJson(before, after)).toHaveLength(differences.length);
  });

  it('tells a difference as a whole where it is asked not to go deeper', () => {
    const after = { ...FILTER, branches: [] };
    expect(compareJson({ filter: FILTER }, { filter: after }, 1)).toEqual([
      { kind: 'changed', path: 'filter', before: FILTER, after },
    ]);
  });

  it('finds none exactly when both say the same, in either direction', () => {
    const withoutNull = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(compareJson(one, withoutNull(one))).toEqual([]);
        expect(compareJson(one, other).length > 0).toBe(compareJson(other, one).length > 0);
      }),
    );
  });
});

describe('the lines of a change', () => {
  it('show what stays, goes and comes', () => {
    expect(jsonDiffLines({ a: 1, b: 2 }, { a: 1, b: 3 })).toEqual([
      '  {',
      '    "a": 1,',
      '-   "b": 2',
      '+   "b": 3',
      '  }',
    ]);
    expect(jsonDiffLines(null, [1])).toEqual(['+ [', '+   1', '+ ]']);
  });

  it('hold both texts whole', () => {
    const anyDocument = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(anyDocument, anyDocument, (before, after) => {
        const lines = jsonDiffLines(before, after);
        const side = (gone: string) =>
          lines.filter((line) => !line.startsWith(gone)).map((line) => line.slice(2));
        expect(side('+ ').join('\n')).toBe(JSON.stringify(before, null, 2));
        expect(side('- ').join('\n')).toBe(JSON.stringify(after, null, 2));
      }),
    );
  });
});
