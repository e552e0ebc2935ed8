import { describe, expect, it } from '@jest/globals';
import type { FlowInput } from '../../sandbox/hubspot/engine/flow-document.ts';
import { act, all, any, anyOf, isTrue, moreThan } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import { applyMend } from '../../src/application/apply-mend.ts';
import { proposeMend } from '../../src/application/propose-mend.ts';
import { undoMend } from '../../src/application/undo-mend.ts';
import { dealFlow, JONAS, MAYA } from '../sandbox/flow-fixture.ts';
import { edit, type MendWorld, make, openMendWorld, present, TENANT } from './mend-world.ts';

const HOLD = 'handoff_routing_hold';
const OWNER = 'hubspot_owner_id';
const NAMED_BY = { email: 'priya.nair@northwind.example', name: 'Priya Nair', userId: '48100101' };

const mend = ({ context }: MendWorld, automationId: string) =>
  applyMend(context, TENANT, { automationId, by: NAMED_BY });
const undo = ({ context }: MendWorld, mendId: string) => undoMend(context, TENANT, { mendId, by: NAMED_BY });

/** A workflow that gives records in EMEA to Jonas, or qualified contacts. */
const GIVES_TO_JONAS: FlowInput['actions'] = [
  act('1', '0-5', {
    property_name: OWNER,
    value: { type: 'STATIC_VALUE', staticValue: JONAS.ownerId },
  }),
];
const REENTER = { shouldReEnroll: true, unEnrollObjectsNotMeetingCriteria: false } as const;

interface Kind {
  readonly objectType: 'deals' | 'contacts' | 'tickets' | 'companies';
  /** Brings a record into the workflow. */
  readonly enters: Record<string, string>;
  readonly flow: FlowInput;
}

function flowOn(objectTypeId: string, changes: Partial<FlowInput>): FlowInput {
  return dealFlow({ objectTypeId, actions: GIVES_TO_JONAS, ...changes });
}

const KINDS: readonly (readonly [string, Kind])[] = [
  [
    'a deal workflow without a guard',
    { objectType: 'deals', enters: { sales_region: 'EMEA' }, flow: flowOn('0-3', {}) },
  ],
  [
    'a deal workflow that excludes something else',
    {
      objectType: 'deals',
      enters: { sales_region: 'EMEA' },
      flow: flowOn('0-3', { suppressionFilterBranch: any(all(anyOf('dealstage', 'closedwon'))) }),
    },
  ],
  [
    'a deal workflow whose exclusion is an AND of two',
    {
      objectType: 'deals',
      enters: { sales_region: 'EMEA' },
      flow: flowOn('0-3', { suppressionFilterBranch: all(isTrue(HOLD), moreThan('amount', 1_000_000)) }),
    },
  ],
  [
    'a deal workflow that asks for the hold on entry only',
    {
      objectType: 'deals',
      enters: { sales_region: 'EMEA' },
      flow: flowOn('0-3', {
        enrollmentCriteria: {
          type: 'LIST_BASED',
          ...REENTER,
          listFilterBranch: any(
            all(anyOf('sales_region', 'EMEA'), {
              filterType: 'PROPERTY',
              property: HOLD,
              operation: {
                operationType: 'BOOL',
                operator: 'IS_NOT_EQUAL_TO',
                value: true,
                includeObjectsWithNoValueSet: true,
              },
            }),
          ),
          reEnrollmentTriggersFilterBranches: [],
        },
        actions: [act('0', '0-1', { delta: '2', time_unit: 'DAYS' }, '1'), ...GIVES_TO_JONAS],
        startActionId: '0',
      }),
    },
  ],
  [
    'a contact workflow',
    {
      objectType: 'contacts',
      enters: { lifecyclestage: 'salesqualifiedlead' },
      flow: flowOn('0-1', {
        type: 'CONTACT_FLOW',
        suppressionListIds: [],
        canEnrollFromSalesforce: false,
        enrollmentCriteria: {
          type: 'LIST_BASED',
          ...REENTER,
          listFilterBranch: any(all(anyOf('lifecyclestage', 'salesqualifiedlead'))),
          reEnrollmentTriggersFilterBranches: [],
        },
      }),
    },
  ],
];

/** Takes two new records through the workflow, one tagged first; tells who owns them then. */
async function routed({ running }: MendWorld, { objectType, enters }: Kind) {
  const [held, plain] = [make(running, objectType), make(running, objectType)];
  await edit(running, objectType, held, { [HOLD]: 'true', [OWNER]: MAYA.ownerId });
  await edit(running, objectType, plain, { [OWNER]: MAYA.ownerId });
  await edit(running, objectType, held, enters);
  await edit(running, objectType, plain, enters);
  running.clock.advance(3 * 86_400_000);
  await running.engine.runUntilQuiet();
  return {
    held: present(running, objectType, held, OWNER),
    plain: present(running, objectType, plain, OWNER),
  };
}

describe.each(KINDS)('%s', (name, kind) => {
  it('routes held records, lets them through untouched once mended, and is as before once undone', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(kind.flow);
    const before = world.flow(id);
    const guardsEntry = name.includes('on entry only');
    const untouched = { held: MAYA.ownerId, plain: JONAS.ownerId };
    const everybody = { held: JONAS.ownerId, plain: JONAS.ownerId };
    expect(['ignores', 'partly']).toContain(await world.verdict(id));
    expect(await routed(world, kind)).toEqual(guardsEntry ? untouched : everybody);

    const proposal = await proposeMend(world.context, TENANT, id);
    expect(proposal.outcome).toMatchObject({ kind: 'offered', after: { verdict: 'respects' } });
    const done = await mend(world, id);
    expect(done).toMatchObject({ outcome: 'applied', coverage: { verdict: 'respects' }, recognised: false });
    expect(await world.verdict(id)).toBe('respects');
    expect(await routed(world, kind)).toEqual(untouched);

    const undone = await undo(world, done.mend.mendId);
    expect(undone).toMatchObject({ outcome: 'undone', already: false });
    expect(world.flow(id)).toEqual(before);
    expect(await routed(world, kind)).toEqual(guardsEntry ? untouched : everybody);
    expect(world.running.lists.all()).toEqual([]);
    const { types, text } = await world.trail();
    expect(types).toEqual(['automation_mend_started', 'automation_mended', 'automation_mend_undone']);
    expect(text).not.toMatch(/northwind|Priya|Test flow/);
    expect(world.running.unknownCalls).toEqual([]);
  });
});

describe('a deal that is tagged while it waits inside', () => {
  it('is taken out of a mended workflow', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const { running } = world;
    const id = world.create(
      dealFlow({
        startActionId: '0',
        actions: [act('0', '0-1', { delta: '2', time_unit: 'DAYS' }, '1'), ...GIVES_TO_JONAS],
      }),
    );
    await mend(world, id);
    const deal = make(running, 'deals');
    await edit(running, 'deals', deal, { [OWNER]: MAYA.ownerId, sales_region: 'EMEA' });
    await edit(running, 'deals', deal, { [HOLD]: 'true' });
    running.clock.advance(3 * 86_400_000);
    await running.engine.runUntilQuiet();
    expect(present(running, 'deals', deal, OWNER)).toBe(MAYA.ownerId);
  });
});

describe('the seeded workflows that ignore the hold', () => {
  it.each([SEED_FLOW.legacyRenewals, SEED_FLOW.contactLeads])('%s respects it once mended', async (id) => {
    const world = await openMendWorld();
    const before = world.flow(id);
    expect(await world.verdict(id)).toBe('ignores');
    const done = await mend(world, id);
    expect(done).toMatchObject({ outcome: 'applied', coverage: { verdict: 'respects' } });
    const undone = await undo(world, id);
    expect(undone).toMatchObject({ outcome: 'undone' });
    expect(world.flow(id)).toEqual(before);
  });
});
