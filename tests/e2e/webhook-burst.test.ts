import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type HandrailProcess, runHandrail, startHandrail } from '../../sandbox/demo/handrail-process.ts';
import { SEED_PEOPLE } from '../../sandbox/hubspot/seed/people.ts';
import { SALES_PIPELINE_ID, SALES_STAGE } from '../../sandbox/hubspot/seed/pipelines.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { openStore } from '../../server/adapters/store/open-store.ts';
import { tenantOfPortal } from '../../server/tenant-names.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';

/** `npm run burst` takes 50,000. */
const EVENTS = Number(process.env.BURST_EVENTS ?? 8_000);
const CHANGES_EACH = 40;
const DUPLICATES = 0.1;
const DEALS = Math.ceil(EVENTS / (CHANGES_EACH * (1 + DUPLICATES)));
/** Of each wait. */
const PATIENCE_MS = 30 * EVENTS + 60_000;

const CLIENT_SECRET = 'burst-secret';
const WATCHED = ['hubspot_owner_id', 'dealstage'] as const;
const OWNERS = SEED_PEOPLE.slice(0, 4).map(({ ownerId }) => ownerId);
const STAGES = [SALES_STAGE.qualified, SALES_STAGE.contract];
const SEED = { method: 'SEED', path: '', body: null, source: { sourceType: 'CRM_UI' } };

let dataDir: string;
let portal: RunningPortal;
let server: HandrailProcess;
let environment: Readonly<Record<string, string>>;
let metricsPort: number;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'handrail-burst-'));
  portal = await startWatchedPortal({ clientSecret: CLIENT_SECRET, rateLimit: 'off', seed: 'empty' });
  metricsPort = await freePort();
  environment = {
    HUBSPOT_API_ORIGIN: portal.origin,
    HUBSPOT_PORTAL_ID: String(portal.portalId),
    HUBSPOT_ACCESS_TOKEN: portal.accessToken,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HANDRAIL_DATA_DIR: join(dataDir, 'data'),
    HANDRAIL_METRICS_PORT: String(metricsPort),
    HANDRAIL_SWEEP_SECONDS: '1',
    // Whatever is missing at the end was lost: no look through changed records finds it.
    HANDRAIL_POLL_SECONDS: '86400',
    LOG_LEVEL: 'error',
  };
  expect(await runHandrail(['install'], environment)).toMatchObject({ code: 0 });
}, 120_000);

afterAll(async () => {
  await server?.stop();
  await portal?.close();
  await rm(dataDir, { recursive: true, force: true });
});

it(
  'a burst of webhooks, a tenth of them twice, shuffled, and a server that is killed in the middle: the mirror is the portal',
  async () => {
    const deals = Array.from({ length: DEALS }, () => makeDeal());
    server = await startHandrail(environment);
    portal.webhooks.subscribe({
      targetUrl: `${server.origin}/webhooks/hubspot`,
      subscriptions: WATCHED.map((propertyName) => ({
        subscriptionType: 'object.propertyChange' as const,
        objectType: 'deals' as const,
        propertyName,
      })),
    });
    portal.webhooks.setDisorder({ duplicate: DUPLICATES, shuffle: true });
    // The clock of the portal is the server's: from here on it counts.
    await pause(50);

    // Half of the changes are sent, and when a part of them is taken the server dies.
    for (let round = 0; round < CHANGES_EACH / 2; round += 1) changeAll(deals, round);
    const sending = portal.webhooks.flush();
    await until(async () => portal.webhooks.deliveries.length > DEALS / 20);
    await server.kill();
    await sending;
    expect(portal.webhooks.pending).toBeGreaterThan(0);

    // The other half happens while it is down; HubSpot sends what was not taken again, mixed with what is new.
    for (let round = CHANGES_EACH / 2; round < CHANGES_EACH; round += 1) changeAll(deals, round);
    server = await startHandrail(environment, new URL(server.origin).port);
    await until(async () => {
      portal.clock.advance(60_000);
      await portal.webhooks.flush();
      return portal.webhooks.pending === 0;
    });
    const sent = portal.webhooks.deliveries.filter(({ next }) => next === 'done');
    expect(sent.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(EVENTS * 0.95);
    expect(portal.webhooks.deliveries.some(({ next }) => next === 'given-up')).toBe(false);
    await until(async () => (await backlog()) === 0);
    // One round more, for what came in while the last one was under way.
    await pause(3_000);
    await until(async () => (await backlog()) === 0);
    expect(await server.stop()).toBe(0);

    const store = await openStore({ dataDir: environment.HANDRAIL_DATA_DIR ?? '', sha256 });
    try {
      const wrong = await store.transact(tenantOfPortal(String(portal.portalId)), async (tx) => {
        const found: unknown[] = [];
        for (const recordId of deals) {
          const record = { objectType: 'deal', recordId } as const;
          const mirror = await tx.watch.findMirror(record);
          const held = WATCHED.map((name) => mirror?.values.find(({ property }) => property === name)?.value);
          const real = WATCHED.map((name) =>
            portal.portal.value(portal.portal.require('deals', recordId), name),
          );
          const changes = await tx.watch.countChanges(record);
          if (String(held) !== String(real) || changes !== CHANGES_EACH) found.push({ held, real, changes });
        }
        expect((await tx.watch.backlog()).events).toBe(0);
        return found;
      });
      expect(wrong).toEqual([]);
    } finally {
      await store.close();
    }
    expect(portal.unknownCalls).toEqual([]);
  },
  2 * PATIENCE_MS,
);

function makeDeal(): string {
  const properties = {
    dealname: 'Deal of the burst',
    pipeline: SALES_PIPELINE_ID,
    dealstage: SALES_STAGE.contract,
    hubspot_owner_id: OWNERS[3] ?? '',
  };
  return portal.portal.create('deals', properties, SEED).id;
}

/** Every round changes one property of every deal to a value it has not now. */
function changeAll(deals: readonly string[], round: number): void {
  const turn = Math.floor(round / 2);
  const value = round % 2 === 0 ? OWNERS[turn % 4] : STAGES[turn % 2];
  portal.clock.advance(1);
  for (const id of deals) {
    const record = portal.portal.require('deals', id);
    portal.portal.update(record, { [WATCHED[round % 2] ?? '']: value ?? '' }, SEED);
  }
}

async function backlog(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^handrail_watch_backlog_events\{[^}]*\} (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('it did not come true in time');
    await pause(20);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}
