import {
  salesforcePathDocumentSchema,
  salesforceTypeDocumentSchema,
} from '@handrail/contracts/salesforce-documents';
import { afterEach, describe, expect, it } from '@jest/globals';
import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import type { Values } from '../../sandbox/salesforce/store/field-value.ts';
import { policyInForce, publishPolicy } from '../../src/application/published-policy.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { type RowsWorld, startRowsWorld } from './rows-world.ts';

const ROWS = '../../extensions/salesforce/force-app/main/default/lwc/handoffRows/handoffRows.js';
/** What the component makes of rows. */
const component = (await import(new URL(ROWS, import.meta.url).href)) as {
  cardOf(
    data: unknown,
    viewerId: string,
  ): { readonly types: readonly unknown[]; readonly unreadable: number; readonly path?: unknown };
};

let world: RowsWorld;
afterEach(() => world.close());

const rowOf = (key: string): Values => {
  const found = world.policyRows().find((row) => row.Key__c === key);
  if (!found) throw new Error(`no row ${key}`);
  return found;
};
const typeOf = (key: string) =>
  salesforceTypeDocumentSchema.parse(JSON.parse(String(rowOf(key).Document__c)));
const writes = () => world.org.writes.filter(({ objectName }) => objectName === 'Handoff_Policy__c').length;
const stand = () => world.store.transact(world.tenant, (tx) => tx.rowOutbox.findPolicyRows());

async function publish(change: (policy: Policy) => Policy): Promise<void> {
  const { policy, version } = await policyInForce(world.context, world.tenant);
  await publishPolicy(world.context, world.tenant, {
    policy: change(policy),
    by: { email: 'priya.nair@northwind.example', name: 'Priya Nair', userId: world.userId('priya.nair') },
    reason: 'A test.',
    expected: version,
  });
}

describe('the policy rows of an org', () => {
  it('are made at the first look, and the component understands each', async () => {
    world = await startRowsWorld();
    expect(await world.sync()).toEqual({
      policyVersion: 1,
      created: 16,
      changed: 0,
      retired: 0,
      trouble: null,
    });
    for (const row of world.policyRows()) {
      const schema =
        row.Kind__c === 'standard_path' ? salesforcePathDocumentSchema : salesforceTypeDocumentSchema;
      schema.parse(JSON.parse(String(row.Document__c)));
    }
    for (const object of ['Opportunity', 'Lead', 'Account', 'Case']) {
      const own = world.policyRows().filter((row) => row.Object__c === object);
      const nodes = own.map((row) => ({
        node: { Kind__c: { value: row.Kind__c }, Document__c: { value: row.Document__c } },
      }));
      const query = { Handoff_Policy__c: { edges: nodes }, Handoff_Exception__c: { edges: [] } };
      const card = component.cardOf({ uiapi: { query } }, 'me');
      expect(card).toMatchObject({ unreadable: 0, path: { words: expect.any(String) } });
      expect(card.types).toHaveLength(own.length - 1);
    }
    expect(await stand()).toMatchObject({ policyVersion: 1, trouble: null });
  });

  it('say in bands who is asked, by the numbers of the record', async () => {
    world = await startRowsWorld();
    await world.sync();
    expect(typeOf('Opportunity:strategic-logo').bands).toEqual([
      {
        label: 'Region lead',
        asks: expect.stringMatching(/^Region lead, by deal sales region: .*Inès Moreau/),
        because: 'Always asked.',
        depends: false,
      },
      {
        label: 'Region not known',
        asks: expect.stringContaining(' and RevOps: '),
        because: 'Asked when deal sales region is not AMER, EMEA, APAC or LATAM.',
        depends: true,
      },
      {
        label: 'Over 100,000',
        asks: expect.stringMatching(/^RevOps: /),
        because: 'Asked when deal amount is over 100,000.',
        when: { field: 'Amount', above: 100_000 },
        depends: false,
      },
      {
        label: 'Over 250,000',
        asks: 'Chief Revenue Officer: Victor Lang',
        because: 'Asked when deal amount is over 250,000.',
        when: { field: 'Amount', above: 250_000 },
        depends: false,
      },
    ]);
    expect(typeOf('Case:data-fix').bands.map(({ label }) => label)).toEqual(['Deal desk']);
  });

  it('are written once: a second look finds nothing to do', async () => {
    world = await startRowsWorld();
    await world.sync();
    const before = writes();
    expect(await world.sync()).toMatchObject({ created: 0, changed: 0, retired: 0, trouble: null });
    expect(writes()).toBe(before);
  });

  it('are put right when somebody edits, switches off or deletes one', async () => {
    world = await startRowsWorld();
    await world.sync();
    const edited = rowOf('Opportunity:data-fix');
    const before = edited.Document__c;
    world.org.update(
      String(edited.Id),
      { Document__c: '{}', Position__c: 9, Hold_Hours__c: 99 },
      { as: INTEGRATION_USERNAME },
    );
    world.org.update(String(rowOf('Lead:').Id), { Active__c: false }, { as: INTEGRATION_USERNAME });
    world.org.remove(String(rowOf('Case:').Id), { as: INTEGRATION_USERNAME });
    world.org.create(
      'Handoff_Policy__c',
      { Name: 'Own', Key__c: 'Opportunity:own', Object__c: 'Opportunity', Active__c: true },
      { as: INTEGRATION_USERNAME },
    );
    expect(await world.sync()).toMatchObject({ created: 1, changed: 2, retired: 1 });
    expect(rowOf('Opportunity:data-fix')).toMatchObject({
      Document__c: before,
      Position__c: expect.not.stringMatching('9'),
      Hold_Hours__c: null,
    });
    expect(rowOf('Lead:').Active__c).toBe(true);
    expect(rowOf('Opportunity:own').Active__c).toBe(false);
    expect(rowOf('Case:').Active__c).toBe(true);
  });

  it('follow the policy: what is published, what is taken out, and back', async () => {
    world = await startRowsWorld();
    await world.sync();
    const { policy: first } = await policyInForce(world.context, world.tenant);
    await publish((policy) => ({
      ...policy,
      exceptionTypes: policy.exceptionTypes
        .filter(({ id }) => id !== 'data-fix')
        .map((type) => ({ ...type, holdUnreadHours: 4 })),
    }));
    expect(await world.sync()).toMatchObject({ policyVersion: 2, created: 0, retired: 4 });
    expect(rowOf('Opportunity:data-fix').Active__c).toBe(false);
    expect(rowOf('Opportunity:strategic-logo').Hold_Hours__c).toBe(4);
    expect(typeOf('Opportunity:strategic-logo').policyVersion).toBe(2);
    await publish(() => first);
    expect(await world.sync()).toMatchObject({ policyVersion: 3, created: 0, retired: 0 });
    expect(rowOf('Opportunity:data-fix').Active__c).toBe(true);
    expect(rowOf('Opportunity:strategic-logo').Hold_Hours__c).toBeNull();
  });

  it('compare no number that the integration user cannot see', async () => {
    world = await startRowsWorld();
    world.org.hideField(INTEGRATION_USERNAME, 'Opportunity', 'Amount', true);
    await world.sync();
    expect(typeOf('Opportunity:strategic-logo').bands.filter(({ when }) => when)).toEqual([]);
    expect(typeOf('Opportunity:strategic-logo').bands.at(-1)).toMatchObject({ depends: true });
  });

  it.each([
    [
      'a field hidden from the integration user',
      () => {
        world.org.hideField(INTEGRATION_USERNAME, 'Handoff_Policy__c', 'Hold_Hours__c', true);
        world.org.hideField(INTEGRATION_USERNAME, 'Handoff_Seat__c', 'May__c', true);
      },
      { code: 'properties_missing', message: expect.stringMatching(/Hold_Hours__c|May__c/) },
    ],
    [
      'an org that is down',
      () => world.org.faults.inject({ kind: 'status', status: 503, times: 1000 }),
      { code: 'SERVER_UNAVAILABLE', message: expect.stringContaining('busy') },
    ],
  ])('remember %s, and the version that stands', async (_, harm, trouble) => {
    world = await startRowsWorld();
    await world.sync();
    await publish((policy) => ({ ...policy, exceptionTypes: policy.exceptionTypes.slice(1) }));
    harm();
    expect(await world.sync()).toMatchObject({ trouble });
    expect(await stand()).toMatchObject({ policyVersion: 1, trouble });
  });

  it('are looked at by one instance at a time', async () => {
    world = await startRowsWorld();
    const [one, other] = await Promise.all([world.sync('one'), world.sync('other')]);
    expect([one, other].filter((sync) => sync === null)).toHaveLength(1);
    expect(await world.sync('other')).toMatchObject({ created: 0 });
  });

  it('tell of a rule of the org that refuses one, and try again', async () => {
    const xml = `<ValidationRule><fullName>No_Data_Fix</fullName><active>true</active><errorConditionFormula>Name = "Data Fix"</errorConditionFormula><errorMessage>No data fixes here.</errorMessage></ValidationRule>`;
    world = await startRowsWorld({
      validationRules: [{ object: 'Handoff_Policy__c', name: 'No_Data_Fix', xml }],
    });
    const sync = await world.sync();
    expect(sync).toMatchObject({
      created: 12,
      trouble: {
        code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: expect.stringContaining('No data fixes here.'),
      },
    });
    expect(await stand()).toMatchObject({ policyVersion: null });
    expect(await world.sync()).toMatchObject({ created: 0, changed: 0 });
  });
});
