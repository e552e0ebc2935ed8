import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gather, NOTHING_GATHERED, requirementOf } from '../../src/domain/bulk-request/gather.ts';
import { verdictOf } from '../../src/domain/policy/ballots.ts';
import type { ResolvedRequirement } from '../../src/domain/policy/decision.ts';
import type { Fact, Person } from '../../src/domain/policy/facts.ts';
import { isSatisfied } from '../../src/domain/policy/satisfaction.ts';
import { judged } from './bulk-stories.ts';

const PEOPLE: readonly Person[] = ['ana', 'ben', 'cem', 'dua', 'eli'].map((name) => ({
  email: `${name}@example.com`,
  name,
}));
const ROLES = ['lead', 'desk', 'ops'];

const anyPeople = fc.subarray([...PEOPLE], { minLength: 1 });
const anyLeaf: fc.Arbitrary<ResolvedRequirement> = fc
  .record({
    role: fc.constantFrom(...ROLES),
    people: anyPeople,
    approve: fc.integer({ min: 1, max: 2 }),
    deny: fc.integer({ min: 1, max: 2 }),
    distinctFrom: fc.subarray([...ROLES], { maxLength: 1 }),
  })
  .map(({ role, distinctFrom, ...rest }) => ({
    kind: 'role',
    role,
    label: role,
    delegable: true,
    because: role,
    distinctFrom: distinctFrom.filter((other) => other !== role),
    ...rest,
  }));
const anyRequirement: fc.Arbitrary<ResolvedRequirement> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: anyLeaf },
      {
        weight: 1,
        arbitrary: fc
          .array(anyLeaf, { minLength: 2, maxLength: 2 })
          .map((of): ResolvedRequirement => ({ kind: 'any_of', of })),
      },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((of) => ({ kind: 'all_of', of }));

const anyRecords = fc.array(anyRequirement, { minLength: 1, maxLength: 5 });
const emails = fc.subarray(PEOPLE.map(({ email }) => email)).map((some) => new Set(some));

function together(requirements: readonly ResolvedRequirement[]): ResolvedRequirement {
  const gathered = requirements
    .map((requirement, at) => ({ ...judged(String(at)), requirement }))
    .reduce(gather, NOTHING_GATHERED);
  const requirement = requirementOf(gathered);
  if (!requirement) throw new Error('records ask somebody');
  return requirement;
}

it('whoever satisfies what is asked of all satisfies what each record asks alone', () => {
  fc.assert(
    fc.property(anyRecords, emails, (records, approvers) => {
      fc.pre(isSatisfied(together(records), approvers));
      for (const record of records) expect(isSatisfied(record, approvers)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it('whoever could deny one record alone denies all', () => {
  fc.assert(
    fc.property(anyRecords, emails, (records, rejecters) => {
      const ballots = { approvers: new Set<string>(), rejecters };
      const all = verdictOf(together(records), ballots);
      for (const record of records) {
        const alone = verdictOf(record, ballots);
        if (alone.outcome === 'rejected') expect(all.outcome).toBe('rejected');
      }
    }),
    { numRuns: 1_000 },
  );
});

it('the order of records changes nothing but the order', () => {
  fc.assert(
    fc.property(anyRecords, emails, (records, approvers) => {
      const turned = together(records.toReversed());
      expect(isSatisfied(turned, approvers)).toBe(isSatisfied(together(records), approvers));
    }),
  );
});

it('keeps the facts that all records share, and calls the others unknown', () => {
  const known = (value: string): Fact => ({ state: 'known', value });
  const record = (recordId: string, region: string) => ({
    ...judged(recordId),
    facts: { 'deal.sales_region': known(region), 'request.object_type': known('deal') },
  });
  const gathered = [record('1', 'EMEA'), record('2', 'APAC'), record('3', 'EMEA')].reduce(
    gather,
    NOTHING_GATHERED,
  );
  expect(gathered).toMatchObject({
    records: 3,
    facts: {
      'deal.sales_region': { state: 'unreadable' },
      'request.object_type': { state: 'known', value: 'deal' },
    },
  });
});
