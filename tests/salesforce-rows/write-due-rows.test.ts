import { salesforceRequestDocumentSchema } from '@handrail/contracts/salesforce-documents';
import { afterEach, describe, expect, it } from '@jest/globals';
import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import { loadRequests } from '../../server/salesforce-rows/load-requests.ts';
import type { RowResult } from '../../server/salesforce-rows/write-due-rows.ts';
import { writeRows } from '../../server/salesforce-rows/write-rows.ts';
import { writeSeats } from '../../server/salesforce-rows/write-seats.ts';
import { reviewException, withdrawException } from '../../src/application/change-request.ts';
import { mapRoles } from '../../src/domain/policy/requirement.ts';
import { exceptionRequest, pendingState } from '../fixtures/exception-request.ts';
import { type RowsWorld, startRowsWorld } from './rows-world.ts';

let world: RowsWorld;
afterEach(() => world.close());

const MINUTE = 60_000;
const backlog = () => world.store.transact(world.tenant, (tx) => tx.rowOutbox.backlog());
const due = () =>
  world.store.transact(world.tenant, (tx) => tx.rowOutbox.listDue(world.context.clock.now(), 500));
const fileOn = async (values?: Readonly<Record<string, unknown>>) =>
  (await world.file(world.makeDeal(values))).state.request.requestId;
const writesOf = (objectName: string) =>
  world.org.writes.filter((write) => write.objectName === objectName).length;
const rule = (formula: string, message: string) =>
  `<ValidationRule><fullName>Own</fullName><active>true</active><errorConditionFormula>${formula}</errorConditionFormula><errorMessage>${message}</errorMessage></ValidationRule>`;

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

describe('a request that somebody filed in the org', () => {
  it('is shown in their row, and in no other', async () => {
    world = await startRowsWorld();
    const dealId = world.makeDeal();
    const rowId = world.org.create(
      'Handoff_Exception__c',
      {
        Opportunity__c: dealId,
        Record_Id__c: dealId,
        Exception_Type__c: 'strategic-logo',
        Reason__c: 'In my own words.',
        Expires_At__c: '2026-12-20T22:59:59.000Z',
        Client_Id__c: 'made-by-the-form',
      },
      { as: 'maya.chen@northwind.example' },
    );
    const { state } = await world.file(dealId);
    const { requestId } = state.request;
    await world.store.transact(world.tenant, (tx) => tx.requestRows.link(requestId, rowId));
    expect(await world.write()).toMatchObject({ written: 1 });
    expect(world.rows()).toHaveLength(1);
    expect(world.org.get(rowId)).toMatchObject({
      Status__c: 'pending',
      Version__c: 1,
      Reason__c: 'In my own words.',
      Client_Id__c: 'made-by-the-form',
      Request_Id__c: null,
    });
    expect(Object.keys(world.seats(requestId))).toHaveLength(2);
  });
});

describe('no row comes twice', () => {
  it.each(['lose-reply', 'break-after', 'half-batch'] as const)('after %s', async (kind) => {
    world = await startRowsWorld();
    const ids = [await fileOn(), await fileOn(), await fileOn()];
    const path = 'composite/sobjects/Handoff_(Exception|Seat)__c/';
    world.org.faults.inject({ kind, method: 'PATCH', path, times: 1 });
    world.org.faults.inject({ kind, method: 'PATCH', path, after: 1, times: 1 });
    expect(await world.write()).toEqual({ written: 3, failed: 0, gone: 0, stopped: null });
    expect(world.rows()).toHaveLength(3);
    expect(writesOf('Handoff_Exception__c')).toBe(3);
    expect(writesOf('Handoff_Seat__c')).toBe(6);
    for (const id of ids) expect(Object.keys(world.seats(id))).toHaveLength(2);
  });

  it('when the session expires in the middle', async () => {
    world = await startRowsWorld();
    await fileOn();
    await fileOn();
    let commits = 0;
    world.org.onCommit(() => {
      commits += 1;
      if (commits === 1 || commits === 3) world.org.sessions.endAll();
    });
    expect(await world.write()).toMatchObject({ written: 2, failed: 0 });
    expect(world.rows()).toHaveLength(2);
  });

  it('when the process was killed between the row and what is remembered of it', async () => {
    world = await startRowsWorld();
    const requestId = await fileOn();
    const { requests } = await loadRequests(world.rowsOut, world.tenant, await due());
    const fields = await world.rowsOut.packageFields();
    await writeRows(
      { ...world.rowsOut, unitOfWork: { transact: async () => Promise.reject(new Error('killed')) } },
      world.tenant,
      { fields, requests, results: new Map() },
    ).catch(() => undefined);
    expect(world.rows()).toHaveLength(1);
    expect(await world.write()).toMatchObject({ written: 1 });
    expect(world.rows()).toHaveLength(1);
    expect(Object.keys(world.seats(requestId))).toHaveLength(2);
  });
});

describe('a row that is refused', () => {
  it('is told by itself, takes none with it, and is tried again', async () => {
    const xml = rule("BEGINS(Opportunity__r.Name, 'Blocked')", 'Blocked deals have none.');
    world = await startRowsWorld({
      validationRules: [{ object: 'Handoff_Exception__c', name: 'Own', xml }],
    });
    await fileOn();
    const dealId = world.makeDeal({ Name: 'Blocked by legal' });
    const { state } = await world.file(dealId);
    await fileOn();
    expect(await world.write()).toEqual({ written: 2, failed: 1, gone: 0, stopped: null });
    expect(await backlog()).toMatchObject({
      waiting: 1,
      troubles: [
        {
          code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
          message: expect.stringContaining('Blocked deals have none.'),
          requests: 1,
        },
      ],
    });
    expect(await world.write()).toMatchObject({ written: 0, failed: 0 });
    for (const minutes of [0.5, 1, 2]) {
      world.pass(minutes * MINUTE);
      expect(await world.write()).toMatchObject({ failed: 1 });
    }
    world.org.update(dealId, { Name: 'Free again' });
    world.pass(6 * 60 * MINUTE);
    expect(await world.write()).toMatchObject({ written: 1, failed: 0 });
    expect(world.row(state.request.requestId).Status__c).toBe('pending');
  });

  it('keeps nothing of what stood in it', async () => {
    world = await startRowsWorld({
      validationRules: [
        {
          object: 'Handoff_Seat__c',
          name: 'Own',
          xml: rule("BEGINS(May__c, 'with')", 'No seats for requesters.'),
        },
      ],
    });
    await fileOn();
    expect(await world.write()).toMatchObject({ failed: 1 });
    const { troubles } = await backlog();
    expect(JSON.stringify(troubles)).toContain('No seats for requesters.');
    expect(JSON.stringify(troubles)).not.toMatch(/maya|strategic list/i);
  });

  it.each([
    ['Handoff_Exception__c', 'View__c'],
    ['Handoff_Seat__c', 'May__c'],
  ])(
    'for a field of %s that is hidden from the integration user is told by the name of it',
    async (object, field) => {
      world = await startRowsWorld();
      await fileOn();
      world.org.hideField(INTEGRATION_USERNAME, object, field, true);
      expect(await world.write()).toMatchObject({
        written: 0,
        failed: 1,
        stopped: {
          code: 'properties_missing',
          message: expect.stringContaining(`${object} in Salesforce has no field ${field}`),
        },
      });
      expect(world.rows()).toEqual([]);
      world.org.hideField(INTEGRATION_USERNAME, object, field, false);
      world.pass(MINUTE);
      expect(await world.write()).toMatchObject({ written: 1 });
    },
  );

  it('because the package is not there says so', async () => {
    world = await startRowsWorld();
    await fileOn();
    world.org.faults.inject({
      kind: 'status',
      status: 404,
      errorCode: 'NOT_FOUND',
      path: 'Handoff_Exception__c/describe',
      times: 9,
    });
    expect(await world.write()).toMatchObject({
      stopped: {
        code: 'properties_missing',
        message: expect.stringContaining('must deploy the Handrail package'),
      },
    });
  });
});

describe('what is gone', () => {
  it('is left alone: a deleted row, until the request changes and it is there again', async () => {
    world = await startRowsWorld();
    const requestId = await fileOn();
    await world.write();
    world.org.remove(String(world.row(requestId).Id), { as: INTEGRATION_USERNAME });
    await withdrawException(world.context, world.as('maya.chen'), requestId);
    expect(await world.write()).toEqual({ written: 0, failed: 0, gone: 1, stopped: null });
    expect(await backlog()).toMatchObject({ waiting: 0, gone: 1 });
    world.pass(24 * 60 * MINUTE);
    expect(await world.write()).toEqual({ written: 0, failed: 0, gone: 0, stopped: null });
  });

  it('is left alone: the record, before it had a row', async () => {
    world = await startRowsWorld();
    const dealId = world.makeDeal();
    await world.file(dealId);
    world.org.remove(dealId, { as: INTEGRATION_USERNAME });
    expect(await world.write()).toEqual({ written: 0, failed: 0, gone: 1, stopped: null });
    expect(world.rows()).toEqual([]);
  });

  it('loses the seat: a person who was deactivated is left out and counted', async () => {
    world = await startRowsWorld();
    const requestId = await fileOn();
    await world.write();
    world.org.deactivate('ines.moreau@northwind.example');
    await world.store.transact(world.tenant, (tx) =>
      tx.rowOutbox.touch(requestId, world.context.clock.now()),
    );
    expect(await world.write()).toMatchObject({ written: 1 });
    expect(world.seats(requestId)).toMatchObject({
      'ines.moreau': { open: false, may: '' },
      'maya.chen': { open: false, may: 'withdraw' },
    });
    expect(await backlog()).toMatchObject({ leftOut: 1, waiting: 0 });
  });
});

describe('two instances', () => {
  it('never let an earlier writing replace a later one', async () => {
    world = await startRowsWorld();
    const requestId = await fileOn();
    await world.write();
    await world.store.transact(world.tenant, (tx) =>
      tx.rowOutbox.touch(requestId, world.context.clock.now()),
    );
    // One instance has read the pending request, and stalls.
    const stalled = await loadRequests(world.rowsOut, world.tenant, await due());
    await withdrawException(world.context, world.as('maya.chen'), requestId);
    expect(await world.write('other')).toMatchObject({ written: 1 });
    const closed = { 'ines.moreau': { open: false, may: '' }, 'maya.chen': { open: false, may: '' } };
    expect(world.seats(requestId)).toEqual(closed);

    const results = new Map<string, RowResult>();
    const fields = await world.rowsOut.packageFields();
    const parts = { fields, requests: stalled.requests, results };
    expect(await writeRows(world.rowsOut, world.tenant, parts)).toEqual([]);
    expect(results.get(requestId)).toEqual({ outcome: 'overtaken', revision: 3 });
    expect(world.row(requestId)).toMatchObject({ Status__c: 'withdrawn', Version__c: 2, Revision__c: 3 });

    // Even had it written the row before, its seats come too late.
    const rowId = String(world.row(requestId).Id);
    const written = stalled.requests.map((request) => ({ request, rowId }));
    await writeSeats(world.rowsOut, { fields, written, results });
    expect(results.get(requestId)).toMatchObject({ outcome: 'failed' });
    expect(world.seats(requestId)).toEqual(closed);
  });

  it('do the work once', async () => {
    world = await startRowsWorld();
    for (let at = 0; at < 3; at += 1) await fileOn();
    const rounds = await Promise.all([world.write('one'), world.write('other')]);
    expect(rounds.reduce((sum, { written }) => sum + written, 0)).toBe(3);
    expect(writesOf('Handoff_Exception__c')).toBe(3);
  });

  it('go on after a database that was set back', async () => {
    world = await startRowsWorld();
    const requestId = await fileOn();
    await world.write();
    world.org.update(String(world.row(requestId).Id), { Revision__c: 40 }, { as: INTEGRATION_USERNAME });
    await withdrawException(world.context, world.as('maya.chen'), requestId);
    expect(await world.write()).toMatchObject({ written: 1, failed: 0, stopped: null });
    expect(world.row(requestId)).toMatchObject({ Status__c: 'withdrawn', Revision__c: 41 });
  });
});

it('writes many requests in few calls, a round at a time', async () => {
  world = await startRowsWorld();
  const many = 230;
  const person = (mailbox: string) => ({ email: `${mailbox}@northwind.example`, name: mailbox });
  const requirement = mapRoles(exceptionRequest().requirement, (role) => ({
    ...role,
    people: [person('ines.moreau')],
  }));
  await world.store.transact(world.tenant, async (tx) => {
    for (let at = 0; at < many; at += 1) {
      const requestId = `many-${String(at).padStart(4, '0')}`;
      const record = { objectType: 'deal' as const, recordId: world.makeDeal() };
      const state = pendingState({ requestId, record, requester: person('maya.chen'), requirement });
      await tx.saveRequest(state, 0);
      await tx.rowOutbox.touch(requestId, world.context.clock.now());
    }
  });
  const before = world.org.limits.used;
  expect(await world.write()).toEqual({ written: many, failed: 0, gone: 0, stopped: null });
  expect(world.rows()).toHaveLength(many);
  expect(world.org.core.store.all('Handoff_Seat__c')).toHaveLength(2 * many);
  expect(world.org.limits.used - before).toBeLessThan(30);
});
