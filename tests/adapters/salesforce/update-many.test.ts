import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunningOrg, RunningOrgOptions } from '../../../sandbox/salesforce/start-org.ts';
import { createOrgCatalog } from '../../../server/adapters/salesforce/org-catalog.ts';
import { updateMany } from '../../../server/adapters/salesforce/update-many.ts';
import { closeOrg, NOW, openOrg } from './deal-org.ts';

const HOLD = 'Handoff_Routing_Hold__c';
/** Refuses opportunities of a certain name. */
const REFUSE_LOCKED = `<ValidationRule><fullName>No_Blocked</fullName><active>true</active><errorConditionFormula>BEGINS(Name, "Blocked")</errorConditionFormula><errorMessage>Blocked deals are not changed.</errorMessage></ValidationRule>`;

let open: RunningOrg | undefined;
afterEach(async () => {
  if (open) await closeOrg(open);
  open = undefined;
});

/** An org with opportunities of these names. */
async function setUp(names: readonly string[], options: RunningOrgOptions = {}) {
  const world = await openOrg({
    validationRules: [{ object: 'Opportunity', name: 'No_Blocked', xml: REFUSE_LOCKED }],
    ...options,
  });
  const { org, client, timing } = world;
  open = org;
  const ids = names.map((Name) =>
    org.plant('Opportunity', { Name, StageName: 'Prospecting', CloseDate: '2026-12-31' }),
  );
  const catalog = createOrgCatalog(client, { now: () => NOW });
  const fields = await catalog.fields('Opportunity', 'job');
  const update = { client, objectName: 'Opportunity', fields, timing };
  const writesOf = () => {
    const counts = new Map<string, number>();
    for (const { id } of org.writes) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  };
  return { ...world, ids, update, writesOf, hold: ids.map((id) => ({ id, values: { [HOLD]: 'true' } })) };
}

const deals = (count: number) => Array.from({ length: count }, (_, at) => `Deal ${at}`);

describe('updateMany', () => {
  it('450 rows with 3 bad ones and a session that ends in the middle: 447 written once, 3 told by record', async () => {
    const names = deals(450).map((name, at) =>
      at === 7 || at === 201 || at === 449 ? `Blocked ${at}` : name,
    );
    const { org, ids, update, hold, writesOf } = await setUp(names);
    org.faults.inject({ kind: 'status', status: 401, method: 'PATCH', path: 'composite', after: 1 });
    const begun = org.sessions.asked['urn:ietf:params:oauth:grant-type:jwt-bearer'] ?? 0;
    const outcomes = await updateMany(update, hold);

    expect(outcomes.map(({ id }) => id)).toEqual(ids);
    const failed = outcomes.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toEqual(
      [7, 201, 449].map((at) => ({
        id: ids[at],
        outcome: 'failed',
        code: 'refused',
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: expect.stringContaining(
          'Blocked deals are not changed. A validation rule of the org refused it.',
        ),
      })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'written')).toHaveLength(447);
    expect([...writesOf().values()]).toEqual(Array(447).fill(1));
    expect(org.core.store.all('Opportunity').filter(({ values }) => values[HOLD] === true)).toHaveLength(447);
    expect((org.sessions.asked['urn:ietf:params:oauth:grant-type:jwt-bearer'] ?? 0) - begun).toBe(1);
  });

  it('the session really ends while rows are under way', async () => {
    const { org, update, hold } = await setUp(deals(450));
    let commits = 0;
    org.onCommit(() => {
      commits += 1;
      if (commits === 250) org.sessions.endAll();
    });
    const outcomes = await updateMany(update, hold);
    expect(outcomes.filter(({ outcome }) => outcome === 'written')).toHaveLength(450);
    expect(org.writes).toHaveLength(450);
  });

  it.each(['lose-reply', 'break-after'] as const)('writes each row once after %s', async (kind) => {
    const { org, update, hold, writesOf } = await setUp(deals(250));
    org.faults.inject({ kind, method: 'PATCH', path: 'composite' });
    const outcomes = await updateMany(update, hold);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      ...Array(200).fill('already_there'),
      ...Array(50).fill('written'),
    ]);
    expect([...writesOf().values()]).toEqual(Array(250).fill(1));
  });

  it('sends again only the rows that half a call did not write', async () => {
    const { org, update, hold, writesOf } = await setUp(['Blocked 0', ...deals(9)]);
    org.faults.inject({ kind: 'half-batch', method: 'PATCH', path: 'composite' });
    const outcomes = await updateMany(update, hold);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'failed',
      ...Array(4).fill('already_there'),
      ...Array(5).fill('written'),
    ]);
    expect([...writesOf().values()]).toEqual(Array(9).fill(1));
  });

  it('tells a record that is gone, and an id that is none', async () => {
    const { org, update, hold, ids } = await setUp(deals(2));
    org.remove(ids[0] ?? '');
    const rows = [...hold, { id: 'nonsense', values: { [HOLD]: 'true' } }];
    expect(await updateMany(update, rows)).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        code: 'record_not_found',
        errorCode: 'ENTITY_IS_DELETED',
      }),
      { id: ids[1], outcome: 'written' },
      expect.objectContaining({ outcome: 'failed', code: 'record_not_found' }),
    ]);
  });

  it('stops when the day’s calls are used up', async () => {
    const { update, hold } = await setUp(deals(450), { dailyCalls: 2 });
    await expect(updateMany(update, hold)).rejects.toMatchObject({
      code: 'unavailable',
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
      message: expect.stringContaining('API calls for today'),
    });
  });
});
