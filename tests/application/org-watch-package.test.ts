import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { customFieldName } from '../../sandbox/salesforce/schema/handrail-fields.ts';
import { createRequestRows } from '../../server/adapters/salesforce/rows/request-rows.ts';
import { followRows } from '../../src/application/rows/follow-rows.ts';
import type { RecordRef } from '../../src/domain/policy/facts.ts';
import { WITH_PACKAGE } from '../rows/package-metadata.ts';
import { holdWhileWaiting } from '../rows/rows-world.ts';
import {
  closeSharedStore,
  type OrgWatchOptions,
  type OrgWatchWorld,
  startOrgWatchWorld,
} from './org-watch-world.ts';

jest.setTimeout(60_000);

const HOLD = customFieldName('handoff_routing_hold');

let world: OrgWatchWorld;
afterEach(() => world.close());
afterAll(closeSharedStore);

const open = async (options: OrgWatchOptions = {}) => {
  world = await startOrgWatchWorld({ ...WITH_PACKAGE, ...options });
  holdWhileWaiting(world.org);
  return world;
};

/** Somebody asks for a data fix by a row, as the component on the record does. */
function file({ recordId }: RecordRef, mailbox: string): string {
  world.pass({ seconds: 1 });
  const values = {
    Opportunity__c: recordId,
    Record_Id__c: recordId,
    Exception_Type__c: 'data-fix',
    Reason_Code__c: 'wrong-import',
    Reason__c: 'The import of last night has put this deal into the wrong region.',
    Expires_At__c: new Date(world.org.clock.now() + 3 * 86_400_000).toISOString(),
    Client_Id__c: `client-${recordId}`,
  };
  return world.org.create('Handoff_Exception__c', values, { as: `${mailbox}@northwind.example` });
}

function follow() {
  const rows = createRequestRows(world.client);
  return followRows({ ...world.context, rowsOf: () => rows }, world.tenantId, 'me', () => true);
}

describe('the flow of the package holds a record in the name of the requester', () => {
  it.each([
    ['with history', {}],
    ['without', { untracked: { Opportunity: [HOLD] } }],
  ] as const)('and is not taken for the requester, %s', async (_name, options) => {
    const { makeDeal, look, story, value } = await open(options);
    const deal = makeDeal();
    await look(deal);
    file(deal, 'maya.chen');
    expect(value(deal, HOLD)).toBe(true);
    world.pass({ seconds: 90 });
    await look(deal);
    await look(deal);
    expect(await story(deal)).toEqual([]);
    expect(value(deal, HOLD)).toBe(true);
  });

  it('while a hold that somebody ticks by hand is taken off', async () => {
    const { makeDeal, edit, look, value } = await open();
    const deal = makeDeal();
    edit('dale.ortiz', deal, { [HOLD]: true });
    await look(deal);
    expect(value(deal, HOLD)).toBe(false);
  });
});

describe('an override is explained by a row that its author writes afterwards', () => {
  it('and by nobody else’s', async () => {
    const { makeDeal, edit, look, store, tenantId, user, changes } = await open();
    const [deal, other] = [makeDeal(), makeDeal()];
    for (const one of [deal, other]) {
      edit('amira.haddad', one, { OwnerId: user('amira.haddad') });
      await look(one);
    }
    file(deal, 'amira.haddad');
    file(other, 'tom.becker');
    expect((await follow())?.counts.exception.accepted).toBe(2);
    const [explained] = await changes(deal);
    const request = await store.transact(tenantId, (tx) => tx.findLiveRequest(deal));
    expect(explained?.explainedBy).toBe(request?.state.request.requestId);
    expect(request?.state.request.retroactive).toMatchObject({ field: 'owner', from: user('maya.chen') });
    expect((await changes(other))[0]?.explainedBy).toBeUndefined();
  });
});
