import { describe, expect, it } from '@jest/globals';
import { directoryOf } from '../../src/domain/policy/directory.ts';
import { lintPolicy } from '../../src/domain/policy/lint/lint-policy.ts';
import { covers } from '../../src/domain/policy/lint/lint-rows.ts';
import type {
  Condition,
  ConditionGroups,
  DecisionRight,
  Policy,
  Requirement,
  Role,
} from '../../src/domain/policy/policy.ts';
import { shippedPolicy } from '../policies/shipped-policy.ts';
import { exceptionType, policyVersion, row } from './policy-builder.ts';

const ROLES: readonly Role[] = [
  { id: 'two', label: 'Two', people: ['a@example.com', 'b@example.com'] },
  { id: 'pair', label: 'Pair', people: ['c@example.com', 'd@example.com'] },
  { id: 'one', label: 'One', people: ['solo@example.com'] },
];

function policyOf(rows: readonly DecisionRight[], criteria: ConditionGroups = [], copies = 3): Policy {
  const type = exceptionType(rows, criteria);
  const others = Array.from({ length: copies - 1 }, (_, at) => ({
    ...exceptionType([row('all', [], 'two')]),
    id: `other-${at}`,
  }));
  return { ...policyVersion(ROLES, type).policy, exceptionTypes: [type, ...others] };
}

const amount = (operator: Condition['operator'], value: number): Condition => ({
  property: 'deal.amount',
  operator,
  value,
});
const region = (operator: Condition['operator'], ...values: string[]): Condition => ({
  property: 'deal.region',
  operator,
  values,
});
const ALWAYS = row('always', [], 'two');

function found(rows: readonly DecisionRight[], criteria: ConditionGroups = []): readonly string[] {
  return lintPolicy(policyOf(rows, criteria)).map(({ code, row: id }) => (id ? `${code} ${id}` : code));
}

describe('rows', () => {
  it.each<[string, readonly DecisionRight[], ConditionGroups, readonly string[]]>([
    ['in order', [ALWAYS, row('large', [[amount('GT', 5)]], 'pair')], [], []],
    [
      'a bound that contradicts another',
      [ALWAYS, row('x', [[amount('GT', 5), amount('LT', 3)]], 'pair')],
      [],
      ['unreachable_row x'],
    ],
    [
      'a group of two that can hold',
      [ALWAYS, row('x', [[amount('GT', 5), amount('LT', 3)], [amount('GT', 9)]], 'pair')],
      [],
      [],
    ],
    [
      'lists without a common value',
      [ALWAYS, row('x', [[region('IN', 'A', 'B'), region('IN', 'C')]], 'pair')],
      [],
      ['unreachable_row x'],
    ],
    [
      'blank and filled',
      [
        ALWAYS,
        row(
          'x',
          [
            [
              { property: 'deal.p', operator: 'HAS_PROPERTY' },
              { property: 'deal.p', operator: 'NOT_HAS_PROPERTY' },
            ],
          ],
          'pair',
        ),
      ],
      [],
      ['unreachable_row x'],
    ],
    [
      'a row the criteria exclude',
      [ALWAYS, row('x', [[amount('LT', 3)]], 'pair')],
      [[amount('GTE', 10)]],
      ['unreachable_row x'],
    ],
    [
      'validity over the longest',
      [ALWAYS, row('x', [[{ ...amount('GT', 30), property: 'request.validity_days' }]], 'pair')],
      [],
      ['unreachable_row x'],
    ],
    [
      'another kind of record',
      [ALWAYS, row('x', [[{ property: 'request.object_type', operator: 'EQ', value: 'ticket' }]], 'pair')],
      [],
      ['unreachable_row x'],
    ],
    ['no row for small ones', [row('large', [[amount('GT', 5)]], 'two')], [], ['gap']],
    [
      'no row for what the criteria refuse',
      [row('large', [[amount('GT', 5)]], 'two')],
      [[amount('GT', 5)]],
      [],
    ],
    [
      'a hole of one value between two rows',
      [row('low', [[amount('LT', 5)]], 'two'), row('high', [[amount('GT', 5)]], 'pair')],
      [],
      ['gap'],
    ],
    [
      'two rows that meet',
      [row('low', [[amount('LTE', 5)]], 'two'), row('high', [[amount('GT', 5)]], 'pair')],
      [],
      [],
    ],
    [
      'a text no row names',
      [row('a', [[region('IN', 'A')]], 'two'), row('b', [[region('IN', 'B')]], 'two')],
      [],
      ['gap'],
    ],
    ['a narrower row that asks the same', [ALWAYS, row('x', [[amount('GT', 5)]], 'two')], [], ['overlap x']],
    [
      'twins: the second is too many',
      [ALWAYS, row('x', [[amount('GT', 5)]], 'pair'), row('y', [[amount('GT', 5)]], 'pair')],
      [],
      ['overlap y'],
    ],
    [
      'a higher threshold adds something',
      [
        ALWAYS,
        row('x', [[amount('GT', 5)]], {
          kind: 'all_of',
          of: [{ kind: 'role', role: 'pair', approve: 1, deny: 1, distinctFrom: [], delegable: true }],
        }),
      ],
      [],
      [],
    ],
    ['one person', [row('x', [], 'one')], [], ['sole_approver x']],
    [
      'one person with an alternative',
      [
        row('x', [], {
          kind: 'any_of',
          of: [
            { kind: 'role', role: 'one', approve: 1, deny: 1, distinctFrom: [], delegable: true },
            { kind: 'role', role: 'two', approve: 1, deny: 1, distinctFrom: [], delegable: true },
          ],
        }),
      ],
      [],
      [],
    ],
    [
      'both of two',
      [row('x', [], { kind: 'role', role: 'two', approve: 2, deny: 1, distinctFrom: [], delegable: true })],
      [],
      ['sole_approver x'],
    ],
  ])('%s', (_, rows, criteria, codes) => {
    expect(found(rows, criteria)).toEqual(codes);
  });

  it('names facts for which nobody is asked', () => {
    const [gap] = lintPolicy(
      policyOf([row('low', [[amount('LT', 5)]], 'two'), row('high', [[amount('GT', 5)]], 'pair')]),
    );
    expect(gap).toMatchObject({ severity: 'error', exceptionType: 'vip' });
    expect(gap?.message).toContain('Nobody is asked for VIP on a deal when deal amount is 5:');
  });

  it('says when there was too much to search', () => {
    const many = Array.from({ length: 16 }, (_, at) =>
      row(
        `r${at}`,
        [
          [
            { ...amount('EQ', 1), property: `deal.f${at}` },
            { ...amount('EQ', 2), property: `deal.f${(at + 1) % 16}` },
          ],
        ],
        'pair',
      ),
    );
    const codes = new Set(lintPolicy(policyOf([...many, ALWAYS])).map(({ code }) => code));
    expect([...codes].filter((code) => code !== 'not_searched')).toEqual([]);
  });
});

describe('a policy', () => {
  it.each([
    [2, ['type_count']],
    [3, []],
    [7, []],
    [8, ['type_count']],
  ])('of %i types', (count, codes) => {
    expect(lintPolicy(policyOf([ALWAYS], [], count)).map(({ code }) => code)).toEqual(codes);
  });

  it('is held against the CRM: unknown, inactive, too few left', () => {
    const policy = policyOf([
      row('x', [], { kind: 'role', role: 'two', approve: 2, deny: 1, distinctFrom: [], delegable: true }),
    ]);
    const people = ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com'].map((email) => ({
      email,
      name: email,
      active: !email.startsWith('a'),
    }));
    const readAt = '2026-11-23T08:00:00.000Z';
    const findings = lintPolicy(policy, directoryOf({ readAt, people, teams: [] }, new Date(readAt)));
    const about = findings.map(({ severity, code, role }) => `${severity} ${code} ${role ?? ''}`.trim());
    expect(about).toEqual([
      'error threshold_above_people two',
      // Of the two other types, which one of them may decide.
      'warning sole_approver',
      'warning sole_approver',
      'warning person_inactive',
      'warning person_unknown',
    ]);
  });

  it('as shipped has no error', async () => {
    const { policy } = await shippedPolicy();
    expect(lintPolicy(policy).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('one requirement that covers another', () => {
  const role = (id: string, approve = 1): Requirement => ({
    kind: 'role',
    role: id,
    approve,
    deny: 1,
    distinctFrom: [],
    delegable: true,
  });
  const all = (...of: Requirement[]): Requirement => ({ kind: 'all_of', of });
  const any = (...of: Requirement[]): Requirement => ({ kind: 'any_of', of });
  it.each<[Requirement, Requirement, boolean]>([
    [role('a', 2), role('a'), true],
    [role('a'), role('a', 2), false],
    [all(role('a'), role('b')), role('b'), true],
    [role('a'), any(role('a'), role('b')), true],
    [any(role('a'), role('b')), role('a'), false],
    [any(role('a'), role('b')), any(role('b'), role('a'), role('c')), true],
    [all(role('a'), role('b')), all(role('b'), role('a')), true],
    [role('a'), all(role('a'), role('b')), false],
  ])('%j, %j: %s', (wider, narrower, yes) => {
    expect(covers(wider, narrower)).toBe(yes);
  });
});

describe('limits', () => {
  const type = exceptionType([ALWAYS]);
  const codes = (changes: Partial<typeof type>) => {
    const policy = policyOf([ALWAYS]);
    const [first, ...others] = policy.exceptionTypes;
    if (!first) throw new Error('there is a type');
    return lintPolicy({ ...policy, exceptionTypes: [{ ...first, ...changes }, ...others] }).map(
      ({ code, message }) => [code, message],
    );
  };
  const extensions = (most: number, days: number) => ({
    validity: { ...type.validity, extensions: { most, days } },
  });
  const breakGlass = (reviewWithin: number) => ({
    breakGlass: { reviewWithin, calendar: 'c', roles: ['two'], prompt: 'Why?', minLength: 10 },
  });

  it('finds exceptions that can be extended for more than a year', () => {
    expect(codes(extensions(2, 30))).toEqual([]);
    expect(codes(extensions(12, 30))).toEqual([
      ['endless_extensions', expect.stringContaining('VIP can last 390 days with all its extensions')],
    ]);
  });

  it('finds reviews that come when all is over', () => {
    expect(codes(breakGlass(8))).toEqual([]);
    expect(codes(breakGlass(41))).toEqual([['late_review', expect.stringContaining('41 business hours')]]);
  });

  it('knows that a row over the longest validity can be reached by an extension', () => {
    const rows = [ALWAYS, row('x', [[{ ...amount('GT', 30), property: 'request.validity_days' }]], 'pair')];
    const reached = { ...extensions(1, 10), decisionRights: rows };
    expect(codes({ decisionRights: rows }).map(([code]) => code)).toEqual(['unreachable_row']);
    expect(codes(reached)).toEqual([]);
  });
});
