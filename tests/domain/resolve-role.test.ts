import { describe, expect, it } from '@jest/globals';
import { type Directory, directoryOf, EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import type { Fact, Person } from '../../src/domain/policy/facts.ts';
import { factsNeeded } from '../../src/domain/policy/facts-needed.ts';
import { resolveRole } from '../../src/domain/policy/resolve-role.ts';
import type { OrgChart, Role, RoleSource } from '../../src/domain/policy/role.ts';
import { exceptionType, known, policyVersion } from './policy-builder.ts';

const READ_AT = '2026-11-23T08:00:00.000Z';

function person(name: string, active = true): Person {
  return { email: `${name.toLowerCase()}@example.com`, name, active };
}

const PEOPLE = [person('Ana'), person('Ben'), person('Gone', false), person('Left', false), person('Stu')];
const TEAMS = [
  { name: 'Desk', members: ['ana@example.com', 'gone@example.com'] },
  { name: 'Empty', members: [] },
  { name: 'Ghosts', members: ['gone@example.com', 'left@example.com'] },
];
const CHART: OrgChart = {
  teamLeads: { 'EMEA Sales': ['ana@example.com'], 'Old Sales': ['left@example.com'] },
  managers: { 'maya@example.com': 'ben@example.com', 'tom@example.com': 'gone@example.com' },
};

function directoryAt(now: string): Directory {
  return directoryOf({ readAt: READ_AT, people: PEOPLE, teams: TEAMS }, new Date(now));
}
const FRESH = directoryAt('2026-11-23T09:00:00.000Z');

function resolve(
  role: Partial<Role> & object,
  facts: Readonly<Record<string, Fact>> = {},
  directory = FRESH,
) {
  const full = { id: 'r', label: 'Role', ...role } as Role;
  const { people, ...rest } = resolveRole('r', {
    policy: { roles: [full], orgChart: CHART },
    facts,
    directory,
  });
  return { people: people.map(({ name }) => name), ...rest };
}
const from = (source: RoleSource, otherwise = ['stu@example.com']) => ({ source, otherwise });

describe('where a role finds its people', () => {
  const BLANK: Fact = { state: 'blank' };
  const byRegion = { kind: 'team_lead_by_fact', fact: 'deal.region', teams: { EMEA: 'EMEA Sales' } } as const;
  const byTeam = { kind: 'team_lead_by_fact', fact: 'request.proposed_owner_team' } as const;
  it.each<[string, RoleSource, Readonly<Record<string, Fact>>, readonly string[], string]>([
    ['everybody of a team', { kind: 'team', team: 'desk ' }, {}, ['Ana'], 'Role: the team desk '],
    [
      'a team without people',
      { kind: 'team', team: 'Empty' },
      {},
      ['Stu'],
      'nobody is known of the team Empty',
    ],
    ['a team there is not', { kind: 'team', team: 'Nope' }, {}, ['Stu'], 'nobody is known of the team Nope'],
    [
      'the lead of a team',
      { kind: 'team_lead', team: 'emea sales' },
      {},
      ['Ana'],
      'Role for the team emea sales',
    ],
    ['a team nobody leads', { kind: 'team_lead', team: 'Nope' }, {}, ['Stu'], 'nobody leads Nope'],
    ['the lead of a region', byRegion, { 'deal.region': known('emea') }, ['Ana'], 'Role for EMEA'],
    [
      'a region without a line',
      byRegion,
      { 'deal.region': known('APAC') },
      ['Stu'],
      'nobody is named for deal region APAC',
    ],
    [
      'a blank region',
      byRegion,
      { 'deal.region': BLANK },
      ['Stu'],
      'deal region is blank, so those who stand in',
    ],
    ['a region nobody could read', byRegion, {}, ['Stu'], 'deal region is unknown, so those who stand in'],
    [
      'the lead of the team a fact names',
      byTeam,
      { 'request.proposed_owner_team': known('EMEA Sales') },
      ['Ana'],
      'Role for EMEA Sales',
    ],
    [
      'the requester’s manager',
      { kind: 'manager', of: 'requester' },
      { 'request.requester_email': known('Maya@example.com') },
      ['Ben'],
      'Role: manager of Maya@example.com',
    ],
    [
      'a manager nobody named',
      { kind: 'manager', of: 'owner' },
      { 'owner.email': known('new@example.com') },
      ['Stu'],
      'nobody is named for owner email new@example.com',
    ],
    [
      'the manager of an owner who was not proposed',
      { kind: 'manager', of: 'proposed_owner' },
      { 'request.proposed_owner_email': BLANK },
      ['Stu'],
      'request proposed owner email is blank',
    ],
  ])('%s', (_, source, facts, people, because) => {
    const found = resolve(from(source), facts);
    expect(found.people).toEqual(people);
    expect(found.because).toContain(because);
  });

  it('names the fact that chose the people, and has it read', () => {
    const owner = { id: 'r', label: 'Role', ...from({ kind: 'manager', of: 'owner' }) };
    expect(resolve(owner, { 'owner.email': known('tom@example.com') }).fact).toBe('owner.email');
    expect(factsNeeded(policyVersion([owner], exceptionType([])).policy)).toEqual(['owner.email']);
  });
});

describe('somebody who is not active in the CRM', () => {
  it('is left out of a role that has others, and named', () => {
    const found = resolve({ people: ['ana@example.com', 'gone@example.com'] });
    expect(found).toMatchObject({
      people: ['Ana'],
      because: 'Role (Gone is not active in the CRM and left out)',
      leftOut: [{ email: 'gone@example.com' }],
    });
  });

  it('is replaced by those who stand in when nobody else is there', () => {
    expect(resolve(from({ kind: 'team', team: 'Ghosts' }))).toMatchObject({
      people: ['Stu'],
      because:
        'Role: the team Ghosts (Gone and Left are not active in the CRM, so those who stand in are asked)',
      leftOut: [{ name: 'Gone' }, { name: 'Left' }],
    });
  });

  it('leaves a role empty when those who stand in are gone as well: the submit is then refused', () => {
    expect(resolve(from({ kind: 'team_lead', team: 'Old Sales' }, ['gone@example.com']))).toMatchObject({
      people: [],
      because: expect.stringContaining('so nobody is left'),
    });
    expect(resolve({ people: ['gone@example.com'] }).people).toEqual([]);
  });

  it('is asked all the same while the CRM was never read: unknown is not inactive', () => {
    expect(resolve({ people: ['gone@example.com'] }, {}, EMPTY_DIRECTORY)).toMatchObject({
      people: ['gone@example.com'],
      because: 'Role',
    });
  });
});

describe('people that were read long ago', () => {
  it('are used, and said where they come from the CRM', () => {
    const later = directoryAt('2026-11-26T09:00:00.000Z');
    const team = resolve(from({ kind: 'team', team: 'Desk' }), {}, later);
    expect(team.people).toEqual(['Ana']);
    expect(team.because).toContain(', as of 2026-11-23 08:00 UTC, when people were last read from the CRM');
    expect(resolve({ people: ['ana@example.com'] }, {}, later).because).toBe('Role');
  });

  it('pass for fresh until a daily reading has failed', () => {
    expect(directoryAt('2026-11-24T09:59:00.000Z').staleSince).toBeUndefined();
    expect(directoryAt('2026-11-24T10:00:01.000Z').staleSince).toBe(READ_AT);
  });
});
