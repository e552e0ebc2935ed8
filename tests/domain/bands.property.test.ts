import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { possiblePeople } from '../../src/domain/policy/bands/asked-in-words.ts';
import { type AskBand, bandsOf } from '../../src/domain/policy/bands/bands-of.ts';
import type { ResolvedRequirement } from '../../src/domain/policy/decision.ts';
import { directoryOf } from '../../src/domain/policy/directory.ts';
import { evaluatePolicy } from '../../src/domain/policy/evaluate-policy.ts';
import type { Fact, FactMap } from '../../src/domain/policy/facts.ts';
import type { Condition, Policy } from '../../src/domain/policy/policy.ts';
import { rolesOf } from '../../src/domain/policy/requirement.ts';
import type { Role } from '../../src/domain/policy/role.ts';
import { exceptionType, known, needs, policyVersion, row } from './policy-builder.ts';

/** The component's own comparison: plain JavaScript, as the org takes it. */
const { bandApplies } = (await import(
  new URL(
    '../../extensions/salesforce/force-app/main/default/lwc/handoffRows/handoffRows.js',
    import.meta.url,
  ).href
)) as { bandApplies(band: unknown, facts: Readonly<Record<string, number | null>>): string };

const NUMBERS = ['deal.amount', 'deal.probability'] as const;
const NOW = new Date('2026-11-23T10:00:00Z');
const PEOPLE = ['ana', 'ben', 'cleo', 'dev', 'eva'].map((name) => ({
  email: `${name}@example.com`,
  name: `${name} x`,
  active: name !== 'dev',
}));
const EMAILS = PEOPLE.map(({ email }) => email);
const directory = directoryOf(
  { readAt: NOW.toISOString(), people: PEOPLE, teams: [{ name: 'Desk', members: EMAILS.slice(1, 3) }] },
  NOW,
);
const orgChart: NonNullable<Policy['orgChart']> = {
  teamLeads: { EMEA: [EMAILS[0] ?? ''], AMER: [EMAILS[3] ?? ''] },
  managers: { 'maya@example.com': EMAILS[4] ?? '' },
};
const REGIONS = ['EMEA', 'AMER', 'APAC'] as const;
const ROLES: readonly Role[] = [
  { id: 'fixed', label: 'Fixed', people: [EMAILS[0] ?? '', EMAILS[3] ?? ''] },
  {
    id: 'lead',
    label: 'Lead',
    byFact: { fact: 'deal.sales_region', people: { EMEA: [EMAILS[1] ?? ''], AMER: [EMAILS[3] ?? ''] } },
    otherwise: [EMAILS[2] ?? ''],
  },
  { id: 'desk', label: 'Desk', source: { kind: 'team', team: 'desk' }, otherwise: [EMAILS[4] ?? ''] },
  {
    id: 'team_lead',
    label: 'Team lead',
    source: { kind: 'team_lead_by_fact', fact: 'deal.sales_region' },
    otherwise: [EMAILS[2] ?? ''],
  },
  {
    id: 'manager',
    label: 'Manager',
    source: { kind: 'manager', of: 'requester' },
    otherwise: [EMAILS[0] ?? ''],
  },
];

const anyBound = fc.oneof(
  fc.constantFrom(-1, 0, 1, 1.5, 10, 250_000),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
);
const onNumber = fc.oneof(
  fc.record({
    property: fc.constantFrom(...NUMBERS),
    operator: fc.constantFrom('GT' as const, 'GTE' as const, 'LT' as const, 'LTE' as const, 'EQ' as const),
    value: fc.oneof(anyBound, anyBound.map(String), fc.constantFrom('2026-11-23', 'n/a', '')),
  }),
  fc.record({
    property: fc.constantFrom(...NUMBERS),
    operator: fc.constant('BETWEEN' as const),
    value: anyBound,
    highValue: anyBound,
  }),
  fc.record({
    property: fc.constantFrom(...NUMBERS),
    operator: fc.constantFrom('HAS_PROPERTY' as const, 'NOT_HAS_PROPERTY' as const),
  }),
  fc.record({
    property: fc.constantFrom(...NUMBERS),
    operator: fc.constantFrom('IN' as const, 'NOT_IN' as const),
    values: fc.array(anyBound, { minLength: 1, maxLength: 3 }),
  }),
);
const onOther = fc.oneof(
  fc.record({
    property: fc.constant('deal.sales_region'),
    operator: fc.constantFrom('EQ' as const, 'NEQ' as const),
    value: fc.constantFrom(...REGIONS),
  }),
  fc.record({
    property: fc.constant('request.object_type'),
    operator: fc.constantFrom('EQ' as const, 'NEQ' as const, 'GT' as const),
    value: fc.constantFrom('deal', 'contact'),
  }),
  fc.record({
    property: fc.constant('request.validity_days'),
    operator: fc.constant('GT' as const),
    value: fc.constant(30),
  }),
);
const anyCondition: fc.Arbitrary<Condition> = fc.oneof({ weight: 3, arbitrary: onNumber }, onOther);
const anyWhen = fc.array(fc.array(anyCondition, { minLength: 1, maxLength: 3 }), { maxLength: 3 });
const anyRequirement = fc.oneof(
  fc.constantFrom(...ROLES).map(({ id }) => needs(id)),
  fc
    .tuple(fc.constantFrom('all_of' as const, 'any_of' as const), fc.subarray([...ROLES], { minLength: 1 }))
    .map(([kind, roles]) => ({ kind, of: roles.map(({ id }) => needs(id)) })),
);
const anyRows = fc.array(fc.tuple(anyWhen, anyRequirement), { minLength: 1, maxLength: 4 });
const anyNumber: fc.Arbitrary<Fact> = fc.oneof(anyBound.map(known), fc.constant({ state: 'blank' } as const));
const anyFacts = fc.record({
  'deal.amount': anyNumber,
  'deal.probability': anyNumber,
  'deal.sales_region': fc.oneof(
    fc.constantFrom(...REGIONS, 'emea', 'elsewhere').map(known),
    fc.constantFrom<Fact>({ state: 'blank' }, { state: 'unreadable', why: 'hidden' }),
  ),
  'request.validity_days': fc.oneof(fc.constantFrom(7, 60).map(known), fc.constant<Fact>({ state: 'blank' })),
  'request.requester_email': fc.constantFrom('maya@example.com', 'new@example.com').map(known),
});

function applies({ when, depends }: AskBand, facts: FactMap): string {
  const fact = when && facts[when.fact];
  const value = fact?.state === 'known' ? Number(fact.value) : null;
  // What is kept in the org is JSON.
  const band = JSON.parse(JSON.stringify({ depends, ...(when && { when: { ...when, field: 'N' } }) }));
  return bandApplies(band, { N: value });
}

function everybody(requirement: ResolvedRequirement): readonly string[] {
  return rolesOf(requirement).flatMap(({ label, people }) => [label, ...people.map(({ name }) => name)]);
}

describe('the bands of a policy', () => {
  it('never promise less than is asked, and never more where they promise it for sure', () => {
    fc.assert(
      fc.property(
        anyRows,
        anyFacts,
        fc.constantFrom('deal' as const, 'contact' as const),
        (rows, facts, objectType) => {
          const type = exceptionType(rows.map(([when, require], at) => row(String(at), when, require)));
          const version = policyVersion(ROLES, type);
          const policy = { ...version, policy: { ...version.policy, orgChart } };
          const record: FactMap = { ...facts, 'request.object_type': known(objectType) };
          const decision = evaluatePolicy({ policy, exceptionType: type, facts: record, directory });
          const bands = bandsOf({
            policy: policy.policy,
            exceptionType: type,
            objectType,
            directory,
            isNumberOfRecord: (fact) =>
              fact.startsWith(`${objectType}.`) && NUMBERS.some((one) => one === fact),
          });
          for (const { label, truth, require } of decision.rows) {
            const band = bands.find((one) => one.label === label);
            const stands = band ? applies(band, record) : 'false';
            if (truth !== 'false') {
              expect(stands).not.toBe('false');
              for (const name of everybody(require)) expect(band?.asks).toContain(name);
            }
            if (stands === 'true') expect(truth).not.toBe('false');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('name everybody a role may ask, or how many there are', () => {
    for (const { id } of ROLES) {
      const context = { policy: { roles: ROLES, orgChart }, directory };
      expect(possiblePeople(id, context).people.length).toBeGreaterThan(0);
    }
  });
});
