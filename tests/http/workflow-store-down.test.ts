import { WORKFLOW_ACTION_ROUTES } from '@handrail/contracts/workflow-actions';
import { afterEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { sha256 } from '../../server/adapters/system/sha256.ts';
import { systemClock } from '../../server/adapters/system/system-clock.ts';
import { createSystemIds } from '../../server/adapters/system/system-ids.ts';
import { createApp } from '../../server/http/app.ts';
import { type Listener, listen } from '../../server/http/listen.ts';
import { createMetrics } from '../../server/http/metrics.ts';
import { httpProblemSchema } from '../../server/http/problem.ts';
import { TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import { CLIENT_SECRET } from './test-server.ts';
import { callAction, requestCall, workflowCall } from './workflow-client.ts';

const PORTAL = { portalId: 48_100_000 };
let listener: Listener | undefined;
let store: Store | undefined;

afterEach(async () => {
  await listener?.close();
  await store?.close();
});

/** The HTTP face on a store that can be taken away; no CRM is reached from here. */
async function listenOn(opened: Store): Promise<Listener> {
  return listen('127.0.0.1', 0, (publicOrigin) =>
    createApp({
      context: {
        unitOfWork: opened,
        crmOf: () => {
          throw new Error('no CRM is asked before the store');
        },
        clock: systemClock,
        ids: createSystemIds(systemClock),
        sha256,
        notifications: {
          settings: TASKS_ONLY,
          channels: new Set(),
          notifiersOf: () => ({}),
        },
      },
      publicOrigin,
      hubspot: {
        desk: { isAdministrator: async () => false, accessOf: async () => ({ auth: 'static' }) },
        trust: { tenantOfPortal: async (id) => `hubspot:${id}`, clientSecret: CLIENT_SECRET, publicOrigin },
        inbox: opened,
        onWebhook: () => {},
      },
      readiness: async () => ({ ready: true, checks: [] }),
      metrics: createMetrics(),
      logger: pino({ level: 'silent' }),
    }),
  );
}

it('answers 5xx while the store is down, so that HubSpot calls again, and never "not on hold"', async () => {
  store = await openStore({ sha256 });
  listener = await listenOn(store);
  const test = { portal: PORTAL, server: { origin: listener.origin } };
  const { check, request } = WORKFLOW_ACTION_ROUTES;
  expect((await callAction(test, check, workflowCall(test, '1'))).status).toBe(200);
  await store.close();
  for (const [path, call] of [
    [check, workflowCall(test, '1')],
    [request, requestCall(test, '1', { owner: '2' })],
  ] as const) {
    const response = await callAction(test, path, call);
    expect(response.status).toBe(500);
    const problem = httpProblemSchema.parse(await response.json());
    expect(problem.code).toBe('internal_error');
    expect(JSON.stringify(problem)).not.toContain('on_hold');
  }
});
