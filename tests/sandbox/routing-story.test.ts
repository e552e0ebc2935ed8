import { describe, expect, it } from '@jest/globals';
import type { EngineEvent } from '../../sandbox/hubspot/engine/engine-log.ts';
import { ENTERPRISE_OWNER, SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { dealValue, MAYA } from './flow-fixture.ts';
import { installHoldProperties, openPortal } from './portal-fixture.ts';

const TAGGED = LIKE_DEALS.auroraGrid.id;
const UNTAGGED = LIKE_DEALS.borealisFreight.id;
const DAY = 86_400_000;

/** The control plane as another process uses it. */
async function control(
  running: RunningPortal,
  path: string,
  body: unknown = {},
): Promise<{ events: EngineEvent[] }> {
  const reply = await fetch(`${running.origin}/_sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(reply.status).toBe(200);
  return (await reply.json()) as { events: EngineEvent[] };
}

function edit(ids: readonly string[], properties: Record<string, string>) {
  return { email: MAYA.email, edits: ids.map((objectId) => ({ objectType: 'deals', objectId, properties })) };
}

function told(events: readonly EngineEvent[], id: string): string[] {
  return events.filter((event) => event.objectId === id).map((event) => event.kind);
}

async function taggedPortal() {
  const opened = await openPortal();
  await installHoldProperties(opened.hubspot);
  await opened.hubspot.crm.deals.basicApi.update(TAGGED, { properties: { handoff_routing_hold: 'true' } });
  return opened;
}

describe('two like deals, one under a routing hold', () => {
  it.each([
    ['territory', SEED_FLOW.territory, { dealstage: 'presentationscheduled' }],
    ['region change', SEED_FLOW.regionChange, { sales_region: 'APAC' }],
    ['amount', SEED_FLOW.enterpriseAmount, { dealstage: 'contractsent' }],
  ])('the %s flow re-routes the other one only, in the same run', async (_what, flowId, properties) => {
    const { running } = await taggedPortal();
    const { events } = await control(running, '/ui/edit', edit([TAGGED, UNTAGGED], properties));
    expect(new Set(events.map((event) => event.flowId))).toEqual(new Set([flowId]));
    expect(told(events, TAGGED)).toEqual(['suppressed']);
    expect(told(events, UNTAGGED)[0]).toBe('enrolled');
    expect(dealValue(running, TAGGED, 'hubspot_owner_id')).toBe(MAYA.ownerId);
    expect(dealValue(running, UNTAGGED, 'hubspot_owner_id')).not.toBe(MAYA.ownerId);
    const moved = events.find((event) => event.changes?.hubspot_owner_id);
    expect(moved).toMatchObject({
      objectId: UNTAGGED,
      changes: {
        hubspot_owner_id: { from: MAYA.ownerId, to: dealValue(running, UNTAGGED, 'hubspot_owner_id') },
      },
    });
  });

  it('release alone changes nothing; release with resubmission routes the deal again', async () => {
    const { running, hubspot } = await taggedPortal();
    await control(running, '/ui/edit', edit([TAGGED], { dealstage: 'presentationscheduled' }));
    await hubspot.crm.deals.basicApi.update(TAGGED, { properties: { handoff_routing_hold: 'false' } });
    expect((await control(running, '/flows/run')).events).toEqual([]);

    const resubmit = { handoff_routing_hold: 'false', handoff_resubmitted_at: '2026-11-23T12:00:00.000Z' };
    await hubspot.crm.deals.basicApi.update(TAGGED, { properties: resubmit });
    const { events } = await control(running, '/flows/run');
    expect(told(events, TAGGED)).toEqual(['enrolled', 'branched', 'acted', 'completed']);
    expect(dealValue(running, TAGGED, 'hubspot_owner_id')).not.toBe(MAYA.ownerId);
  });

  it('the inactivity flow is guarded by its own branch', async () => {
    const { running } = await taggedPortal();
    const entered = await control(
      running,
      '/ui/edit',
      edit([TAGGED, UNTAGGED], { dealstage: 'appointmentscheduled' }),
    );
    expect(told(entered.events, TAGGED)).toEqual(['enrolled', 'waiting']);
    const { events } = await control(running, '/clock/advance', { milliseconds: 14 * DAY });
    expect(events.find((event) => event.objectId === TAGGED)?.detail).toBe('branch "Under a routing hold"');
    expect(dealValue(running, TAGGED, 'hubspot_owner_id')).toBe(MAYA.ownerId);
    expect(dealValue(running, UNTAGGED, 'hubspot_owner_id')).not.toBe(MAYA.ownerId);
  });

  it('the legacy renewals flow ignores the hold of a renewal, and never meets the two deals', async () => {
    const { running } = await taggedPortal();
    const renewal = running.portal
      .list('deals')
      .find((deal) => running.portal.value(deal, 'dealstage') === '1100202');
    const id = renewal?.id ?? '';
    const company = running.portal.associations.list({ type: 'deals', id }, 'companies')[0]?.toId ?? '';
    const accountOwner = running.portal.value(
      running.portal.require('companies', company),
      'hubspot_owner_id',
    );
    const hold = {
      handoff_routing_hold: 'true',
      hubspot_owner_id: seedPerson('victor.lang@northwind.example').ownerId,
    };
    await control(running, '/ui/edit', edit([id], { ...hold, dealstage: '1100201' }));
    expect(dealValue(running, id, 'hubspot_owner_id')).toBe(accountOwner);
    const legacy = running.engine.events.filter((event) => event.flowId === SEED_FLOW.legacyRenewals);
    expect(legacy.map((event) => event.objectId)).not.toContain(TAGGED);
  });
});

it('the enterprise flow gives the deal to the named owner with a task', async () => {
  const { running } = await openPortal();
  const { events } = await control(running, '/ui/edit', edit([UNTAGGED], { dealstage: 'contractsent' }));
  expect(dealValue(running, UNTAGGED, 'hubspot_owner_id')).toBe(seedPerson(ENTERPRISE_OWNER).ownerId);
  expect(events.map((event) => event.detail)).toContainEqual(expect.stringMatching(/^created task/));
});

it('the contact flow gives an ownerless qualified lead to a seller', async () => {
  const { running, hubspot } = await openPortal();
  const properties = { email: 'new.lead@example.test', lifecyclestage: 'salesqualifiedlead' };
  const contact = await hubspot.crm.contacts.basicApi.create({ properties, associations: [] });
  const { events } = await control(running, '/flows/run');
  expect(new Set(events.map((event) => event.flowId))).toEqual(new Set([SEED_FLOW.contactLeads]));
  const read = await hubspot.crm.contacts.basicApi.getById(contact.id, [
    'hubspot_owner_id',
    'hs_lead_status',
  ]);
  expect(read.properties).toMatchObject({
    hs_lead_status: 'OPEN',
    hubspot_owner_id: expect.stringMatching(/^\d+$/),
  });
});

it('on a portal without the hold properties the flows route as if nothing were held', async () => {
  const { running } = await openPortal();
  const body = edit([TAGGED, UNTAGGED], { dealstage: 'presentationscheduled' });
  const { events } = await control(running, '/ui/edit', body);
  expect(told(events, TAGGED)[0]).toBe('enrolled');
  expect(told(events, UNTAGGED)[0]).toBe('enrolled');
});
