import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createOrg, type Org } from '../../../sandbox/salesforce/create-org.ts';
import { SalesforceError } from '../../../sandbox/salesforce/salesforce-error.ts';
import { anyFlows, CALLED, type MadeFlow } from './arbitrary-flow.ts';
import { analyseMetadata } from './read-corpus.ts';

const WORLDS = Number(process.env.GUARD_WORLDS ?? 800);
const HOLD = 'Handoff_Routing_Hold__c';
const DAY = 86_400_000;
const PEOPLE = ['maya.chen', 'jonas.lind', 'amira.haddad'].map((name) => `${name}@northwind.example`);
const BYPASSER = PEOPLE[1] ?? '';
const GOVERNED = ['OwnerId', 'StageName', HOLD] as const;

type Deed =
  | {
      readonly kind: 'edit';
      readonly record: number;
      readonly by: number;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'wait'; readonly days: number };

const EDITS = [
  { Sales_Region__c: 'EMEA' },
  { Sales_Region__c: 'APAC', Description: 'Moved' },
  { Sales_Region__c: 'AMER', Description: null },
  { StageName: 'Prospecting' },
  { StageName: 'Negotiation/Review', Amount: 10 },
  { Handoff_Exception_Status__c: 'active' },
];

const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  ...[
    { weight: 4, values: fc.constantFrom<Readonly<Record<string, unknown>>>(...EDITS) },
    { weight: 3, values: fc.constant({ [HOLD]: true }) },
    // Tagged and changed with one write.
    { weight: 2, values: fc.constantFrom(...EDITS).map((edit) => ({ ...edit, [HOLD]: true })) },
    { weight: 1, values: fc.constant({ [HOLD]: false }) },
  ].map(({ weight, values }) => ({
    weight,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), record: fc.nat(2), by: fc.nat(2), values }),
  })),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 4 }) }),
  },
);

/** A governed field, or the tag, of a record on hold that the flows changed. */
interface Trespass {
  readonly deed: Deed;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Does one deed after the other; what the flows changed of records on hold, until the first of it. */
function live(
  flows: readonly MadeFlow[],
  deeds: readonly Deed[],
): { trespasses: readonly Trespass[]; held: number } {
  const org = createOrg({
    flows,
    now: new Date('2026-11-23T09:00:00.000Z'),
    wallClock: () => 0,
    permissions: { [BYPASSER]: ['Handrail_Bypass'] },
  });
  const account = org.plant('Account', { Name: 'Fjord' });
  const ids = ['One', 'Two', 'Three'].map((Name) =>
    org.plant('Opportunity', {
      Name,
      AccountId: account,
      StageName: 'Prospecting',
      CloseDate: '2027-01-31',
      [HOLD]: false,
    }),
  );
  let held = 0;
  for (const deed of deeds) {
    const before = ids.map((id) => ({ ...org.get(id) }));
    const given = doDeed(org, deed, ids);
    const trespasses = ids.flatMap((id, at): readonly Trespass[] => {
      const [was, is] = [before[at] ?? {}, org.get(id)];
      const mine = given?.id === id ? given.values : {};
      // On hold through the deed, or from the write on with which it began.
      const isHeld = mine[HOLD] === undefined ? was[HOLD] === true : mine[HOLD] === true;
      if (!isHeld) return [];
      held += 1;
      return GOVERNED.flatMap((field) => {
        const from = field in mine ? mine[field] : was[field];
        return from === is[field] ? [] : [{ deed, field, from, to: is[field] }];
      });
    });
    if (trespasses.length > 0) return { trespasses, held };
  }
  return { trespasses: [], held };
}

/** What the deed itself wrote; null when it wrote nothing, or the org refused it. */
function doDeed(
  org: Org,
  deed: Deed,
  ids: readonly string[],
): { id: string; values: Readonly<Record<string, unknown>> } | null {
  try {
    if (deed.kind === 'wait') {
      org.advance(deed.days * DAY);
      return null;
    }
    const id = ids[deed.record] ?? '';
    org.update(id, deed.values, { as: PEOPLE[deed.by] ?? '' });
    return { id, values: deed.values };
  } catch (error) {
    if (error instanceof SalesforceError) return null;
    throw error;
  }
}

it('no flow called "respects" ever changes a record on hold when the org runs it', () => {
  const said = new Map<string, number>();
  let [caught, metHeld] = [0, 0];
  fc.assert(
    fc.property(anyFlows, fc.array(anyDeed, { minLength: 8, maxLength: 20, size: 'max' }), (flows, deeds) => {
      const coverages = [
        ...analyseMetadata(
          flows.map(({ name, xml }) => ({ file: `${name}.flow-meta.xml`, content: xml })),
        ).values(),
      ].filter(({ automationId }) => automationId !== CALLED);
      for (const { verdict, mechanism } of coverages)
        said.set(`${verdict} ${mechanism}`, (said.get(`${verdict} ${mechanism}`) ?? 0) + 1);
      const isSafe = coverages.every(({ verdict }) => verdict === 'respects' || verdict === 'does_not_write');
      const { trespasses, held } = live(flows, deeds);
      if (trespasses.length > 0) caught += 1;
      if (isSafe) {
        if (held > 0) metHeld += 1;
        expect({ trespasses, evidence: coverages.map(({ evidence }) => evidence) }).toMatchObject({
          trespasses: [],
        });
      }
    }),
    { numRuns: WORLDS },
  );
  // The law is not idle: each way of respecting occurs often, and the org does catch those that do not.
  const atLeast = (found: number | undefined, share: number) =>
    expect(found ?? 0).toBeGreaterThanOrEqual(Math.floor(WORLDS * share));
  atLeast(said.get('respects start_condition'), 0.1);
  atLeast(said.get('respects branch'), 0.1);
  atLeast(metHeld, 0.1);
  atLeast(caught, 0.1);
}, 240_000);
