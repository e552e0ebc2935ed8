import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { PACKAGE_OBJECTS } from '../../sandbox/salesforce/schema/package-objects.ts';
import { userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import { WITH_PACKAGE } from '../rows/package-metadata.ts';
import { type SalesforceServer, startSalesforceServer } from './salesforce-server.ts';

let running: SalesforceServer;
afterEach(() => running.close());

async function until(what: string, isSo: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 90_000;
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

it('what people write in rows is worked, and shown to them in rows, until it is in force', async () => {
  running = await startSalesforceServer({
    org: WITH_PACKAGE,
    variables: { HANDRAIL_SWEEP_SECONDS: '0.5' },
  });
  const { org } = running;
  const rows = (objectName: string) => org.core.store.all(objectName).map(({ values }) => values);
  await until('the policy stands in the org', () => rows('Handoff_Policy__c').length === 16);
  const maya = 'maya.chen@northwind.example';
  const ines = 'ines.moreau@northwind.example';
  const record = org.plant('Opportunity', {
    Name: 'Aurora Grid',
    Amount: 80_000,
    Sales_Region__c: 'EMEA',
    StageName: 'Qualification',
    CloseDate: '2027-12-31',
    OwnerId: userIdOf(org.core, maya),
  });
  const filed = org.create(
    'Handoff_Exception__c',
    {
      Opportunity__c: record,
      Record_Id__c: record,
      Exception_Type__c: 'strategic-logo',
      Reason_Code__c: 'named-account',
      Reason__c: 'The account is on the strategic list and knows nobody but the present owner.',
      Expires_At__c: new Date(Date.now() + 20 * 86_400_000).toISOString(),
      Client_Id__c: 'the-form',
    },
    { as: maya },
  );
  const seatOf = (email: string) =>
    rows('Handoff_Seat__c').find(({ Person__c }) => Person__c === userIdOf(org.core, email));
  await until('the request is shown', () => org.get(filed).Status__c === 'pending');
  await until('its approver is asked', () => seatOf(ines)?.Open__c === true);
  expect(org.get(filed)).toMatchObject({ Version__c: 1, Problem_Code__c: null });
  expect(seatOf(maya)).toMatchObject({ Open__c: false, May__c: 'withdraw' });

  org.create(
    'Handoff_Decision__c',
    {
      Handoff_Exception__c: filed,
      Decision__c: 'approve',
      Version__c: org.get(filed).Version__c,
      Client_Id__c: 'the-approval',
    },
    { as: ines },
  );
  await until('the exception is shown as active', () => org.get(filed).Status__c === 'active');
  await until('nobody is asked any more', () => seatOf(ines)?.Open__c === false);
  expect(org.get(record).Handoff_Routing_Hold__c).toBe(true);
  const view = JSON.parse(String(org.get(filed).View__c));
  expect(view).toMatchObject({ status: 'active', reviews: [{ outcome: 'approve' }] });
  expect(rows('Handoff_Exception__c')).toHaveLength(1);
  expect(org.unknownCalls).toEqual([]);
});
