import { describe, expect, it } from '@jest/globals';
import { Connection } from 'jsforce';
import type { RunningOrg } from '../../../sandbox/salesforce/start-org.ts';
import type { Member } from '../../../server/adapters/salesforce/package/manifest.ts';
import { zipPackage } from '../../../server/adapters/salesforce/package/zip-package.ts';
import { ADMIN } from '../../fixtures/installed-org.ts';
import { openRunningOrg, refusalOf } from './running-org.ts';

const HELD: Member = { type: 'CustomField', fullName: 'Opportunity.Held__c' };
const OBJECT = (type: string) =>
  `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><fields><fullName>Held__c</fullName><label>Held &amp; kept</label>${type}</fields></CustomObject>`;
const GOOD = zipOf(OBJECT('<type>Checkbox</type><defaultValue>false</defaultValue>'));
const CHECKED = { rollbackOnError: true, singlePackage: true, checkOnly: true };
const FOR_GOOD = { ...CHECKED, checkOnly: false };

function zipOf(object: string): Buffer {
  const files = new Map([['objects/Opportunity.object', object]]);
  return Buffer.from(zipPackage({ files, members: [HELD] }));
}

async function openAsAdmin() {
  const { org, conn: integration } = await openRunningOrg({ installed: false });
  return { org, integration, conn: connect(org, ADMIN) };
}

function connect(org: RunningOrg, username: string): Connection {
  return new Connection({ instanceUrl: org.origin, accessToken: org.logIn(username), version: '67.0' });
}

/** Deploys and asks until it is done. @returns every status on the way, and the last answer */
async function deploy(conn: Connection, zip: Buffer | string, options: object) {
  const { id } = await conn.metadata.deploy(zip, options);
  const statuses: string[] = [];
  for (;;) {
    const result = await conn.metadata.checkDeployStatus(id, true);
    statuses.push(result.status);
    if (result.done) return { statuses, result };
  }
}

const isThere = (org: RunningOrg) => org.core.schema.findField('Opportunity', 'Held__c') !== undefined;

describe('a deployment by the Metadata API’s SOAP face', () => {
  it('waits, is worked and takes effect; the second time nothing changes', async () => {
    const { org, conn } = await openAsAdmin();
    const { statuses, result } = await deploy(conn, GOOD, FOR_GOOD);
    expect(statuses).toEqual(['InProgress', 'Succeeded']);
    expect(result).toMatchObject({
      success: true,
      checkOnly: false,
      createdByName: 'Priya Nair',
      numberComponentsTotal: 1,
      numberComponentsDeployed: 1,
      numberComponentErrors: 0,
      numberTestsTotal: 0,
      details: {
        componentFailures: [],
        componentSuccesses: [
          { componentType: 'CustomField', fullName: 'Opportunity.Held__c', created: true, changed: true },
        ],
        runTestResult: { numTestsRun: 0 },
      },
    });
    expect(isThere(org)).toBe(true);
    const again = await deploy(conn, GOOD, FOR_GOOD);
    expect(again.result.details.componentSuccesses).toMatchObject([{ created: false, changed: false }]);
    expect(org.unknownCalls).toEqual([]);
  });

  it('changes nothing when it only checks, and says the same', async () => {
    const { org, conn } = await openAsAdmin();
    const { result } = await deploy(conn, GOOD, CHECKED);
    expect(result).toMatchObject({ success: true, checkOnly: true, numberComponentsDeployed: 1 });
    expect(isThere(org)).toBe(false);
  });

  it('fails with the file, the line and the reason, and changes nothing', async () => {
    const { org, conn } = await openAsAdmin();
    const { result } = await deploy(conn, zipOf(OBJECT('<type>Summary</type>')), FOR_GOOD);
    expect(result).toMatchObject({
      status: 'Failed',
      success: false,
      numberComponentErrors: 1,
      details: {
        componentFailures: [
          {
            fullName: 'Opportunity.Held__c',
            fileName: 'objects/Opportunity.object',
            problem: expect.stringContaining('Summary'),
            problemType: 'Error',
            lineNumber: 1,
            success: false,
          },
        ],
        componentSuccesses: [],
      },
    });
    expect(isThere(org)).toBe(false);
  });

  it('is the same job as by REST, and tells no components without being asked', async () => {
    const { org, conn } = await openAsAdmin();
    const { id } = await conn.metadata.deploy(GOOD, FOR_GOOD);
    await conn.metadata.checkDeployStatus(id, false, true);
    expect(await conn.metadata.checkDeployStatus(id)).toMatchObject({
      status: 'Succeeded',
      details: { componentSuccesses: [] },
    });
    expect(org.deploys.all.map((job) => job.id)).toEqual([id]);
  });

  it('that brings no archive fails; it is no fault', async () => {
    const { conn } = await openAsAdmin();
    const { result } = await deploy(conn, Buffer.from('no zip').toString('base64'), FOR_GOOD);
    expect(result).toMatchObject({
      status: 'Failed',
      details: { componentFailures: [{ fullName: 'package.xml', problem: expect.stringContaining('zip') }] },
    });
  });
});

describe('refused in faults', () => {
  it.each<[string, (conn: Connection) => PromiseLike<unknown>, string, string]>([
    ['no archive', (conn) => conn.metadata.deploy('', FOR_GOOD), 'soapenv:Client', 'ZipFile'],
    [
      'keeping the good half',
      (conn) => conn.metadata.deploy(GOOD, { ...FOR_GOOD, rollbackOnError: false }),
      'sf:NOT_IMPLEMENTED',
      'all or nothing',
    ],
    [
      'the same by REST',
      (conn) => conn.metadata.deployRest(GOOD, { ...FOR_GOOD, rollbackOnError: false }),
      'NOT_IMPLEMENTED',
      'all or nothing',
    ],
    [
      'a job that nobody has',
      (conn) => conn.metadata.checkDeployStatus('0Af000000000099AAA'),
      'sf:INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
    ],
  ])('%s', async (_, call, errorCode, message) => {
    const { org, conn } = await openAsAdmin();
    const refusal = await refusalOf(call(conn));
    expect(refusal).toEqual({ errorCode, message: expect.stringContaining(message) });
    expect(org.deploys.all).toEqual([]);
  });

  it('whoever may not deploy, neither deploying nor asking', async () => {
    const { org, conn, integration } = await openAsAdmin();
    const refused = { errorCode: 'sf:INSUFFICIENT_ACCESS' };
    const { id } = await conn.metadata.deploy(GOOD, FOR_GOOD);
    expect(await refusalOf(integration.metadata.deploy(GOOD, FOR_GOOD))).toMatchObject(refused);
    expect(await refusalOf(integration.metadata.checkDeployStatus(id))).toMatchObject(refused);
    org.withhold(ADMIN, 'ModifyMetadata', true);
    expect(await refusalOf(conn.metadata.deploy(GOOD, FOR_GOOD))).toMatchObject(refused);
    expect(org.deploys.all).toHaveLength(1);
  });

  it('an operation that the org does not know, which is remembered', async () => {
    const { org, conn } = await openAsAdmin();
    expect(await refusalOf(conn.metadata.cancelDeploy('0Af000000000001AAA'))).toMatchObject({
      errorCode: 'soapenv:Client',
    });
    expect(org.unknownCalls).toEqual([{ method: 'POST', path: expect.stringContaining('cancelDeploy') }]);
  });
});
