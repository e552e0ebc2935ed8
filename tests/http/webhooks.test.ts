import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';
import { CLIENT_SECRET, eventually, startTestServer, type TestServer } from './test-server.ts';

const PATH = '/webhooks/hubspot';

let server: TestServer;
let sent = 0;

beforeAll(async () => {
  server = await startTestServer({
    variables: { HANDRAIL_METRICS_PORT: '0', HANDRAIL_SWEEP_SECONDS: '0.2' },
  });
});
afterAll(() => server.close());

/** An event about the owner of a deal that no other test told. */
function event(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  sent += 1;
  return {
    eventId: sent,
    subscriptionId: 1,
    portalId: server.portal.portalId,
    appId: server.portal.appId,
    occurredAt: 1_764_000_000_000 + sent,
    subscriptionType: 'object.propertyChange',
    attemptNumber: 0,
    objectId: 404_404_404,
    objectTypeId: '0-3',
    propertyName: 'hubspot_owner_id',
    propertyValue: '1',
    changeSource: 'CRM_UI',
    ...changes,
  };
}

async function post(
  body: string | Uint8Array<ArrayBuffer>,
  options: { secret?: string; timestamp?: number; headers?: Record<string, string> } = {},
): Promise<Response> {
  const uri = server.server.origin + PATH;
  const signature = signRequest({
    clientSecret: options.secret ?? CLIENT_SECRET,
    method: 'POST',
    uri,
    body: typeof body === 'string' ? body : Buffer.from(body).toString('latin1'),
    timestamp: options.timestamp ?? Date.now(),
  });
  return fetch(uri, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signature, ...options.headers },
    body,
  });
}

async function counted(outcome: string): Promise<number> {
  const text = await (await fetch(`${server.server.metricsOrigin}/metrics`)).text();
  const line = text
    .split('\n')
    .find((one) => one.startsWith(`handrail_webhook_events_total{outcome="${outcome}"}`));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('webhooks of HubSpot', () => {
  it('are answered with nothing, taken once however often they come, and counted', async () => {
    const before = [await counted('taken'), await counted('duplicate')] as const;
    const [one, two] = [event(), event()];
    const first = await post(JSON.stringify([one, two, one]));
    expect([first.status, await first.text()]).toEqual([204, '']);
    expect((await post(JSON.stringify([{ ...two, attemptNumber: 1 }]))).status).toBe(204);
    await eventually(
      () => counted('taken'),
      (now) => now === before[0] + 2,
    );
    await eventually(
      () => counted('duplicate'),
      (now) => now === before[1] + 2,
    );
  });

  it('of an unknown account, of another kind, or with nothing in them are answered and counted', async () => {
    const all = () => Promise.all(['unknown_account', 'not_understood', 'ignored'].map(counted));
    const before = await all();
    const taken = await counted('taken');
    const body = [
      event({ portalId: 1 }),
      event({ subscriptionType: 'object.brandNew' }),
      event({ subscriptionType: 'deal.associationChange' }),
      event({ propertyName: 'hs_\u0000', propertyValue: '\ud800' }),
    ];
    expect((await post(JSON.stringify(body))).status).toBe(204);
    expect((await post('[]')).status).toBe(204);
    await eventually(all, (now) => now.every((count, at) => count === (before[at] ?? 0) + 1));
    await eventually(
      () => counted('taken'),
      (now) => now === taken + 1,
    );
  });

  it('may hold more than HubSpot sends', async () => {
    const before = await counted('taken');
    expect((await post(JSON.stringify(Array.from({ length: 1_000 }, () => event())))).status).toBe(204);
    await eventually(
      () => counted('taken'),
      (now) => now === before + 1_000,
    );
  });

  it.each<[string, string]>([
    ['no JSON', '[{'],
    ['no list', '{}'],
    ['nothing', ''],
  ])('are refused when they are none: %s', async (_, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'body_invalid' });
  });

  it('are refused when they are larger than any of HubSpot', async () => {
    const response = await post(JSON.stringify([event({ propertyValue: 'x'.repeat(2 * 1024 * 1024) })]));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'body_too_large' });
  });

  it.each<[string, Parameters<typeof post>[1], string]>([
    ['forged', { secret: 'another' }, 'signature_invalid'],
    ['old', { timestamp: Date.now() - 6 * 60_000 }, 'signature_stale'],
    ['unsigned', { headers: { 'X-HubSpot-Signature-v3': '' } }, 'signature_invalid'],
  ])('are not taken when they are %s', async (_, options, code) => {
    const before = await counted('taken');
    const response = await post(JSON.stringify([event()]), options);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code });
    expect(await counted('taken')).toBe(before);
  });

  it('are taken while HubSpot is down, and worked when it is back', async () => {
    const { portal } = server;
    const dealId = server.takeDeal({ region: 'EMEA', over: 0, upTo: 10_000_000 });
    const backlog = async () => {
      const text = await (await fetch(`${server.server.metricsOrigin}/metrics`)).text();
      return Number(/^handrail_watch_backlog_events\{.*\} (\d+)$/m.exec(text)?.[1]);
    };
    await eventually(backlog, (waiting) => waiting === 0);
    portal.faults.inject({ kind: 'status', status: 503, times: Number.POSITIVE_INFINITY });
    const startedAt = Date.now();
    expect((await post(JSON.stringify([event({ objectId: Number(dealId) })]))).status).toBe(204);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    await eventually(backlog, (waiting) => waiting === 1);
    portal.faults.clear();
    await eventually(backlog, (waiting) => waiting === 0);
  }, 90_000);

  it('leave nothing in the log of what they say', async () => {
    await post(JSON.stringify([event({ propertyValue: 'Maya Chen wants it' })]));
    expect(server.logLines.join('')).not.toContain('Maya Chen');
  });
});
