import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PolicyDecision } from '../../src/domain/policy/decision.ts';
import { EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import { evaluatePolicy } from '../../src/domain/policy/evaluate-policy.ts';
import type { Fact, FactMap } from '../../src/domain/policy/facts.ts';
import { nearestChange } from '../../src/domain/policy/nearest-change.ts';
import { avoidedByInWords } from '../../src/domain/policy/nearest-change-in-words.ts';
import type { Condition, ConditionGroups, DecisionRight, Role } from '../../src/domain/policy/policy.ts';
import { exceptionType, known, policyVersion, row } from './policy-builder.ts';

const ROLES: readonly Role[] = [
  { id: 'lead', label: 'Region lead', people: ['ines@example.com'] },
  { id: 'revops', label: 'RevOps', people: ['priya@example.com'] },
  { id: 'cro', label: 'CRO', people: ['victor@example.com'] },
];

function decideOn(
  rows: readonly DecisionRight[],
  facts: FactMap,
  criteria: ConditionGroups = [],
): PolicyDecision {
  const type = exceptionType(rows, criteria);
  const policy = policyVersion(ROLES, type);
  return evaluatePolicy({ policy, exceptionType: type, facts, directory: EMPTY_DIRECTORY });
}

const amount = (operator: Condition['operator'], value: number): Condition => ({
  property: 'deal.amount',
  operator,
  value,
});
const region: Condition = { property: 'deal.sales_region', operator: 'NOT_IN', values: ['AMER', 'EMEA'] };
const ALWAYS = row('always', [], 'lead');

describe('what would have avoided a row, in one sentence', () => {
  it.each<[string, readonly DecisionRight[], FactMap, ConditionGroups, string | undefined]>([
    [
      'a number over a bound',
      [row('r', [[amount('GT', 100_000)]], 'revops'), ALWAYS],
      { 'deal.amount': known(120_000) },
      [],
      'RevOps would not be asked if deal amount is at most 100,000 (it is 120,000): policy version 3, VIP, row "Row r".',
    ],
    [
      'a blank field',
      [row('r', [[region]], 'revops'), ALWAYS],
      { 'deal.sales_region': { state: 'blank' } },
      [],
      'RevOps would not be asked if deal sales region is filled in and is AMER or EMEA (it is blank): policy version 3, VIP, row "Row r".',
    ],
    [
      'a field that could not be read',
      [row('r', [[amount('BETWEEN', 1)]], 'revops'), ALWAYS].map((one) =>
        one.id === 'r' ? { ...one, when: [[{ ...amount('BETWEEN', 10), highValue: 20 }]] } : one,
      ),
      {},
      [],
      'RevOps would not be asked if deal amount can be read and is under 10 or over 20 (it is not known (it was not gathered for this record)): policy version 3, VIP, row "Row r".',
    ],
    [
      'a field that must be blank',
      [row('r', [[{ property: 'deal.partner', operator: 'HAS_PROPERTY' }]], 'revops'), ALWAYS],
      { 'deal.partner': known('Acme') },
      [],
      'RevOps would not be asked if deal partner is blank (it is Acme): policy version 3, VIP, row "Row r".',
    ],
    [
      'two groups on two facts',
      [row('r', [[amount('GT', 5)], [region]], 'revops'), ALWAYS],
      { 'deal.amount': known(9), 'deal.sales_region': known('APAC') },
      [],
      'RevOps would not be asked if deal amount is at most 5 (it is 9) and deal sales region is AMER or EMEA (it is APAC): policy version 3, VIP, row "Row r".',
    ],
    [
      'another row that asks the same role',
      [row('r', [[amount('GT', 5)]], 'revops'), row('s', [[region]], 'revops'), ALWAYS],
      { 'deal.amount': known(9), 'deal.sales_region': known('APAC') },
      [],
      'This row would not apply if deal amount is 5 (it is 9), but row "Row s" would still ask RevOps: policy version 3, VIP, row "Row r".',
    ],
    [
      'a row that would come in',
      [row('r', [[amount('GT', 5)]], 'revops'), row('s', [[amount('LTE', 5)]], 'cro'), ALWAYS],
      { 'deal.amount': known(9) },
      [],
      'This row would not apply if deal amount is 5 (it is 9), but row "Row s" would ask CRO: policy version 3, VIP, row "Row r".',
    ],
    [
      'a row that comes in only further away',
      [row('r', [[amount('GT', 5)]], 'revops'), row('s', [[amount('LT', 2)]], 'revops'), ALWAYS],
      { 'deal.amount': known(9) },
      [],
      'RevOps would not be asked if deal amount is 5 (it is 9): policy version 3, VIP, row "Row r".',
    ],
    [
      'criteria that would fail',
      [row('r', [[amount('GTE', 5)]], 'revops'), ALWAYS],
      { 'deal.amount': known(9) },
      [[amount('GTE', 5)]],
      'This row would not apply if deal amount is 4 (it is 9), but the record would not qualify for VIP: policy version 3, VIP, row "Row r".',
    ],
    [
      'the only row',
      [row('r', [[amount('GT', 5)]], 'revops')],
      { 'deal.amount': known(9) },
      [],
      'This row would not apply if deal amount is 5 (it is 9), but nobody would be left to decide, so it could not be filed: policy version 3, VIP, row "Row r".',
    ],
    ['a row that always applies', [row('r', [], 'revops')], {}, [], undefined],
    [
      'an excluded row',
      [row('r', [[amount('GT', 5)]], 'revops')],
      { 'deal.amount': known(1) },
      [],
      undefined,
    ],
    [
      'what nobody can change',
      [row('r', [[{ property: 'request.object_type', operator: 'EQ', value: 'deal' }]], 'revops')],
      { 'request.object_type': known('deal') },
      [],
      undefined,
    ],
  ])('%s', (_, rows, facts, criteria, sentence) => {
    const decision = decideOn(rows, facts, criteria);
    const asked = decision.rows.find(({ id }) => id === 'r');
    if (!asked) throw new Error('there is a row r');
    expect(avoidedByInWords(decision, facts, asked, 'VIP')).toBe(sentence);
  });

  it('changes a second fact where the first alone would bring another group of the row in', () => {
    const red: Condition = { property: 'deal.c', operator: 'CONTAINS_TOKEN', value: 'red' };
    const when = [[{ ...red, operator: 'NOT_CONTAINS_TOKEN' as const }], [red, amount('GT', 5)]];
    const facts = { 'deal.c': known('blue'), 'deal.amount': known(9) };
    const decision = decideOn([row('r', when, 'revops'), ALWAYS], facts);
    const [asked] = decision.rows;
    if (!asked) throw new Error('there is a row');
    expect(nearestChange(decision, facts, asked)?.facts).toEqual({
      'deal.c': known('red'),
      'deal.amount': known(5),
    });
  });

  it('prefers the change that leaves the other rows alone', () => {
    const rows = [
      row('r', [[amount('GT', 5), region]], 'revops'),
      row('s', [[{ ...region, operator: 'IN' as const }]], 'cro'),
      ALWAYS,
    ];
    const facts = { 'deal.amount': known(9), 'deal.sales_region': known('APAC') };
    const decision = decideOn(rows, facts);
    const [asked] = decision.rows;
    if (!asked) throw new Error('there is a row');
    expect(nearestChange(decision, facts, asked)).toMatchObject({
      facts: { 'deal.amount': known(5) },
      alsoRemoved: [],
      added: [],
    });
  });
});

/** Every kind of value that the conditions below can tell apart, chosen by hand and not by the code under test. */
const VALUES: readonly Fact[] = [
  ...[0, 1, 1.5, 2, 2.5, 3, 4].map(known),
  known('red'),
  known('blue'),
  known('red blue'),
  known('neither'),
  { state: 'blank' },
];
const FACTS = ['deal.a', 'deal.b', 'deal.c'] as const;
const anyFact = fc.constantFrom<Fact>(...VALUES, { state: 'unreadable', why: 'x' });
const anyFacts: fc.Arbitrary<FactMap> = fc.record({
  'deal.a': anyFact,
  'deal.b': anyFact,
  'deal.c': anyFact,
});
const property = fc.constantFrom(...FACTS);
const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    property,
    operator: fc.constantFrom('EQ', 'NEQ', 'GT', 'GTE', 'LT', 'LTE'),
    value: fc.constantFrom(1, 2, 3),
  }),
  fc.record({
    property,
    operator: fc.constantFrom('IN', 'NOT_IN'),
    values: fc.constantFrom(['red'], ['red', 'blue'], [1, 3]),
  }),
  fc.record({ property, operator: fc.constantFrom('HAS_PROPERTY', 'NOT_HAS_PROPERTY') }),
  fc.record({
    property,
    operator: fc.constantFrom('CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN'),
    value: fc.constant('red'),
  }),
  fc.record({ property, operator: fc.constant('BETWEEN'), value: fc.constant(1), highValue: fc.constant(2) }),
) as fc.Arbitrary<Condition>;
const anyRow = fc
  .tuple(
    fc.array(fc.array(anyCondition, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
    fc.constantFrom('lead', 'revops', 'cro'),
  )
  .map(([when, role]) => row('r', when, role));
const anyRows = fc
  .array(anyRow, { minLength: 1, maxLength: 4 })
  .map((rows) => rows.map((one, at) => ({ ...one, id: `r${at}` })));

function applying({ rows }: PolicyDecision): readonly string[] {
  return rows.filter(({ truth }) => truth !== 'false').map(({ id }) => id);
}

/** Every way to set `size` of the facts. */
function* changesOf(size: number, from = 0): Generator<FactMap> {
  if (size === 0) yield {};
  for (let at = from; size > 0 && at < FACTS.length; at += 1) {
    const name = FACTS[at] ?? '';
    for (const rest of changesOf(size - 1, at + 1))
      for (const value of VALUES) yield { ...rest, [name]: value };
  }
}

describe('for every policy', () => {
  it('the change, evaluated again, removes the row and does to the others what it says', () => {
    fc.assert(
      fc.property(anyRows, anyFacts, (rows, facts) => {
        const decision = decideOn(rows, facts);
        for (const asked of decision.rows) {
          const change = nearestChange(decision, facts, asked);
          if (!change) continue;
          const after = applying(decideOn(rows, { ...facts, ...change.facts }));
          const gone = new Set([asked.id, ...change.alsoRemoved.map(({ id }) => id)]);
          const expected = [
            ...applying(decision).filter((id) => !gone.has(id)),
            ...change.added.map(({ id }) => id),
          ];
          expect(after.toSorted()).toEqual(expected.toSorted());
          expect(change.kept.map(({ id }) => id)).toEqual(applying(decision).filter((id) => !gone.has(id)));
        }
      }),
    );
  });

  it('no change of fewer facts removes the row, and there is one whenever any change does', () => {
    fc.assert(
      fc.property(anyRow, anyFacts, (one, facts) => {
        const decision = decideOn([one], facts);
        const [asked] = decision.rows;
        if (!asked || asked.truth === 'false') return;
        const change = nearestChange(decision, facts, asked);
        const smallest = [1, 2, 3].find((size) =>
          [...changesOf(size)].some(
            (other) => applying(decideOn([one], { ...facts, ...other })).length === 0,
          ),
        );
        expect(change && Object.keys(change.facts).length).toBe(smallest ?? null);
      }),
      { numRuns: 100 },
    );
  });

  it('whatever values fail the named conditions, the row is gone', () => {
    fc.assert(
      fc.property(anyRow, anyFacts, anyFacts, (one, facts, others) => {
        const decision = decideOn([one], facts);
        const [asked] = decision.rows;
        const change = asked && nearestChange(decision, facts, asked);
        if (!change) return;
        const names = new Set(Object.keys(change.facts));
        const changed = {
          ...facts,
          ...Object.fromEntries(Object.entries(others).filter(([name]) => names.has(name))),
        };
        const failing = decideOn(
          [
            row(
              'f',
              change.failing.map((condition) => [condition]),
              'cro',
            ),
          ],
          changed,
        );
        const allFail = failing.rows[0]?.when.groups.every(({ truth }) => truth === 'false');
        if (allFail) expect(applying(decideOn([one], changed))).toEqual([]);
      }),
    );
  });
});
