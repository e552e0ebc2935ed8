import { describe, expect, it } from '@jest/globals';
import { bandsOf } from '../../src/domain/policy/bands/bands-of.ts';
import { breakGlassHolders } from '../../src/domain/policy/bands/break-glass-holders.ts';
import { EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import type { Condition, ConditionGroups } from '../../src/domain/policy/policy.ts';
import type { Role } from '../../src/domain/policy/role.ts';
import { standardPathInWords } from '../../src/domain/policy/standard-path-in-words.ts';
import { exceptionType, row } from './policy-builder.ts';

const ROLES: readonly Role[] = [
  { id: 'cro', label: 'CRO', people: ['elena@example.com'] },
  {
    id: 'lead',
    label: 'Region lead',
    byFact: { fact: 'deal.sales_region', people: { EMEA: ['ines@example.com'], AMER: ['dale@example.com'] } },
    otherwise: ['priya@example.com'],
  },
  {
    id: 'manager',
    label: 'Manager',
    source: { kind: 'manager', of: 'requester' },
    otherwise: ['priya@example.com'],
  },
];
const managers = Object.fromEntries(
  Array.from({ length: 40 }, (_, n) => [`rep-${n}@example.com`, `boss-${n}@example.com`]),
);
const policy = { roles: ROLES, orgChart: { teamLeads: {}, managers } };
const amount = (operator: Condition['operator'], value: number, highValue?: number): Condition => ({
  property: 'deal.amount',
  operator,
  value,
  ...(highValue !== undefined && { highValue }),
});
const region: Condition = { property: 'deal.sales_region', operator: 'EQ', value: 'EMEA' };
const on = (value: string): Condition => ({ property: 'request.object_type', operator: 'EQ', value });

function bands(when: ConditionGroups, role = 'cro', objectType: 'deal' | 'contact' = 'deal') {
  return bandsOf({
    policy,
    exceptionType: exceptionType([row('1', when, role)]),
    objectType,
    directory: EMPTY_DIRECTORY,
    isNumberOfRecord: (fact) => fact === 'deal.amount',
  }).map(({ label: _, asks: __, because: ___, ...band }) => band);
}
const when = (span: object) => ({ fact: 'deal.amount', ...span });

describe('the band of a decision right', () => {
  it.each<[string, ConditionGroups, object[]]>([
    ['always', [], [{ depends: false }]],
    ['over a number', [[amount('GT', 5)]], [{ when: when({ above: 5 }), depends: false }]],
    ['at most a number', [[amount('LTE', 5)]], [{ when: when({ atMost: 5 }), depends: false }]],
    [
      'at least a number',
      [[amount('GTE', 5)]],
      [{ when: when({ above: 4.999999999999999 }), depends: false }],
    ],
    ['two that meet', [[amount('LTE', 5)], [amount('GT', 5)]], [{ when: when({}), depends: false }]],
    [
      'two that leave a gap: nobody can tell in between',
      [[amount('LT', 0)], [amount('GT', 5)]],
      [{ when: when({}), depends: true }],
    ],
    [
      'a gap inside bounds',
      [[amount('BETWEEN', 1, 2)], [amount('BETWEEN', 4, 5)]],
      [{ when: when({ above: 0.9999999999999999, atMost: 5 }), depends: true }],
    ],
    [
      'one that no number is in: only a missing one asks',
      [[amount('GT', 5), amount('LT', 3)]],
      [{ when: when({ above: 5, atMost: 2.9999999999999996 }), depends: false }],
    ],
    [
      'a number and something else',
      [[amount('GT', 5), region]],
      [{ when: when({ above: 5 }), depends: true }],
    ],
    ['a number or something else', [[amount('GT', 5)], [region]], [{ depends: true }]],
    ['always on this kind of record', [[on('deal')]], [{ depends: false }]],
    ['never on this kind of record', [[on('contact')]], []],
    ['a date', [[{ ...amount('GT', 5), value: '2026-11-23' }]], [{ depends: true }]],
  ])('%s', (_, groups, wanted) => {
    expect(bands(groups)).toEqual(wanted);
  });

  it('does not compare a number of another kind of record', () => {
    const [band] = bandsOf({
      policy,
      exceptionType: exceptionType([row('1', [[{ ...amount('GT', 5), property: 'company.size' }]], 'cro')]),
      objectType: 'deal',
      directory: EMPTY_DIRECTORY,
      isNumberOfRecord: (fact) => fact.startsWith('deal.'),
    });
    expect(band).toMatchObject({ depends: true, because: 'Asked when company size is over 5.' });
    expect(band).not.toHaveProperty('when');
  });

  it.each([
    ['cro', 'CRO: elena@example.com'],
    ['lead', 'Region lead, by deal sales region: priya@example.com, ines@example.com or dale@example.com'],
    ['manager', 'Manager, by request requester email: one of 41 people'],
  ])('names who may stand behind %s', (role, asks) => {
    const type = exceptionType([row('1', [], role), { ...row('2', [], role), label: 'Row 1' }]);
    const question = {
      policy,
      exceptionType: type,
      objectType: 'deal' as const,
      directory: EMPTY_DIRECTORY,
      isNumberOfRecord: () => false,
    };
    expect(bandsOf(question)).toEqual([
      { label: 'Row 1', asks, because: 'Always asked.', depends: false },
      { label: 'Row 1 (2)', asks, because: 'Always asked.', depends: false },
    ]);
  });
});

it('who may act at once is named, and said to be open where a fact of the record decides', () => {
  const rule = { reviewWithin: 8, calendar: 'c', prompt: 'Why?', minLength: 10 };
  expect(breakGlassHolders({ ...rule, roles: ['cro'] }, policy, EMPTY_DIRECTORY)).toEqual({
    words: 'CRO (elena@example.com)',
    people: ['elena@example.com'],
    depends: false,
  });
  expect(breakGlassHolders({ ...rule, roles: ['lead', 'cro'] }, policy, EMPTY_DIRECTORY)).toEqual({
    words: 'CRO (elena@example.com), or Region lead, by deal sales region',
    people: ['elena@example.com'],
    depends: true,
  });
});

describe('the standard path of a kind of record', () => {
  const handoff = {
    id: 'h',
    label: 'SDR → AE',
    appliesTo: 'deal' as const,
    definition: 'd',
    entry: [[amount('GT', 5)]],
    routing: [
      { id: 'a', when: [[region]], words: 'It goes to EMEA.' },
      { id: 'b', when: [], words: 'It stays.' },
    ],
    slaHours: 4,
  };
  it.each<[string, Parameters<typeof standardPathInWords>[0], object]>([
    ['none', [], { words: 'No standard handoff applies to such records: routing leaves them as they are.' }],
    [
      'one',
      [handoff],
      {
        label: 'SDR → AE',
        words:
          'Applies when deal amount is over 5. When deal sales region is EMEA: It goes to EMEA. Otherwise: It stays.',
      },
    ],
    [
      'several',
      [handoff, { ...handoff, label: 'AE → CS', entry: [], routing: [] }],
      { words: expect.stringMatching(/^SDR → AE: Applies .* It stays\. AE → CS: The owner stays\.$/) },
    ],
  ])('is told when there is %s', (_, handoffs, words) => {
    expect(standardPathInWords(handoffs, 'deal')).toEqual(words);
  });
});
