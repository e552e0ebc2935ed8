import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { reference } from '../../sandbox/salesforce/schema/field-definition.ts';
import { customFieldName } from '../../sandbox/salesforce/schema/handrail-fields.ts';
import { assign, filter, flag, recordFlow, ref, text, update } from '../sandbox/salesforce/flow-xml.ts';
import {
  closeSharedStore,
  type OrgWatchOptions,
  type OrgWatchWorld,
  startOrgWatchWorld,
} from './org-watch-world.ts';

jest.setTimeout(60_000);

const HOLD = customFieldName('handoff_routing_hold');
const HANA = 'hana.sato';

let world: OrgWatchWorld;
afterEach(() => world.close());
afterAll(closeSharedStore);

/** A flow that gives a deal to Hana Sato, found by her name, whenever its next step is edited. */
const reassigning = (start = '') => ({
  name: 'Route_On_Next_Step',
  xml: recordFlow({
    when: 'RecordAfterSave',
    on: 'Update',
    start: `<filterLogic>and</filterLogic>${filter('NextStep', 'IsChanged', flag(true))}${start}`,
    first: 'Get_Hana',
    body:
      `<recordLookups><name>Get_Hana</name><object>User</object><filterLogic>and</filterLogic>${filter('Email', 'EqualTo', text('hana.sato@northwind.example'))}<getFirstRecordOnly>true</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically><connector><targetReference>Set_Owner</targetReference></connector></recordLookups>` +
      update('Set_Owner', '$Record', { OwnerId: ref('Get_Hana.Id') }),
  }),
});
const RESPECTING = reassigning(filter(HOLD, 'EqualTo', flag(false)));

const open = async (options?: OrgWatchOptions) => {
  world = await startOrgWatchWorld(options);
  return world;
};

describe('a flow that somebody sets off reassigns a held opportunity', () => {
  it('is put back as often as the settings say, then raised with the name of the flow', async () => {
    const { makeDeal, hold, edit, look, value, story, tasks, user, org } = await open({
      flows: [reassigning()],
    });
    const deal = makeDeal();
    await hold(deal, { proposedOwnerId: user('maya.chen') });
    for (const [round, owner] of ['maya.chen', 'maya.chen', HANA].entries()) {
      edit('dale.ortiz', deal, { NextStep: `call again ${round}` });
      expect(value(deal, 'OwnerId')).toBe(user(HANA));
      await look(deal);
      expect(value(deal, 'OwnerId')).toBe(user(owner));
    }
    expect(await story(deal)).toEqual([
      're_correction in_name_of: put_back',
      're_correction in_name_of: put_back',
      're_correction in_name_of: limit_reached raised',
    ]);
    // Dale, in whose name the flow ran, is asked nothing.
    expect(tasks(deal).filter(({ owner }) => owner === user('dale.ortiz'))).toEqual([]);
    const notes = org.core.store.all('Task').filter(({ values }) => values.IsClosed === true);
    expect(notes.map(({ values }) => String(values.Description)).join('\n')).toContain('Route_On_Next_Step');
  });

  it('is a matter of the flow and not of a party, who is let alone with what the exception leaves open', async () => {
    const { makeDeal, hold, edit, look, story } = await open({ flows: [reassigning()] });
    const deal = makeDeal();
    await hold(deal);
    edit('maya.chen', deal, { NextStep: 'mine' });
    await look(deal);
    expect(await story(deal)).toEqual(['allowed by_party:']);
  });
});

describe('automation that undoes a write in the very save that makes it', () => {
  const STUBBORN = {
    name: 'Always_Hana',
    xml: recordFlow({
      on: 'Update',
      start: `<filterLogic>and</filterLogic>${filter('Description', 'EqualTo', text('routed'))}`,
      first: 'Set_Owner',
      body: assign('Set_Owner', '$Record.OwnerId', ref('$Record.Sales_Owner__c')),
    }),
  };
  const FIELDS = { Opportunity: [reference('Sales_Owner__c', ['User'])] };

  it('is found though Salesforce says that all went well, and raised at once', async () => {
    const { makeDeal, hold, edit, look, value, story, user, org } = await open({
      flows: [STUBBORN],
      fields: FIELDS,
    });
    const deal = makeDeal({ Sales_Owner__c: user(HANA) });
    await hold(deal, { proposedOwnerId: user('maya.chen') });
    edit('dale.ortiz', deal, { Description: 'routed' });
    expect(value(deal, 'OwnerId')).toBe(user(HANA));
    await look(deal);
    expect(await story(deal)).toEqual(['re_correction in_name_of: refused raised']);
    const written = org.writes.filter(
      ({ source, values }) => source.kind === 'api' && values.OwnerId === user('maya.chen'),
    );
    expect(written.length).toBeLessThanOrEqual(2);
    await look(deal);
    expect(await story(deal)).toHaveLength(1);
  });

  it('makes the request need attention when it undoes what the playbook sets', async () => {
    const { makeDeal, hold, user, store, tenantId } = await open({ flows: [STUBBORN], fields: FIELDS });
    const deal = makeDeal({ Sales_Owner__c: user(HANA), Description: 'routed' });
    const requestId = await hold(deal, { proposedOwnerId: user('maya.chen') });
    const stored = await store.transact(tenantId, (tx) => tx.findRequest(requestId));
    expect(stored?.state.status).toBe('needs_attention');
  });
});

describe('a rep reassigns an opportunity by hand', () => {
  it('is asked when the org has no automation that could have done it', async () => {
    const { makeDeal, edit, look, story, tasks, user } = await open();
    const deal = makeDeal();
    edit('amira.haddad', deal, { OwnerId: user('amira.haddad') });
    await look(deal);
    await look(deal);
    expect(await story(deal)).toEqual(['untracked_override owner_outside_standard: asked']);
    expect(tasks(deal)).toEqual([
      expect.objectContaining({
        subject: 'Explain: the owner was changed without leave',
        owner: user('amira.haddad'),
        body: expect.stringContaining('owner: Maya Chen → Amira Haddad'),
      }),
    ]);
    edit('priya.nair', deal, { OwnerId: user('maya.chen') });
    await look(deal);
    expect((await story(deal)).at(-1)).toBe('standard_routing role_may_change:');
  });

  it('is told to object where an exception stands and every flow respects the hold', async () => {
    const { makeDeal, hold, edit, look, story, value, user } = await open({ flows: [RESPECTING] });
    const deal = makeDeal();
    await hold(deal, { proposedOwnerId: user('maya.chen') });
    edit('amira.haddad', deal, { OwnerId: user('amira.haddad') });
    await look(deal);
    expect(await story(deal)).toEqual(['untracked_override person_against_exception: asked']);
    expect(value(deal, 'OwnerId')).toBe(user('amira.haddad'));
  });

  it('is found by the stages of the org too', async () => {
    const { makeDeal, edit, look, story } = await open();
    const deal = makeDeal();
    edit('amira.haddad', deal, { StageName: 'Needs Analysis' });
    await look(deal);
    edit('amira.haddad', deal, { StageName: 'Closed Won' });
    await look(deal);
    expect(await story(deal)).toEqual([
      'standard_routing within_standard:',
      'untracked_override stage_outside_standard: asked',
    ]);
  });
});

describe('a flow runs in the name of a rep', () => {
  it('accuses nobody: the doubt is told with the name of the flow', async () => {
    const { makeDeal, edit, look, story, words, tasks, value, user } = await open({ flows: [RESPECTING] });
    const deal = makeDeal();
    edit('amira.haddad', deal, { NextStep: 'call' });
    expect(value(deal, 'OwnerId')).toBe(user(HANA));
    await look(deal);
    expect(await story(deal)).toEqual(['standard_routing may_be_automation:']);
    expect((await words(deal)).join()).toContain('"Test flow" may have done it');
    expect(tasks(deal)).toEqual([]);
  });

  it('accuses nobody either where the flows cannot be read', async () => {
    const { makeDeal, edit, look, story, tasks, user } = await open({ automation: 'refused' });
    const deal = makeDeal();
    edit('amira.haddad', deal, { OwnerId: user('amira.haddad') });
    await look(deal);
    expect(await story(deal)).toEqual(['standard_routing automation_unread:']);
    expect(tasks(deal)).toEqual([]);
  });
});
