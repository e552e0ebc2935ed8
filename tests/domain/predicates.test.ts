import { describe, expect, it } from '@jest/globals';
import { CONDITION_OPERATORS, type Truth } from '../../src/contracts/vocabulary.ts';
import { evaluateConditions, unknownFactsOf } from '../../src/domain/policy/evaluate-conditions.ts';
import type { Fact } from '../../src/domain/policy/facts.ts';
import type { Condition } from '../../src/domain/policy/policy.ts';

type Value = string | number | boolean;

function evaluate(condition: Omit<Condition, 'property'>, fact: Fact) {
  const result = evaluateConditions([[{ property: 'deal.field', ...condition }]], { 'deal.field': fact });
  const [leaf] = result.groups[0]?.conditions ?? [];
  if (!leaf) throw new Error('one condition went in and none came out');
  return leaf;
}

const known = (value: Value): Fact => ({ state: 'known', value });

const EQ = { operator: 'EQ', value: 'EMEA' } as const;
const IN = { operator: 'IN', values: ['EMEA', 'APAC', 7] } as const;
const GT = { operator: 'GT', value: 100 } as const;
const BETWEEN = { operator: 'BETWEEN', value: 10, highValue: 20 } as const;
const AFTER = { operator: 'GTE', value: '2026-07-01' } as const;
const TOKEN = { operator: 'CONTAINS_TOKEN', values: ['acme', 'north wind'] } as const;

describe('a known value', () => {
  const cases: readonly (readonly [Omit<Condition, 'property'>, Value, Truth])[] = [
    [EQ, 'EMEA', 'true'],
    [EQ, ' emea ', 'true'],
    [EQ, 'APAC', 'false'],
    [{ operator: 'EQ', value: 5 }, '5.0', 'true'],
    [{ operator: 'EQ', value: 0 }, ' ', 'false'],
    [{ operator: 'EQ', value: 1 }, true, 'false'],
    [{ operator: 'EQ', value: true }, 'true', 'true'],
    [{ operator: 'EQ', value: '5' }, 5, 'true'],
    [{ operator: 'NEQ', value: 'EMEA' }, 'APAC', 'true'],
    [{ operator: 'NEQ', value: 'EMEA' }, 'emea', 'false'],
    [IN, 'apac', 'true'],
    [IN, '7', 'true'],
    [IN, 'AMER', 'false'],
    [{ ...IN, operator: 'NOT_IN' }, 'AMER', 'true'],
    [{ ...IN, operator: 'NOT_IN' }, 'EMEA', 'false'],
    [GT, 101, 'true'],
    [GT, 100, 'false'],
    [GT, '101', 'true'],
    [GT, 'n/a', 'unknown'],
    [GT, true, 'unknown'],
    [GT, '', 'unknown'],
    [{ operator: 'GTE', value: 100 }, 100, 'true'],
    [{ operator: 'GTE', value: 100 }, 99.99, 'false'],
    [{ operator: 'LT', value: 100 }, 99, 'true'],
    [{ operator: 'LT', value: 100 }, 100, 'false'],
    [{ operator: 'LTE', value: 100 }, 100, 'true'],
    [{ operator: 'LTE', value: 100 }, 101, 'false'],
    [BETWEEN, 10, 'true'],
    [BETWEEN, 20, 'true'],
    [BETWEEN, 9, 'false'],
    [BETWEEN, 21, 'false'],
    [{ operator: 'BETWEEN', value: 10 }, 15, 'unknown'],
    [AFTER, '2026-07-01', 'true'],
    [AFTER, '2026-06-30T23:59:59.000Z', 'false'],
    [AFTER, 'July 2026', 'unknown'],
    [AFTER, '2026-13-45', 'unknown'],
    [TOKEN, 'Acme, Inc.', 'true'],
    [TOKEN, 'Wind from the North', 'true'],
    [TOKEN, 'Acmeville', 'false'],
    [{ operator: 'CONTAINS_TOKEN', value: 'Ñandú' }, 'el ñandú', 'true'],
    [{ ...TOKEN, operator: 'NOT_CONTAINS_TOKEN' }, 'Borealis', 'true'],
    [{ ...TOKEN, operator: 'NOT_CONTAINS_TOKEN' }, 'ACME', 'false'],
    [{ operator: 'HAS_PROPERTY' }, 'x', 'true'],
    [{ operator: 'HAS_PROPERTY' }, 0, 'true'],
    [{ operator: 'NOT_HAS_PROPERTY' }, false, 'false'],
  ];
  it.each(cases)('%j on %j is %s', (condition, value, truth) => {
    expect(evaluate(condition, known(value)).truth).toBe(truth);
  });
});

describe('a value that is not there', () => {
  const all = CONDITION_OPERATORS.map((operator): Omit<Condition, 'property'> => {
    if (operator === 'IN' || operator === 'NOT_IN') return { operator, values: ['EMEA'] };
    if (operator === 'BETWEEN') return { operator, value: 1, highValue: 2 };
    return operator.endsWith('HAS_PROPERTY') ? { operator } : { operator, value: 1 };
  });

  it.each(all)('$operator: blank is unknown, except to the operators that ask for it', (condition) => {
    const wanted =
      condition.operator === 'HAS_PROPERTY'
        ? 'false'
        : condition.operator === 'NOT_HAS_PROPERTY'
          ? 'true'
          : 'unknown';
    expect(evaluate(condition, { state: 'blank' }).truth).toBe(wanted);
  });

  it.each(all)('$operator: unreadable is unknown', (condition) => {
    expect(evaluate(condition, { state: 'unreadable', why: 'no permission' }).truth).toBe('unknown');
  });

  it.each(all)('$operator: not gathered is unknown', (condition) => {
    expect(evaluateConditions([[{ property: 'deal.field', ...condition }]], {}).truth).toBe('unknown');
  });

  it('is not found in what every object inherits', () => {
    const groups = [[{ property: 'constructor', operator: 'HAS_PROPERTY' } as const]];
    expect(evaluateConditions(groups, {}).truth).toBe('unknown');
  });
});

describe('words', () => {
  it.each([
    [EQ, known('APAC'), 'deal field is EMEA', 'APAC'],
    [{ operator: 'NEQ', value: true }, known(false), 'deal field is not yes', 'no'],
    [IN, known('AMER'), 'deal field is EMEA, APAC or 7', 'AMER'],
    [{ ...IN, operator: 'NOT_IN' }, { state: 'blank' }, 'deal field is not EMEA, APAC or 7', 'blank'],
    [{ operator: 'GT', value: 100_000 }, known(84_000), 'deal field is over 100,000', '84,000'],
    [{ operator: 'LTE', value: 1.25 }, known(1), 'deal field is at most 1.25', '1'],
    [BETWEEN, known(3), 'deal field is between 10 and 20', '3'],
    [TOKEN, known('x'), 'deal field contains acme or north wind', 'x'],
    [{ operator: 'NOT_HAS_PROPERTY' }, known('x'), 'deal field is blank', 'x'],
    [
      { operator: 'HAS_PROPERTY' },
      { state: 'unreadable', why: 'the CRM is down' },
      'deal field is filled',
      'not known (the CRM is down)',
    ],
  ] as const)('%j on %j', (condition, fact, wanted, saw) => {
    expect(evaluate(condition, fact)).toMatchObject({ wanted, saw });
  });
});

describe('groups', () => {
  const yes = { property: 'deal.a', operator: 'EQ', value: 1 } as const;
  const no = { property: 'deal.a', operator: 'EQ', value: 2 } as const;
  const open = { property: 'deal.b', operator: 'EQ', value: 1 } as const;
  const facts = { 'deal.a': known(1) };

  it.each([
    ['no group', [], 'true'],
    ['one that holds', [[yes]], 'true'],
    ['one that fails in one condition', [[yes, no, open]], 'false'],
    ['one that is open', [[yes, open]], 'unknown'],
    ['one of two that holds', [[no], [yes]], 'true'],
    ['one open, one failed', [[no], [open]], 'unknown'],
    ['one open, one that holds', [[open], [yes]], 'true'],
  ] as const)('%s', (_, groups, truth) => {
    expect(evaluateConditions(groups, facts).truth).toBe(truth);
  });

  it('names a missing fact once, and only where it left the result open', () => {
    const missing = (groups: readonly (readonly Condition[])[]) =>
      unknownFactsOf(evaluateConditions(groups, facts));
    expect(missing([[open, open], [open]])).toEqual(['deal.b']);
    expect(missing([[no, { ...open, property: 'deal.c' }], [open]])).toEqual(['deal.b']);
    expect(missing([[open], [yes]])).toEqual([]);
  });
});
