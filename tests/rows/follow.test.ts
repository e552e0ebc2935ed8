import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import { answerOf, closeSharedStore, MAYA, openRows, PRIYA, type RowsWorld, TOM } from './rows-world.ts';

let world: RowsWorld;
beforeEach(async () => {
  world = await openRows();
});
afterEach(() => world.close());
afterAll(closeSharedStore);

const inbox = <T>(work: Parameters<RowsWorld['store']['transact']>[1]) =>
  world.store.transact(world.tenantId, work) as Promise<T>;

/** Rows of the given decisions about one request, so many that none is a repetition of another. */
function ask(rowId: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) =>
    world.say(rowId, 'ask', { as: at % 2 === 0 ? PRIYA : TOM, Comment__c: `Question ${at}?`, Version__c: 9 }),
  );
}

describe('the look through rows', () => {
  it('finds every row of one second, over pages, each once', async () => {
    const rowId = world.file(world.makeDeal());
    await world.follow();
    // More than two pages, all with the same change moment: an approver's comes too early, a stranger's is refused.
    const asked = ask(rowId, 430);
    const followed = await world.follow();
    expect(followed).toMatchObject({ counts: { decision: { refused: 430 } }, answered: 430, failures: [] });
    expect(asked.map((id) => answerOf(world.org, id).state)).toEqual(asked.map(() => 'refused'));
    expect(await world.follow()).toMatchObject({ counts: { decision: { refused: 0 } }, answered: 0 });
    const attempts = (await world.trail()).filter(({ type }) => type === 'command_refused');
    expect(attempts).toHaveLength(215);
  }, 120_000);

  it('finds a row that becomes visible late, with the time of its transaction', async () => {
    world.file(world.makeDeal());
    await world.follow();
    world.pass(8);
    const late = world.file(world.makeDeal());
    const { SystemModstamp } = world.org.get(late);
    world.pass(2);
    world.file(world.makeDeal());
    // Nobody sees it until now, when a later one is worked already.
    const values = world.org.get(late);
    hide(late, true);
    await world.follow();
    hide(late, false);
    expect(world.org.get(late)).toMatchObject({ ...values, SystemModstamp });
    await world.follow();
    expect(await world.requestOf(late)).not.toBeNull();
  });

  it('finds in the hourly look through everything what was written long before the watermark', async () => {
    const old = world.file(world.makeDeal());
    hide(old, true);
    world.pass(90);
    world.file(world.makeDeal());
    await world.follow();
    hide(old, false);
    await world.follow();
    expect(await world.requestOf(old)).toBeNull();
    world.pass(61);
    await world.follow();
    expect(await world.requestOf(old)).not.toBeNull();
  });

  it.each([
    ['ahead', 30],
    ['behind', -30],
  ])('does not mind that Handrail’s clock is %s of the org’s', async (_, minutes) => {
    world.skew(minutes);
    const ids: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      ids.push(world.file(world.makeDeal()));
      await world.follow();
      world.pass(7);
    }
    expect(await Promise.all(ids.map(async (id) => (await world.requestOf(id))?.version))).toEqual([
      1, 1, 1, 1,
    ]);
  });

  it('forgets a row that was deleted before it could be worked', async () => {
    const rowId = world.file(world.makeDeal());
    breakFacts();
    await world.follow();
    expect(await inbox((tx) => tx.rowInbox.backlog())).toMatchObject({ unworked: 1 });
    world.org.remove(rowId);
    world.pass(5);
    expect(await world.follow()).toMatchObject({ failures: [] });
    expect(await inbox((tx) => tx.rowInbox.backlog())).toEqual({ unworked: 0, unanswered: 0, oldest: null });
  });

  it('answers again what the org was put back behind', async () => {
    const rowId = world.file(world.makeDeal(), { Reason_Code__c: 'mood' });
    await world.follow();
    const { Problem_Detail__c } = world.org.get(rowId);
    world.org.update(
      rowId,
      { Status__c: 'submitted', Problem_Code__c: null, Problem_Detail__c: null },
      { as: INTEGRATION_USERNAME },
    );
    await world.follow();
    expect(answerOf(world.org, rowId)).toMatchObject({ state: 'refused', code: 'unknown_reason_code' });
    expect(answerOf(world.org, rowId).words).not.toBe(Problem_Detail__c);
  });
});

describe('what goes wrong', () => {
  it('a session that expires in the middle: all rows are worked, each once', async () => {
    const ids = Array.from({ length: 12 }, () => world.file(world.makeDeal()));
    let calls = 0;
    const crm = world.context.crmOf(world.tenantId);
    world.context.crmOf = () => ({
      ...crm,
      loadHandoff: (ref, names) => {
        calls += 1;
        if (calls === 5) world.org.sessions.endAll();
        return crm.loadHandoff(ref, names);
      },
    });
    expect(await world.follow()).toMatchObject({
      counts: { exception: { accepted: 12, waits: 0 } },
      answered: 12,
      failures: [],
    });
    expect(ids.map((id) => answerOf(world.org, id).requestId)).not.toContain(null);
  });

  it('the calls of the day are used up: nothing is decided on unknown facts, and all is done the next day', async () => {
    const ids = Array.from({ length: 6 }, () => world.file(world.makeDeal()));
    world.org.limits.used = world.org.limits.max - 8;
    const first = await world.follow();
    expect(first?.failures.length).toBeGreaterThan(0);
    expect(first?.counts.exception.accepted).toBeLessThan(6);
    world.org.limits.used = 0;
    for (let round = 0; round < 3; round += 1) {
      world.pass(5);
      await world.follow();
    }
    const stored = await Promise.all(ids.map((id) => world.requestOf(id)));
    expect(stored.map((one) => one?.state.request.facts['deal.amount'])).toEqual(
      ids.map(() => ({ state: 'known', value: 84_000 })),
    );
    expect(ids.map((id) => answerOf(world.org, id).requestId)).not.toContain(null);
  });

  it('a field is hidden from Handrail: it says which, and works the rows when it is shown', async () => {
    const rowId = world.file(world.makeDeal());
    const said = world.file(world.makeDeal());
    world.org.hideField(INTEGRATION_USERNAME, 'Handoff_Exception__c', 'Reason__c', true);
    const followed = await world.follow();
    expect(followed?.failures).toMatchObject([
      { code: 'properties_missing', message: expect.stringContaining('no field Reason__c') },
    ]);
    const { trouble } = await inbox<{ trouble: string }>((tx) => tx.rowInbox.findWatermark('exception'));
    expect(trouble).toContain('Reason__c');
    expect(answerOf(world.org, said)).toMatchObject({ state: 'submitted' });
    world.org.hideField(INTEGRATION_USERNAME, 'Handoff_Exception__c', 'Reason__c', false);
    await world.follow();
    expect(await world.requestOf(rowId)).not.toBeNull();
    expect(await inbox((tx) => tx.rowInbox.findWatermark('exception'))).toMatchObject({ trouble: null });
  });

  it('the org does not take an answer: the request stands, and the answer is written when it does', async () => {
    const rowId = world.file(world.makeDeal());
    world.org.hideField(INTEGRATION_USERNAME, 'Handoff_Exception__c', 'Request_Id__c', false);
    world.org.faults.inject({
      kind: 'status',
      method: 'PATCH',
      path: '/composite/sobjects',
      status: 503,
      times: Number.POSITIVE_INFINITY,
    });
    const followed = await world.follow();
    expect(followed).toMatchObject({ counts: { exception: { accepted: 1 } }, answered: 0 });
    expect(followed?.failures.length).toBeGreaterThan(0);
    world.org.faults.clear();
    await world.follow();
    expect(answerOf(world.org, rowId).requestId).not.toBeNull();
    expect(await world.store.transact(world.tenantId, (tx) => tx.countRequests({}))).toBe(1);
  });

  it('the reply to an answer is lost: it is not written twice', async () => {
    const rowId = world.file(world.makeDeal(), { Reason_Code__c: 'mood' });
    world.org.faults.inject({ kind: 'lose-reply', method: 'PATCH', path: '/composite/sobjects' });
    await world.follow();
    expect(answerOf(world.org, rowId)).toMatchObject({ state: 'refused' });
    const writes = world.org.writes.filter(({ id, operation }) => id === rowId && operation === 'update');
    expect(writes).toHaveLength(1);
  });

  it('a row of which nothing can be made is refused in the end, and says so', async () => {
    const rowId = world.file(world.makeDeal());
    const crm = world.context.crmOf(world.tenantId);
    world.context.crmOf = () => ({
      ...crm,
      loadHandoff: () => Promise.reject(new Error('a fault of Handrail’s')),
    });
    // Each wait is twice the one before, an hour at most.
    for (const minutes of [0.3, 0.6, 1.1, 2.1, 4.1, 8.1, 16.1, 32.1, 61]) {
      expect(await world.follow()).toMatchObject({ counts: { exception: { waits: 1 } } });
      world.pass(minutes);
    }
    await world.follow();
    expect(answerOf(world.org, rowId)).toMatchObject({
      state: 'refused',
      code: 'internal_error',
      words: expect.stringContaining('gave up'),
    });
  });

  it('facts that cannot be read for long: the request is filed, and asks everybody it might concern', async () => {
    const rowId = world.file(world.makeDeal());
    breakFacts();
    for (let round = 0; round < 7; round += 1) {
      await world.follow();
      world.pass(5);
    }
    expect(await world.requestOf(rowId)).not.toBeNull();
  });
});

describe('several workers', () => {
  it('do not work at the same time, and one takes over from another that was killed', async () => {
    const rowId = world.file(world.makeDeal());
    const both = await Promise.all([world.follow('one'), world.follow('two')]);
    expect(both.filter((followed) => followed === null)).toHaveLength(1);
    expect(await world.requestOf(rowId)).not.toBeNull();
    const now = world.context.clock.now();
    await inbox((tx) => tx.watch.lease('rows', 'killed', now, new Date(now.getTime() + 60_000)));
    expect(await world.follow()).toBeNull();
    world.pass(1.1);
    expect(await world.follow()).not.toBeNull();
  });

  it('end a round when they are told to stop, and go on where it ended', async () => {
    const ids = Array.from({ length: 5 }, () => world.file(world.makeDeal(), { as: MAYA }));
    let left = 4;
    await world.follow('one', () => {
      left -= 1;
      return left > 0;
    });
    const filed = async () =>
      (await Promise.all(ids.map((id) => world.requestOf(id)))).filter(Boolean).length;
    expect(await filed()).toBeLessThan(5);
    await world.follow();
    expect(await filed()).toBe(5);
  });
});

/** Lets a row be seen by nobody, as before its transaction ends. */
function hide(rowId: string, isHidden: boolean): void {
  const found = world.org.core.store.findAny(rowId);
  if (!found) throw new Error('no such row');
  world.org.core.store.put({ ...found, deleted: isHidden });
  world.org.core.store.commit();
}

/** From now on the CRM does not give facts. */
function breakFacts(): void {
  const crm = world.context.crmOf(world.tenantId);
  world.context.crmOf = () => ({
    ...crm,
    loadHandoff: async (ref, names) => ({ ...(await crm.loadHandoff(ref, names)), unavailable: 'busy' }),
  });
}
