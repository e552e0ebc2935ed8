import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { PACKAGE_OBJECTS } from '../../sandbox/salesforce/schema/package-objects.ts';
import { type SalesforceServer, startSalesforceServer } from './salesforce-server.ts';

let running: SalesforceServer;
afterEach(() => running.close());

async function until(what: string, isSo: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!isSo()) {
    if (performance.now() > giveUpAt) throw new Error(`waited in vain until ${what}`);
    await pause(50);
  }
}

it('a server puts the policy into its org, and tells in its metrics how it fares', async () => {
  running = await startSalesforceServer({
    org: { packageObjects: PACKAGE_OBJECTS },
    variables: { HANDRAIL_METRICS_PORT: '0' },
  });
  const { org, server } = running;
  await until('the policy stands in the org', () => org.core.store.all('Handoff_Policy__c').length === 16);
  const measured = async () => (await fetch(`${server.metricsOrigin}/metrics`)).text();
  for (let at = 0; !(await measured()).includes('handrail_rows_behind{'); at += 1) {
    if (at > 200) throw new Error('the backlog was never measured');
    await pause(100);
  }
  const metrics = await measured();
  expect(metrics).toContain(`handrail_policy_rows_failing{tenant="${running.tenantId}"} 0`);
  expect(metrics).toContain(`handrail_rows_behind{tenant="${running.tenantId}"} 0`);
  expect(org.unknownCalls).toEqual([]);
});

it('a server of an org without the package says so, not again and again, and serves', async () => {
  running = await startSalesforceServer({ org: { packageObjects: [] } });
  await until('the log says so', () =>
    running.logLines.some((line) => line.includes('the policy could not be written into Salesforce')),
  );
  expect((await fetch(`${running.server.origin}/readyz`)).status).toBe(200);
  await pause(5_000);
  const told = running.logLines.filter((line) => line.includes('could not be written into Salesforce'));
  // Once at the start and once when people were read, not with every round of two seconds.
  expect(told.length).toBeLessThanOrEqual(2);
  expect(told[0]).toContain('properties_missing');
});
