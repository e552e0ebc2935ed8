import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { SALES_STAGE } from '../../sandbox/hubspot/seed/pipelines.ts';
import { editAsUser } from '../../sandbox/hubspot/user-actions.ts';
import { pollChanges } from '../../src/application/poll-changes.ts';
import { tidyWatch } from '../../src/application/tidy-watch.ts';
import { watchRecords } from '../../src/application/watch-record.ts';
import { workEvents } from '../../src/application/work-events.ts';
import type { RecordRef } from '../../src/domain/policy/facts.ts';
import { watchEvent } from '../contract/store-watch.suite.ts';
import { EMPTY_POLICY, tenantNames } from '../fixtures/store.ts';
import { type ApplicationWorld, openApplication } from './application-world.ts';

const MINUTE = 60_000;
const EVERY = 5 * MINUTE;
const MAYA = 'maya.chen@northwind.example';
const DALE = seedPerson('dale.ortiz@northwind.example').ownerId;

let world: ApplicationWorld;
let tenant: string;
let turns = 0;
const newTenant = tenantNames('watch');

beforeAll(async () => {
  world = await openApplication(EMPTY_POLICY);
});
afterAll(() => world.close());

/** A tenant whose watch began before anything below happens. The server's clock is the portal's. */
async function openWatch(): Promise<RecordRef> {
  tenant = newTenant();
  // Out of sight of what other tests did.
  pass(10 * MINUTE);
  const record: RecordRef = { objectType: 'deal', recordId: world.makeDeal() };
  pass(1000);
  await poll();
  pass(MINUTE);
  return record;
}

function pass(ms: number): void {
  world.portal.clock.advance(ms);
  world.setClock(new Date(world.portal.clock.now()).toISOString());
}

/** Somebody edits a deal at its page; a moment passes. */
function edit({ recordId }: RecordRef, properties: Readonly<Record<string, string>>): void {
  pass(1000);
  editAsUser(world.portal.portal, MAYA, { objectType: 'deals', objectId: recordId, properties });
  pass(1000);
}

async function tell(record: RecordRef): Promise<void> {
  turns += 1;
  const event = watchEvent(`event-${turns}`, { record });
  await world.store.transact(tenant, (tx) => tx.watch.takeEvents([event], world.context.clock.now()));
}

async function poll() {
  turns += 1;
  return pollChanges(world.context, tenant, 'deal', { holder: `turn-${turns}`, everyMs: EVERY });
}

function work() {
  turns += 1;
  return workEvents(world.context, tenant, `turn-${turns}`);
}

function breakDown(status: number): void {
  world.portal.faults.inject({ kind: 'status', status, times: Number.POSITIVE_INFINITY });
}

async function mirrored(record: RecordRef, property: string): Promise<string | null | undefined> {
  const mirror = await world.store.transact(tenant, (tx) => tx.watch.findMirror(record));
  return mirror?.values.find((one) => one.property === property)?.value;
}

async function seen(record: RecordRef): Promise<number> {
  return world.store.transact(tenant, (tx) => tx.watch.countChanges(record));
}

describe('a change told by webhook', () => {
  it('is taken in once, however often it is told', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    await tell(deal);
    await tell(deal);
    expect(await work()).toMatchObject({ records: 1, changes: 1, failures: [] });
    await tell(deal);
    expect(await work()).toMatchObject({ records: 1, changes: 0 });
    expect(await work()).toMatchObject({ records: 0 });
    expect([await seen(deal), await mirrored(deal, 'hubspot_owner_id')]).toEqual([1, DALE]);
  });

  it('brings all changes since the last reading, one of another webhook that is late among them', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    edit(deal, { dealstage: SALES_STAGE.contract });
    edit(deal, { hubspot_owner_id: seedPerson(MAYA).ownerId });
    await tell(deal);
    expect(await work()).toMatchObject({ records: 1, changes: 3 });
    await tell(deal);
    expect(await work()).toMatchObject({ changes: 0 });
  });

  it('waits while HubSpot is down', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    await tell(deal);
    breakDown(503);
    await expect(work()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await seen(deal)).toBe(0);
    world.portal.faults.clear();
    expect(await work()).toMatchObject({ records: 1, changes: 1 });
  });

  it('of a type that HubSpot forbids keeps no other type waiting', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    await tell({ objectType: 'ticket', recordId: '1' });
    await tell(deal);
    world.portal.faults.inject({
      kind: 'status',
      status: 403,
      path: '/objects/tickets/',
      times: Number.POSITIVE_INFINITY,
    });
    const { records, failures } = await work();
    expect([records, failures]).toMatchObject([1, [{ code: 'refused' }]]);
    world.portal.faults.clear();
    expect(await work()).toMatchObject({ records: 1, failures: [] });
  });

  it('is left to one worker of two', async () => {
    const deal = await openWatch();
    await tell(deal);
    await world.store.transact(tenant, (tx) => {
      const now = world.context.clock.now();
      return tx.watch.lease('events', 'another', now, new Date(now.getTime() + 1000));
    });
    expect(await work()).toMatchObject({ records: 0 });
    pass(1000);
    expect(await work()).toMatchObject({ records: 1 });
  });

  it('forgets the mirror of a record that was deleted, and nothing is left waiting', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    await tell(deal);
    await work();
    const context = { method: 'SEED', path: '', body: null, source: { sourceType: 'CRM_UI' } };
    world.portal.portal.archive('deals', deal.recordId, context);
    await tell(deal);
    expect(await work()).toMatchObject({ records: 1, changes: 0 });
    expect(await mirrored(deal, 'hubspot_owner_id')).toBeUndefined();
    expect(await work()).toMatchObject({ records: 0 });
  });

  it('keeps of personal text no more than a digest', async () => {
    const deal = await openWatch();
    edit(deal, { [RECORD_PROPERTY.reason]: 'Because Bo asked', [RECORD_PROPERTY.routingHold]: 'true' });
    await tell(deal);
    expect(await work()).toMatchObject({ changes: 2 });
    expect(await mirrored(deal, RECORD_PROPERTY.reason)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await mirrored(deal, RECORD_PROPERTY.routingHold)).toBe('true');
  });
});

describe('the watch of a tenant', () => {
  it('does not take for news what happened before it began', async () => {
    tenant = newTenant();
    const deal: RecordRef = { objectType: 'deal', recordId: world.makeDeal() };
    edit(deal, { hubspot_owner_id: DALE });
    pass(MINUTE);
    expect(await watchRecords(world.context, tenant, [deal])).toMatchObject({ read: 1, changes: 0 });
    expect(await mirrored(deal, 'hubspot_owner_id')).toBe(DALE);
  });

  it('does not take for news what it has forgotten', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    await tell(deal);
    await work();
    pass(32 * 24 * 60 * MINUTE);
    // An event and a change.
    expect(await tidyWatch(world.context, tenant, 7)).toBe(2);
    expect(await seen(deal)).toBe(0);
    expect(await watchRecords(world.context, tenant, [deal])).toMatchObject({ changes: 0 });
  });

  it('keeps events and changes that could come again', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    await tell(deal);
    await work();
    pass(24 * 60 * MINUTE);
    expect(await tidyWatch(world.context, tenant, 2)).toBe(0);
  });
});

describe('a change that no webhook told', () => {
  it('is found by the next look, and not before it is time', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    expect(await poll()).toBeNull();
    pass(EVERY);
    expect(await poll()).toMatchObject({ records: 1, changes: 1, failures: [] });
    expect(await mirrored(deal, 'hubspot_owner_id')).toBe(DALE);
    pass(EVERY);
    expect(await poll()).toMatchObject({ records: 0, changes: 0 });
  });

  it('is not read again where a webhook was worked', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    await tell(deal);
    await work();
    pass(EVERY);
    expect(await poll()).toMatchObject({ records: 0, changes: 0 });
  });

  it('is found after HubSpot was down, by a look that goes on where the one before came to', async () => {
    const deal = await openWatch();
    edit(deal, { hubspot_owner_id: DALE });
    breakDown(503);
    pass(EVERY);
    await expect(poll()).rejects.toMatchObject({ code: 'unavailable' });
    world.portal.faults.clear();
    // The look failed, so the next one need not wait.
    expect(await poll()).toMatchObject({ records: 1, changes: 1 });
  });

  it('is found although HubSpot’s index was late', async () => {
    const late = await openWatch();
    const other: RecordRef = { objectType: 'deal', recordId: world.makeDeal() };
    pass(EVERY);
    edit(other, { hubspot_owner_id: DALE });
    // The index shows the other deal, and this one not yet.
    await poll();
    const { portal, clock } = world.portal;
    const record = portal.require('deals', late.recordId);
    editAsUser(portal, MAYA, {
      objectType: 'deals',
      objectId: late.recordId,
      properties: { hubspot_owner_id: DALE },
    });
    record.updatedAt = clock.now() - 30_000;
    pass(EVERY);
    expect(await poll()).toMatchObject({ records: 1, changes: 1 });
  });
});
