import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunningOrg } from '../../../sandbox/salesforce/start-org.ts';
import { createOrgCatalog } from '../../../server/adapters/salesforce/org-catalog.ts';
import type { ManyUpdate, RowUpdate } from '../../../server/adapters/salesforce/row-outcome.ts';
import { updateMany } from '../../../server/adapters/salesforce/update-many.ts';
import { closeOrg, NOW, openOrg } from './deal-org.ts';

const HOLD = 'Handoff_Routing_Hold__c';
const REFUSE_BLOCKED = `<ValidationRule><fullName>No_Blocked</fullName><active>true</active><errorConditionFormula>BEGINS(Name, "Blocked")</errorConditionFormula><errorMessage>Blocked: deals are not changed.</errorMessage></ValidationRule>`;
const MANY = 2_001;

let open: RunningOrg | undefined;
afterEach(async () => {
  open?.bulk.release();
  if (open) await closeOrg(open);
  open = undefined;
});

/** An org with more deals than go by calls. @param nameOf the name of the deal in a place */
async function setUp(nameOf: (at: number) => string = (at) => `Deal ${at}`) {
  const world = await openOrg({
    validationRules: [{ object: 'Opportunity', name: 'No_Blocked', xml: REFUSE_BLOCKED }],
  });
  const { org, client } = world;
  open = org;
  const ids = Array.from({ length: MANY }, (_, at) =>
    org.plant('Opportunity', { Name: nameOf(at), StageName: 'Prospecting', CloseDate: '2026-12-31' }),
  );
  const fields = await createOrgCatalog(client, { now: () => NOW }).fields('Opportunity', 'job');
  // Looks at a job come one after the other without a pause; the org works in between.
  const timing = { ...world.timing, sleep: () => new Promise<void>((done) => setImmediate(done)) };
  const update: ManyUpdate = { client, objectName: 'Opportunity', fields, timing };
  const killedUpdate: ManyUpdate = { ...update, timing: { ...timing, ...NEVER_AGAIN } };
  const hold: readonly RowUpdate[] = ids.map((id) => ({ id, values: { [HOLD]: 'true' } }));
  /** Each record was written so often. */
  const writes = () => Map.groupBy(org.writes, ({ id }) => id);
  const isWrittenOnce = () => writes().size === ids.length && org.writes.length === ids.length;
  return { ...world, ids, update, killedUpdate, hold, isWrittenOnce };
}

describe('updateMany above 2,000 rows', () => {
  it('goes by one bulk job, and tells each row as it does below', async () => {
    const { org, ids, update, hold } = await setUp((at) => (at === 7 ? 'Blocked 7' : `Deal ${at}`));
    const [gone = '', locked = ''] = ids;
    org.remove(gone);
    org.lockRow(locked, 2);
    const used = org.limits.used;
    const outcomes = await updateMany(update, hold);
    expect(outcomes.map(({ id }) => id)).toEqual(ids);
    expect(outcomes.filter(({ outcome }) => outcome === 'failed')).toEqual([
      expect.objectContaining({ id: gone, code: 'record_not_found', errorCode: 'ENTITY_IS_DELETED' }),
      {
        id: ids[7],
        outcome: 'failed',
        code: 'refused',
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: expect.stringContaining(
          'Blocked: deals are not changed. A validation rule of the org refused it.',
        ),
      },
    ]);
    expect(outcomes[1]).toEqual({ id: locked, outcome: 'written' });
    expect(org.core.store.all('Opportunity').filter(({ values }) => values[HOLD] === true)).toHaveLength(
      MANY - 2,
    );
    // 2,001 rows by calls of 200 would be 11 calls for the writes alone, and a hundred thousand 500.
    expect(org.limits.used - used).toBeLessThan(40);
    expect(org.bulk.all).toEqual([]);
  });

  it('clears a field with an empty text, keeps quotes and line ends, and leaves other fields alone', async () => {
    const { org, ids, update } = await setUp();
    const texts = ['', 'a "quoted", text', 'two\nlines'];
    const rows = ids.map((id, at) => ({
      id,
      values: at % 2 === 0 ? { Description: texts[at % 3] ?? '' } : { NextStep: 'Call', Amount: '12.5' },
    }));
    org.core.store.put({ ...record(org, ids[0]), values: { ...org.get(ids[0] ?? ''), Description: 'old' } });
    org.core.store.commit();
    await updateMany(update, rows);
    expect(org.get(ids[0] ?? '')).toMatchObject({ Description: null, NextStep: null });
    expect(org.get(ids[4] ?? '')).toMatchObject({ Description: 'a "quoted", text' });
    expect(org.get(ids[2] ?? '')).toMatchObject({ Description: 'two\nlines' });
    expect(org.get(ids[1] ?? '')).toMatchObject({ NextStep: 'Call', Amount: 12.5, Description: null });
  });

  it('finds a job that an attempt before began, waits for it, and writes each row once', async () => {
    const { org, update, killedUpdate, hold, isWrittenOnce } = await setUp();
    org.bulk.hold(500);
    // The attempt is killed while the org works on its job: nothing is heard of it any more.
    const killed = updateMany(killedUpdate, hold);
    killed.catch(() => undefined);
    while (org.writes.length < 500) await new Promise((done) => setImmediate(done));
    const again = updateMany(update, hold);
    org.bulk.release();
    const outcomes = await again;
    expect(outcomes.every(({ outcome }) => outcome === 'already_there')).toBe(true);
    expect(isWrittenOnce()).toBe(true);
  });

  it('sends only what half a job did not write', async () => {
    const { org, update, killedUpdate, hold, isWrittenOnce } = await setUp();
    org.bulk.hold(800);
    const killed = updateMany(killedUpdate, hold);
    killed.catch(() => undefined);
    while (org.writes.length < 800) await new Promise((done) => setImmediate(done));
    for (const job of org.bulk.all) org.bulk.abort(job);
    org.bulk.release();
    const outcomes = await updateMany(update, hold);
    expect(outcomes.filter(({ outcome }) => outcome === 'already_there')).toHaveLength(800);
    expect(outcomes.filter(({ outcome }) => outcome === 'written')).toHaveLength(MANY - 800);
    expect(isWrittenOnce()).toBe(true);
  });

  it.each([
    ['making', 'POST', 'ingest$'],
    ['data', 'PUT', 'batches$'],
    ['beginning', 'PATCH', 'ingest/'],
    ['results', 'GET', 'successfulResults$'],
  ])('writes each row once when the reply to the %s of the job is lost', async (_, method, path) => {
    const { org, update, hold, isWrittenOnce } = await setUp();
    org.faults.inject({ kind: 'break-after', method, path });
    const outcomes = await updateMany(update, hold);
    expect(outcomes.every(({ outcome }) => outcome === 'written')).toBe(true);
    expect(isWrittenOnce()).toBe(true);
    expect(org.faults.pending).toBe(0);
  });

  it('goes on in a new session when one ends while the job works', async () => {
    const { org, update, hold, isWrittenOnce } = await setUp();
    let commits = 0;
    org.onCommit(() => {
      commits += 1;
      if (commits === 700) org.sessions.endAll();
    });
    const outcomes = await updateMany(update, hold);
    expect(outcomes.every(({ outcome }) => outcome === 'written')).toBe(true);
    expect(isWrittenOnce()).toBe(true);
  });

  it('tells every row when the job fails as a whole, and what was not come to when it is aborted', async () => {
    const { org, update, hold } = await setUp();
    org.hideField('handrail@northwind.example', 'Opportunity', HOLD, true);
    // The catalogue still knows the field: it was hidden a moment ago. Reading it is refused first.
    await expect(updateMany(update, hold)).rejects.toMatchObject({ code: 'refused' });
    org.hideField('handrail@northwind.example', 'Opportunity', HOLD, false);

    org.bulk.hold(300);
    const running = updateMany(update, hold);
    while (org.writes.length < 300) await new Promise((done) => setImmediate(done));
    for (const job of org.bulk.all) org.bulk.abort(job);
    org.bulk.release();
    const outcomes = await running;
    expect(outcomes.filter(({ outcome }) => outcome === 'written')).toHaveLength(300);
    expect(outcomes[MANY - 1]).toMatchObject({
      outcome: 'failed',
      code: 'unavailable',
      message: expect.stringContaining('Salesforce is busy'),
    });
  });
});

/** Time that never goes on: whoever waits for it is as good as killed. */
const NEVER_AGAIN = { sleep: () => new Promise<never>(() => {}) };

function record(org: RunningOrg, id = '') {
  const found = org.core.store.find(id);
  if (!found) throw new Error('no such record');
  return found;
}
