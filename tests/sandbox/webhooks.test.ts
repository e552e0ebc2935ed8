import { describe, expect, it } from '@jest/globals';
import { LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';
import type { WebhookSubscription } from '../../sandbox/hubspot/webhooks/webhook-sender.ts';
import { editDeal, MAYA, makeDeal } from './flow-fixture.ts';
import { type ReceivedRequest, startApp, stopApps } from './listening-app.ts';
import { CLIENT_SECRET, openPortal, PORTAL_NOW } from './portal-fixture.ts';

const DEAL = LIKE_DEALS.auroraGrid.id;
const WALL = 1_764_000_000_000;
const AMOUNT: WebhookSubscription = {
  subscriptionType: 'object.propertyChange',
  objectType: 'deals',
  propertyName: 'amount',
};

function events(request: ReceivedRequest | undefined): Array<Record<string, unknown>> {
  return JSON.parse(request?.body ?? '[]') as Array<Record<string, unknown>>;
}

async function portalWith(targetUrl: string, subscriptions: readonly WebhookSubscription[] = [AMOUNT]) {
  const { running } = await openPortal({ webhook: { targetUrl, subscriptions }, wallClock: () => WALL });
  const { webhooks } = running;
  if (!webhooks) throw new Error('no webhooks');
  return { running, webhooks };
}

describe('webhooks', () => {
  it('tell of a change with its source, signed with the wall clock', async () => {
    const { received, url } = await startApp();
    const { running, webhooks } = await portalWith(url);
    editDeal(running, DEAL, { amount: '5', hs_next_step: 'not subscribed' });
    await webhooks.flush();
    expect(received).toHaveLength(1);
    expect(events(received[0])).toEqual([
      {
        eventId: 1,
        subscriptionId: 1,
        portalId: running.portalId,
        appId: running.appId,
        occurredAt: PORTAL_NOW.getTime(),
        subscriptionType: 'object.propertyChange',
        attemptNumber: 0,
        objectId: Number(DEAL),
        objectTypeId: '0-3',
        propertyName: 'amount',
        propertyValue: '5',
        changeSource: 'CRM_UI',
        sourceId: `userId:${MAYA.userId}`,
        isSensitive: false,
      },
    ]);
    const expected = signRequest({
      clientSecret: CLIENT_SECRET,
      method: 'POST',
      uri: url,
      body: received[0]?.body ?? '',
      timestamp: WALL,
    });
    expect(received[0]?.headers['x-hubspot-signature-v3']).toBe(expected['X-HubSpot-Signature-v3']);
    expect(received[0]?.headers['x-hubspot-request-timestamp']).toBe(String(WALL));
  });

  it('tell of creation and deletion', async () => {
    const { received, url } = await startApp();
    const { running, webhooks } = await portalWith(url, [
      { subscriptionType: 'object.creation', objectType: 'deals' },
      { subscriptionType: 'object.deletion', objectType: 'deals' },
    ]);
    const id = makeDeal(running);
    running.portal.archive('deals', id, {
      method: 'UI',
      path: '',
      body: null,
      source: { sourceType: 'CRM_UI' },
    });
    await webhooks.flush();
    expect(
      events(received[0]).map((event) => [event.subscriptionType, event.changeFlag, event.objectId]),
    ).toEqual([
      ['object.creation', 'CREATED', Number(id)],
      ['object.deletion', 'DELETED', Number(id)],
    ]);
  });

  it('come at most 100 at once', async () => {
    const { received, url } = await startApp();
    const { running, webhooks } = await portalWith(url);
    for (let at = 0; at < 250; at += 1) editDeal(running, DEAL, { amount: String(at) });
    await webhooks.flush();
    expect(received.map((request) => events(request).length)).toEqual([100, 100, 50]);
  });

  it.each([400, 500])(
    'answered %i come again on the portal clock with the next attempt number',
    async (status) => {
      const { received, url } = await startApp({ status }, { status: 204 });
      const { running, webhooks } = await portalWith(url);
      editDeal(running, DEAL, { amount: '5' });
      await webhooks.flush();
      running.clock.advance(59_999);
      await webhooks.flush();
      expect(received).toHaveLength(1);
      running.clock.advance(1);
      await webhooks.flush();
      expect(received.map((request) => events(request)[0]?.attemptNumber)).toEqual([0, 1]);
      expect(webhooks.pending).toBe(0);
    },
  );

  it('are given up after ten retries within 24 hours', async () => {
    const { url } = await startApp({ status: 500 });
    const { running, webhooks } = await portalWith(url);
    editDeal(running, DEAL, { amount: '5' });
    for (let hour = 0; hour <= 24; hour += 1) {
      for (let minute = 0; minute < 60; minute += 1) {
        if (webhooks.pending > 0) await webhooks.flush();
        running.clock.advance(60_000);
      }
    }
    expect(webhooks.deliveries).toHaveLength(11);
    expect(webhooks.deliveries.at(-1)).toMatchObject({ attemptNumber: 10, status: 500, next: 'given-up' });
    expect(webhooks.pending).toBe(0);
  });

  it('count a target that does not answer as an attempt', async () => {
    const { url } = await startApp();
    stopApps();
    const { running, webhooks } = await portalWith(url);
    editDeal(running, DEAL, { amount: '5' });
    await webhooks.flush();
    expect(webhooks.deliveries).toMatchObject([{ status: null, next: 'retry' }]);
  });

  it('can come twice and in disorder', async () => {
    const { received, url } = await startApp();
    const { running, webhooks } = await portalWith(url);
    webhooks.setDisorder({ duplicate: true, shuffle: true });
    for (let at = 0; at < 10; at += 1) editDeal(running, DEAL, { amount: String(at) });
    await webhooks.flush();
    const values = events(received[0]).map((event) => Number(event.propertyValue));
    const ordered = values.toSorted((a, b) => a - b);
    expect(ordered).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9]);
    expect(values).not.toEqual(ordered);
  });
});

it('a portal that runs by itself routes and tells without being asked', async () => {
  const { url, received } = await startApp();
  const ownerChange = { ...AMOUNT, propertyName: 'hubspot_owner_id' };
  const { running } = await openPortal({
    autoRun: true,
    webhook: { targetUrl: url, subscriptions: [ownerChange] },
  });
  editDeal(running, DEAL, { dealstage: 'presentationscheduled' });
  const told = async (): Promise<void> => {
    while (received.length === 0) await new Promise((resolve) => setImmediate(resolve));
  };
  await told();
  expect(events(received[0])).toMatchObject([
    { objectId: Number(DEAL), changeSource: 'AUTOMATION_PLATFORM' },
  ]);
});
