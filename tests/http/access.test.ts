import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../server/adapters/store/open-store.ts';
import { sha256 } from '../../server/adapters/system/sha256.ts';
import { httpProblemSchema } from '../../server/http/problem.ts';
import { verifyTrail } from '../../src/application/read-trail.ts';
import type { CallOptions } from './signed-client.ts';
import { startTestServer, type TestServer } from './test-server.ts';

const CARD = '/api/hubspot/card?objectType=deal&recordId=9000000101';
const SIX_MINUTES = 6 * 60 * 1000;

let dataDir: string;
let test: TestServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'handrail-access-'));
  test = await startTestServer({
    variables: { HANDRAIL_DATA_DIR: dataDir, HUBSPOT_APP_ID: '2600100', HANDRAIL_METRICS_PORT: '0' },
  });
});

afterAll(async () => {
  await test.close();
  await rm(dataDir, { recursive: true });
});

describe('a request whose sender cannot be trusted', () => {
  const me = 'userId=48100105&userEmail=maya.chen%40northwind.example';
  const here = 'portalId=48100000&appId=2600100';
  const cases: readonly (readonly [string, number, string, CallOptions])[] = [
    ['another user than signed', 401, 'signature_invalid', { headers: { 'X-HubSpot-Signature-v3': 'AAAA' } }],
    ['signed six minutes ago', 401, 'signature_stale', { timestamp: Date.now() - SIX_MINUTES }],
    ['signed six minutes ahead', 401, 'signature_stale', { timestamp: Date.now() + SIX_MINUTES }],
    ['of another account', 403, 'unknown_portal', { identity: `${me}&portalId=48100001&appId=2600100` }],
    ['of another app', 403, 'unknown_portal', { identity: `${me}&portalId=48100000&appId=1` }],
    ['of no app', 401, 'identity_missing', { identity: `${me}&portalId=48100000` }],
    ['without an account', 401, 'identity_missing', { identity: `${me}&appId=2600100` }],
    ['without a user', 401, 'identity_missing', { identity: `userEmail=a%40b.example&${here}` }],
    ['without an address', 401, 'identity_missing', { identity: `userId=1&${here}` }],
    ['with two users', 401, 'identity_missing', { identity: `userId=48100104&${me}&${here}` }],
    ['with two users, one in disguise', 401, 'identity_missing', { identity: `user%49d=1&${me}&${here}` }],
    ['with two accounts', 401, 'identity_missing', { identity: `${me}&${here}&portalId=48100001` }],
    ['with an address that is none', 401, 'identity_missing', { identity: `userId=1&userEmail=x&${here}` }],
  ];

  it.each(cases)('%s is refused', async (_name, status, code, options) => {
    const response = await test.as('maya.chen').raw(CARD, options);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const problem = httpProblemSchema.parse(await response.json());
    expect(problem).toMatchObject({ code, status });
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
  });

  it('is refused unsigned, and with signature v1 or v2 alone', async () => {
    for (const headers of [
      {},
      { 'X-HubSpot-Signature': 'a'.repeat(64), 'X-HubSpot-Signature-Version': 'v2' },
    ]) {
      const response = await fetch(`${test.server.origin}${CARD}&${me}&${here}`, { headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: 'signature_missing' });
    }
  });

  it('is refused when it is addressed to another host than the configured one', async () => {
    const { port } = new URL(test.server.origin);
    const response = await test
      .as('maya.chen')
      .raw(CARD, { headers: { 'x-forwarded-host': 'evil.example' } });
    expect(response.status).toBe(200);
    const other = await fetch(`http://localhost:${port}${CARD}&${me}&${here}`, {
      headers: { host: 'evil.example' },
    });
    expect(other.status).toBe(401);
  });

  it('learns nothing of what is there', async () => {
    const answers = await Promise.all(
      ['9000000101', '1'].map(async (recordId) => {
        const response = await fetch(
          `${test.server.origin}/api/hubspot/card?objectType=deal&recordId=${recordId}`,
        );
        const { requestId: _, ...rest } = httpProblemSchema.parse(await response.json());
        return rest;
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });

  it('is logged by code and route, without address, query or name', () => {
    const text = test.logLines.join('');
    expect(text).toContain('"code":"signature_invalid"');
    expect(text).not.toMatch(/northwind|maya|userEmail|48100105|recordId/i);
    expect(text).not.toContain('test-client-secret');
  });

  it('is counted each time, audited once per code and route, and the trail holds no person', async () => {
    for (let times = 0; times < 20; times += 1) await fetch(`${test.server.origin}/api/hubspot/card`);
    const metrics = await (await fetch(`${test.server.metricsOrigin}/metrics`)).text();
    const counted =
      /access_refused_total\{code="signature_missing",route="\/api\/hubspot\/card"\} (\d+)/.exec(metrics);
    expect(Number(counted?.[1])).toBeGreaterThanOrEqual(20);

    await test.server.close();
    const store = await openStore({ dataDir, sha256 });
    try {
      const entries = await store.transact('handrail', (tx) => tx.readAudit({ limit: 100 }));
      const bodies = entries.map(({ body }) => JSON.parse(body));
      const codes = bodies.map(({ data }) => data.code);
      expect(codes.toSorted()).toEqual([
        'identity_missing',
        'signature_invalid',
        'signature_missing',
        'signature_stale',
        'unknown_portal',
      ]);
      for (const body of bodies) {
        expect(body).toMatchObject({ type: 'access_refused', data: { route: '/api/hubspot/card' } });
      }
      expect(JSON.stringify(bodies)).not.toMatch(/northwind|maya|48100/);
      expect(await verifyTrail({ unitOfWork: store, sha256 }, 'handrail')).toMatchObject({
        ok: true,
        entries: 5,
      });
    } finally {
      await store.close();
    }
  });
});
