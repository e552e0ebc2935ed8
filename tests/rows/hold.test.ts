import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import {
  answerOf,
  closeSharedStore,
  holdWhileWaiting,
  openRows,
  PRIYA,
  type RowsWorld,
  TOM,
  VICTOR,
} from './rows-world.ts';

let world: RowsWorld;
let deal: string;
beforeEach(async () => {
  world = await openRows();
  holdWhileWaiting(world.org);
  deal = world.makeDeal();
});
afterEach(() => world.close());
afterAll(closeSharedStore);

const record = () => {
  const { Handoff_Routing_Hold__c: held, Handoff_Exception_Id__c: holder } = world.org.get(deal);
  return { held, holder };
};

describe('a row written while nobody answers', () => {
  it('holds routing by the package itself; whoever answers takes the hold over', async () => {
    const rowId = world.file(deal);
    expect(record()).toEqual({ held: true, holder: null });
    world.pass(60);
    await world.follow();
    await world.writeSteps(rowId);
    const requestId = (await world.requestOf(rowId))?.state.request.requestId;
    expect(record()).toEqual({ held: true, holder: requestId });
    // The package does not take off what belongs to an exception.
    world.pass(5 * 60);
    expect(record().held).toBe(true);
    for (const [as, Version__c] of [
      [PRIYA, 1],
      [VICTOR, 2],
    ] as const) {
      world.say(rowId, 'reject', { as, Version__c });
      await world.follow();
    }
    await world.writeSteps(rowId);
    expect(record()).toMatchObject({ held: false });
  });

  it('loses its hold when it is refused', async () => {
    const rowId = world.file(deal, { Reason_Code__c: 'mood' });
    expect(record().held).toBe(true);
    await world.follow();
    expect(answerOf(world.org, rowId)).toMatchObject({ state: 'refused' });
    expect(record()).toEqual({ held: false, holder: null });
  });

  it('loses it also when its author does not count', async () => {
    world.file(deal, { as: INTEGRATION_USERNAME });
    await world.follow();
    expect(record().held).toBe(false);
  });

  it('keeps the hold for another row that still waits', async () => {
    const crm = world.context.crmOf(world.tenantId);
    world.file(deal, { Reason_Code__c: 'mood' });
    const waiting = world.file(deal, { as: TOM });
    // The second one cannot be worked yet: its facts cannot be read. The first is refused before they are needed.
    world.context.crmOf = () => ({
      ...crm,
      loadHandoff: async (ref, names) => {
        const handoff = await crm.loadHandoff(ref, names);
        return answerOf(world.org, waiting).code === null && world.org.writes.length > 0
          ? { ...handoff, unavailable: 'busy' }
          : handoff;
      },
    });
    const rows = world.context.rowsOf(world.tenantId);
    await rows.releaseHold({ rowId: 'a0HHr0000009999MAA' }, { objectType: 'deal', recordId: deal });
    expect(record().held).toBe(true);
    await world.follow();
    expect(record().held).toBe(true);
  });

  it('leaves the hold of a live exception to that exception', async () => {
    const first = world.file(deal);
    await world.follow();
    await world.writeSteps(first);
    const second = world.file(deal, { as: TOM });
    await world.follow();
    expect(answerOf(world.org, second)).toMatchObject({ code: 'live_exception_exists' });
    expect(record()).toMatchObject({ held: true });
  });

  it('leaves the hold alone also before the live exception wrote its id to it', async () => {
    world.file(deal);
    world.file(deal, { as: TOM });
    await world.follow();
    expect(record()).toEqual({ held: true, holder: null });
  });

  it('is answered only when the hold is off, or its time is over', async () => {
    const rowId = world.file(deal, { Reason_Code__c: 'mood' });
    world.org.faults.inject({
      kind: 'status',
      method: 'PATCH',
      path: '/sobjects/Opportunity/',
      status: 400,
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      times: Number.POSITIVE_INFINITY,
    });
    expect(await world.follow()).toMatchObject({ untaken: ['hold_not_released'], failures: [] });
    expect(answerOf(world.org, rowId)).toMatchObject({ state: 'submitted' });
    // Then the package's own flow has had its turn, and the author is told.
    world.pass(5 * 60);
    await world.follow();
    expect(answerOf(world.org, rowId)).toMatchObject({ state: 'refused', code: 'unknown_reason_code' });
  });
});
