import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { startSalesforceServer } from '../http/salesforce-server.ts';
import { WITH_PACKAGE } from './package-metadata.ts';

const MAYA = 'maya.chen@northwind.example';
const DAY = 24 * 60 * 60 * 1000;

it('answers a row soon after it was written, told by a change event and not by the clock', async () => {
  const { org, close } = await startSalesforceServer({
    org: WITH_PACKAGE,
    variables: { HANDRAIL_SWEEP_SECONDS: '3600' },
  });
  let written = 0;
  const file = () => {
    written += 1;
    const recordId = org.plant('Opportunity', {
      Name: 'Aurora Grid',
      Amount: 84_000,
      StageName: 'Qualification',
      CloseDate: '2026-12-31',
    });
    const values = {
      Opportunity__c: recordId,
      Record_Id__c: recordId,
      Exception_Type__c: 'data-fix',
      Reason_Code__c: 'wrong-import',
      Reason__c: 'An import put it into the wrong region; corrected by Friday.',
      Expires_At__c: new Date(Date.now() + 7 * DAY).toISOString(),
      Client_Id__c: `client-${written}`,
    };
    return org.create('Handoff_Exception__c', values, { as: MAYA });
  };
  const isShown = (rowId: string) =>
    org.get(rowId).Request_Id__c !== null && org.get(rowId).Status__c === 'pending';
  try {
    // The look at the start may find these; the one at the clock is an hour away.
    await pause(5_000);
    const first = file();
    let later = file();
    let nextAt = Date.now() + 5_000;
    await untilTrue(() => {
      if (isShown(first) && isShown(later)) return true;
      // Written before change events were followed: another one is.
      if (Date.now() > nextAt) {
        later = file();
        nextAt = Date.now() + 5_000;
      }
      return false;
    });
    expect(org.get(later)).toMatchObject({ Problem_Code__c: null, Version__c: 1 });
    // Its own row shows the request; none was made beside it.
    expect(org.core.store.all('Handoff_Exception__c')).toHaveLength(written);
  } finally {
    await close();
  }
}, 120_000);

async function untilTrue(holds: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error('it never became true');
    await pause(50);
  }
}
