import { describe, expect, it } from '@jest/globals';
import { Connection } from 'jsforce';
import { INTEGRATION_USERNAME } from '../../../sandbox/salesforce/seed/people.ts';
import { DALE, LEAD, MAYA, OPPORTUNITY } from './org-fixture.ts';
import { openRunningOrg, refusalOf } from './running-org.ts';

const NO_ROUTING = { headers: { 'Sforce-Auto-Assign': 'FALSE' } };
const RULES = `<AssignmentRules xmlns="http://soap.sforce.com/2006/04/metadata"><assignmentRule><fullName>Standard</fullName><active>true</active><ruleEntry><assignedTo>${DALE}</assignedTo><assignedToType>User</assignedToType></ruleEntry></assignmentRule></AssignmentRules>`;

describe('one record', () => {
  it('is made, read, changed and deleted', async () => {
    const { org, conn } = await openRunningOrg();
    const made = await conn.sobject('Opportunity').create({ ...OPPORTUNITY, Amount: 5 });
    expect(made).toEqual({ id: expect.stringMatching(/^006\w{15}$/), success: true, errors: [] });
    const id = made.id ?? '';
    expect(await conn.sobject('Opportunity').update({ Id: id, Amount: 7 })).toMatchObject({
      id,
      success: true,
    });
    const read = await conn.sobject('Opportunity').retrieve(id.slice(0, 15));
    expect(read).toMatchObject({
      attributes: { type: 'Opportunity', url: `/services/data/v67.0/sobjects/Opportunity/${id}` },
      Id: id,
      Amount: 7,
      IsClosed: false,
      Probability: 20,
      CreatedDate: '2026-11-23T10:00:00.000+0000',
    });
    expect(org.writes.map(({ operation, source }) => [operation, source.method])).toEqual([
      ['create', 'POST'],
      ['update', 'PATCH'],
    ]);
    await conn.sobject('Opportunity').destroy(id);
    expect(await refusalOf(conn.sobject('Opportunity').retrieve(id))).toMatchObject({
      errorCode: 'ENTITY_IS_DELETED',
    });
    expect(org.unknownCalls).toEqual([]);
  });

  it('is refused in the words and codes of the org', async () => {
    const { conn } = await openRunningOrg();
    const create = (values: Record<string, unknown>) => refusalOf(conn.sobject('Opportunity').create(values));
    expect(await create({ Name: 'x' })).toEqual({
      errorCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [StageName, CloseDate]',
    });
    expect(await create({ Nope__c: 1 })).toMatchObject({ errorCode: 'INVALID_FIELD' });
    expect(await refusalOf(conn.sobject('Nope__c').create({}))).toMatchObject({ errorCode: 'NOT_FOUND' });
    expect(await refusalOf(conn.sobject('Opportunity').retrieve('006Hr0000000099'))).toMatchObject({
      errorCode: 'NOT_FOUND',
    });
    expect(await refusalOf(conn.sobject('User').create({ LastName: 'x' }))).toMatchObject({
      errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    });
  });

  it('is made or found by an external id, and several are answered 300', async () => {
    const { org, conn } = await openRunningOrg();
    const upsert = (Handoff_Reference__c: string, Subject: string) =>
      conn.sobject('Task').upsert({ Handoff_Reference__c, Subject }, 'Handoff_Reference__c');
    const first = await upsert('req:grant:1', 'Call');
    expect(first).toMatchObject({ success: true, created: true });
    expect(await upsert('REQ:grant:1', 'Call again')).toMatchObject({ id: first.id, created: false });
    expect(org.core.store.all('Task').map(({ values }) => values.Subject)).toEqual(['Call again']);
    org.plant('Task', { Handoff_Reference__c: 'req:grant:1', Subject: 'Twin' });
    expect(await refusalOf(upsert('req:grant:1', 'x'))).toMatchObject({ errorCode: 'MULTIPLE_CHOICES' });
    const byStatus = conn.sobject('Task').upsert({ Subject: 'x', Status: 'Completed' }, 'Status');
    expect(await refusalOf(byStatus)).toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  it('assignment rules run on a write unless the header says FALSE', async () => {
    const { org, conn } = await openRunningOrg({ assignmentRules: [{ object: 'Lead', xml: RULES }] });
    const integration = org.core.store
      .all('User')
      .find(({ values }) => values.Username === INTEGRATION_USERNAME)?.id;
    const quiet = await conn.sobject('Lead').create(LEAD, NO_ROUTING);
    expect(org.get(quiet.id ?? '').OwnerId).toBe(integration);
    await conn.sobject('Lead').update({ Id: quiet.id ?? '', Rating: 'Hot' }, NO_ROUTING);
    expect(org.get(quiet.id ?? '').OwnerId).toBe(integration);
    await conn.sobject('Lead').update({ Id: quiet.id ?? '', Rating: 'Cold' });
    const dale = org.core.store.all('User').find(({ values }) => values.Username === DALE)?.id;
    expect(org.get(quiet.id ?? '').OwnerId).toBe(dale);
  });

  it('field-level security hides a field from reads, describe and writes', async () => {
    const { org, conn } = await openRunningOrg();
    const { id = '' } = await conn.sobject('Opportunity').create(OPPORTUNITY);
    org.hideField(INTEGRATION_USERNAME, 'Opportunity', 'Amount', true);
    expect(await conn.sobject('Opportunity').retrieve(id)).not.toHaveProperty('Amount');
    expect((await conn.describe('Opportunity')).fields.map(({ name }) => name)).not.toContain('Amount');
    expect(await refusalOf(conn.query('SELECT Amount FROM Opportunity'))).toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    expect(await refusalOf(conn.sobject('Opportunity').update({ Id: id, Amount: 1 }))).toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    });
  });
});

describe('collections', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ ...OPPORTUNITY, Name: `Deal ${at}` }));

  it('give each row its result; a bad one takes none with it', async () => {
    const { org, conn } = await openRunningOrg();
    const [good, bad] = await conn.sobject('Opportunity').create([OPPORTUNITY, { Name: 'no stage' }]);
    expect(good).toMatchObject({ success: true });
    expect(bad).toMatchObject({
      success: false,
      errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['StageName', 'CloseDate'] }],
    });
    expect(org.core.store.all('Opportunity')).toHaveLength(1);
  });

  it('all or none takes every row back', async () => {
    const { org, conn } = await openRunningOrg();
    const results = await conn
      .sobject('Opportunity')
      .create([OPPORTUNITY, { Name: 'no stage' }], { allOrNone: true });
    expect(results.map(({ errors }) => errors.map((error) => Reflect.get(error, 'statusCode')))).toEqual([
      ['ALL_OR_NONE_OPERATION_ROLLED_BACK'],
      ['REQUIRED_FIELD_MISSING'],
    ]);
    expect(org.core.store.all('Opportunity')).toEqual([]);
    expect(org.writes).toEqual([]);
  });

  it('take 200 records and no more', async () => {
    const { org, conn } = await openRunningOrg();
    expect(await conn.sobject('Opportunity').create(rows(200))).toHaveLength(200);
    expect(await refusalOf(conn.sobject('Opportunity').create(rows(201)))).toMatchObject({
      errorCode: 'EXCEEDED_ID_LIMIT',
    });
    expect(org.core.store.all('Opportunity')).toHaveLength(200);
    await conn.sobject('Opportunity').create(rows(201), { allowRecursive: true });
    expect(org.core.store.all('Opportunity')).toHaveLength(401);
  });

  it('read many at once, with a gap for what is not there, and delete many', async () => {
    const { org, conn } = await openRunningOrg();
    const made = await conn.sobject('Opportunity').create(rows(2));
    const ids = made.map(({ id }) => id ?? '');
    const read = await conn
      .sobject('Opportunity')
      .retrieve([...ids, '006Hr0000000099'], { fields: ['Name', 'Owner.Name'] });
    expect(read.map((one) => one?.Name)).toEqual(['Deal 0', 'Deal 1', undefined]);
    await conn.sobject('Opportunity').destroy(ids);
    expect(org.core.store.all('Opportunity')).toEqual([]);
  });

  it('upsert many by an external id', async () => {
    const { org, conn } = await openRunningOrg();
    const tasks = ['a', 'b'].map((key) => ({ Handoff_Reference__c: key, Subject: key }));
    await conn.sobject('Task').upsert(tasks.slice(0, 1), 'Handoff_Reference__c');
    const results = await conn.sobject('Task').upsert(tasks, 'Handoff_Reference__c');
    expect(results.map((one) => Reflect.get(one, 'created'))).toEqual([false, true]);
    expect(org.core.store.all('Task')).toHaveLength(2);
  });
});

describe('describe and limits', () => {
  it('say what the org has', async () => {
    const { conn } = await openRunningOrg();
    const { sobjects } = await conn.describeGlobal();
    expect(sobjects.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Opportunity', 'Handoff_Exception__c', 'OpportunityFieldHistory']),
    );
    const { fields } = await conn.describe('Opportunity');
    expect(fields.find(({ name }) => name === 'StageName')).toMatchObject({
      type: 'picklist',
      nillable: false,
    });
    expect(fields.find(({ name }) => name === 'Handoff_Routing_Hold__c')).toMatchObject({
      type: 'boolean',
      custom: true,
    });
    const bare = await openRunningOrg({ installed: false });
    const without = await bare.conn.describe('Opportunity');
    expect(without.fields.some(({ name }) => name.startsWith('Handoff_'))).toBe(false);
  });

  it('list what a version has; Tooling describes only what it has', async () => {
    const { conn } = await openRunningOrg();
    expect(await conn.request('/services/data/v67.0/')).toMatchObject({
      sobjects: '/services/data/v67.0/sobjects',
      query: '/services/data/v67.0/query',
    });
    expect(await conn.tooling.sobject('Flow').describe()).toMatchObject({ name: 'Flow' });
    // In these words a client tells an org without source tracking.
    expect(await refusalOf(conn.tooling.sobject('SourceMember').describe())).toMatchObject({
      errorCode: 'NOT_FOUND',
      message: 'The requested resource does not exist',
    });
  });

  it('count calls, and refuse those over the day', async () => {
    const { conn } = await openRunningOrg({ dailyCalls: 3 });
    await conn.query('SELECT Id FROM Account');
    expect(conn.limitInfo.apiUsage).toEqual({ used: 1, limit: 3 });
    expect((await conn.limits()).DailyApiRequests).toEqual({ Max: 3, Remaining: 1 });
    await conn.query('SELECT Id FROM Account');
    expect(await refusalOf(conn.query('SELECT Id FROM Account'))).toMatchObject({
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
    });
  });

  it('normalise a double slash, tell versions, refuse unknown ones and unknown calls', async () => {
    const { org, conn } = await openRunningOrg();
    const versions: unknown = await (await fetch(`${org.origin}//services/data`)).json();
    expect(versions).toContainEqual(expect.objectContaining({ version: '67.0' }));
    const old = new Connection({ instanceUrl: org.origin, accessToken: org.logIn(), version: '20.0' });
    expect(await refusalOf(old.query('SELECT Id FROM Account'))).toMatchObject({ errorCode: 'NOT_FOUND' });
    expect(await refusalOf(conn.request('/services/data/v67.0/analytics/reports'))).toMatchObject({
      errorCode: 'NOT_IMPLEMENTED',
    });
    expect(org.unknownCalls).toEqual([{ method: 'GET', path: '/services/data/v67.0/analytics/reports' }]);
  });
});

describe('faults', () => {
  it('lose a reply after the write took effect; hit the third call only', async () => {
    const { org, conn } = await openRunningOrg();
    org.faults.inject({ kind: 'lose-reply', method: 'POST' });
    expect(await refusalOf(conn.sobject('Account').create({ Name: 'Aurora' }))).toMatchObject({
      errorCode: 'UNKNOWN_EXCEPTION',
    });
    expect(org.core.store.all('Account')).toHaveLength(1);
    org.faults.inject({
      kind: 'status',
      status: 400,
      errorCode: 'UNABLE_TO_LOCK_ROW',
      method: 'PATCH',
      after: 1,
    });
    const id = org.core.store.all('Account')[0]?.id ?? '';
    await conn.sobject('Account').update({ Id: id, Phone: '1' });
    expect(await refusalOf(conn.sobject('Account').update({ Id: id, Phone: '2' }))).toMatchObject({
      errorCode: 'UNABLE_TO_LOCK_ROW',
    });
    await conn.sobject('Account').update({ Id: id, Phone: '3' });
    expect(org.get(id).Phone).toBe('3');
  });

  it('half of a collection takes effect', async () => {
    const { org, conn } = await openRunningOrg();
    org.faults.inject({ kind: 'half-batch' });
    await refusalOf(conn.sobject('Account').create([1, 2, 3, 4].map((n) => ({ Name: `A${n}` }))));
    expect(org.core.store.all('Account')).toHaveLength(2);
  });

  it('a session that ended is 401, and jsforce gets a new one', async () => {
    const { org, conn } = await openRunningOrg();
    org.sessions.endAll();
    expect(await refusalOf(conn.query('SELECT Id FROM Account'))).toMatchObject({
      errorCode: 'INVALID_SESSION_ID',
    });
    const mended = new Connection({
      instanceUrl: org.origin,
      accessToken: 'old',
      version: '67.0',
      refreshFn: (_, done) => done(null, org.logIn()),
    });
    expect((await mended.query('SELECT Id FROM Account')).totalSize).toBe(0);
  });
});

describe('the control plane', () => {
  it('acts as a person, moves the clock, tells writes', async () => {
    const { org } = await openRunningOrg();
    const post = (path: string, body: unknown) =>
      fetch(`${org.origin}/_sandbox${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const made: unknown = await (
      await post('/ui/create', { username: MAYA, objectName: 'Opportunity', values: OPPORTUNITY })
    ).json();
    const id = String(Reflect.get(made as object, 'id'));
    expect((await post('/ui/edit', { username: DALE, id, values: { Amount: 3 } })).status).toBe(204);
    expect(org.get(id)).toMatchObject({ CreatedById: expect.any(String), Amount: 3 });
    await post('/clock/advance', { milliseconds: 60_000 });
    const info: unknown = await (await fetch(`${org.origin}/_sandbox/info`)).json();
    expect(info).toMatchObject({ now: '2026-11-23T10:01:00.000Z' });
    const writes: unknown = await (await fetch(`${org.origin}/_sandbox/writes?since=1`)).json();
    expect(writes).toMatchObject({ writes: [{ source: { kind: 'ui' }, operation: 'update' }] });
    expect((await post('/ui/edit', { username: DALE, id, values: { StageName: null } })).status).toBe(400);
    expect((await post(`/people/${MAYA}/deactivate`, {})).status).toBe(204);
  });
});
