import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dumpOrg } from '../../../sandbox/salesforce/dump-org.ts';
import { type RunningOrg, startOrg } from '../../../sandbox/salesforce/start-org.ts';
import type { Member } from '../../../server/adapters/salesforce/package/manifest.ts';
import { deployFiles } from '../../fixtures/deploy-files.ts';
import { ADMIN, openAsAdmin } from '../../fixtures/installed-org.ts';
import { assign, flag, recordFlow, text } from './flow-xml.ts';
import { MAYA, OPPORTUNITY, ORG_NOW } from './org-fixture.ts';

let org: RunningOrg;
beforeEach(async () => {
  org = await startOrg({ installed: false, now: ORG_NOW });
});
afterEach(() => org.close());

const dump = (): unknown => JSON.parse(JSON.stringify(dumpOrg(org.core)));
const FIELD = (name: string, rest = '<type>Checkbox</type><defaultValue>false</defaultValue>') =>
  `<fields><fullName>${name}</fullName><label>${name}</label>${rest}</fields>`;
const OBJECT = (inner: string) =>
  `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</CustomObject>`;
const OWN = OBJECT(
  `<label>Visit</label><pluralLabel>Visits</pluralLabel><nameField><label>No</label><type>AutoNumber</type><displayFormat>V-{000}</displayFormat></nameField><sharingModel>ReadWrite</sharingModel><enableHistory>true</enableHistory>${FIELD('Deal__c', '<type>Lookup</type><referenceTo>Opportunity</referenceTo><relationshipName>Visits</relationshipName>')}`,
);
const SET = (inner: string) => `<PermissionSet><label>Visitors</label>${inner}</PermissionSet>`;
const READS = (field: string, editable = true) =>
  `<fieldPermissions><editable>${editable}</editable><field>${field}</field><readable>true</readable></fieldPermissions>`;
const hold: Member = { type: 'CustomField', fullName: 'Opportunity.Held__c' };
const HOLD = { 'objects/Opportunity.object': OBJECT(FIELD('Held__c')) };

describe('a deployment', () => {
  it('takes effect: an object of its own with numbered records, references and field history', async () => {
    const before = org.plant('Opportunity', OPPORTUNITY);
    const files = { 'objects/Visit__c.object': OWN, ...HOLD };
    const report = await deployFiles(org, files, [{ type: 'CustomObject', fullName: 'Visit__c' }, hold]);
    expect(report).toMatchObject({ succeeded: true });
    expect(report.messages.map(({ fullName, outcome }) => [fullName, outcome])).toEqual([
      ['Visit__c', 'created'],
      ['Visit__c.Deal__c', 'created'],
      ['Opportunity.Held__c', 'created'],
    ]);
    const id = org.create('Visit__c', { Deal__c: before });
    expect(org.get(id)).toMatchObject({ Name: 'V-001', Deal__c: before });
    expect(org.get(before).Held__c).toBe(false);
    expect(org.core.schema.findObject('Visit__History')).toBeDefined();
  });

  it('brings flows that run and rules that refuse', async () => {
    const rule =
      '<validationRules><fullName>No_Big_Ones</fullName><active>true</active><errorConditionFormula>Amount &gt; 100</errorConditionFormula><errorMessage>Too big.</errorMessage></validationRules>';
    const flow = recordFlow({ first: 'Set', body: assign('Set', '$Record.NextStep', text('Call')) });
    await deployFiles(org, { 'flows/Next.flow': flow, 'objects/Opportunity.object': OBJECT(rule) }, [
      { type: 'Flow', fullName: 'Next' },
      { type: 'ValidationRule', fullName: 'Opportunity.No_Big_Ones' },
    ]);
    const id = org.create('Opportunity', OPPORTUNITY);
    expect(org.get(id).NextStep).toBe('Call');
    expect(() => org.update(id, { Amount: 500 })).toThrow('Too big.');
  });

  it('shows its fields to those alone whom a permission set lets', async () => {
    const id = org.plant('Opportunity', OPPORTUNITY);
    const files = {
      ...HOLD,
      'permissionsets/Visitors.permissionset': SET(READS('Opportunity.Held__c', false)),
    };
    await deployFiles(org, files, [hold, { type: 'PermissionSet', fullName: 'Visitors' }]);
    const sees = async (username: string) =>
      (await read(username, `/query?q=SELECT+Held__c+FROM+Opportunity`)).status;
    expect([await sees(MAYA), await sees(ADMIN)]).toEqual([400, 400]);
    const setId = org.core.store.all('PermissionSet')[0]?.id;
    await org.create('PermissionSetAssignment', { AssigneeId: userId(MAYA), PermissionSetId: setId });
    expect([await sees(MAYA), await sees(ADMIN)]).toEqual([200, 400]);
    const write = await read(MAYA, `/sobjects/Opportunity/${id}`, {
      method: 'PATCH',
      body: '{"Held__c":true}',
    });
    expect([write.status, await write.text()]).toEqual([
      400,
      expect.stringContaining('INVALID_FIELD_FOR_INSERT_UPDATE'),
    ]);
  });

  it('tells what differs, and nothing when all of it stands; a check changes nothing', async () => {
    const before = dump();
    expect((await deployFiles(org, HOLD, [hold], { checkOnly: true })).messages).toMatchObject([
      { outcome: 'created' },
    ]);
    expect(dump()).toEqual(before);
    await deployFiles(org, HOLD, [hold]);
    expect((await deployFiles(org, HOLD, [hold])).messages).toMatchObject([{ outcome: 'unchanged' }]);
    const other = {
      'objects/Opportunity.object': OBJECT(FIELD('Held__c').replace('<label>Held__c', '<label>Hold')),
    };
    expect((await deployFiles(org, other, [hold])).messages).toMatchObject([{ outcome: 'changed' }]);
  });

  it('goes on when whoever asked for it is gone', async () => {
    const token = org.logIn(ADMIN);
    const { deploys } = openAsAdmin(org);
    org.faults.inject({ kind: 'status', status: 503, method: 'GET', path: 'deployRequest', times: 50 });
    const members = [hold];
    await expect(
      deploys.deploy({ files: new Map(Object.entries(HOLD)), members }, { checkOnly: false }),
    ).rejects.toThrow();
    org.faults.clear();
    for (let call = 0; call < 2; call += 1) {
      await fetch(`${org.origin}/services/data/v67.0/limits`, {
        headers: { authorization: `Bearer ${token}` },
      });
    }
    expect(org.core.schema.findField('Opportunity', 'Held__c')).toBeDefined();
  });
});

describe('nothing stays of a deployment', () => {
  const lwc = (name: string, js: string) => ({
    [`lwc/${name}/${name}.js`]: js,
    [`lwc/${name}/${name}.js-meta.xml`]:
      '<LightningComponentBundle><apiVersion>67.0</apiVersion></LightningComponentBundle>',
  });
  const flow = recordFlow({
    first: 'Set',
    body: assign('Set', '$Record.Held__c', flag(true)),
    start:
      '<filters><field>Gone__c</field><operator>EqualTo</operator><value><booleanValue>true</booleanValue></value></filters>',
  });

  it.each<[string, Record<string, string>, Member[], string]>([
    ['with an unknown type', {}, [{ type: 'Blockchain', fullName: 'X' }], "Unknown type name 'Blockchain'"],
    ['with an unknown folder', { 'chains/x.chain': '<X/>' }, [], "Unknown folder 'chains'"],
    [
      'that names what it does not bring',
      {},
      [{ type: 'CustomField', fullName: 'Case.Held__c' }],
      'was not found in zipped directory',
    ],
    ['that brings what it does not name', { 'tabs/X.tab': '<CustomTab/>' }, [], 'is not in package.xml'],
    [
      'whose field is of an unknown object',
      { 'objects/Visit__c.object': OBJECT(FIELD('A__c')) },
      [{ type: 'CustomField', fullName: 'Visit__c.A__c' }],
      'Must specify a non-empty label',
    ],
    [
      'whose field points to nothing',
      {
        'objects/Case.object': OBJECT(
          FIELD('A__c', '<type>Lookup</type><referenceTo>Visit__c</referenceTo>'),
        ),
      },
      [{ type: 'CustomField', fullName: 'Case.A__c' }],
      'no CustomObject named Visit__c found',
    ],
    [
      'whose field is of a kind that is not kept',
      { 'objects/Case.object': OBJECT(FIELD('A__c', '<type>Summary</type>')) },
      [{ type: 'CustomField', fullName: 'Case.A__c' }],
      'no field of type Summary',
    ],
    [
      'whose permission set names no field',
      { 'permissionsets/V.permissionset': SET(READS('Case.A__c')) },
      [{ type: 'PermissionSet', fullName: 'V' }],
      'no CustomField named Case.A__c found',
    ],
    [
      'whose flow asks for no field',
      { 'flows/F.flow': flow },
      [{ type: 'Flow', fullName: 'F' }],
      'has no field Gone__c',
    ],
    [
      'whose component lacks its description',
      { 'lwc/a/a.js': 'export {}' },
      [{ type: 'LightningComponentBundle', fullName: 'a' }],
      'Missing metadata file lwc/a/a.js-meta.xml',
    ],
    [
      'whose component imports nothing',
      lwc('a', "import x from 'c/b';"),
      [{ type: 'LightningComponentBundle', fullName: 'a' }],
      'Invalid reference c/b of type module',
    ],
    [
      'that is no XML',
      { 'tabs/X.tab': '<CustomTab>' },
      [{ type: 'CustomTab', fullName: 'X' }],
      'Error parsing file',
    ],
  ])('%s', async (_, files, members, problem) => {
    const before = dump();
    const report = await deployFiles(org, { ...HOLD, ...files }, [hold, ...members]);
    const failed = report.messages.filter(({ outcome }) => outcome === 'failed');
    expect([report.succeeded, failed]).toEqual([
      false,
      expect.arrayContaining([expect.objectContaining({ problem: expect.stringContaining(problem) })]),
    ]);
    expect(dump()).toEqual(before);
  });

  it('that is no archive, or of somebody who may not deploy', async () => {
    const send = (username: string, body: FormData | string) =>
      read(username, '/metadata/deployRequest', { method: 'POST', body });
    const form = new FormData();
    form.append('entity_content', new Blob(['{"deployOptions":{}}'], { type: 'application/json' }));
    form.append('file', new Blob(['no zip'], { type: 'application/zip' }), 'p.zip');
    expect((await send(MAYA, form)).status).toBe(403);
    expect((await send(ADMIN, 'no form')).status).toBe(400);
    const { id } = (await (await send(ADMIN, form)).json()) as { id: string };
    const status = async () =>
      (await (await read(ADMIN, `/metadata/deployRequest/${id}?includeDetails=true`)).json()) as {
        deployResult: { status: string; done: boolean; details: { componentFailures: object[] } };
      };
    expect((await status()).deployResult).toMatchObject({ status: 'InProgress', done: false });
    expect((await status()).deployResult).toMatchObject({
      status: 'Failed',
      done: true,
      details: { componentFailures: [{ fullName: 'package.xml', problem: expect.stringContaining('zip') }] },
    });
  });
});

describe('a removal', () => {
  const remove = (removed: readonly Member[]) => deployFiles(org, {}, [], { removed });

  it('takes an object with its records, and leaves the org as it was', async () => {
    const before = dump();
    await deployFiles(org, { 'objects/Visit__c.object': OWN, ...HOLD }, [
      { type: 'CustomObject', fullName: 'Visit__c' },
      hold,
    ]);
    org.create('Visit__c', {});
    const report = await remove([{ type: 'CustomObject', fullName: 'Visit__c' }, hold]);
    expect(report.succeeded).toBe(true);
    expect({ ...(dump() as object), history: 0 }).toEqual({ ...(before as object), history: 0 });
  });

  it('is refused while a flow asks for the field, and names the flow', async () => {
    await deployFiles(org, HOLD, [hold]);
    const flow = recordFlow({
      body: assign('Set', '$Record.NextStep', text('x')),
      first: 'Set',
      start:
        '<filters><field>Held__c</field><operator>EqualTo</operator><value><booleanValue>false</booleanValue></value></filters>',
    });
    await deployFiles(org, { 'flows/Theirs.flow': flow }, [{ type: 'Flow', fullName: 'Theirs' }]);
    const { succeeded, messages } = await remove([hold]);
    expect([succeeded, messages[0]?.problem]).toEqual([false, expect.stringContaining('Flow - Theirs')]);
    expect(org.core.schema.findField('Opportunity', 'Held__c')).toBeDefined();
  });

  it('is refused for an active flow and an assigned permission set, and takes both when they are not', async () => {
    const flow = recordFlow({ body: assign('Set', '$Record.NextStep', text('x')), first: 'Set' });
    const files = { 'flows/Theirs.flow': flow, 'permissionsets/V.permissionset': SET('') };
    await deployFiles(org, files, [
      { type: 'Flow', fullName: 'Theirs' },
      { type: 'PermissionSet', fullName: 'V' },
    ]);
    const PermissionSetId = org.core.store.all('PermissionSet')[0]?.id;
    const held = org.create('PermissionSetAssignment', { AssigneeId: userId(MAYA), PermissionSetId });
    const both = [
      { type: 'Flow', fullName: 'Theirs-1' },
      { type: 'PermissionSet', fullName: 'V' },
    ];
    const problems = (await remove(both)).messages.map(({ problem }) => problem);
    expect(problems).toEqual([
      expect.stringContaining('is active'),
      expect.stringContaining('assigned to users'),
    ]);
    org.remove(held);
    const off = '<FlowDefinition><activeVersionNumber>0</activeVersionNumber></FlowDefinition>';
    await deployFiles(org, { 'flowDefinitions/Theirs.flowDefinition': off }, [
      { type: 'FlowDefinition', fullName: 'Theirs' },
    ]);
    expect((await remove(both)).succeeded).toBe(true);
    expect(org.core.automation.flows).toEqual([]);
  });

  it('of what is not there is told and no failure', async () => {
    expect(await remove([hold])).toMatchObject({ succeeded: true, messages: [{ outcome: 'warning' }] });
  });
});

describe('permission sets', () => {
  it('are given by administrators alone, and once', async () => {
    await deployFiles(org, { 'permissionsets/V.permissionset': SET('') }, [
      { type: 'PermissionSet', fullName: 'V' },
    ]);
    const body = JSON.stringify({
      AssigneeId: userId(MAYA),
      PermissionSetId: org.core.store.all('PermissionSet')[0]?.id,
    });
    const give = (username: string) =>
      read(username, '/sobjects/PermissionSetAssignment', { method: 'POST', body });
    expect((await give(MAYA)).status).toBe(400);
    expect((await give(ADMIN)).status).toBe(201);
    expect(await (await give(ADMIN)).text()).toContain('DUPLICATE_VALUE');
  });
});

function userId(username: string): string {
  return org.core.store.all('User').find(({ values }) => values.Username === username)?.id ?? '';
}

async function read(
  username: string,
  path: string,
  init: { method?: string; body?: FormData | string } = {},
) {
  const json = typeof init.body === 'string' && { 'content-type': 'application/json' };
  const headers = { authorization: `Bearer ${org.logIn(username)}`, ...json };
  return fetch(`${org.origin}/services/data/v67.0${path}`, { ...init, headers });
}
