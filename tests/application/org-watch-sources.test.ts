import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { customFieldName } from '../../sandbox/salesforce/schema/handrail-fields.ts';
import { watchRecords } from '../../src/application/watch-record.ts';
import { addIntegrationUser } from '../adapters/salesforce/integration-user.ts';
import { filter, recordFlow, ref, text, update } from '../sandbox/salesforce/flow-xml.ts';
import {
  closeSharedStore,
  type OrgWatchOptions,
  type OrgWatchWorld,
  startOrgWatchWorld,
} from './org-watch-world.ts';

jest.setTimeout(60_000);

const HOLD = customFieldName('handoff_routing_hold');
const REASON = customFieldName('handoff_exception_reason');
const HANA = 'hana.sato';
const SYNC = 'sync@northwind.example';

let world: OrgWatchWorld;
afterEach(() => world.close());
afterAll(closeSharedStore);
const open = async (options?: OrgWatchOptions) => {
  world = await startOrgWatchWorld(options);
  return world;
};

describe('our own writes in the name of the integration user', () => {
  it.each([
    ['with field history', {}],
    ['without field history', { untracked: { Opportunity: 'all' } }],
  ] as const)('are no changes to anybody else, %s', async (_name, options) => {
    const { makeDeal, hold, end, look, story, changes, user } = await open(options);
    const deal = makeDeal({ OwnerId: user(HANA) });
    await look(deal);
    const requestId = await hold(deal, { proposedOwnerId: user('maya.chen') });
    world.pass({ hours: 1 });
    await look(deal);
    await look(deal);
    await end(requestId);
    world.pass({ hours: 1 });
    await look(deal);
    await look(deal);
    expect(await story(deal)).toEqual([]);
    expect((await changes(deal)).length).toBeGreaterThan(4);
  });
});

describe('automation that runs as nobody', () => {
  it('a scheduled path is routing without an exception, and put back with one', async () => {
    const path = recordFlow({
      when: 'RecordAfterSave',
      on: 'Update',
      start: `<filterLogic>and</filterLogic>${filter('NextStep', 'EqualTo', text('wait'))}<scheduledPaths><name>Later</name><connector><targetReference>Get_Hana</targetReference></connector><offsetNumber>1</offsetNumber><offsetUnit>Hours</offsetUnit><timeSource>RecordTriggerEvent</timeSource></scheduledPaths>`,
      body:
        `<recordLookups><name>Get_Hana</name><object>User</object><filterLogic>and</filterLogic>${filter('Email', 'EqualTo', text('hana.sato@northwind.example'))}<getFirstRecordOnly>true</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically><connector><targetReference>Set_Owner</targetReference></connector></recordLookups>` +
        update('Set_Owner', '$Record', { OwnerId: ref('Get_Hana.Id') }),
    });
    const { makeDeal, hold, edit, look, story, value, user, pass } = await open({
      flows: [{ name: 'Route_Later', xml: path }],
    });
    const free = makeDeal();
    const held = makeDeal();
    await hold(held, { proposedOwnerId: user('maya.chen') });
    for (const deal of [free, held]) edit('dale.ortiz', deal, { NextStep: 'wait' });
    pass({ hours: 2 });
    expect(value(held, 'OwnerId')).toBe(user(HANA));
    for (const deal of [free, held]) await look(deal);
    expect(await story(free)).toEqual(['standard_routing routing:']);
    expect(await story(held)).toEqual(['re_correction against_hold: put_back']);
    expect(value(held, 'OwnerId')).toBe(user('maya.chen'));
  });
});

describe('an assignment rule', () => {
  const RULES = {
    object: 'Lead',
    xml: `<AssignmentRules xmlns="http://soap.sforce.com/2006/04/metadata"><assignmentRule><fullName>Standard</fullName><active>true</active><ruleEntry><assignedTo>EMEA_Leads</assignedTo><assignedToType>Queue</assignedToType></ruleEntry></assignmentRule></AssignmentRules>`,
  } as const;

  it('that ignores the hold of a lead is put back, and whoever saved the lead is asked nothing', async () => {
    const { makeLead, hold, edit, look, story, value, tasks, user } = await open({
      assignmentRules: [RULES],
    });
    const lead = makeLead();
    await hold(lead, {
      exceptionTypeId: 'territory-correction',
      reasonCode: 'border-agreed',
      proposedOwnerId: user('maya.chen'),
    });
    edit('dale.ortiz', lead, { Rating: 'Hot' }, { assign: true });
    expect(value(lead, 'OwnerId')).not.toBe(user('maya.chen'));
    await look(lead);
    expect(await story(lead)).toEqual(['re_correction in_name_of: put_back']);
    expect(value(lead, 'OwnerId')).toBe(user('maya.chen'));
    expect(tasks(lead).filter(({ owner }) => owner === user('dale.ortiz'))).toEqual([]);
  });
});

describe('another system', () => {
  it('is known by the licence of its user: raised during an exception, never asked', async () => {
    const { makeDeal, hold, look, story, value, user, org } = await open();
    addIntegrationUser(org, SYNC);
    const deal = makeDeal();
    await hold(deal, { proposedOwnerId: user('maya.chen') });
    world.pass({ seconds: 1 });
    org.update(deal.recordId, { OwnerId: user(HANA) }, { as: SYNC });
    await look(deal);
    expect(await story(deal)).toEqual(['re_correction two_writers: raised']);
    expect(value(deal, 'OwnerId')).toBe(user(HANA));
  });

  it('that writes our own fields is not taken for us', async () => {
    const { makeDeal, look, story, value, org } = await open();
    addIntegrationUser(org, SYNC);
    const deal = makeDeal();
    world.pass({ seconds: 1 });
    org.update(deal.recordId, { [HOLD]: true }, { as: SYNC });
    await look(deal);
    expect(await story(deal)).toEqual(['untracked_override hold_without_request: put_back raised']);
    expect(value(deal, HOLD)).toBe(false);
  });
});

describe('an org without field history', () => {
  const BARE = { untracked: { Opportunity: ['OwnerId', 'StageName', HOLD] } } as const;

  it('shows what changed by comparing with what was seen, and says that nobody can say who did it', async () => {
    const { makeDeal, edit, look, story, words, tasks, user } = await open(BARE);
    const deal = makeDeal();
    await look(deal);
    edit('amira.haddad', deal, { OwnerId: user('amira.haddad') });
    edit('dale.ortiz', deal, { NextStep: 'the last writer is somebody else' });
    await look(deal);
    await look(deal);
    expect(await story(deal)).toEqual(['standard_routing author_unseen:']);
    expect((await words(deal)).join()).toContain('nobody can say who');
    expect(tasks(deal)).toEqual([]);
  });

  it('keeps the hold all the same', async () => {
    const { makeDeal, hold, edit, look, story, value, user } = await open(BARE);
    const deal = makeDeal();
    await hold(deal, { proposedOwnerId: user('maya.chen') });
    world.pass({ hours: 1 });
    await look(deal);
    edit('dale.ortiz', deal, { OwnerId: user(HANA) });
    world.pass({ hours: 1 });
    await look(deal);
    expect(await story(deal)).toEqual(['re_correction against_hold: put_back']);
    expect(value(deal, 'OwnerId')).toBe(user('maya.chen'));
  });

  it('keeps what people wrote out of the books', async () => {
    const { makeDeal, hold, edit, look, changes, value } = await open();
    const deal = makeDeal();
    await hold(deal);
    world.pass({ hours: 1 });
    await look(deal);
    const before = value(deal, REASON);
    edit('dale.ortiz', deal, { [REASON]: 'A secret of Dale’s' });
    world.pass({ hours: 1 });
    await look(deal);
    expect(value(deal, REASON)).toBe(before);
    expect(JSON.stringify(await changes(deal))).not.toContain('secret');
  });
});

describe('field history that is late', () => {
  it('is waited for, so that the author is known after all', async () => {
    const { makeDeal, edit, look, story, changes, user, pass } = await open({ historyLagMs: 20_000 });
    const deal = makeDeal();
    await look(deal);
    pass({ hours: 1 });
    edit('amira.haddad', deal, { OwnerId: user('amira.haddad') });
    await look(deal);
    expect(await changes(deal)).toEqual([]);
    pass({ seconds: 30 });
    await look(deal);
    await look(deal);
    expect(await story(deal)).toEqual(['untracked_override owner_outside_standard: asked']);
  });

  it('that never comes counts as no history', async () => {
    const { makeDeal, edit, look, story, user, pass } = await open({ historyLagMs: 90 * 86_400_000 });
    const deal = makeDeal();
    await look(deal);
    pass({ hours: 1 });
    edit('amira.haddad', deal, { OwnerId: user('amira.haddad') });
    await look(deal);
    pass({ seconds: 90 });
    await look(deal);
    expect(await story(deal)).toEqual(['standard_routing author_unseen:']);
  });
});

describe('a record that is told of twice, or is gone', () => {
  it('is judged once, whoever tells of it and however often', async () => {
    const { makeDeal, edit, look, story, context, tenantId, tasks, user } = await open();
    const deal = makeDeal();
    edit('amira.haddad', deal, { OwnerId: user('amira.haddad') });
    await Promise.all([1, 2, 3].map(() => watchRecords(context, tenantId, [deal])));
    await look(deal);
    await look(deal);
    expect(await story(deal)).toEqual(['untracked_override owner_outside_standard: asked']);
    expect(tasks(deal)).toHaveLength(1);
  });

  it('a converted lead is gone, and its exception ends without anything to write', async () => {
    const { makeLead, hold, look, story, org, store, tenantId, user } = await open();
    const lead = makeLead();
    const requestId = await hold(lead, {
      exceptionTypeId: 'territory-correction',
      reasonCode: 'border-agreed',
      proposedOwnerId: user('maya.chen'),
    });
    await look(lead);
    org.convert(lead.recordId, { as: 'maya.chen@northwind.example' });
    await look(lead);
    expect(await store.transact(tenantId, (tx) => tx.watch.findMirror(lead))).toBeNull();
    expect(await story(lead)).toEqual([]);
    await world.end(requestId);
    const stored = await store.transact(tenantId, (tx) => tx.findRequest(requestId));
    expect(stored?.state.status).toBe('ended');
  });
});
