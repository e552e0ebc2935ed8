import { Client } from '@hubspot/api-client';
import { describe, expect, it } from '@jest/globals';
import { LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { openPortal, refusal } from './portal-fixture.ts';

const DEAL = LIKE_DEALS.auroraGrid.id;
const DEAL_PATH = `/crm/v3/objects/deals/${DEAL}`;

function get(running: RunningPortal, path: string): Promise<Response> {
  return fetch(running.origin + path, { headers: { authorization: `Bearer ${running.accessToken}` } });
}

function post(running: RunningPortal, path: string, body: unknown): Promise<Response> {
  return fetch(running.origin + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${running.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

describe('authentication', () => {
  it.each([
    ['no token', undefined],
    ['a wrong token', 'wrong'],
  ])('refuses %s with 401 in HubSpot form', async (_what, accessToken) => {
    const { running } = await openPortal();
    const hubspot = new Client({ basePath: running.origin, ...(accessToken && { accessToken }) });
    expect(await refusal(hubspot.crm.deals.basicApi.getById(DEAL))).toMatchObject({
      code: 401,
      category: 'INVALID_AUTHENTICATION',
    });
  });
});

describe('errors', () => {
  it('have a correlation id, and bad JSON is a 400', async () => {
    const { running } = await openPortal();
    const missing = (await (await get(running, '/crm/v3/objects/deals/1')).json()) as Record<string, unknown>;
    expect(missing).toMatchObject({ status: 'error', category: 'OBJECT_NOT_FOUND' });
    expect(missing.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    const headers = { authorization: `Bearer ${running.accessToken}`, 'content-type': 'application/json' };
    const broken = await fetch(running.origin + DEAL_PATH, {
      method: 'PATCH',
      headers,
      body: '{"properties":',
    });
    expect(broken.status).toBe(400);
  });

  it('of an unknown call are 501 and remembered', async () => {
    const { running, hubspot } = await openPortal();
    const merge = hubspot.crm.deals.basicApi.merge({ primaryObjectId: '1', objectIdToMerge: '2' });
    expect(await refusal(merge)).toMatchObject({ code: 501, category: 'NOT_IMPLEMENTED' });
    expect((await get(running, '/automation/v4/flows/email-campaigns')).status).toBe(501);
    expect(running.unknownCalls).toEqual([
      { method: 'POST', path: '/crm/v3/objects/deals/merge' },
      { method: 'GET', path: '/automation/v4/flows/email-campaigns' },
    ]);
  });
});

describe('rate limits', () => {
  const limits = { max: 3, intervalMs: 10_000, daily: 5, searchPerSecond: 2 };

  it('are told in headers, refuse with 429 and recover as the window rolls on', async () => {
    let now = 0;
    const { running } = await openPortal({ rateLimit: limits, wallClock: () => now });
    const statuses: number[] = [];
    const remaining: Array<string | null> = [];
    let refused: unknown;
    for (now of [0, 1_000, 2_000, 3_000, 10_000]) {
      const reply = await get(running, DEAL_PATH);
      statuses.push(reply.status);
      remaining.push(reply.headers.get('X-HubSpot-RateLimit-Remaining'));
      if (reply.status === 429) refused = await reply.json();
      expect(reply.headers.get('X-HubSpot-RateLimit-Max')).toBe('3');
      expect(reply.headers.get('X-HubSpot-RateLimit-Interval-Milliseconds')).toBe('10000');
      expect(reply.headers.get('X-HubSpot-RateLimit-Daily')).toBe('5');
    }
    expect(statuses).toEqual([200, 200, 200, 429, 200]);
    expect(remaining).toEqual(['2', '1', '0', '0', '0']);
    expect(refused).toMatchObject({
      status: 'error',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
    });
  });

  it('have a daily limit that ends after a day', async () => {
    let now = 0;
    const { running } = await openPortal({ rateLimit: { ...limits, max: 100 }, wallClock: () => now });
    for (let call = 0; call < 5; call += 1) expect((await get(running, DEAL_PATH)).status).toBe(200);
    const over = await get(running, DEAL_PATH);
    expect(await over.json()).toMatchObject({ policyName: 'DAILY' });
    expect(over.headers.get('X-HubSpot-RateLimit-Daily-Remaining')).toBe('0');
    now = 86_400_000;
    expect((await get(running, DEAL_PATH)).status).toBe(200);
  });

  it('count searches apart, per second, without headers', async () => {
    let now = 0;
    const { running } = await openPortal({ rateLimit: limits, wallClock: () => now });
    const search = () => post(running, '/crm/v3/objects/deals/search', { limit: 1 });
    const replies = [await search(), await search(), await search()];
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 429]);
    expect(replies[0]?.headers.get('X-HubSpot-RateLimit-Max')).toBeNull();
    expect(await replies[2]?.json()).toMatchObject({ policyName: 'SECONDLY' });
    now = 1_000;
    expect((await search()).status).toBe(200);
  });
});

describe('faults', () => {
  const update = (running: RunningPortal) =>
    post(running, '/crm/v3/objects/deals/batch/update', {
      inputs: Object.values(LIKE_DEALS).map(({ id }) => ({ id, properties: { amount: '1' } })),
    });
  const amounts = (running: RunningPortal) =>
    Object.values(LIKE_DEALS).map(({ id }) =>
      running.portal.value(running.portal.require('deals', id), 'amount'),
    );

  it('hit the matching calls only, as often as asked', async () => {
    const { running } = await openPortal();
    running.faults.inject({ kind: 'status', status: 503, method: 'GET', path: '/objects/deals/', times: 2 });
    expect((await get(running, '/crm/v3/owners')).status).toBe(200);
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await get(running, DEAL_PATH)).status);
    expect(statuses).toEqual([503, 503, 200]);
    expect(running.faults.pending).toBe(0);
  });

  it('can refuse before anything happens', async () => {
    const { running } = await openPortal();
    running.faults.inject({ kind: 'status', status: 429, headers: { 'Retry-After': '2' } });
    const reply = await update(running);
    expect(reply.status).toBe(429);
    expect(reply.headers.get('Retry-After')).toBe('2');
    expect(amounts(running)).toEqual(['84000', '84000']);
  });

  it('can lose the reply of a write that happened', async () => {
    const { running } = await openPortal();
    running.faults.inject({ kind: 'lose-reply' });
    const reply = await update(running);
    expect(reply.status).toBe(500);
    expect(await reply.json()).toMatchObject({ status: 'error', message: 'fault injected by the sandbox' });
    expect(amounts(running)).toEqual(['1', '1']);
  });

  it('can write half a batch', async () => {
    const { running } = await openPortal();
    running.faults.inject({ kind: 'half-batch' });
    expect((await update(running)).status).toBe(500);
    expect(amounts(running)).toEqual(['1', '84000']);
  });

  it.each([
    ['reset', ['84000', '84000']],
    ['break-after', ['1', '1']],
  ] as const)('can break the connection: %s', async (kind, left) => {
    const { running } = await openPortal();
    running.faults.inject({ kind });
    await expect(update(running)).rejects.toThrow('fetch failed');
    expect(amounts(running)).toEqual(left);
  });

  it('can leave a call without an answer', async () => {
    const { running } = await openPortal();
    running.faults.inject({ kind: 'hang' });
    const call = fetch(running.origin + DEAL_PATH, { signal: AbortSignal.timeout(100) });
    await expect(call).rejects.toThrow('aborted due to timeout');
  });

  it('are injected and cleared over the control plane', async () => {
    const { running } = await openPortal();
    const fault = { kind: 'status', status: 500, times: 5 };
    expect((await post(running, '/_sandbox/faults', fault)).status).toBe(201);
    expect((await get(running, DEAL_PATH)).status).toBe(500);
    await fetch(`${running.origin}/_sandbox/faults`, { method: 'DELETE' });
    expect((await get(running, DEAL_PATH)).status).toBe(200);
    expect((await post(running, '/_sandbox/faults', { kind: 'fire' })).status).toBe(400);
  });
});

describe('the control plane', () => {
  it('shows writes, unknown calls, records and the enrolment log without a token', async () => {
    const { running, hubspot } = await openPortal();
    await hubspot.crm.deals.basicApi.update(DEAL, { properties: { amount: '5' } });
    await get(running, '/nowhere');
    const read = async (path: string): Promise<Record<string, unknown>> => {
      const reply = await fetch(`${running.origin}/_sandbox${path}`);
      return (await reply.json()) as Record<string, unknown>;
    };
    expect(await read('/writes')).toMatchObject({
      writes: [{ seq: 1, objectId: DEAL, properties: { amount: '5' } }],
    });
    expect(await read('/writes?since=1')).toEqual({ writes: [] });
    expect(await read('/unknown-calls')).toEqual({ calls: [{ method: 'GET', path: '/nowhere' }] });
    expect(await read(`/records/deals/${DEAL}`)).toMatchObject({
      properties: { amount: '5' },
      history: { amount: [{ value: '5' }, { value: '84000' }] },
    });
    expect(await read('/flows/log')).toEqual({ events: [] });
    expect(await read('/dump')).toMatchObject({ portalId: running.portalId, teams: [{}, {}, {}, {}, {}] });
  });

  it('lets a person edit and a user leave', async () => {
    const { running, hubspot } = await openPortal();
    const edits = [{ objectType: 'deals', objectId: DEAL, properties: { amount: '6' } }];
    const stranger = await post(running, '/_sandbox/ui/edit', { email: 'nobody@northwind.example', edits });
    expect(stranger.status).toBe(404);
    const email = 'tom.becker@northwind.example';
    expect((await post(running, '/_sandbox/ui/edit', { email, edits })).status).toBe(200);
    await post(running, `/_sandbox/people/${email}/deactivate`, {});
    expect((await hubspot.crm.owners.ownersApi.getPage(email)).results).toEqual([]);
    expect((await post(running, '/_sandbox/ui/edit', { email, edits })).status).toBe(404);
  });
});
