import { afterEach, describe, expect, it } from '@jest/globals';
import { type SalesforceServer, startOrgWithKey, startSalesforceServer } from './salesforce-server.ts';
import { startTestServer } from './test-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(options?: Parameters<typeof startSalesforceServer>[0]): Promise<SalesforceServer> {
  const running = await startSalesforceServer(options);
  closing.push(running.close);
  return running;
}

async function readiness(origin: string) {
  const response = await fetch(`${origin}/readyz`);
  return { status: response.status, body: await response.json() };
}

describe('a server of a Salesforce org alone', () => {
  it('is ready once it gets into the org that was meant', async () => {
    const { server } = await start();
    expect(await readiness(server.origin)).toMatchObject({
      status: 200,
      body: {
        ready: true,
        checks: [
          { name: 'store', ok: true },
          { name: 'salesforce', ok: true },
        ],
      },
    });
  });

  it('has nothing at the addresses that HubSpot calls', async () => {
    const { server } = await start();
    const response = await fetch(`${server.origin}/webhooks/hubspot`, { method: 'POST', body: '[]' });
    expect(response.status).toBe(404);
  });

  it('is not ready in another org than the one that was meant', async () => {
    const { server } = await start({ variables: { SALESFORCE_ORG_ID: '00DHr0000000009MAA' } });
    const { status, body } = await readiness(server.origin);
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toContain('does not belong to that org');
  });
});

it('serves an account of HubSpot and an org of Salesforce as one tenant', async () => {
  const { org, variables, forget } = await startOrgWithKey();
  closing.push(forget);
  const test = await startTestServer({ variables });
  closing.push(test.close);
  expect(test.env.salesforce?.tenantId).toBe(`hubspot:${test.portal.portalId}`);
  const { body } = await readiness(test.server.origin);
  expect(body).toMatchObject({
    checks: [{ name: 'store' }, { name: 'hubspot', ok: true }, { name: 'salesforce', ok: true }],
  });
  expect(org.unknownCalls).toEqual([]);
});
