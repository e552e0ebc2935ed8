import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verdictOf } from '../../src/domain/policy/ballots.ts';
import type { PolicyDecision } from '../../src/domain/policy/decision.ts';
import { EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import { evaluatePolicy } from '../../src/domain/policy/evaluate-policy.ts';
import type { Fact, FactMap } from '../../src/domain/policy/facts.ts';
import type { Condition, ConditionGroups, DecisionRight, Role } from '../../src/domain/policy/policy.ts';
import { peopleOf, rolesOf } from '../../src/domain/policy/requirement.ts';
import { isSatisfied } from '../../src/domain/policy/satisfaction.ts';
import { exceptionType, known, NO_FACTS, needs, policyVersion, row } from './policy-builder.ts';

const ROLES: readonly Role[] = [
  {
    id: 'lead',
    label: 'Region lead',
    byFact: {
      fact: 'deal.region',
      people: { EMEA: ['ines@example.com'], AMER: ['dale@example.com', 'dora@example.com'] },
    },
    otherwise: ['ines@example.com', 'dale@example.com'],
  },
  { id: 'revops', label: 'RevOps', people: ['priya@example.com', 'paul@example.com'] },
  { id: 'cro', label: 'CRO', people: ['victor@example.com'] },
];

const OVER_100K: ConditionGroups = [[{ property: 'deal.amount', operator: 'GT', value: 100_000 }]];

function decideOn(
  rows: readonly DecisionRight[],
  facts: FactMap,
  criteria: ConditionGroups = [],
): PolicyDecision {
  const type = exceptionType(rows, criteria);
  const directory = {
    ...EMPTY_DIRECTORY,
    person: (email: string) =>
      email === 'ines@example.com' ? { email, name: 'Inès Moreau', userId: '4' } : undefined,
  };
  return evaluatePolicy({ policy: policyVersion(ROLES, type), exceptionType: type, facts, directory });
}

function asked({ requirement }: PolicyDecision): readonly string[] {
  return requirement ? peopleOf(requirement).map(({ email }) => email) : [];
}

function because(rows: readonly DecisionRight[], facts: FactMap): string | undefined {
  return decideOn(rows, facts).rows[0]?.because;
}

describe('who is asked', () => {
  const rows = [row('always', [], 'lead'), row('large', OVER_100K, 'revops')];

  it('adds every row that holds', () => {
    const facts = { 'deal.region': known('EMEA'), 'deal.amount': known(120_000) };
    expect(asked(decideOn(rows, facts))).toEqual([
      'ines@example.com',
      'priya@example.com',
      'paul@example.com',
    ]);
  });

  it('leaves out a row that plainly fails, and keeps it in the explanation', () => {
    const decision = decideOn(rows, { 'deal.region': known('EMEA'), 'deal.amount': known(84_000) });
    expect(asked(decision)).toEqual(['ines@example.com']);
    expect(decision.rows.map(({ id, truth }) => [id, truth])).toEqual([
      ['always', 'true'],
      ['large', 'false'],
    ]);
    expect(decision.unknownFacts).toEqual([]);
  });

  it.each<[string, Fact | undefined]>([
    ['blank', { state: 'blank' }],
    ['unreadable', { state: 'unreadable', why: 'no permission' }],
    ['of no use', known('a lot')],
    ['not gathered', undefined],
  ])('adds a row whose fact is %s, and names the fact', (_, amount) => {
    const decision = decideOn(rows, {
      'deal.region': known('EMEA'),
      ...(amount ? { 'deal.amount': amount } : {}),
    });
    expect(asked(decision)).toContain('priya@example.com');
    expect(decision.unknownFacts).toEqual(['deal.amount']);
  });

  it('answers null when every row is excluded: a gap', () => {
    expect(decideOn([row('large', OVER_100K, 'revops')], { 'deal.amount': known(1) }).requirement).toBeNull();
  });

  it('names people as the CRM knows them, and by address when it does not', () => {
    const facts = { 'deal.region': known('emea ') };
    expect(decideOn([row('always', [], 'lead')], facts).requirement).toEqual({
      kind: 'all_of',
      of: [
        {
          kind: 'role',
          role: 'lead',
          label: 'Region lead',
          approve: 1,
          deny: 1,
          distinctFrom: [],
          delegable: true,
          fact: 'deal.region',
          people: [{ email: 'ines@example.com', name: 'Inès Moreau', userId: '4' }],
          because: 'Region lead for EMEA',
        },
      ],
    });
    expect(asked(decideOn([row('always', [], 'cro')], facts))).toEqual(['victor@example.com']);
  });

  it.each([
    [
      'blank',
      { state: 'blank' } as const,
      'Region lead: deal region is blank, so those who stand in are asked',
    ],
    ['without a line', known('APAC'), 'Region lead: nobody is named for deal region APAC'],
  ])('asks the stand-ins of a role whose fact is %s', (_, region, words) => {
    const decision = decideOn([row('always', [], 'lead')], { 'deal.region': region });
    expect(asked(decision)).toEqual(['ines@example.com', 'dale@example.com']);
    expect(decision.requirement && rolesOf(decision.requirement)[0]?.because).toBe(words);
  });

  it('asks a role that several rows name once, with the highest threshold', () => {
    const two = needs('revops', { approve: 2 });
    const one = needs('revops');
    const both = { kind: 'all_of', of: [one, needs('cro')] } as const;
    for (const rows of [
      [row('a', [], one), row('b', [], two), row('c', [], both)],
      [row('c', [], both), row('b', [], two), row('a', [], one)],
    ]) {
      const { requirement } = decideOn(rows, NO_FACTS);
      const roles = requirement ? rolesOf(requirement).map(({ role, approve }) => `${role} ${approve}`) : [];
      expect([...roles].sort()).toEqual(['cro 1', 'revops 2']);
    }
  });

  it('keeps an OR as an OR', () => {
    const either = {
      kind: 'any_of',
      of: [needs('cro'), needs('revops', { approve: 2 })],
    } as const;
    const { requirement } = decideOn([row('either', [], either)], NO_FACTS);
    if (!requirement) throw new Error('there is a row');
    expect(isSatisfied(requirement, new Set(['victor@example.com']))).toBe(true);
    expect(isSatisfied(requirement, new Set(['priya@example.com']))).toBe(false);
    expect(isSatisfied(requirement, new Set(['priya@example.com', 'paul@example.com']))).toBe(true);
  });

  it('refuses a role that is not defined', () => {
    expect(() => decideOn([row('a', [], 'ghost')], NO_FACTS)).toThrow(
      'role "ghost" is not defined (this is a bug: the catalog checks it)',
    );
  });

  it('pins version, hash and type, and judges the criteria', () => {
    const decision = decideOn([row('a', [], 'cro')], { 'deal.amount': known(5) }, OVER_100K);
    expect(decision).toMatchObject({
      policyVersion: 3,
      policyHash: 'c'.repeat(64),
      exceptionTypeId: 'vip',
      criteria: { truth: 'false' },
    });
  });

  it('lists facts that criteria and rows lack, each once', () => {
    const decision = decideOn([row('a', [], 'cro'), row('b', OVER_100K, 'cro')], NO_FACTS, OVER_100K);
    expect(decision.unknownFacts).toEqual(['deal.amount']);
  });
});

describe('why, in one sentence', () => {
  const amount: Condition = { property: 'deal.amount', operator: 'GT', value: 100_000 };
  const region: Condition = { property: 'deal.sales_region', operator: 'IN', values: ['EMEA', 'APAC'] };
  it.each<[string, ConditionGroups, FactMap, string]>([
    ['always', [], {}, 'Always asked: policy version 3, VIP, row "Row r".'],
    [
      'all conditions hold',
      [[amount, region]],
      { 'deal.amount': known(120_000), 'deal.sales_region': known('EMEA') },
      'Asked because deal amount is over 100,000 (it is 120,000) and deal sales region is EMEA or APAC (it is EMEA): policy version 3, VIP, row "Row r".',
    ],
    [
      'one of two groups holds',
      [[amount], [region]],
      { 'deal.amount': known(5), 'deal.sales_region': known('APAC') },
      'Asked because deal sales region is EMEA or APAC (it is APAC): policy version 3, VIP, row "Row r".',
    ],
    [
      'a condition fails',
      [[amount, region]],
      { 'deal.amount': known(84_000), 'deal.sales_region': known('EMEA') },
      'Not asked: needs that deal amount is over 100,000 (it is 84,000): policy version 3, VIP, row "Row r".',
    ],
    [
      'every group fails',
      [[amount], [region]],
      { 'deal.amount': known(84_000), 'deal.sales_region': known('AMER') },
      'Not asked: needs that deal amount is over 100,000 (it is 84,000) or deal sales region is EMEA or APAC (it is AMER): policy version 3, VIP, row "Row r".',
    ],
    [
      'a fact is blank',
      [[amount, region]],
      { 'deal.amount': { state: 'blank' }, 'deal.sales_region': known('EMEA') },
      'Asked because the row cannot be excluded: deal amount is blank: policy version 3, VIP, row "Row r".',
    ],
    [
      'facts could not be read',
      [[amount, region]],
      { 'deal.amount': { state: 'unreadable', why: 'the CRM is down' } },
      'Asked because the row cannot be excluded: deal amount is not known (the CRM is down) and deal sales region is not known (it was not gathered for this record): policy version 3, VIP, row "Row r".',
    ],
    [
      'only one of two groups is open',
      [
        [
          { ...amount, property: 'deal.other' },
          { ...region, values: ['LATAM'] },
        ],
        [amount],
      ],
      { 'deal.amount': { state: 'blank' }, 'deal.sales_region': known('EMEA') },
      'Asked because the row cannot be excluded: deal amount is blank: policy version 3, VIP, row "Row r".',
    ],
  ])('%s', (_, when, facts, sentence) => {
    expect(because([row('r', when, 'cro')], facts)).toBe(sentence);
  });
});

const FACTS = ['deal.a', 'deal.b', 'deal.region'] as const;
const anyFact = fc.constantFrom<Fact>(
  known(1),
  known(2),
  known('EMEA'),
  { state: 'blank' },
  { state: 'unreadable', why: 'x' },
);
const anyFacts: fc.Arbitrary<FactMap> = fc.record({
  'deal.a': anyFact,
  'deal.b': anyFact,
  'deal.region': anyFact,
});
const anyCondition: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom(...FACTS), fc.constantFrom('EQ', 'NEQ', 'GT', 'LTE' as const), fc.constantFrom(1, 2))
  .map(([property, operator, value]) => ({ property, operator, value }));
const anyRow = fc
  .tuple(
    fc.array(fc.array(anyCondition, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
    fc.constantFrom('lead', 'revops', 'cro'),
    fc.record({
      approve: fc.integer({ min: 1, max: 2 }),
      deny: fc.integer({ min: 1, max: 2 }),
      distinctFrom: fc.subarray(['lead', 'revops', 'cro']),
      delegable: fc.boolean(),
    }),
  )
  .map(([when, role, { distinctFrom, ...terms }]) =>
    row('r', when, needs(role, { ...terms, distinctFrom: distinctFrom.filter((other) => other !== role) })),
  );
const EVERYBODY = [...new Set(ROLES.flatMap((role) => ('people' in role ? role.people : role.otherwise)))];
const anyRows = fc.array(anyRow, { maxLength: 5 });

/** What a decision asks, whatever the order: role, terms and people. */
function asks({ requirement }: PolicyDecision): readonly string[] {
  const roles = requirement ? rolesOf(requirement) : [];
  return roles
    .map(({ people, because: _, ...terms }) =>
      JSON.stringify({ ...terms, people: people.map(({ email }) => email) }),
    )
    .sort();
}

describe('for every policy', () => {
  it('a row that is added removes nobody', () => {
    fc.assert(
      fc.property(anyRows, anyRow, anyFacts, (rows, more, facts) => {
        const before = decideOn(rows, facts);
        const after = decideOn([...rows, more], facts);
        expect(asked(after)).toEqual(expect.arrayContaining([...asked(before)]));
        const everybody = new Set(ROLES.flatMap((role) => ('people' in role ? role.people : role.otherwise)));
        for (const left of everybody) {
          const group = new Set([...everybody].filter((email) => email !== left));
          if (after.requirement && isSatisfied(after.requirement, group) && before.requirement) {
            expect(isSatisfied(before.requirement, group)).toBe(true);
          }
        }
      }),
    );
  });

  it('a row that is added lets no request through that was rejected', () => {
    fc.assert(
      fc.property(anyRows, anyRow, anyFacts, fc.subarray(EVERYBODY), (rows, more, facts, rejecters) => {
        const [before, after] = [decideOn(rows, facts), decideOn([...rows, more], facts)].map(
          ({ requirement }) =>
            requirement && verdictOf(requirement, { approvers: new Set(), rejecters: new Set(rejecters) }),
        );
        if (before?.outcome === 'rejected') expect(after?.outcome).toBe('rejected');
      }),
    );
  });

  it('the order of rows changes nothing', () => {
    const shuffled = anyRows.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, anyFacts, ([rows, mixed], facts) => {
        expect(asks(decideOn(mixed, facts))).toEqual(asks(decideOn(rows, facts)));
      }),
    );
  });

  it('a fact that becomes unknown excludes no row that was in', () => {
    fc.assert(
      fc.property(anyRows, anyFacts, fc.constantFrom(...FACTS), (rows, facts, lost) => {
        const inForce = (given: FactMap) => decideOn(rows, given).rows.map(({ truth }) => truth !== 'false');
        const before = inForce(facts);
        const after = inForce({ ...facts, [lost]: { state: 'unreadable', why: 'lost' } });
        expect(before.filter((isIn, at) => isIn && !after[at])).toEqual([]);
      }),
    );
  });

  it('the same question gets the same answer and changes nothing it was given', () => {
    fc.assert(
      fc.property(anyRows, anyFacts, (rows, facts) => {
        const given = JSON.stringify({ rows, facts });
        expect(decideOn(rows, facts)).toEqual(decideOn(rows, facts));
        expect(JSON.stringify({ rows, facts })).toBe(given);
      }),
    );
  });
});
