import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../src/domain/audit/canonical-json.ts';

describe('canonicalJson', () => {
  it.each([
    [null, 'null'],
    [true, 'true'],
    [-0, '0'],
    [1e21, '1e+21'],
    ['"é\n', '"\\"é\\n"'],
    [[3, 1, 2], '[3,1,2]'],
    [{ b: 1, a: { d: [], c: {} } }, '{"a":{"c":{},"d":[]},"b":1}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [{ é: 1, z: 2, Z: 3, 10: 4, 9: 5 }, '{"10":4,"9":5,"Z":3,"z":2,"é":1}'],
  ])('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [undefined],
    [[undefined]],
    [new Array(1)],
    [1n],
    [() => 1],
    [Symbol('x')],
    [{ a: { b: [Number.NaN] } }],
  ])('refuses what JSON cannot carry: case %#', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('loses nothing, and is a fixed point', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('does not depend on the order in which keys were set', () => {
    const keys = fc.uniqueArray(fc.string(), { maxLength: 8 });
    fc.assert(
      fc.property(keys, (names) => {
        const build = (list: readonly string[]) =>
          Object.fromEntries(list.map((name) => [name, name.length]));
        expect(canonicalJson(build(names))).toBe(canonicalJson(build([...names].reverse())));
      }),
    );
  });

  it('tells different values apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b);
        const read = (value: unknown) => JSON.parse(canonicalJson(value));
        if (same) expect(read(a)).toEqual(read(b));
        else expect(JSON.stringify(a) === JSON.stringify(b)).toBe(false);
      }),
    );
  });
});
