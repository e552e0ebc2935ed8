import { describe, expect, it } from '@jest/globals';
import { directoryOf } from '../../src/domain/policy/directory.ts';
import { managerCycles } from '../../src/domain/policy/lint/lint-org-chart.ts';
import { lintRoles } from '../../src/domain/policy/lint/lint-roles.ts';
import type { DecisionClock, DecisionRight, Policy } from '../../src/domain/policy/policy.ts';
import type { OrgChart, Role } from '../../src/domain/policy/role.ts';
import { exceptionType, needs, policyVersion, row } from './policy-builder.ts';

const READ_AT = '2026-11-23T08:00:00.000Z';
const at = (name: string) => `${name}@example.com`;
const ACTIVE = ['ana', 'ben', 'cem', 'dia'];
const DIRECTORY = directoryOf(
  {
    readAt: READ_AT,
    people: [
      ...ACTIVE.map((name) => ({ email: at(name), name, active: true })),
      { email: at('gone'), name: 'Gone', active: false },
    ],
    teams: [
      { name: 'Desk', members: [at('ana'), at('ben'), at('gone')] },
      { name: 'Solo', members: [at('ana')] },
      { name: 'Empty', members: [] },
    ],
  },
  new Date(READ_AT),
);

interface Situation {
  readonly roles: readonly Role[];
  readonly rows?: readonly DecisionRight[];
  readonly clock?: DecisionClock;
  readonly orgChart?: OrgChart;
}

const PAIR: Role = { id: 'pair', label: 'Pair', people: [at('cem'), at('dia')] };
const named = (id: string, ...names: string[]): Role => ({ id, label: id, people: names.map(at) });
const team = (id: string, name: string, ...otherwise: string[]): Role => ({
  id,
  label: id,
  source: { kind: 'team', team: name },
  otherwise: otherwise.map(at),
});

function policyOf({ roles, rows = [row('x', [], 'r')], clock, orgChart }: Situation): Policy {
  const type = { ...exceptionType(rows), ...(clock && { clock }) };
  return { ...policyVersion([...roles, PAIR], type).policy, ...(orgChart && { orgChart }) };
}
const found = (situation: Situation) => lintRoles(policyOf(situation), DIRECTORY);
const CLOCK: DecisionClock = { calendar: 'c', escalateAfter: { hours: 4, role: 'boss' } };

describe('the check of the roles', () => {
  it.each<[string, Situation, readonly string[]]>([
    ['finds nothing in two active people', { roles: [named('r', 'ana', 'ben')] }, []],
    [
      'takes a team with an inactive member among others',
      { roles: [team('r', 'Desk', 'cem')] },
      ['person_inactive'],
    ],
    ['finds the only approver', { roles: [named('r', 'ana')] }, ['sole_approver']],
    ['finds the only member of a team', { roles: [team('r', 'Solo', 'cem', 'dia')] }, ['sole_approver']],
    [
      'finds who is left when the other one is inactive',
      { roles: [named('r', 'ana', 'gone')] },
      ['sole_approver', 'person_inactive'],
    ],
    [
      'finds an address the CRM does not know',
      { roles: [named('r', 'ana', 'ben', 'typo')] },
      ['person_unknown'],
    ],
    [
      'finds nobody behind unknown addresses',
      { roles: [named('r', 'typo')] },
      ['role_unresolvable', 'person_unknown'],
    ],
    ['finds nobody behind inactive people', { roles: [named('r', 'gone')] }, ['person_inactive']],
    [
      'finds a threshold above the people',
      { roles: [named('r', 'ana', 'ben')], rows: [row('x', [], needs('r', { approve: 3 }))] },
      ['threshold_above_people'],
    ],
    [
      'finds more rejections than people',
      { roles: [named('r', 'ana', 'ben')], rows: [row('x', [], needs('r', { deny: 3 }))] },
      ['threshold_above_people'],
    ],
    ['finds a team there is not', { roles: [team('r', 'Nope', 'cem', 'dia')] }, ['team_unknown']],
    ['finds a team without people', { roles: [team('r', 'Empty', 'cem', 'dia')] }, ['team_unknown']],
    [
      'asks nothing of a role that nobody asks',
      { roles: [named('r', 'ana', 'ben'), named('idle', 'gone')] },
      ['person_inactive'],
    ],
    [
      'finds an escalation to those who are asked',
      { roles: [named('r', 'ana', 'ben'), named('boss', 'ana')], clock: CLOCK },
      ['escalation_to_oneself'],
    ],
    [
      'takes an escalation to somebody else',
      { roles: [named('r', 'ana', 'ben'), named('boss', 'cem')], clock: CLOCK },
      [],
    ],
    [
      'takes an escalation that fills another role',
      {
        roles: [named('r', 'ana', 'ben'), named('boss', 'ana')],
        rows: [row('x', [], { kind: 'all_of', of: [needs('r'), needs('pair')] })],
        clock: CLOCK,
      },
      [],
    ],
    [
      'takes an escalation to those of one row when another row always asks somebody else as well',
      {
        roles: [named('r', 'ana', 'ben'), named('boss', 'ana')],
        rows: [
          row('x', [[{ property: 'deal.amount', operator: 'GT', value: 5 }]], 'r'),
          row('all', [], 'pair'),
        ],
        clock: CLOCK,
      },
      [],
    ],
    [
      'finds managers in a circle',
      {
        roles: [named('r', 'ana', 'ben')],
        orgChart: { teamLeads: {}, managers: { [at('ana')]: at('ben'), [at('ben')]: at('ana') } },
      },
      ['manager_cycle'],
    ],
    [
      'finds people without a manager when a role asks for theirs',
      {
        roles: [
          {
            id: 'r',
            label: 'r',
            source: { kind: 'manager', of: 'requester' },
            otherwise: [at('cem'), at('dia')],
          },
        ],
        orgChart: { teamLeads: {}, managers: { [at('ana')]: at('ben') } },
      },
      ['sole_approver', 'manager_missing'],
    ],
    [
      'finds an escalation to the lead who is asked, region by region',
      {
        roles: [
          {
            id: 'r',
            label: 'r',
            source: { kind: 'team_lead_by_fact', fact: 'deal.t' },
            otherwise: [at('cem'), at('dia')],
          },
          {
            id: 'boss',
            label: 'boss',
            source: { kind: 'team_lead_by_fact', fact: 'deal.t' },
            otherwise: [at('ana')],
          },
        ],
        clock: CLOCK,
        orgChart: { teamLeads: { EMEA: [at('ana'), at('ben')] }, managers: {} },
      },
      ['escalation_to_oneself'],
    ],
  ])('%s', (_, situation, codes) => {
    expect(
      found(situation)
        .map(({ code }) => code)
        .toSorted(),
    ).toEqual(codes.toSorted());
  });

  it('names the role, whom it is about, what is affected and what to do', () => {
    const [finding] = found({
      roles: [named('r', 'typo')],
      rows: [
        row('always', [], 'r'),
        row('large', [[{ property: 'deal.amount', operator: 'GT', value: 5 }]], 'r'),
      ],
    });
    expect(finding).toMatchObject({
      code: 'role_unresolvable',
      severity: 'error',
      role: 'r',
      people: [at('typo')],
      affects: [
        { exceptionType: 'vip', row: 'always' },
        { exceptionType: 'vip', row: 'large' },
      ],
    });
    expect(finding?.message).toContain('Requests of vip (rows always, large) cannot be decided.');
    expect(finding?.message).toContain('Name somebody else in roles.yml or people.yml.');
  });

  it('says which requesters are the only approver', () => {
    const [finding] = found({ roles: [team('r', 'Solo', 'cem', 'dia')] });
    expect(finding).toMatchObject({ code: 'sole_approver', people: [at('ana')], row: 'x' });
    expect(finding?.message).toContain('when they file the request themselves');
  });

  it('knows without the CRM what the files say', () => {
    const policy = policyOf({ roles: [named('r', 'typo')], clock: CLOCK });
    expect(lintRoles(policy).map(({ code }) => code)).toEqual(['sole_approver']);
  });
});

describe('circles of managers', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly (readonly string[])[]]>([
    ['none in a line', { a: 'b', b: 'c' }, []],
    ['two who manage each other', { a: 'b', b: 'a' }, [['a', 'b']]],
    ['a circle at the end of a line', { x: 'a', a: 'b', b: 'c', c: 'a' }, [['a', 'b', 'c']]],
    [
      'two circles',
      { a: 'b', b: 'a', c: 'd', d: 'c' },
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['two lines into one circle, which is told once', { x: 'a', y: 'b', a: 'b', b: 'a' }, [['a', 'b']]],
  ])('%s', (_, managers, cycles) => {
    expect(managerCycles(managers)).toEqual(cycles);
  });
});
