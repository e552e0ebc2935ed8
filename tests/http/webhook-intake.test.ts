import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { pino } from 'pino';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { createAccessRefusals } from '../../server/http/access-refusals.ts';
import { createMetrics } from '../../server/http/metrics.ts';
import { errorHandler } from '../../server/http/middleware/error-handler.ts';
import { requestContext } from '../../server/http/middleware/request-context.ts';
import { createWebhookIntake, type Taken } from '../../server/http/webhooks/webhook-intake.ts';
import { WEBHOOK_PATH, webhookRoutes } from '../../server/http/webhooks/webhook-routes.ts';
import { watchEvent } from '../contract/store-watch.suite.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { tenantNames } from '../fixtures/store.ts';

const NOW = new Date('2026-11-23T09:00:00.000Z');
const clock = { now: () => NOW };
const newTenant = tenantNames('intake');

describe('the intake of webhooks', () => {
  let store: Store;
  let transactions = 0;
  const taken: Taken[] = [];

  beforeAll(async () => {
    store = await openStore({ sha256 });
  });
  afterAll(() => store.close());
  afterEach(() => {
    transactions = 0;
    taken.length = 0;
  });

  function intake() {
    return createWebhookIntake({
      unitOfWork: {
        transact: (tenantId, work) => {
          transactions += 1;
          return store.transact(tenantId, work);
        },
      },
      clock,
      onTaken: (_, one) => taken.push(one),
    });
  }

  it('writes what waits in one transaction', async () => {
    const tenant = newTenant();
    const { take } = intake();
    await Promise.all([
      take(tenant, [watchEvent('a')]),
      take(tenant, [watchEvent('b'), watchEvent('a'), watchEvent('c')]),
      take(tenant, [watchEvent('c'), watchEvent('d')]),
      take(tenant, []),
    ]);
    expect(transactions).toBe(2);
    await take(tenant, [watchEvent('d')]);
    expect(taken).toEqual([
      { fresh: 1, repeated: 0 },
      { fresh: 3, repeated: 2 },
      { fresh: 0, repeated: 1 },
    ]);
  });

  it('keeps accounts apart: one never waits for the other', async () => {
    const [mine, theirs] = [newTenant(), newTenant()];
    const { take } = intake();
    await Promise.all([take(mine, [watchEvent('a')]), take(theirs, [watchEvent('a')])]);
    expect(taken.map(({ fresh }) => fresh)).toEqual([1, 1]);
  });

  it('takes no more than it can keep, and goes on when it can', async () => {
    const tenant = newTenant();
    const { take } = intake();
    const many = (name: string) => Array.from({ length: 30_000 }, (_, at) => watchEvent(`${name}-${at}`));
    const first = take(tenant, [watchEvent('first')]);
    const second = take(tenant, many('second'));
    await expect(take(tenant, many('third'))).rejects.toMatchObject({ code: 'too_many_requests' });
    await Promise.all([first, second]);
    await take(tenant, [watchEvent('third')]);
    expect(taken.map(({ fresh }) => fresh)).toEqual([1, 30_000, 1]);
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
    const intake = createWebhookIntake({ unitOfWork: store, clock, onTaken: () => {} });
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
