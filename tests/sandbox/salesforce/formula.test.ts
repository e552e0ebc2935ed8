import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  evaluateFormula,
  type FormulaScope,
} from '../../../sandbox/salesforce/engine/formula/evaluate-formula.ts';
import type { FormulaValue } from '../../../sandbox/salesforce/engine/formula/functions.ts';
import { FormulaError, parseFormula } from '../../../sandbox/salesforce/engine/formula/parse-formula.ts';
import { readFlow } from '../../../sandbox/salesforce/metadata/read-flow.ts';
import { MetadataError } from '../../../sandbox/salesforce/metadata/xml-node.ts';
import { assign, filter, flag, recordFlow, text } from './flow-xml.ts';

const NOW = Date.UTC(2026, 10, 23, 10);
const VALUES: Readonly<Record<string, FormulaValue>> = {
  Amount: 10,
  Blank: null,
  Stage: 'Open',
  Hold: true,
  Close: new Date('2026-12-01T00:00:00Z'),
};
const PRIOR: Readonly<Record<string, FormulaValue>> = { ...VALUES, Amount: 7 };
const lookUp = (values: Readonly<Record<string, FormulaValue>>) => (path: string) => {
  if (!Object.hasOwn(values, path)) throw new FormulaError(`no field ${path}`);
  return values[path] ?? null;
};
const scope: FormulaScope = { read: lookUp(VALUES), prior: lookUp(PRIOR), isNew: false, now: NOW };

describe('formulas', () => {
  it.each<[string, FormulaValue]>([
    ['1 + 2 * 3 ^ 2', 19],
    ['(1 + 2) * 3', 9],
    ['-Amount + 4', -6],
    ['10 / 0', null],
    ['Blank + 1', null],
    ['Blank = ""', true],
    ['Blank < 5', false],
    ['Blank <> 5', true],
    ['Amount >= 10 && !Hold', false],
    ['Amount > 10 || Hold', true],
    ['NOT(Hold)', false],
    ['AND(Hold, Amount = 10, TRUE)', true],
    ['OR(Hold = false, Amount = 11)', false],
    ['IF(Hold, "held", "free")', 'held'],
    ['CASE(Stage, "New", 1, "Open", 2, 3)', 2],
    ['ISPICKVAL(Stage, "open")', false],
    ['TEXT(Stage) & "!"', 'Open!'],
    ['ISBLANK(Blank)', true],
    ['BLANKVALUE(Blank, 4)', 4],
    ['ISCHANGED(Amount)', true],
    ['ISCHANGED(Stage)', false],
    ['PRIORVALUE(Amount) + 0', 7],
    ['ISNEW()', false],
    ['CONTAINS(Stage, "pe")', true],
    ['BEGINS(LOWER(Stage), "op")', true],
    ['LEFT(Stage, 2) + RIGHT(Stage, 1)', 'Opn'],
    ['ROUND(10 / 3, 2)', 3.33],
    ['VALUE("5") + LEN(Stage)', 9],
    ['Close - TODAY()', 8],
    ['Close > NOW()', true],
    ['TODAY() + 8 = Close', true],
    ['/* why */ {!Amount} = 10', true],
  ])('%s', (source, value) => {
    expect(evaluateFormula(parseFormula(source), scope)).toEqual(value);
  });

  it.each(['1 +', '(1', 'AND()', 'IF(1, 2)', 'REGEX("a", "b")', 'constructor()', '1 2', '"open', '@'])(
    'refuses %s',
    (source) => {
      expect(() => parseFormula(source)).toThrow(FormulaError);
    },
  );

  it('a field that is not there is an error, never a value', () => {
    expect(() => evaluateFormula(parseFormula('Nope = 1'), scope)).toThrow(FormulaError);
    expect(() => evaluateFormula(parseFormula('toString = 1'), scope)).toThrow(FormulaError);
  });

  it('fails in its own way whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'AND(OR)NOT!1,"{}$.&|=<> Amount'.split('')) }),
        (source) => {
          try {
            evaluateFormula(parseFormula(source), scope);
          } catch (error) {
            expect(error).toBeInstanceOf(FormulaError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a broken flow file', () => {
  const whole = recordFlow({
    first: 'Set',
    start: filter('Handoff_Routing_Hold__c', 'EqualTo', flag(false)),
    body: assign('Set', '$Record.NextStep', text('routed')),
  });

  it('is refused as metadata wherever it is cut, and with any element renamed', () => {
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.nat(40),
        fc.constantFrom('', '<', '</Flow>', 'constructor', '__proto__', '&amp;', '\u0000'),
        (at, length, put) => {
          try {
            readFlow('Broken', whole.slice(0, at) + put + whole.slice(at + length));
          } catch (error) {
            expect(error).toBeInstanceOf(MetadataError);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(() => readFlow('B', whole.replaceAll('assignments>', 'constructor>'))).toThrow(MetadataError);
  });
});
