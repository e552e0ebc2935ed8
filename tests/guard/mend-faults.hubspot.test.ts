import { describe, expect, it } from '@jest/globals';
import { act, all, any, anyOf, rotate } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import { applyMend } from '../../src/application/apply-mend.ts';
import { checkCoverage } from '../../src/application/check-coverage.ts';
import type { MendContext } from '../../src/application/mending.ts';
import { proposeMend } from '../../src/application/propose-mend.ts';
import { undoMend } from '../../src/application/undo-mend.ts';
import type { Mend } from '../../src/domain/guard/mend/mend.ts';
import { dealFlow, JONAS } from '../sandbox/flow-fixture.ts';
import { type MendWorld, openMendWorld } from './mend-world.ts';

const LIST_NAME = 'Handrail: routing hold';
const DEAL_FLOW = dealFlow({ actions: [rotate('1', [JONAS.userId])] });
const CONTACT_FLOW = dealFlow({
  type: 'CONTACT_FLOW',
  objectTypeId: '0-1',
  suppressionListIds: [],
  canEnrollFromSalesforce: false,
  enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true },
  actions: [rotate('1', [JONAS.userId])],
});

const mend = ({ context, tenant }: MendWorld, automationId: string, revision?: string) =>
  applyMend(context, tenant, { automationId, by: null, ...(revision !== undefined && { revision }) });
const undo = ({ context, tenant }: MendWorld, mendId: string) =>
  undoMend(context, tenant, { mendId, by: null });
const propose = ({ context, tenant }: MendWorld, id: string) => proposeMend(context, tenant, id);
const mendsOf = ({ store, tenant }: MendWorld): Promise<readonly Mend[]> =>
  store.transact(tenant, (tx) => tx.guard.listMends());

/** Changes a workflow as somebody in the portal does. */
function editFlow({ running }: MendWorld, id: string, changes: object): void {
  const flow = running.flows.require(id);
  running.flows.replace(id, { ...flow, ...changes }, { revisionId: flow.revisionId });
}

/** The same use cases, killed at the first call of one port method that `at` names, before or after its effect. */
function killed({ context, port }: MendWorld, when: 'before' | 'after'): MendContext {
  const write: typeof port.write = async (...args) => {
    if (when === 'after') await port.write(...args);
    throw new Error('killed');
  };
  return { ...context, mendingOf: () => ({ ...port, write }) };
}

describe('a mend that somebody else comes between', () => {
  it('is refused when the workflow was edited since the change was shown', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const { revision } = await propose(world, id);
    editFlow(world, id, { name: 'Edited' });
    const before = world.flow(id);
    await expect(mend(world, id, revision ?? '')).rejects.toMatchObject({ code: 'automation_changed' });
    expect(world.flow(id)).toEqual(before);
    expect(await mendsOf(world)).toEqual([]);
  });

  it('is refused when the workflow is edited between our GET and our PUT, and nothing is changed', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const { port } = world;
    const write: typeof port.write = (...args) => {
      editFlow(world, id, { name: 'Edited' });
      return port.write(...args);
    };
    const racing = { ...world.context, mendingOf: () => ({ ...port, write }) };
    await expect(applyMend(racing, world.tenant, { automationId: id, by: null })).rejects.toMatchObject({
      code: 'automation_changed',
    });
    expect(world.flow(id)).toMatchObject({ name: 'Edited' });
    expect(world.flow(id)).not.toHaveProperty('suppressionFilterBranch');
    expect(await mendsOf(world)).toMatchObject([
      { status: 'failed', trouble: { code: 'changed_meanwhile' } },
    ]);
    expect(await mend(world, id)).toMatchObject({ outcome: 'applied' });
  });

  it('leaves alone what somebody edited right after our PUT', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const { port } = world;
    const write: typeof port.write = async (...args) => {
      const written = await port.write(...args);
      editFlow(world, id, { name: 'Edited' });
      return written;
    };
    const racing = { ...world.context, mendingOf: () => ({ ...port, write }) };
    const result = await applyMend(racing, world.tenant, { automationId: id, by: null });
    expect(result).toMatchObject({ outcome: 'failed', putBack: 'not_ours', mend: { status: 'failed' } });
    expect(world.flow(id)).toMatchObject({ name: 'Edited' });
  });

  it('by the same mend is made once', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const before = world.flow(id);
    const both = await Promise.allSettled([mend(world, id), mend(world, id)]);
    expect(both.some((one) => one.status === 'fulfilled' && one.value.outcome === 'applied')).toBe(true);
    expect(world.running.flows.require(id).revisionId).toBe('2');
    for (const kept of await mendsOf(world))
      if (kept.status === 'applied')
        expect(await undo(world, kept.mendId)).toMatchObject({ outcome: 'undone' });
    expect(world.flow(id)).toEqual(before);
    expect((await mendsOf(world)).map(({ status }) => status)).not.toContain('proposed');
  });

  it('fails with a clear code when the workflow is deleted meanwhile, and an undo then has nothing to do', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const [gone, mended] = [world.create(DEAL_FLOW), world.create(DEAL_FLOW)];
    const { port } = world;
    const write: typeof port.write = (...args) => {
      world.running.flows.delete(gone);
      return port.write(...args);
    };
    const racing = { ...world.context, mendingOf: () => ({ ...port, write }) };
    await expect(applyMend(racing, world.tenant, { automationId: gone, by: null })).rejects.toMatchObject({
      code: 'mend_not_possible',
    });
    await expect(mend(world, gone)).rejects.toMatchObject({ code: 'automation_not_found' });
    const { mend: kept } = await mend(world, mended);
    world.running.flows.delete(mended);
    expect(await undo(world, kept.mendId)).toMatchObject({ outcome: 'gone' });
    expect(await undo(world, kept.mendId)).toMatchObject({ outcome: 'undone', already: true });
  });
});

describe('HubSpot keeps something else than was sent', () => {
  it('is told, and the former definition is put back at once', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const before = world.flow(id);
    let times = 0;
    world.running.flows.alterReplaced((input) => {
      times += 1;
      return times === 1 ? { ...input, blockedDates: [{ day: 1 }] } : input;
    });
    const result = await mend(world, id);
    expect(result).toMatchObject({
      outcome: 'failed',
      putBack: 'done',
      mend: { status: 'failed', trouble: { code: 'stored_differently' } },
      differences: [{ kind: 'added', path: 'blockedDates[0]', after: { day: 1 } }],
    });
    expect(world.flow(id)).toEqual(before);
    const { types } = await world.trail();
    expect(types).toEqual(['automation_mend_started', 'automation_mend_failed']);
  });

  it('says so when the exclusion was dropped without a word', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    world.running.flows.alterReplaced(({ suppressionFilterBranch: _, ...rest }) => rest);
    const result = await mend(world, id);
    expect(result).toMatchObject({
      outcome: 'failed',
      putBack: 'done',
      differences: [{ kind: 'removed', path: 'suppressionFilterBranch' }],
    });
  });

  it('says that the former definition is not back when that is kept differently, too', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    world.running.flows.alterReplaced((input) => ({ ...input, name: 'Something else' }));
    const result = await mend(world, id);
    expect(result).toMatchObject({ outcome: 'failed', putBack: 'not_possible' });
    expect((await mendsOf(world))[0]).toMatchObject({
      former: { name: 'Test flow' },
      trouble: { message: expect.stringContaining('could not be put back') },
    });
  });

  it('tells of an undo that is kept differently', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const { mend: kept } = await mend(world, id);
    world.running.flows.alterReplaced((input) => ({ ...input, name: 'Something else' }));
    expect(await undo(world, kept.mendId)).toMatchObject({
      outcome: 'failed',
      differences: [{ path: 'name', before: 'Test flow', after: 'Something else' }],
    });
    await expect(undo(world, kept.mendId)).rejects.toMatchObject({ code: 'mend_not_in_force' });
  });
});

describe('a mend that is broken off', () => {
  it('before its PUT has changed nothing, which the next run finds out before it mends', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const broken = applyMend(killed(world, 'before'), world.tenant, { automationId: id, by: null });
    await expect(broken).rejects.toThrow('killed');
    expect(await mendsOf(world)).toMatchObject([{ status: 'proposed' }]);
    expect(await mend(world, id)).toMatchObject({ outcome: 'applied', recognised: false });
    expect(await mendsOf(world)).toMatchObject([
      { status: 'applied' },
      { status: 'failed', trouble: { code: 'not_arrived' } },
    ]);
  });

  it.each([
    ['a mend', (world: MendWorld, id: string) => mend(world, id)],
    ['an undo', async (world: MendWorld, id: string) => undo(world, id)],
  ])('after its PUT is recognised by %s', async (what, next) => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const before = world.flow(id);
    const broken = applyMend(killed(world, 'after'), world.tenant, { automationId: id, by: null });
    await expect(broken).rejects.toThrow('killed');
    const writes = world.writes();
    const result = await next(world, id);
    if (what === 'a mend') {
      expect(result).toMatchObject({ outcome: 'applied', recognised: true, mend: { status: 'applied' } });
      expect(world.writes()).toBe(writes);
    } else {
      expect(result).toMatchObject({ outcome: 'undone', already: false });
      expect(world.flow(id)).toEqual(before);
    }
    expect(await mendsOf(world)).toHaveLength(1);
  });

  it('after the PUT of its undo is recognised by the next undo', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    await mend(world, id);
    const broken = undoMend(killed(world, 'after'), world.tenant, { mendId: id, by: null });
    await expect(broken).rejects.toThrow('killed');
    expect(await undo(world, id)).toMatchObject({ outcome: 'undone', already: true });
  });

  it('and followed by an edit is not taken for either', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const broken = applyMend(killed(world, 'after'), world.tenant, { automationId: id, by: null });
    await expect(broken).rejects.toThrow('killed');
    editFlow(world, id, { name: 'Edited' });
    await expect(mend(world, id)).rejects.toMatchObject({ code: 'mend_not_needed' });
    expect(await mendsOf(world)).toMatchObject([
      { status: 'failed', trouble: { code: 'changed_meanwhile' } },
    ]);
  });

  it.each(['lose-reply', 'break-after', 'reset'] as const)(
    'by a PUT that fails with %s goes through once',
    async (kind) => {
      const world = await openMendWorld({ seed: 'empty' });
      const id = world.create(DEAL_FLOW);
      world.running.faults.inject({ kind, method: 'PUT', path: `/flows/${id}$` });
      expect(await mend(world, id)).toMatchObject({ outcome: 'applied', mend: { appliedRevision: '2' } });
    },
  );

  it('by a HubSpot that stays down is found by the next run', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    world.running.faults.inject({ kind: 'status', status: 503, method: 'PUT', times: 99 });
    await expect(mend(world, id)).rejects.toMatchObject({ code: 'unavailable' });
    world.running.faults.clear();
    expect(await mend(world, id)).toMatchObject({ outcome: 'applied' });
  });
});

describe('an undo', () => {
  it('is refused when the workflow was edited since, and shows both', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    const { mend: kept } = await mend(world, id);
    editFlow(world, id, { name: 'Edited' });
    const edited = world.flow(id);
    expect(await undo(world, kept.mendId)).toMatchObject({
      outcome: 'refused',
      code: 'automation_changed',
      differences: [{ path: 'name', before: 'Test flow', after: 'Edited' }],
    });
    expect(world.flow(id)).toEqual(edited);
    expect(await mendsOf(world)).toMatchObject([{ status: 'applied' }]);
  });

  it.each([
    ['a deal workflow', DEAL_FLOW, { suppressionFilterBranch: undefined }],
    ['a contact workflow', CONTACT_FLOW, { suppressionListIds: [] }],
  ])(
    'of %s leaves alone what somebody made of it after taking the exclusion out',
    async (_what, flow, taken) => {
      const world = await openMendWorld({ seed: 'empty' });
      const id = world.create(flow);
      await mend(world, id);
      editFlow(world, id, { ...taken, name: 'Edited' });
      const edited = world.flow(id);
      expect(await undo(world, id)).toMatchObject({ outcome: 'undone', already: true });
      expect(world.flow(id)).toEqual(edited);
      expect(world.running.lists.all()).toEqual([]);
    },
  );

  it('is not owed for a mend that was taken out and made anew', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    await mend(world, id);
    editFlow(world, id, { suppressionFilterBranch: undefined, name: 'Edited' });
    const edited = world.flow(id);
    await mend(world, id);
    expect((await mendsOf(world)).map(({ status }) => status)).toEqual(['applied', 'undone']);
    expect(await undo(world, id)).toMatchObject({ outcome: 'undone', already: false });
    expect(world.flow(id)).toEqual(edited);
  });

  it('of something that is not there, or not in force, says so', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    await expect(undo(world, 'nothing')).rejects.toMatchObject({ code: 'mend_not_found' });
    const id = world.create(DEAL_FLOW);
    await mend(world, id);
    expect(await undo(world, id)).toMatchObject({ outcome: 'undone', already: false });
    expect(await undo(world, id)).toMatchObject({ outcome: 'undone', already: true });
    // A second mend, and its undo by the workflow's id.
    expect(await mend(world, id)).toMatchObject({ outcome: 'applied' });
    expect(await undo(world, id)).toMatchObject({ outcome: 'undone', already: false });
  });

  it('keeps the list of contacts on hold while another workflow uses it, or one cannot be read', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const { running } = world;
    const [one, other] = [world.create(CONTACT_FLOW), world.create({ ...CONTACT_FLOW, name: 'Other' })];
    await mend(world, one);
    await mend(world, other);
    expect(running.lists.all()).toMatchObject([{ name: LIST_NAME, processingType: 'DYNAMIC' }]);
    expect(await undo(world, one)).toMatchObject({
      outcome: 'undone',
      tidy: { outcome: 'kept', detail: 'it is used by "Other"' },
    });
    const hidden = world.create({ ...DEAL_FLOW, name: 'Hidden' });
    running.faults.inject({ kind: 'status', status: 403, path: '/batch/read$', times: 9 });
    running.faults.inject({ kind: 'status', status: 403, path: `/flows/${hidden}$`, times: 9 });
    expect(await undo(world, other)).toMatchObject({ tidy: { outcome: 'kept' } });
    running.faults.clear();
    running.faults.inject({ kind: 'status', status: 403, method: 'DELETE', path: '/crm/v3/lists/' });
    expect(await undo(world, other)).toMatchObject({
      tidy: {
        outcome: 'kept',
        detail: expect.stringContaining('no permission in HubSpot to remove the list'),
      },
    });
    expect(await undo(world, other)).toMatchObject({ already: true, tidy: { outcome: 'removed' } });
    expect(running.lists.all()).toEqual([]);
  });
});

describe('a contact workflow', () => {
  it('gets the list beside the ones it has; a second one gets the same list', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const { running } = world;
    const competitors = running.lists.add({
      name: 'Competitors',
      objectType: 'contacts',
      processingType: 'DYNAMIC',
      filterBranch: any(all(anyOf('hs_lead_status', 'UNQUALIFIED'))),
      createdAt: 0,
    });
    const one = world.create({ ...CONTACT_FLOW, suppressionListIds: [Number(competitors.listId)] });
    const other = world.create(CONTACT_FLOW);
    expect((await propose(world, one)).outcome).toMatchObject({
      kind: 'offered',
      makes: `the active list "${LIST_NAME}" of contacts on hold`,
      lines: [
        {
          kind: 'changed',
          path: 'suppressionListIds',
          before: [1],
          after: [1, `the id of the new list "${LIST_NAME}"`],
        },
      ],
    });
    expect(running.lists.all()).toHaveLength(1);
    await mend(world, one);
    expect((await propose(world, other)).outcome).toMatchObject({ makes: null, lines: [{ after: [2] }] });
    await mend(world, other);
    expect(running.lists.all().map(({ name }) => name)).toEqual(['Competitors', LIST_NAME]);
    expect(world.flow(one)).toMatchObject({ suppressionListIds: [1, 2] });
    expect(world.flow(other)).toMatchObject({ suppressionListIds: [2] });
  });

  it('is not mended with a list of our name that somebody else filled', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    world.running.lists.add({
      name: LIST_NAME,
      objectType: 'contacts',
      processingType: 'DYNAMIC',
      filterBranch: any(all(anyOf('hs_lead_status', 'NEW'))),
      createdAt: 0,
    });
    const id = world.create(CONTACT_FLOW);
    expect((await propose(world, id)).outcome).toMatchObject({
      kind: 'explained',
      code: 'list_name_taken',
      advice: [expect.stringContaining('Check handoff exception'), expect.anything(), expect.anything()],
    });
    await expect(mend(world, id)).rejects.toMatchObject({ code: 'mend_not_possible' });
    expect(await world.port.tidy()).toMatchObject({ outcome: 'not_ours' });
    expect(world.running.lists.all()).toHaveLength(1);
  });

  it('is not changed when the account may have no further list, and nothing is left', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(CONTACT_FLOW);
    const before = world.flow(id);
    world.running.faults.inject({ kind: 'status', status: 400, method: 'POST', path: '/crm/v3/lists$' });
    await expect(mend(world, id)).rejects.toMatchObject({ code: 'refused' });
    world.running.faults.inject({ kind: 'status', status: 403, method: 'POST', path: '/crm/v3/lists$' });
    await expect(mend(world, id)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('no permission in HubSpot to make the list of contacts on hold'),
    });
    expect(world.flow(id)).toEqual(before);
    expect(await mendsOf(world)).toEqual([]);
    world.running.faults.inject({ kind: 'status', status: 400, method: 'PUT', path: `/flows/${id}$` });
    await expect(mend(world, id)).rejects.toMatchObject({ code: 'mend_not_possible' });
    expect(world.running.lists.all()).toEqual([]);
    world.running.faults.inject({ kind: 'lose-reply', method: 'POST', path: '/crm/v3/lists$' });
    expect(await mend(world, id)).toMatchObject({ outcome: 'applied' });
    expect(world.running.lists.all()).toHaveLength(1);
  });

  it('whose lists go by their older ids is left to a person', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    world.running.lists.add({
      name: 'Old',
      objectType: 'contacts',
      processingType: 'DYNAMIC',
      filterBranch: any(all(anyOf('hs_lead_status', 'NEW'))),
      legacyListId: '905',
      createdAt: 0,
    });
    const id = world.create({ ...CONTACT_FLOW, suppressionListIds: [905] });
    expect((await propose(world, id)).outcome).toMatchObject({ kind: 'explained', code: 'older_list_ids' });
  });

  it('is not mended with a list whose number could mean another list', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const { running } = world;
    running.lists.add({
      name: 'Old',
      objectType: 'contacts',
      processingType: 'DYNAMIC',
      filterBranch: any(all(anyOf('hs_lead_status', 'NEW'))),
      legacyListId: '2',
      createdAt: 0,
    });
    const id = world.create(CONTACT_FLOW);
    const before = world.flow(id);
    await expect(mend(world, id)).rejects.toMatchObject({
      code: 'mend_not_possible',
      message: expect.stringContaining('either of two lists'),
    });
    expect(world.flow(id)).toEqual(before);
    expect(running.lists.all().map(({ name }) => name)).toEqual(['Old']);
  });
});

describe('what cannot be mended', () => {
  it.each([
    [
      'changes the owners of associated deals',
      dealFlow({
        objectTypeId: '0-2',
        actions: [
          act('1', '0-5', {
            property_name: 'hubspot_owner_id',
            value: { type: 'STATIC_VALUE', staticValue: '1' },
            association: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 342 },
          }),
        ],
      }),
      'workflow of the associated records themselves',
    ],
    [
      'calls code beside its write',
      dealFlow({
        actions: [
          { type: 'CUSTOM_CODE', actionId: '1', connection: { edgeType: 'STANDARD', nextActionId: '2' } },
          rotate('2', [JONAS.userId]),
        ],
      }),
      'handrail guard review',
    ],
  ])('is explained: it %s', async (_what, flow, advice) => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(flow);
    const before = world.flow(id);
    const { outcome } = await propose(world, id);
    expect(outcome).toMatchObject({ kind: 'explained', code: 'not_respected_after' });
    expect(JSON.stringify(outcome)).toContain(advice);
    await expect(mend(world, id)).rejects.toMatchObject({ code: 'mend_not_possible' });
    expect(world.flow(id)).toEqual(before);
    const { coverages } = await checkCoverage({ automations: world.port }, { only: id });
    expect(coverages[0]?.mend).toMatchObject({ kind: 'explained', code: 'not_respected_after' });
  });

  it('is refused by name: unknown, unreadable, respecting already, without our property', async () => {
    const world = await openMendWorld({ installed: false });
    await expect(propose(world, '42')).rejects.toMatchObject({ code: 'automation_not_found' });
    const hidden = SEED_FLOW.legacyRenewals;
    world.running.faults.inject({ kind: 'status', status: 403, path: '/batch/read$' });
    world.running.faults.inject({ kind: 'status', status: 403, path: `/flows/${hidden}$` });
    await expect(propose(world, hidden)).rejects.toMatchObject({
      code: 'automation_not_readable',
      message: expect.stringContaining('403'),
    });
    await expect(mend(world, SEED_FLOW.territory)).rejects.toMatchObject({ code: 'mend_not_needed' });
    await expect(mend(world, hidden)).rejects.toMatchObject({ code: 'properties_missing' });
    expect(await mendsOf(world)).toEqual([]);
  });

  it('is refused when HubSpot answers with something that is no workflow, or without a revision', async () => {
    // Breaks HubSpot's contract on purpose.
    const world = await openMendWorld({ seed: 'empty', onExchange: () => {} });
    const [broken, unnumbered] = [world.create(DEAL_FLOW), world.create(DEAL_FLOW)];
    Object.assign(world.running.flows.require(broken), { actions: 'none' });
    await expect(mend(world, broken)).rejects.toMatchObject({
      code: 'automation_not_readable',
      message: expect.stringContaining('without its actions'),
    });
    Object.assign(world.running.flows.require(unnumbered), { revisionId: undefined });
    expect((await propose(world, unnumbered)).outcome).toMatchObject({ code: 'no_revision' });
    await expect(mend(world, unnumbered)).rejects.toMatchObject({ code: 'mend_not_possible' });
  });

  it('is told when the token may not see workflows at all, as in an edition without them', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    world.running.faults.inject({ kind: 'status', status: 403, path: '/automation/', times: 9 });
    await expect(mend(world, id)).rejects.toMatchObject({
      code: 'automation_not_readable',
      message: expect.stringContaining('the scope automation'),
    });
    expect(await mendsOf(world)).toEqual([]);
  });

  it('is told when the token may read workflows and not change them', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(DEAL_FLOW);
    world.running.faults.inject({ kind: 'status', status: 403, method: 'PUT' });
    await expect(mend(world, id)).rejects.toMatchObject({
      code: 'mend_not_possible',
      message: expect.stringContaining('no permission in HubSpot to change workflow'),
    });
    expect(await mendsOf(world)).toMatchObject([{ status: 'failed', trouble: { code: 'refused' } }]);
  });
});
