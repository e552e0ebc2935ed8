import { salesforceRequestDocumentSchema } from '@handrail/contracts/salesforce-documents';
import { afterEach, describe, expect, it } from '@jest/globals';
import { reviewException, withdrawException } from '../../src/application/change-request.ts';
import { type RowsWorld, startRowsWorld } from './rows-world.ts';

let world: RowsWorld;
afterEach(() => world.close());

const MINUTE = 60_000;

describe('a request that was not filed in the org', () => {
  it('gets a row of its own, with a seat for each person who may do something', async () => {
    world = await startRowsWorld();
    const dealId = world.makeDeal();
    const { state } = await world.file(dealId);
    const { requestId } = state.request;
    expect(await world.write()).toEqual({ written: 1, failed: 0, gone: 0, stopped: null });
    const row = world.row(requestId);
    expect(row).toMatchObject({
      Opportunity__c: dealId,
      Record_Id__c: dealId,
      Exception_Type__c: 'strategic-logo',
      Reason_Code__c: 'named-account',
      Status__c: 'pending',
      Version__c: 1,
      Request_Id__c: requestId,
      Hold_Until__c: null,
    });
    const view = salesforceRequestDocumentSchema.parse(JSON.parse(String(row.View__c)));
    expect(view).toMatchObject({ requestId, version: 1, status: 'pending' });
    expect(view.waitingFor.map(({ email }) => email)).toEqual(['ines.moreau@northwind.example']);
    expect(world.seats(requestId)).toEqual({
      'ines.moreau': { open: true, may: 'approve;reject;ask;hand_over' },
      'maya.chen': { open: false, may: 'withdraw' },
    });
    expect(await world.write()).toEqual({ written: 0, failed: 0, gone: 0, stopped: null });
  });

  it('closes every seat with the final decision', async () => {
    world = await startRowsWorld();
    const { state, version } = await world.file(world.makeDeal());
    const { requestId } = state.request;
    await world.write();
    await reviewException(world.context, world.as('ines.moreau'), {
      requestId,
      outcome: 'reject',
      comment: 'Not on the list.',
      version,
    });
    await world.runSteps(requestId);
    await world.write();
    expect(world.row(requestId)).toMatchObject({
      Status__c: 'rejected',
      Version__c: 2,
      Ended_At__c: expect.any(String),
    });
    expect(Object.values(world.seats(requestId))).toEqual([
      { open: false, may: '' },
      { open: false, may: '' },
    ]);
  });
});

describe('an org that is down', () => {
  it('loses nothing in a day, and catches up in order', async () => {
    world = await startRowsWorld();
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      const { state } = await world.file(world.makeDeal({ Name: `Deal ${at}` }));
      ids.push(state.request.requestId);
      world.pass(MINUTE);
    }
    world.org.faults.inject({ kind: 'status', status: 503, times: 1000 });
    const round = await world.write();
    expect(round).toMatchObject({ written: 0, failed: 3, stopped: { code: 'SERVER_UNAVAILABLE' } });
    await withdrawException(world.context, world.as('maya.chen'), ids[1] ?? '');
    world.pass(24 * 60 * MINUTE);
    world.org.faults.clear();
    expect(await world.write()).toMatchObject({ written: 3, failed: 0 });
    expect(ids.map((id) => world.row(id).Status__c)).toEqual(['pending', 'withdrawn', 'pending']);
    expect(world.rows().map((row) => row.Request_Id__c)).toEqual(ids);
    expect(await world.store.transact(world.tenant, (tx) => tx.rowOutbox.backlog())).toMatchObject({
      waiting: 0,
      troubles: [],
    });
  });
});
