import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FactMap } from '../../src/domain/policy/facts.ts';
import type { ConditionGroups, DecisionRight, PolicyVersion, Role } from '../../src/domain/policy/policy.ts';
import { compareCase } from '../../src/domain/simulation/compare-case.ts';
import { judgeCase, type SimulatedCase } from '../../src/domain/simulation/judge-case.ts';
import type { PastRequest } from '../../src/domain/simulation/past-request.ts';
import { createSimulationTotals } from '../../src/domain/simulation/simulation-totals.ts';
import { collectWaitingTimes } from '../../src/domain/simulation/waiting-time.ts';
import { exceptionType, known, policyVersion, row } from './policy-builder.ts';

const ROLES: readonly Role[] = [
  { id: 'lead', label: 'Lead', people: ['lea@example.com'] },
  { id: 'revops', label: 'RevOps', people: ['priya@example.com'] },
  { id: 'cro', label: 'CRO', people: ['victor@example.com'] },
];
const HOUR = 3_600_000;

function policy(rows: readonly DecisionRight[], criteria: ConditionGroups = []): PolicyVersion {
  return policyVersion(ROLES, exceptionType(rows, criteria));
}

const over = (value: number): ConditionGroups => [[{ property: 'deal.amount', operator: 'GT', value }]];
const ALWAYS = row('always', [], 'lead');

function caseOf(amount: number, changes: Partial<SimulatedCase> = {}): SimulatedCase {
  const facts: FactMap = { 'request.object_type': known('deal'), 'deal.amount': known(amount) };
  return { id: 'c', exceptionTypeId: 'vip', requesterEmail: 'rep@example.com', facts, ...changes };
}

describe('what a policy makes of a case', () => {
  it.each<[string, PolicyVersion, SimulatedCase, string]>([
    ['asked', policy([ALWAYS]), caseOf(1), 'asked'],
    ['no such type', policy([ALWAYS]), caseOf(1, { exceptionTypeId: 'x' }), 'unknown_exception_type'],
    [
      'not for tickets',
      policy([ALWAYS]),
      caseOf(1, { facts: { 'request.object_type': known('ticket') } }),
      'type_not_for_record',
    ],
    ['criteria', policy([ALWAYS], over(5)), caseOf(1), 'criteria_not_met'],
    ['gap', policy([row('r', over(5), 'lead')]), caseOf(1), 'policy_gap'],
    [
      'own request',
      policy([ALWAYS]),
      caseOf(1, { requesterEmail: 'lea@example.com' }),
      'no_eligible_approver',
    ],
  ])('%s', (_, version, one, outcome) => {
    expect(judgeCase(version, one).outcome).toBe(outcome);
  });
});

describe('a draft against the policy in force', () => {
  const inForce = policy([ALWAYS, row('large', over(100), 'revops')]);
  const draft = policy([ALWAYS, row('large', over(200), 'revops'), row('huge', over(300), 'cro')]);

  it.each([
    [50, [], [], false],
    [150, [], ['priya@example.com'], true],
    [250, [], [], false],
    [350, ['victor@example.com'], [], true],
  ])('on an amount of %i', (amount, added, dropped, changed) => {
    expect(compareCase(inForce, draft, caseOf(amount))).toMatchObject({ added, dropped, changed });
  });

  it('on any case: the same policy changes nothing, and the other way round added is dropped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (amount) => {
        const one = caseOf(amount);
        expect(compareCase(draft, draft, one).changed).toBe(false);
        const there = compareCase(inForce, draft, one);
        const back = compareCase(draft, inForce, one);
        expect([back.added, back.dropped]).toEqual([there.dropped, there.added]);
      }),
    );
  });

  it('adds up, with the wait that history lets one expect', () => {
    const waits = collectWaitingTimes();
    const past = (role: string, email: string, hours: number): PastRequest => ({
      ...caseOf(1),
      requirement: {
        kind: 'role',
        role,
        label: role,
        approve: 1,
        deny: 1,
        distinctFrom: [],
        delegable: true,
        people: [{ email, name: email }],
        because: '',
      },
      submittedAt: new Date(0).toISOString(),
      decidedAt: new Date(hours * HOUR).toISOString(),
      approvedBy: [email],
    });
    for (const hours of [1, 2, 9]) waits.add(past('lead', 'lea@example.com', hours));
    waits.add(past('revops', 'priya@example.com', 10));
    waits.add({ ...past('revops', 'priya@example.com', 99), decidedAt: null });
    waits.add({ ...past('cro', 'victor@example.com', 99), approvedBy: [] });
    const histories = waits.histories();
    expect(histories).toEqual([
      { role: 'lead', medianMs: 2 * HOUR, n: 3 },
      { role: 'revops', medianMs: 10 * HOUR, n: 1 },
    ]);
    const totals = createSimulationTotals();
    for (const amount of [50, 150, 150, 350]) totals.add(compareCase(inForce, draft, caseOf(amount)));
    totals.add(compareCase(inForce, policy([]), caseOf(1)));
    expect(totals.totals(histories)).toEqual([
      {
        exceptionTypeId: 'vip',
        requests: 5,
        changed: 4,
        withAdded: 1,
        withDropped: 3,
        unresolvable: 1,
        unresolvableBefore: 0,
        refused: { policy_gap: 1 },
        waiting: {
          n: 3,
          beforeMs: ((2 + 10 + 10) / 3) * HOUR,
          afterMs: 2 * HOUR,
          noHistory: 1,
          rolesWithoutHistory: ['cro'],
        },
      },
    ]);
  });
});
