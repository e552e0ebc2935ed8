import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BulkView, bulkItemsReplySchema, bulkReplySchema } from '@handrail/contracts/bulk';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type HandrailProcess, runHandrail, startHandrail } from '../../sandbox/demo/handrail-process.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';
import { type SignedClient, signedClient } from '../http/signed-client.ts';

const CLIENT_SECRET = 'bulk-kill-secret';
const DAY = 24 * 60 * 60 * 1000;
const PATIENCE_MS = 120_000;
const DEALS = 500;
/** The Data Fix playbook, as its writes show in the portal. */
const ONCE_EACH = ['hold', 'tag', 'task', 'note', 'tag'];

let dataDir: string;
let portal: RunningPortal;
let server: HandrailProcess;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'handrail-bulk-'));
  portal = await startWatchedPortal({ clientSecret: CLIENT_SECRET, rateLimit: 'off', seed: 'empty' });
  environment = {
    HUBSPOT_API_ORIGIN: portal.origin,
    HUBSPOT_PORTAL_ID: String(portal.portalId),
    HUBSPOT_ACCESS_TOKEN: portal.accessToken,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HANDRAIL_DATA_DIR: join(dataDir, 'data'),
    HANDRAIL_SWEEP_SECONDS: '1',
    LOG_LEVEL: 'error',
  };
  expect(await runHandrail(['install'], environment)).toMatchObject({ code: 0 });
  server = await startHandrail(environment);
}, 120_000);

afterAll(async () => {
  await server?.stop();
  await portal?.close();
  await rm(dataDir, { recursive: true, force: true });
});

it('500 deals of a wrong import, one request, one decision, and a server that is killed half-way', async () => {
  const deals = Array.from({ length: DEALS }, (_, at) => importedDeal(at));
  const locked = deals.filter((_, at) => at % 100 === 42);
  const before = portal.writeLog.length;

  // Maya asks once for all of them, and names one deal that was deleted yesterday.
  const filed = await answer(as('maya.chen'), CARD_ROUTES.bulks, {
    idempotencyKey: 'the-import-of-monday',
    objectType: 'deal',
    records: { recordIds: [...deals, '404404404'] },
    exceptionTypeId: 'data-fix',
    reasonCode: 'wrong-import',
    reason: 'The import of Monday set the wrong region on these deals; operations corrects them by Friday.',
    expiresAt: new Date(Date.now() + 7 * DAY).toISOString(),
    asks: 'at_once',
  });
  const pending = await until('maya.chen', filed.bulkId, ({ status }) => status === 'pending');
  expect(pending.counts).toMatchObject({ total: 501, prepared: 500, left_out: 1 });

  // In the portal, five deals are locked by a validation rule: HubSpot refuses each change to them.
  portal.faults.inject({
    kind: 'status',
    status: 400,
    method: 'PATCH',
    path: `/deals/(${locked.join('|')})$`,
    times: Number.POSITIVE_INFINITY,
  });

  // Priya decides once. When about half of it is written, the server dies without a chance to say so.
  const decision = { outcome: 'approve', comment: 'Hold them until Friday.', version: pending.version };
  await answer(as('priya.nair'), CARD_ROUTES.bulkReview(filed.bulkId), decision);
  await untilTrue(() => portal.writeLog.length - before > (DEALS * ONCE_EACH.length) / 2);
  await server.kill();
  server = await startHandrail(environment);

  // It goes on by itself, and tells of each deal that failed what to do about it.
  const stuck = await until('maya.chen', filed.bulkId, ({ status }) => status === 'needs_attention');
  expect(stuck.counts).toMatchObject({ done: 495, failed: 5, left_out: 1, carrying_out: 0, prepared: 0 });
  expect(stuck.next).toContain('5 records failed: mend what each says, then try the failed ones again.');
  const told = await items(filed.bulkId, ['failed', 'left_out']);
  expect(told.map(({ recordId, outcome }) => `${outcome} ${recordId}`)).toEqual([
    ...locked.map((deal) => `failed ${deal}`),
    'left_out 404404404',
  ]);
  for (const { outcome, words } of told) {
    expect(words).toContain(outcome === 'failed' ? 'Mend this in HubSpot, then try again' : 'check the id');
  }

  // An administrator lifts the rule, and Maya has what failed tried again.
  portal.faults.clear();
  const retried = await answer(as('maya.chen'), CARD_ROUTES.bulkRetry(filed.bulkId), {});
  expect(retried.status).toBe('carrying_out');
  const done = await until('maya.chen', filed.bulkId, ({ status }) => status === 'done');
  expect(done.counts).toMatchObject({ done: 500, failed: 0, left_out: 1 });

  // On every one of the 500 deals each write of the playbook was made, in its order, and none twice.
  const writes = Map.groupBy(portal.writeLog.slice(before), dealOf);
  const wrong = deals.flatMap((deal) => {
    const made = (writes.get(deal) ?? []).map(summary);
    return made.join() === ONCE_EACH.join() ? [] : [`${deal}: ${made.join()}`];
  });
  expect(wrong).toEqual([]);
  expect([...writes.keys()].sort()).toEqual([...deals].sort());
  expect(portal.unknownCalls).toEqual([]);
}, 240_000);

it('the trail of all that holds', async () => {
  await server.stop();
  const verified = await runHandrail(['audit', 'verify', '--json'], environment);
  expect(verified).toMatchObject({ code: 0 });
}, 120_000);

function as(mailbox: string): SignedClient {
  const { userId, email } = seedPerson(`${mailbox}@northwind.example`);
  const { portalId } = portal;
  return signedClient({ origin: server.origin, clientSecret: CLIENT_SECRET, portalId }, { userId, email });
}

async function answer(client: SignedClient, path: string, body?: unknown): Promise<BulkView> {
  const reply = await client.call(bulkReplySchema, path, body);
  if (!reply.ok) throw new Error(`${reply.problem.code}: ${reply.problem.detail}`);
  return reply.bulk;
}

async function items(bulkId: string, outcomes: readonly ('failed' | 'left_out')[]) {
  const reply = await as('maya.chen').call(bulkItemsReplySchema, CARD_ROUTES.bulkItems(bulkId), {
    outcomes,
    limit: 100,
  });
  if (!reply.ok) throw new Error(reply.problem.detail);
  return reply.items;
}

function importedDeal(at: number): string {
  const context = { method: 'SEED', path: '', body: null, source: { sourceType: 'IMPORT' } };
  const properties = {
    dealname: `Imported deal ${at + 1}`,
    amount: '80000',
    sales_region: 'EMEA',
    pipeline: 'default',
    dealstage: 'qualifiedtobuy',
  };
  return portal.portal.create('deals', properties, context).id;
}

/** The deal a write is about; a task or note is about the deal it was created on. */
function dealOf({ objectType, objectId, body }: RunningPortal['writeLog'][number]): string {
  if (objectType === 'deals') return objectId ?? '';
  const { associations } = body as { associations: readonly { to: { id: string } }[] };
  return associations[0]?.to.id ?? '';
}

/** One word for a write. */
function summary({ objectType, properties, path }: RunningPortal['writeLog'][number]): string {
  if (objectType === 'tasks') return 'task';
  if (objectType === 'notes') return 'note';
  if (properties[RECORD_PROPERTY.routingHold] === 'true') return 'hold';
  return RECORD_PROPERTY.status in properties ? 'tag' : path;
}

async function until(mailbox: string, bulkId: string, holds: (bulk: BulkView) => boolean): Promise<BulkView> {
  let bulk = await answer(as(mailbox), CARD_ROUTES.bulk(bulkId));
  await untilTrue(async () => {
    bulk = await answer(as(mailbox), CARD_ROUTES.bulk(bulkId));
    return holds(bulk);
  });
  return bulk;
}

async function untilTrue(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('it did not come true in time');
    // Within the limit of requests a minute.
    await pause(400);
  }
}
