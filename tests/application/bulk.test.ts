import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { advanceBulk } from '../../src/application/bulk/advance-bulk.ts';
import { askBulk, retryBulk, reviewBulk, withdrawBulk } from '../../src/application/bulk/change-bulk.ts';
import { runBulkClocks } from '../../src/application/bulk/run-bulk-clocks.ts';
import { findPolicyInForce, publishPolicy } from '../../src/application/published-policy.ts';
import type { StoredBulk } from '../../src/ports/bulk-requests.ts';
import { CrmError } from '../../src/ports/crm.ts';
import { type BulkWorld, startBulkWorld, TENANT } from './bulk-world.ts';

const HOUR = 60 * 60 * 1000;
const BROKEN = { kind: 'status', status: 503, times: Number.POSITIVE_INFINITY } as const;

let world: BulkWorld;
beforeAll(async () => {
  world = await startBulkWorld();
}, 60_000);
afterAll(() => world.close());

const idOf = ({ state }: StoredBulk) => state.bulk.bulkId;

async function approve(bulkId: string, mailbox = 'ines.moreau'): Promise<StoredBulk> {
  const { version } = await world.find(bulkId);
  const decision = { bulkId, version, outcome: 'approve', comment: 'Yes.' } as const;
  return reviewBulk(world.context, world.as(mailbox), decision);
}

describe('a bulk request', () => {
  it('keeps the policy it began with, whatever is published meanwhile', async () => {
    const bulkId = idOf(await world.submit(world.makeDeals(2), { asks: 'after_preview' }));
    await world.work(bulkId);
    const files = await loadPolicyFiles('config');
    const inForce = await world.context.unitOfWork.transact(TENANT, (tx) => findPolicyInForce(tx, TENANT));
    // From now on Strategic Logo asks the CRO for every deal.
    const stricter = files.exceptionTypes.map((type) => ({
      ...type,
      decisionRights: type.decisionRights.map((row) => (row.id === 'over-250k' ? { ...row, when: [] } : row)),
    }));
    await publishPolicy(world.context, TENANT, {
      policy: { ...files, exceptionTypes: stricter },
      by: { email: 'priya.nair@northwind.example', name: 'Priya Nair', userId: '1' },
      reason: 'Test',
      expected: inForce.version,
    });
    await askBulk(world.context, world.as('maya.chen'), bulkId);
    await approve(bulkId);
    await world.work(bulkId);
    expect((await world.find(bulkId)).state.status).toBe('done');
    for (const { requestId = '' } of await world.items(bulkId)) {
      const filed = await world.context.unitOfWork.transact(TENANT, (tx) => tx.findRequest(requestId));
      expect(filed?.state.request).toMatchObject({ policyVersion: inForce.version, bulkId });
    }
    const later = await world.submit(world.makeDeals(1));
    await world.work(idOf(later));
    const { state } = await world.find(idOf(later));
    expect(state.gathered.parts.map(({ part }) => part.kind === 'role' && part.role)).toEqual([
      'region_lead',
      'cro',
    ]);
    await withdrawBulk(world.context, world.as('maya.chen'), idOf(later));
    await publishPolicy(world.context, TENANT, {
      policy: files,
      by: { email: 'priya.nair@northwind.example', name: 'Priya Nair', userId: '1' },
      reason: 'Back',
      expected: inForce.version + 1,
    });
  });

  it('waits for a CRM that is down, and says so when it stays down', async () => {
    const bulkId = idOf(await world.submit(world.makeDeals(2)));
    world.portal.faults.inject(BROKEN);
    await expect(advanceBulk(world.context, TENANT, bulkId, false)).rejects.toBeInstanceOf(CrmError);
    expect((await world.find(bulkId)).state.status).toBe('preparing');
    world.portal.faults.clear();
    await world.work(bulkId);
    await approve(bulkId);

    world.portal.faults.inject(BROKEN);
    await expect(advanceBulk(world.context, TENANT, bulkId, false)).rejects.toBeInstanceOf(CrmError);
    expect(await world.counts(bulkId)).toMatchObject({ prepared: 2, failed: 0 });
    await advanceBulk(world.context, TENANT, bulkId, true);
    expect(await world.counts(bulkId)).toMatchObject({ prepared: 0, failed: 2 });
    expect((await world.find(bulkId)).state.status).toBe('needs_attention');
    expect(await world.items(bulkId)).toMatchObject([
      { outcome: 'failed', code: 'crm_unavailable', words: expect.stringContaining('not answering') },
      { outcome: 'failed' },
    ]);

    world.portal.faults.clear();
    await retryBulk(world.context, world.as('maya.chen'), bulkId);
    await world.work(bulkId);
    expect((await world.find(bulkId)).state.status).toBe('done');

    world.portal.faults.inject(BROKEN);
    const unread = idOf(await world.submit(world.makeDeals(1)));
    await advanceBulk(world.context, TENANT, unread, true);
    world.portal.faults.clear();
    expect((await world.find(unread)).state).toMatchObject({
      status: 'refused',
      code: 'crm_unavailable',
      message: expect.stringContaining('Nobody was asked; file the bulk request again.'),
    });
  });

  it('tries a step that failed again, and does nothing to the records that are done', async () => {
    const [good = '', bad = ''] = world.makeDeals(2);
    const bulkId = idOf(await world.submit([good, bad]));
    await world.work(bulkId);
    await approve(bulkId);
    const refused = { kind: 'status', status: 400, method: 'PATCH', path: `/deals/${bad}$` } as const;
    world.portal.faults.inject({ ...refused, times: Number.POSITIVE_INFINITY });
    await world.work(bulkId);
    expect((await world.find(bulkId)).state.status).toBe('needs_attention');
    expect(await world.items(bulkId)).toMatchObject([
      { recordId: good, outcome: 'done' },
      { recordId: bad, outcome: 'failed', words: expect.stringContaining('Mend this in HubSpot') },
    ]);
    const writes = () => world.portal.writeLog.filter(({ objectId }) => objectId === good).length;
    const before = writes();
    // Tried too early, it fails again; nothing else happens.
    await retryBulk(world.context, world.as('ines.moreau'), bulkId);
    await world.work(bulkId);
    expect((await world.find(bulkId)).state.status).toBe('needs_attention');
    world.portal.faults.clear();
    await retryBulk(world.context, world.as('maya.chen'), bulkId);
    await world.work(bulkId);
    expect((await world.find(bulkId)).state.status).toBe('done');
    expect(writes()).toBe(before);
    expect(await world.counts(bulkId)).toMatchObject({ done: 2, failed: 0 });
  });

  it('goes up to those who stand in when nobody decides, and what they decide holds for each record', async () => {
    const bulkId = idOf(await world.submit(world.makeDeals(1)));
    await world.work(bulkId);
    world.pass(26 * HOUR);
    await runBulkClocks(world.context, TENANT);
    await approve(bulkId, 'victor.lang');
    await world.work(bulkId);
    expect((await world.find(bulkId)).state.status).toBe('done');
    expect(await world.counts(bulkId)).toMatchObject({ done: 1, left_out: 0 });

    const forgotten = idOf(await world.submit(world.makeDeals(1)));
    await world.work(forgotten);
    world.pass(14 * 24 * HOUR);
    await expect(approve(forgotten)).rejects.toMatchObject({ code: 'wrong_status' });
    await runBulkClocks(world.context, TENANT);
    expect((await world.find(forgotten)).state.status).toBe('lapsed');
  });

  it('leaves a record out whose end has come before it was carried out', async () => {
    const expiresAt = new Date(world.context.clock.now().getTime() + HOUR).toISOString();
    const bulkId = idOf(await world.submit(world.makeDeals(1), { expiresAt }));
    await world.work(bulkId);
    world.pass(2 * HOUR);
    await approve(bulkId);
    await world.work(bulkId);
    expect(await world.items(bulkId)).toMatchObject([{ outcome: 'left_out', code: 'expiry_in_past' }]);
    expect((await world.find(bulkId)).state.status).toBe('done');
  });

  it('does a record once when two workers are at it', async () => {
    const ids = world.makeDeals(30);
    const bulkId = idOf(await world.submit(ids));
    await world.work(bulkId);
    await approve(bulkId);
    await Promise.all([1, 2, 3].map(() => advanceBulk(world.context, TENANT, bulkId, false)));
    await world.work(bulkId);
    expect(await world.counts(bulkId)).toMatchObject({ done: 30, left_out: 0 });
    const holds = world.portal.writeLog.filter(
      ({ objectId, properties }) =>
        ids.includes(objectId ?? '') && properties.handoff_routing_hold === 'true',
    );
    expect(holds).toHaveLength(30);
  });
});
