import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkActionOf } from '../../server/adapters/hubspot/flows/check-actions.ts';
import { hubspotFieldNames } from '../../server/adapters/hubspot/flows/field-names.ts';
import { readFlow } from '../../server/adapters/hubspot/flows/read-flow.ts';
import type { CoverageVerdict } from '../../src/contracts/vocabulary.ts';
import { classifyAutomation } from '../../src/domain/guard/classify-automation.ts';
import type { Coverage } from '../../src/domain/guard/coverage.ts';
import { createPortal } from '../../src/domain/guard/reach.ts';
import { anyFlow, FLOW_IDS, type Kind } from './arbitrary-flow.ts';
import { startCheckAnswers } from './check-answers.ts';
import { createHeldWorld, type Deed } from './held-world.ts';

const WORLDS = Number(process.env.GUARD_WORLDS ?? 1_000);

const HOLD = 'handoff_routing_hold';
const EDITS: Readonly<Record<Kind, readonly Readonly<Record<string, string>>[]>> = {
  deals: [
    { sales_region: 'EMEA', amount: '60000' },
    { sales_region: 'AMER' },
    { sales_region: 'APAC', amount: '' },
    { dealstage: 'appointmentscheduled' },
    { dealstage: 'contractsent', amount: '10' },
    { handoff_exception_status: 'active' },
  ],
  contacts: [
    { hs_lead_status: 'OPEN' },
    { hs_lead_status: 'NEW', lifecyclestage: 'salesqualifiedlead' },
    { lifecyclestage: 'lead', hs_lead_status: '' },
    { handoff_exception_status: 'active' },
  ],
};

function anyDeed(kind: Kind): fc.Arbitrary<Deed> {
  const record = fc.nat(2);
  const edit = (properties: fc.Arbitrary<Readonly<Record<string, string>>>) =>
    fc.record({ kind: fc.constant('edit' as const), record, properties });
  return fc.oneof(
    { weight: 4, arbitrary: edit(fc.constantFrom(...EDITS[kind])) },
    { weight: 3, arbitrary: edit(fc.constant({ [HOLD]: 'true' })) },
    // Tagged and changed with one write.
    {
      weight: 1,
      arbitrary: edit(fc.constantFrom(...EDITS[kind]).map((edits) => ({ ...edits, [HOLD]: 'true' }))),
    },
    { weight: 1, arbitrary: edit(fc.constantFrom({ [HOLD]: 'false' }, { [HOLD]: '' })) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('enrol' as const), record, flow: fc.nat(2) }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 5 }) }),
    },
  );
}

const anyWorld = fc.constantFrom<Kind>('deals', 'deals', 'contacts').chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    flows: fc.array(anyFlow(kind), { minLength: 3, maxLength: 3 }),
    deeds: fc.array(anyDeed(kind), { minLength: 8, maxLength: 24, size: 'max' }),
  }),
);

let answers: Awaited<ReturnType<typeof startCheckAnswers>>;
beforeAll(async () => {
  answers = await startCheckAnswers();
});
afterAll(() => answers.close());

/** What was said of the flows, and which of them changed a held record when they ran. */
interface Tally {
  readonly said: Map<string, number>;
  readonly trespassed: Map<CoverageVerdict, number>;
  /** How flows called "respects" that really met a held record respect it. */
  readonly met: Map<string, number>;
}

it('no workflow called "respects" ever changes a record on hold when it runs', async () => {
  const tally: Tally = { said: new Map(), trespassed: new Map(), met: new Map() };
  await fc.assert(
    fc.asyncProperty(anyWorld, async ({ kind, flows, deeds }) => {
      const world = createHeldWorld(kind, flows, { actions: [answers.action] });
      const readings = flows.map((flow, at) =>
        readFlow(
          { ...flow, id: FLOW_IDS[at] },
          { lists: world.lists, checkActions: [checkActionOf(answers.action.actionTypeId)] },
        ),
      );
      const automations = readings.flatMap((reading) =>
        reading.kind === 'read' ? [reading.automation] : [],
      );
      const portal = createPortal(automations, hubspotFieldNames());
      const coverages = new Map(
        automations.map((one): [string, Coverage] => [one.id, classifyAutomation(one, portal)]),
      );
      const { trespasses, met } = await world.live(deeds);
      for (const { verdict, mechanism } of coverages.values()) count(tally.said, `${verdict} ${mechanism}`);
      for (const flowId of new Set(trespasses.map((one) => one.flowId)))
        count(tally.trespassed, coverages.get(flowId)?.verdict ?? 'not_visible');
      for (const { automationId, verdict, mechanism } of coverages.values())
        if (met.has(automationId) && verdict === 'respects') count(tally.met, `${mechanism}`);
      for (const trespass of trespasses) {
        const { verdict, evidence } = coverages.get(trespass.flowId) ?? {};
        expect({ ...trespass, evidence, verdict }).toMatchObject({
          verdict: expect.stringMatching(/^(ignores|partly|needs_review)$/),
        });
      }
    }),
    { numRuns: WORLDS },
  );

  // The law is not idle: each way of respecting occurs often, and the engine does catch those that do not respect.
  const atLeast = (found: number | undefined, share: number) =>
    expect(found ?? 0).toBeGreaterThanOrEqual(Math.floor(WORLDS * share));
  atLeast(tally.said.get('respects exclusion_filter'), 0.3);
  atLeast(tally.said.get('respects exclusion_list'), 0.07);
  atLeast(tally.said.get('respects branch'), 0.25);
  atLeast(tally.said.get('respects check_and_branch'), 0.03);
  atLeast(tally.met.get('check_and_branch'), 0.01);
  atLeast(tally.met.get('exclusion_filter'), 0.1);
  atLeast(tally.met.get('exclusion_list'), 0.02);
  atLeast(tally.met.get('branch'), 0.02);
  atLeast(tally.trespassed.get('ignores'), 0.08);
  atLeast(tally.trespassed.get('partly'), 0.02);
}, 240_000);

function count<Key>(tally: Map<Key, number>, key: Key): void {
  tally.set(key, (tally.get(key) ?? 0) + 1);
}
