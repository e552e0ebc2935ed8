import { describe, expect, it } from '@jest/globals';
import { act, all, any, anyOf } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import { dealFlow, makeDeal, runFlows } from './flow-fixture.ts';
import { openPortal } from './portal-fixture.ts';

const FLOWS = '/automation/v4/flows';

async function automation(options = {}) {
  const opened = await openPortal(options);
  const call = async (method: string, path: string, body?: unknown) => {
    const reply = await opened.hubspot.apiRequest({ method, path, ...(body !== undefined && { body }) });
    const text = await reply.text();
    return { status: reply.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
  return { ...opened, call };
}

/** What a careful client sends back: everything but the read-only keys. */
function writable(flow: Record<string, unknown>): Record<string, unknown> {
  const { createdAt, updatedAt, dataSources, ...rest } = flow;
  expect([createdAt, updatedAt, dataSources]).not.toContain(undefined);
  return rest;
}

describe('flows', () => {
  it('are listed as summaries, page by page, and read one by one or in batch', async () => {
    const { call } = await automation();
    const first = await call('GET', `${FLOWS}?limit=4`);
    const results = first.body.results as Array<Record<string, unknown>>;
    expect(results).toHaveLength(4);
    expect(Object.keys(results[0] ?? {}).toSorted()).toEqual(
      [
        'createdAt',
        'flowType',
        'id',
        'isEnabled',
        'name',
        'objectTypeId',
        'revisionId',
        'updatedAt',
      ].toSorted(),
    );
    const after = (first.body.paging as { next: { after: string } }).next.after;
    const second = await call('GET', `${FLOWS}?limit=4&after=${after}`);
    expect(second.body.results).toHaveLength(2);
    expect(second.body.paging).toBeUndefined();
    const inputs = [SEED_FLOW.territory, '1'].map((flowId) => ({ type: 'FLOW_ID', flowId }));
    const batch = await call('POST', `${FLOWS}/batch/read`, { inputs });
    expect(batch).toMatchObject({
      status: 207,
      body: { numErrors: 1, results: [{ id: SEED_FLOW.territory }] },
    });
  });

  it('guard by suppression in three, by a branch in one, and not at all in the legacy one', async () => {
    const { running } = await automation();
    const suppressing = running.flows.list().filter((flow) => flow.suppressionFilterBranch);
    expect(suppressing.map((flow) => flow.id)).toEqual([
      SEED_FLOW.territory,
      SEED_FLOW.regionChange,
      SEED_FLOW.enterpriseAmount,
    ]);
    const mentions = running.flows
      .list()
      .filter((flow) => JSON.stringify(flow).includes('handoff_routing_hold'));
    expect(mentions.map((flow) => flow.id)).toContain(SEED_FLOW.inactivity);
    expect(mentions.map((flow) => flow.id)).not.toContain(SEED_FLOW.legacyRenewals);
    for (const flow of running.flows.list()) expect(flow.description).toMatch(/\w+ \w+/);
  });

  it('are replaced whole: what a PUT leaves out is gone', async () => {
    const { call } = await automation();
    const path = `${FLOWS}/${SEED_FLOW.territory}`;
    const { enrollmentCriteria, suppressionFilterBranch, description, ...rest } = writable(
      (await call('GET', path)).body,
    );
    expect(await call('PUT', path, rest)).toMatchObject({ status: 200, body: { revisionId: '2' } });
    const read = (await call('GET', path)).body;
    expect(read).not.toHaveProperty('enrollmentCriteria');
    expect(read).not.toHaveProperty('suppressionFilterBranch');
    expect(read).not.toHaveProperty('description');
    expect([enrollmentCriteria, suppressionFilterBranch, description]).not.toContain(undefined);
  });

  it('keep unknown keys of a document', async () => {
    const { call } = await automation();
    const path = `${FLOWS}/${SEED_FLOW.territory}`;
    await call('PUT', path, { ...writable((await call('GET', path)).body), uuid: 'kept' });
    expect((await call('GET', path)).body.uuid).toBe('kept');
  });

  it.each<[string, (flow: Record<string, unknown>) => Record<string, unknown>, number]>([
    ['an old revision', (flow) => ({ ...writable(flow), revisionId: '0' }), 409],
    ['no revision', ({ revisionId: _, ...flow }) => writable(flow), 400],
    ['read-only keys', (flow) => flow, 400],
    ['no actions', ({ actions: _, ...flow }) => writable(flow), 400],
    ['no time windows', ({ timeWindows: _, ...flow }) => writable(flow), 400],
    ['an empty exclusion', (flow) => ({ ...writable(flow), suppressionFilterBranch: {} }), 400],
    [
      'another type',
      (flow) => ({
        ...writable(flow),
        type: 'CONTACT_FLOW',
        suppressionListIds: [],
        canEnrollFromSalesforce: false,
        suppressionFilterBranch: undefined,
      }),
      400,
    ],
    ['a start that is no action', (flow) => ({ ...writable(flow), startActionId: '99' }), 400],
  ])('are not replaced with %s', async (_what, change, status) => {
    const { call } = await automation();
    const path = `${FLOWS}/${SEED_FLOW.territory}`;
    const before = (await call('GET', path)).body;
    expect((await call('PUT', path, change(before))).status).toBe(status);
    expect((await call('GET', path)).body).toEqual(before);
  });

  it('are created and deleted; a rotation without users is a 500, as in HubSpot', async () => {
    const { call, running } = await automation({ seed: 'empty' });
    const made = await call('POST', FLOWS, dealFlow({ actions: [act('1', '0-8', {})] }));
    expect(made).toMatchObject({
      status: 201,
      body: { revisionId: '1', crmObjectCreationStatus: 'COMPLETE' },
    });
    expect((await call('DELETE', `${FLOWS}/${String(made.body.id)}`)).status).toBe(204);
    expect((await call('GET', `${FLOWS}/${String(made.body.id)}`)).status).toBe(404);
    const empty = act('1', '0-11', { user_ids: [], target_property: 'hubspot_owner_id' });
    expect((await call('POST', FLOWS, dealFlow({ actions: [empty] }))).status).toBe(500);
    const { timeWindows: _, ...incomplete } = dealFlow({ actions: [act('1', '0-8', {})] });
    expect((await call('POST', FLOWS, incomplete)).status).toBe(400);
    expect(running.flows.list()).toEqual([]);
  });

  it('that are deleted drop the records inside', async () => {
    const { call, running } = await automation({ seed: 'empty' });
    const flow = running.flows.create(
      dealFlow({ actions: [act('1', '0-1', { delta: '1', time_unit: 'DAYS' })] }),
    );
    makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    await call('DELETE', `${FLOWS}/${flow.id}`);
    expect(running.engine.enrollments).toEqual([]);
  });
});

describe('lists', () => {
  const LEADS = {
    name: 'Leads',
    objectTypeId: '0-1',
    processingType: 'DYNAMIC',
    filterBranch: any(all(anyOf('lifecyclestage', 'lead'))),
  };

  it('follow their filter and keep contacts out of a contact flow', async () => {
    const { call, running, hubspot } = await automation({ seed: 'empty' });
    const made = await call('POST', '/crm/v3/lists', LEADS);
    const { listId } = made.body.list as { listId: string };
    running.flows.create({
      ...dealFlow({ actions: [act('1', '0-8', {})] }),
      type: 'CONTACT_FLOW',
      objectTypeId: '0-1',
      suppressionListIds: [Number(listId)],
      canEnrollFromSalesforce: false,
      enrollmentCriteria: {
        type: 'LIST_BASED',
        shouldReEnroll: false,
        unEnrollObjectsNotMeetingCriteria: false,
        listFilterBranch: any(all(anyOf('hs_lead_status', 'NEW'))),
        reEnrollmentTriggersFilterBranches: [],
      },
    });
    const contacts = [];
    for (const lifecyclestage of ['lead', 'customer']) {
      const properties = { email: `${lifecyclestage}@example.test`, lifecyclestage, hs_lead_status: 'NEW' };
      contacts.push(await hubspot.crm.contacts.basicApi.create({ properties, associations: [] }));
    }
    const { events } = await running.engine.runUntilQuiet();
    expect(events.map((event) => [event.kind, event.objectId])).toEqual([
      ['suppressed', contacts[0]?.id],
      ['enrolled', contacts[1]?.id],
      ['not-executed', contacts[1]?.id],
      ['completed', contacts[1]?.id],
    ]);
    const members = await call('GET', `/crm/v3/lists/${listId}/memberships`);
    expect(members.body).toMatchObject({ total: 1, results: [{ recordId: contacts[0]?.id }] });
    expect((await call('PUT', `/crm/v3/lists/${listId}/memberships/add`, ['1'])).status).toBe(400);
  });

  it('made by hand take and lose members', async () => {
    const { call, running } = await automation({ seed: 'empty' });
    const deal = makeDeal(running);
    const manual = { name: 'VIP', objectTypeId: '0-3', processingType: 'MANUAL' };
    const { listId } = (await call('POST', '/crm/v3/lists', manual)).body.list as { listId: string };
    expect((await call('POST', '/crm/v3/lists', manual)).status).toBe(409);
    const added = await call('PUT', `/crm/v3/lists/${listId}/memberships/add`, [deal, '1']);
    expect(added.body).toEqual({ recordsIdsAdded: [deal], recordIdsRemoved: [], recordIdsMissing: ['1'] });
    const removed = await call('PUT', `/crm/v3/lists/${listId}/memberships/remove`, [deal]);
    expect(removed.body).toMatchObject({ recordIdsRemoved: [deal] });
    expect((await call('POST', '/crm/v3/lists/search', { query: 'vip' })).body).toMatchObject({ total: 1 });
    await call('DELETE', `/crm/v3/lists/${listId}`);
    expect((await call('GET', `/crm/v3/lists/${listId}`)).status).toBe(404);
  });
});
