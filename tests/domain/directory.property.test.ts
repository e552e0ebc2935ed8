import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { directoryOf, EMPTY_DIRECTORY, type PeopleSnapshot } from '../../src/domain/policy/directory.ts';
import { evaluatePolicy } from '../../src/domain/policy/evaluate-policy.ts';
import type { Fact, FactMap } from '../../src/domain/policy/facts.ts';
import type { PolicyVersion } from '../../src/domain/policy/policy.ts';
import { type RoleRequirement, rolesOf } from '../../src/domain/policy/requirement.ts';
import type { OrgChart, Role, RoleSource } from '../../src/domain/policy/role.ts';
import { exceptionType, known, needs, policyVersion, row } from './policy-builder.ts';

const NAMES = ['ana', 'ben', 'cem', 'dia', 'eli'].map((name) => `${name}@example.com`);
const TEAM_NAMES = ['Desk', 'EMEA', 'APAC'];
const email = fc.constantFrom(...NAMES);
const several = fc.uniqueArray(email, { minLength: 1, maxLength: 3 });
const team = fc.constantFrom(...TEAM_NAMES);

const source: fc.Arbitrary<RoleSource> = fc.oneof(
  fc.record({ kind: fc.constant('team' as const), team }),
  fc.record({ kind: fc.constant('team_lead' as const), team }),
  fc.constant({ kind: 'team_lead_by_fact', fact: 'deal.region' } as const),
  fc.record({
    kind: fc.constant('manager' as const),
    of: fc.constantFrom('requester' as const, 'owner' as const),
  }),
);
const roles: fc.Arbitrary<readonly Role[]> = fc
  .tuple(source, source, several, several)
  .map(([one, other, standIns, named]) => [
    { id: 'one', label: 'One', source: one, otherwise: standIns },
    { id: 'other', label: 'Other', source: other, otherwise: standIns },
    { id: 'named', label: 'Named', people: named },
  ]);
const orgChart: fc.Arbitrary<OrgChart> = fc.record({
  teamLeads: fc.dictionary(team, several),
  managers: fc.dictionary(email, email),
});
const snapshot: fc.Arbitrary<PeopleSnapshot> = fc
  .tuple(
    fc.uniqueArray(fc.record({ email, active: fc.boolean() }), { selector: (one) => one.email }),
    fc.uniqueArray(fc.record({ name: team, members: fc.uniqueArray(email) }), {
      selector: (one) => one.name,
    }),
  )
  .map(([people, teams]) => ({
    readAt: '2026-11-23T08:00:00.000Z',
    people: people.map((one) => ({ ...one, name: one.email })),
    teams,
  }));
const fact = (values: fc.Arbitrary<string>): fc.Arbitrary<Fact> =>
  fc.oneof(
    values.map(known),
    fc.constant<Fact>({ state: 'blank' }),
    fc.constant<Fact>({ state: 'unreadable', why: 'CRM down' }),
  );
const facts: fc.Arbitrary<FactMap> = fc.record({
  'deal.region': fact(team),
  'owner.email': fact(email),
  'request.requester_email': fact(email),
});
const policy: fc.Arbitrary<PolicyVersion> = fc.tuple(roles, orgChart).map(([all, chart]) => {
  const type = exceptionType([
    row('a', [], { kind: 'all_of', of: [needs('one'), needs('named', { approve: 2 })] }),
    row('b', [[{ property: 'deal.region', operator: 'EQ', value: 'EMEA' }]], needs('other')),
  ]);
  const version = policyVersion(all, type);
  return { ...version, policy: { ...version.policy, orgChart: chart } };
});

/** What a leaf demands, whoever its people are. */
function demand({ role, approve, deny, distinctFrom }: RoleRequirement): string {
  return JSON.stringify([role, approve, deny, distinctFrom]);
}

describe('people that are old, or were never read', () => {
  it('never make a policy demand less', () => {
    fc.assert(
      fc.property(policy, facts, snapshot, (version, given, read) => {
        const [type] = version.policy.exceptionTypes;
        if (!type) throw new Error('the policy has a type');
        const demandsWith = (directory: typeof EMPTY_DIRECTORY) => {
          const question = { policy: version, exceptionType: type, facts: given, directory };
          const { requirement } = evaluatePolicy(question);
          return requirement ? rolesOf(requirement).map(demand) : [];
        };
        const fresh = demandsWith(directoryOf(read, new Date('2026-11-23T09:00:00Z')));
        const stale = demandsWith(directoryOf(read, new Date('2027-11-23T09:00:00Z')));
        expect(stale).toEqual(fresh);
        expect(demandsWith(EMPTY_DIRECTORY)).toEqual(fresh);
      }),
    );
  });

  it('never leave a role without anybody when nobody was read', () => {
    fc.assert(
      fc.property(policy, facts, (version, given) => {
        const [type] = version.policy.exceptionTypes;
        if (!type) throw new Error('the policy has a type');
        const { requirement } = evaluatePolicy({
          policy: version,
          exceptionType: type,
          facts: given,
          directory: EMPTY_DIRECTORY,
        });
        const empty = requirement ? rolesOf(requirement).filter(({ people }) => people.length === 0) : [];
        expect(empty).toEqual([]);
      }),
    );
  });
});
