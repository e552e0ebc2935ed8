import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { pino } from 'pino';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import type { WebhookInbox } from '../../server/adapters/store/webhook-inbox.ts';
import { createAccessRefusals } from '../../server/http/access-refusals.ts';
import { createMetrics } from '../../server/http/metrics.ts';
import { errorHandler } from '../../server/http/middleware/error-handler.ts';
import { requestContext } from '../../server/http/middleware/request-context.ts';
import { createWebhookIntake } from '../../server/http/webhooks/webhook-intake.ts';
import { WEBHOOK_PATH, webhookRoutes } from '../../server/http/webhooks/webhook-routes.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { tenantNames } from '../fixtures/store.ts';

const NOW = new Date('2026-11-23T09:00:00.000Z');
const clock = { now: () => NOW };
const newTenant = tenantNames('intake');

describe('the intake of webhooks', () => {
  let store: Store;
  const writes: (readonly string[])[] = [];

  beforeAll(async () => {
    store = await openStore({ sha256 });
  });
  afterAll(() => store.close());
  afterEach(() => {
    writes.length = 0;
  });

  function intake(writesAtOnce = 2) {
    const inbox: WebhookInbox = {
      writesAtOnce,
      takeWebhooks: (tenantId, bodies, now) => {
        writes.push(bodies);
        return store.takeWebhooks(tenantId, bodies, now);
      },
    };
    return createWebhookIntake({ inbox, clock, onTaken: () => {} });
  }

  const takeOut = (tenantId: string, limit = 100) =>
    store.transact(tenantId, (tx) => tx.inbox.takeOut(limit));

  it('writes together what came in while it wrote, and keeps it as it came', async () => {
    const tenant = newTenant();
    const { take } = intake();
    const bodies = ['[1]', '["\\u0000"]', '[]', '[{"a": "ü \\ud800"}]', '[5]'];
    await Promise.all(bodies.map((body) => take(tenant, body)));
    expect(writes.map(({ length }) => length)).toEqual([1, 1, 3]);
    expect((await takeOut(tenant)).toSorted()).toEqual(bodies.toSorted());
    expect(await takeOut(tenant)).toEqual([]);
  });

  it('has no more writes under way than the store can use', async () => {
    const tenant = newTenant();
    const { take } = intake(1);
    await Promise.all(['[1]', '[2]', '[3]'].map((body) => take(tenant, body)));
    expect(writes.map(({ length }) => length)).toEqual([1, 2]);
    expect(await takeOut(tenant)).toHaveLength(3);
  });

  it('gives each webhook out once, the oldest first', async () => {
    const tenant = newTenant();
    const { take } = intake();
    for (const body of ['[1]', '[2]', '[3]']) await take(tenant, body);
    expect(await takeOut(tenant, 2)).toEqual(['[1]', '[2]']);
    const failing = store.transact(tenant, async (tx) => {
      await tx.inbox.takeOut(9);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await takeOut(tenant)).toEqual(['[3]']);
  });

  it('keeps accounts apart', async () => {
    const [mine, theirs] = [newTenant(), newTenant()];
    const { take } = intake();
    await Promise.all([take(mine, '["mine"]'), take(theirs, '["theirs"]')]);
    expect([await takeOut(mine), await takeOut(theirs)]).toEqual([['["mine"]'], ['["theirs"]']]);
  });

  it('takes no more than it can keep, and goes on when it can', async () => {
    const tenant = newTenant();
    const { take } = intake();
    const big = JSON.stringify(['x'.repeat(30 * 1024 * 1024)]);
    const taken = [take(tenant, big), take(tenant, big)];
    await expect(take(tenant, big)).rejects.toMatchObject({ code: 'too_many_requests' });
    await Promise.all(taken);
    await take(tenant, '["after"]');
    expect(await takeOut(tenant)).toHaveLength(3);
  });
});

describe('webhooks while the store is down', () => {
  let http: Server;
  let origin: string;
  const secret = 'secret';

  beforeAll(async () => {
    const store = await openStore({ sha256 });
    const logger = pino({ level: 'silent' });
    const metrics = createMetrics();
    const app = express();
    app.use(requestContext(logger, metrics));
    http = createServer(app).listen(0, '127.0.0.1');
    await once(http, 'listening');
    const address = http.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    origin = `http://127.0.0.1:${address.port}`;
    const trust = { clientSecret: secret, publicOrigin: origin, tenantOfPortal: async () => newTenant() };
    const refusals = createAccessRefusals({ unitOfWork: store, clock, logger, metrics });
    const intake = createWebhookIntake({ inbox: store, clock, onTaken: () => {} });
    app.use(webhookRoutes({ trust, clock, refusals, intake, metrics }));
    app.use(errorHandler(logger, metrics));
    await store.close();
  });
  afterAll(() => void http.close());

  it('are answered so that HubSpot sends them again', async () => {
    const body = JSON.stringify([
      {
        portalId: 1,
        subscriptionType: 'object.deletion',
        objectTypeId: '0-3',
        objectId: 5,
        occurredAt: NOW.getTime(),
      },
    ]);
    const uri = origin + WEBHOOK_PATH;
    const signature = signRequest({
      clientSecret: secret,
      method: 'POST',
      uri,
      body,
      timestamp: NOW.getTime(),
    });
    const response = await fetch(uri, { method: 'POST', headers: { ...signature }, body });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'internal_error' });
  });
});
