import { describe, expect, it } from '@jest/globals';
import { Connection } from 'jsforce';
import { INTEGRATION_USERNAME } from '../../../sandbox/salesforce/seed/people.ts';
import type { RunningOrgOptions } from '../../../sandbox/salesforce/start-org.ts';
import { openRunningOrg, refusalOf } from './running-org.ts';
import { LEAD_RULES, OPPORTUNITY_WORKFLOW, ownerFlow, TRIGGER } from './setup-metadata.ts';

const SHOWN: RunningOrgOptions = {
  metadata: [
    { type: 'Flow', fullName: 'Route_Deals', content: ownerFlow('Route deals') },
    {
      type: 'Flow',
      fullName: 'With_Draft',
      content: ownerFlow('Active one'),
      draft: ownerFlow('Later one', { status: 'Draft' }),
    },
    { type: 'Flow', fullName: 'Off', content: ownerFlow('Off', { status: 'Obsolete' }) },
    { type: 'Flow', fullName: 'acme__Hidden', namespace: 'acme', content: ownerFlow('Hidden') },
    { type: 'AssignmentRules', fullName: 'Lead', content: LEAD_RULES },
    { type: 'Workflow', fullName: 'Opportunity', content: OPPORTUNITY_WORKFLOW },
    { type: 'ApexTrigger', fullName: 'AssignDeals', content: TRIGGER },
    { type: 'ApexTrigger', fullName: 'acme__Other', namespace: 'acme', content: TRIGGER },
  ],
};

const VIEW =
  'SELECT ApiName, Label, ActiveVersionId, LatestVersionId, IsActive, ProcessType, TriggerType, NamespacePrefix FROM FlowDefinitionView';

interface ViewRow {
  readonly ApiName: string;
  readonly ActiveVersionId: string | null;
  readonly IsActive: boolean;
}

async function viewOf(conn: Connection): Promise<readonly ViewRow[]> {
  return (await conn.query<ViewRow & Record<string, unknown>>(VIEW)).records;
}

async function activeId(conn: Connection, name: string): Promise<string> {
  return (await viewOf(conn)).find(({ ApiName }) => ApiName === name)?.ActiveVersionId ?? '';
}

describe('flows in the normal API', () => {
  it('are listed with their active version; IsActive speaks of the latest one', async () => {
    const { conn } = await openRunningOrg(SHOWN);
    const rows = await viewOf(conn);
    expect(
      rows.map(({ ApiName, ActiveVersionId, IsActive }) => [ApiName, ActiveVersionId !== null, IsActive]),
    ).toEqual([
      ['Route_Deals', true, true],
      ['With_Draft', true, false],
      ['Off', false, false],
      ['acme__Hidden', true, true],
    ]);
    const active = await conn.query(`${VIEW} WHERE ActiveVersionId != null AND NamespacePrefix = null`);
    expect(active.totalSize).toBe(2);
  });

  it('are no object for somebody who may not see the setup', async () => {
    const { org, conn } = await openRunningOrg(SHOWN);
    org.withhold(INTEGRATION_USERNAME, 'ViewSetup', true);
    expect(await refusalOf(conn.query(VIEW))).toMatchObject({ errorCode: 'INVALID_TYPE' });
    expect(await refusalOf(conn.tooling.query('SELECT Id FROM Flow'))).toMatchObject({
      errorCode: 'INVALID_TYPE',
    });
    org.withhold(INTEGRATION_USERNAME, 'ViewSetup', false);
    expect((await viewOf(conn)).length).toBe(4);
  });
});

describe('Tooling', () => {
  it('shows a version with its metadata, typed and with lists of one', async () => {
    const { org, conn } = await openRunningOrg(SHOWN);
    const flow = await conn.tooling.sobject('Flow').retrieve(await activeId(conn, 'Route_Deals'));
    expect(flow).toMatchObject({
      MasterLabel: 'Route deals',
      Status: 'Active',
      FullName: 'Route_Deals-1',
      Metadata: {
        apiVersion: 67,
        recordUpdates: [
          {
            name: 'Set_Owner',
            locationX: 176,
            inputAssignments: [
              {
                field: 'OwnerId',
                value: { elementReference: '$User.Id', stringValue: null, booleanValue: null },
              },
            ],
          },
        ],
        start: { object: 'Opportunity', triggerType: 'RecordAfterSave' },
        waits: [],
      },
    });
    expect(org.unknownCalls).toEqual([]);
  });

  it('hides the metadata of a managed flow', async () => {
    const { conn } = await openRunningOrg(SHOWN);
    const id = await activeId(conn, 'acme__Hidden');
    expect(await conn.tooling.sobject('Flow').retrieve(id)).toMatchObject({
      MasterLabel: 'Hidden',
      Metadata: null,
    });
  });

  it('queries metadata for one row only', async () => {
    const { conn } = await openRunningOrg(SHOWN);
    expect((await conn.tooling.query('SELECT Id, Status FROM Flow')).totalSize).toBe(5);
    expect(await refusalOf(conn.tooling.query('SELECT Id, Metadata FROM Flow'))).toMatchObject({
      errorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining('no more than one row'),
    });
    const id = await activeId(conn, 'With_Draft');
    const one = await conn.tooling.query(`SELECT Id, Metadata FROM Flow WHERE Id = '${id}'`);
    expect(one.records).toMatchObject([{ Metadata: { label: 'Active one' } }]);
  });

  it('lists triggers with their code, but for managed ones', async () => {
    const { conn } = await openRunningOrg(SHOWN);
    const found = await conn.tooling.query('SELECT Name, TableEnumOrId, Body, Status FROM ApexTrigger');
    expect(found.records).toMatchObject([
      { Name: 'AssignDeals', TableEnumOrId: 'Opportunity', Body: TRIGGER, Status: 'Active' },
      { Name: 'Other', Body: '(hidden)' },
    ]);
  });

  it('reads several records by one call of the limit, each with an answer of its own', async () => {
    const { org, conn } = await openRunningOrg(SHOWN);
    const id = await activeId(conn, 'Route_Deals');
    const before = org.limits.used;
    const url = (one: string) => `/services/data/v67.0/tooling/sobjects/Flow/${one}`;
    const reply = await conn.requestPost<unknown>('/services/data/v67.0/tooling/composite', {
      compositeRequest: [
        { method: 'GET', url: url(id), referenceId: 'a' },
        { method: 'GET', url: url('301000000000000AAA'), referenceId: 'b' },
      ],
    });
    expect(reply).toMatchObject({
      compositeResponse: [
        { referenceId: 'a', httpStatusCode: 200, body: { Metadata: { label: 'Route deals' } } },
        { referenceId: 'b', httpStatusCode: 404, body: [{ errorCode: 'NOT_FOUND' }] },
      ],
    });
    expect(org.limits.used - before).toBe(1);
  });
});

describe('the Metadata API', () => {
  it('describes, lists and reads', async () => {
    const { org, conn } = await openRunningOrg(SHOWN);
    const { metadataObjects } = await conn.metadata.describe();
    expect(metadataObjects.map(({ xmlName }) => xmlName)).toContain('AssignmentRules');
    const listed = await conn.metadata.list([{ type: 'Flow' }, { type: 'AssignmentRules' }]);
    expect(listed.map(({ fullName, manageableState }) => [fullName, manageableState])).toEqual([
      ['Route_Deals', 'unmanaged'],
      ['With_Draft', 'unmanaged'],
      ['Off', 'unmanaged'],
      ['acme__Hidden', 'installed'],
      ['Lead', 'unmanaged'],
    ]);
    const workflow: unknown = await conn.metadata.read('Workflow', 'Opportunity');
    expect(workflow).toMatchObject({ fullName: 'Opportunity', rules: [{ fullName: 'Route & tell' }] });
    const rules: unknown = await conn.metadata.read('AssignmentRules', ['Lead', 'Case']);
    expect(rules).toMatchObject([
      { fullName: 'Lead', assignmentRule: [{ ruleEntry: [{ assignedTo: 'EMEA_Leads' }] }] },
      {},
    ]);
    expect(org.unknownCalls).toEqual([]);
  });

  it('reads the latest version of a flow, not the active one', async () => {
    const { conn } = await openRunningOrg(SHOWN);
    expect(await conn.metadata.read('Flow', 'With_Draft')).toMatchObject({ label: 'Later one' });
  });

  it('refuses in faults: permission, session, unknown type, too many names', async () => {
    const { org, conn } = await openRunningOrg(SHOWN);
    expect(await refusalOf(conn.metadata.list([{ type: 'Nonsense' }]))).toMatchObject({
      errorCode: 'sf:INVALID_TYPE',
    });
    const eleven = Array.from({ length: 11 }, (_, at) => `F${at}`);
    expect(await refusalOf(conn.metadata.read('Flow', eleven))).toMatchObject({
      errorCode: 'sf:EXCEEDED_ID_LIMIT',
    });
    org.withhold(INTEGRATION_USERNAME, 'ModifyMetadata', true);
    expect(await refusalOf(conn.metadata.list([{ type: 'Flow' }]))).toMatchObject({
      errorCode: 'sf:INSUFFICIENT_ACCESS',
      message: expect.stringContaining('ModifyMetadata'),
    });
    const stale = new Connection({ instanceUrl: org.origin, accessToken: '00DHr!gone', version: '67.0' });
    expect(await refusalOf(stale.metadata.list([{ type: 'Flow' }]))).toMatchObject({
      errorCode: 'sf:INVALID_SESSION_ID',
    });
  });

  it('counts against the day’s calls', async () => {
    const { conn } = await openRunningOrg({ ...SHOWN, dailyCalls: 1 });
    await conn.metadata.describe();
    expect(await refusalOf(conn.metadata.describe())).toMatchObject({
      errorCode: 'sf:REQUEST_LIMIT_EXCEEDED',
    });
  });
});
