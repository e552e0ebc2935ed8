import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORG_HEALTH_CODES } from '@handrail/contracts/admin-codes';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { dumpOrg } from '../../sandbox/salesforce/dump-org.ts';
import { INTEGRATION_USERNAME, userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import { type RunningOrg, startOrg } from '../../sandbox/salesforce/start-org.ts';
import { createSalesforceClient } from '../../server/adapters/salesforce/client.ts';
import { createSalesforceCrm } from '../../server/adapters/salesforce/crm.ts';
import { createJwtSessions } from '../../server/adapters/salesforce/jwt-sessions.ts';
import { SHIPPED_PACKAGE } from '../../server/adapters/salesforce/package/read-source.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { systemClock } from '../../server/adapters/system/system-clock.ts';
import { createSystemIds } from '../../server/adapters/system/system-ids.ts';
import { tenantOfOrg } from '../../server/tenant-names.ts';
import { reviewException } from '../../src/application/change-request.ts';
import type { AppContext } from '../../src/application/context.ts';
import { publishFirstPolicy } from '../../src/application/published-policy.ts';
import { runPlaybook } from '../../src/application/run-playbook.ts';
import { submitException } from '../../src/application/submit-exception.ts';
import { TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import { submissionOn } from '../application/application-world.ts';
import { deployFiles } from '../fixtures/deploy-files.ts';
import { ADMIN } from '../fixtures/installed-org.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { shippedPolicy } from '../policies/shipped-policy.ts';
import { assign, filter, recordFlow } from '../sandbox/salesforce/flow-xml.ts';
import { runHandrail } from './run-handrail.ts';

// Each test runs the command several times, in processes of their own.
jest.setTimeout(240_000);

const MAYA = 'maya.chen@northwind.example';
const INES = 'ines.moreau@northwind.example';
const PEOPLE = ['--integration-user', INTEGRATION_USERNAME, '--requester', MAYA, '--approver', INES];

let folder: string;
let keys: string;
let org: RunningOrg;
let deal: string;
let admin: Record<string, string>;
/** The variables that the install told, and where the store is. */
let server: Record<string, string>;
/** The whole org before anything was installed. */
let untouched: unknown;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-org-'));
  keys = join(folder, 'keys');
  org = await startOrg({ installed: false });
  deal = org.plant('Opportunity', {
    Name: 'Aurora Grid',
    StageName: 'Qualification',
    CloseDate: '2026-12-31',
    Amount: 80_000,
    Sales_Region__c: 'EMEA',
    OwnerId: userIdOf(org.core, MAYA),
  });
  admin = { SF_ACCESS_TOKEN: org.logIn(ADMIN) };
  const dataDir = join(folder, 'data');
  await (await openStore({ sha256, dataDir })).close();
  server = { HANDRAIL_DATA_DIR: dataDir, SALESFORCE_LOGIN_ORIGIN: org.origin };
  untouched = dump();
});
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});

const dump = (): unknown => JSON.parse(JSON.stringify(dumpOrg(org.core)));
const salesforce = (command: string, ...args: string[]) =>
  runHandrail(['salesforce', command, '--instance-url', org.origin, ...args], { ...server, ...admin });
const install = (...args: string[]) => salesforce('install', ...PEOPLE, '--make-key', keys, ...args);
const doctor = () => runHandrail(['salesforce', 'doctor', '--json'], server);
const deployed = () => org.deploys.all.filter(({ options }) => !options.checkOnly).length;
const assigned = () => org.writes.filter(({ objectName }) => objectName === 'PermissionSetAssignment').length;

interface Finding {
  readonly code: string;
  readonly status: string;
  readonly what: string;
  readonly next?: string;
}

/** The use cases as the server of this org has them. */
async function withServer<T>(work: (context: AppContext, store: Store) => Promise<T>): Promise<T> {
  const logger = pino({ level: 'silent' });
  const sessions = createJwtSessions({
    loginUrl: org.origin,
    clientId: server.SALESFORCE_CLIENT_ID ?? '',
    username: INTEGRATION_USERNAME,
    privateKey: await readFile(server.SALESFORCE_PRIVATE_KEY_FILE ?? '', 'utf8'),
  });
  const client = createSalesforceClient({ sessions, logger });
  const crm = createSalesforceCrm({ client, logger, clock: systemClock });
  const store = await openStore({ sha256, dataDir: server.HANDRAIL_DATA_DIR ?? '' });
  const notifications = { settings: TASKS_ONLY, channels: new Set<never>(), notifiersOf: () => ({}) };
  const ids = createSystemIds(systemClock);
  try {
    return await work(
      { unitOfWork: store, crmOf: () => crm, clock: systemClock, ids, sha256, notifications },
      store,
    );
  } finally {
    await store.close();
  }
}

describe('an org without anything of Handrail', () => {
  it('is not changed by a dry run, which says what would be done', async () => {
    const { code, out } = await install('--dry-run');
    expect([code, out]).toEqual([0, expect.stringMatching(/Would be: \d+ created, 0 changed, 0 unchanged/)]);
    expect(out).toContain(`${MAYA}: would get it`);
    expect(dump()).toEqual(untouched);
    await expect(stat(keys)).rejects.toThrow();
  });

  it.each([
    [
      'whose session is over',
      { SF_ACCESS_TOKEN: '00DHr0000000001!of-another-day' },
      [],
      'the session is over',
    ],
    [
      'who may not deploy',
      () => ({ SF_ACCESS_TOKEN: org.logIn(INES) }),
      [],
      'no permission in Salesforce to deploy',
    ],
    ['of another org than meant', { SALESFORCE_ORG_ID: '00DHr0000000009' }, [], 'Nothing was done'],
    [
      'with the address of a page',
      {},
      ['--instance-url', 'https://a.lightning.force.com'],
      'my.salesforce.com',
    ],
    ['with an address that is not https', {}, ['--instance-url', 'http://a.my.salesforce.com'], 'https'],
    ['without a token', { SF_ACCESS_TOKEN: '' }, [], 'SF_ACCESS_TOKEN is missing'],
    ['with two certificates', {}, ['--certificate', 'x', '--make-key', 'y'], 'not both'],
    ['with a certificate that is none', {}, ['--certificate', 'package.json'], 'no certificate'],
    ['with people who cannot be read', {}, ['--people', 'package.json'], 'package.json, line 2'],
  ])('is not touched by an administrator %s', async (_, variables, args, words) => {
    const env = { ...admin, ...(typeof variables === 'function' ? variables() : variables) };
    const command = ['salesforce', 'install', '--instance-url', org.origin, ...args];
    const { code, err, out } = await runHandrail(command, env);
    expect([code, err, out]).toEqual([2, expect.stringContaining(words), '']);
    expect(err).not.toContain('of-another-day');
    expect(dump()).toEqual(untouched);
  });

  it('takes all of a package or nothing: what it refuses is named with file, line and next step', async () => {
    const broken = join(folder, 'broken');
    await cp(SHIPPED_PACKAGE, broken, { recursive: true });
    const file = join(broken, 'objects/Handoff_Exception__c/fields/Opportunity__c.field-meta.xml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('<referenceTo>Opportunity<', '<referenceTo>Opportunities__c<'));
    const line = text.split('\n').findIndex((one) => one.includes('<referenceTo>')) + 1;

    const { code, out } = await install('--package', broken);
    expect(code).toBe(1);
    expect(out).toContain(
      `CustomField Handoff_Exception__c.Opportunity__c (objects/Handoff_Exception__c/fields/Opportunity__c.field-meta.xml, line ${line}): In field: referenceTo - no CustomObject named Opportunities__c found`,
    );
    expect(out).toMatch(/Next: The org lacks what is named/);
    expect(out).toContain('Nothing was changed.');
    expect(dump()).toEqual(untouched);
  });

  it('is finished by the next run when one is killed between deployment and permission sets', async () => {
    org.faults.inject({ kind: 'hang', method: 'POST', path: 'composite/sobjects' });
    const args = [
      'server/handrail.ts',
      'salesforce',
      'install',
      '--instance-url',
      org.origin,
      ...PEOPLE,
      '--make-key',
      keys,
    ];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH, ...server, ...admin },
      stdio: 'ignore',
    });
    while (org.faults.pending > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect([deployed(), assigned()]).toEqual([1, 0]);

    const { code, out } = await install();
    expect([code, out]).toEqual([0, expect.stringMatching(/^0 created, 0 changed, \d+ unchanged/)]);
    expect([deployed(), assigned()]).toEqual([1, 3]);
    expect((await stat(join(keys, 'handrail.key'))).mode & 0o777).toBe(0o600);
  });

  it('is installed then: a further run writes nothing, and tells the variables of the server', async () => {
    const before = dump();
    const { code, out } = await install('--json');
    const report = JSON.parse(out);
    expect([code, report.outcome, report.entries]).toEqual([0, 'unchanged', []]);
    expect(report.findings.map(({ code, status }: Finding) => [code, status])).toEqual(
      ORG_HEALTH_CODES.map((code) => [code, 'ok']),
    );
    expect(dump()).toEqual(before);
    server = { ...server, ...report.environment };
  });

  it('says who could not be given a permission set, and gives the others theirs', async () => {
    const csv = join(folder, 'people.csv');
    await writeFile(
      csv,
      'username,role\nsam.okafor@northwind.example,revops\nnobody@northwind.example,requester\n',
    );
    org.deactivate(INES);
    const { code, out } = await salesforce(
      'install',
      '--people',
      csv,
      '--approver',
      INES,
      '--without-app',
      '--json',
    );
    org.core.store.put({ ...person(INES), values: { ...person(INES).values, IsActive: true } });
    org.core.store.commit();
    const entries: { username: string; outcome: string }[] = JSON.parse(out).assignments;
    const outcomes = Object.fromEntries(entries.map(({ username, outcome }) => [username, outcome]));
    expect(code).toBe(1);
    expect(outcomes[INES]).toBe('inactive_user');
    expect(outcomes['nobody@northwind.example']).toBe('unknown_user');
  });
});

describe('doctor', () => {
  const findings = async () => {
    const { code, out } = await doctor();
    const found: Finding[] = JSON.parse(out).accounts[0].findings;
    return { code, byCode: Object.fromEntries(found.map((finding) => [finding.code, finding])) };
  };

  it('finds everything well', async () => {
    const { code, byCode } = await findings();
    expect(code).toBe(0);
    expect(Object.values(byCode).filter(({ status }) => status === 'failed')).toEqual([]);
    expect(byCode.org_fields?.what).toMatch(/^All \d+ fields are there/);
  });

  it.each([
    [
      'org_fields',
      'failed',
      () => org.hideField(INTEGRATION_USERNAME, 'Lead', 'Handoff_Routing_Hold__c', true),
      () => org.hideField(INTEGRATION_USERNAME, 'Lead', 'Handoff_Routing_Hold__c', false),
    ],
    [
      'org_automation',
      'warning',
      () => org.withhold(INTEGRATION_USERNAME, 'ViewSetup', true),
      () => org.withhold(INTEGRATION_USERNAME, 'ViewSetup', false),
    ],
    [
      'org_session',
      'failed',
      () =>
        org.core.store.put({
          ...person(INTEGRATION_USERNAME),
          values: { ...person(INTEGRATION_USERNAME).values, IsActive: false },
        }),
      () =>
        org.core.store.put({
          ...person(INTEGRATION_USERNAME),
          values: { ...person(INTEGRATION_USERNAME).values, IsActive: true },
        }),
    ],
  ] as const)('finds %s', async (code, status, spoil, mend) => {
    spoil();
    const found = await findings();
    mend();
    expect(found.byCode[code]).toMatchObject({ status, next: expect.any(String) });
    expect(found.code).toBe(status === 'failed' ? 1 : 0);
  });

  it('does not take another org for its own', async () => {
    const { code, out } = await runHandrail(['salesforce', 'doctor', '--json'], {
      ...server,
      SALESFORCE_ORG_ID: '00DHr0000000009',
    });
    const [, identity] = JSON.parse(out).accounts[0].findings;
    expect([code, identity]).toEqual([
      1,
      expect.objectContaining({ code: 'org_identity', status: 'failed' }),
    ]);
  });
});

describe('uninstall', () => {
  const tenantId = () => tenantOfOrg(org.orgId);
  const caller = (email: string) => ({ tenantId: tenantId(), email, userId: userIdOf(org.core, email) });

  it('is refused while exceptions occupy records, and says so', async () => {
    await withServer(async (context) => {
      await publishFirstPolicy(context, tenantId(), (await shippedPolicy()).policy);
      const { requestId, version } = await filed(context);
      await reviewException(context, caller(INES), {
        requestId,
        version,
        outcome: 'approve',
        comment: 'Agreed.',
      });
      await runPlaybook(context, tenantId(), requestId, false);
    });
    expect(org.get(deal).Handoff_Routing_Hold__c).toBe(true);
    const before = dump();
    const { code, out } = await salesforce('uninstall', '--no-export', '--delete-rows');
    expect([code, out]).toEqual([1, expect.stringContaining('1 requests occupy records')]);
    expect(dump()).toEqual(before);
  });

  it('asks what shall become of what people wrote', async () => {
    org.create('Handoff_Exception__c', row(), { as: MAYA });
    const { code, out } = await salesforce('uninstall', '--no-export', '--force');
    expect([code, out]).toEqual([1, expect.stringContaining('1 requests of people in the org')]);
  });

  it('is refused while a flow of the org looks at the hold, which it names', async () => {
    const admins = await adminFlow();
    const before = dump();
    const { code, out } = await salesforce('uninstall', '--no-export', '--force', '--delete-rows');
    expect(code).toBe(1);
    expect(out).toMatch(/FAILED +CustomField Opportunity\.Handoff_Routing_Hold__c: .*Flow - Their_Routing/);
    expect(dump()).toEqual(before);
    await admins.remove();
  });

  it.each([
    ['without saying whether to export', ['--delete-rows'], '--no-export'],
    ['both keeping and deleting rows', ['--no-export', '--keep-rows', '--delete-rows'], 'not both'],
  ])('needs to be told: %s', async (_, args, words) => {
    const { code, err } = await salesforce('uninstall', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  it('keeps what people wrote when told to, with the rules that guard it', async () => {
    const file = join(folder, 'export.jsonl');
    const { code, out } = await salesforce('uninstall', '--export', file, '--force', '--keep-rows');
    expect([code, out]).toEqual([0, expect.stringContaining('Ended 1 exceptions')]);
    expect(await readFile(file, 'utf8')).toContain('Aurora Grid');
    const { schema, store } = org.core;
    expect(schema.findObject('Handoff_Seat__c')).toBeUndefined();
    expect(schema.findField('Opportunity', 'Handoff_Routing_Hold__c')).toBeUndefined();
    const [kept] = store.all('Handoff_Exception__c');
    expect(kept?.values.Reason__c).toBe(row().Reason__c);
    expect(() => org.update(kept?.id ?? '', { Status__c: 'active' }, { as: MAYA })).toThrow('is not edited');
  });

  it('leaves the org as it was before the install, but for what happened to its records', async () => {
    const { code, out } = await runHandrail(
      ['salesforce', 'uninstall', '--instance-url', org.origin, '--no-export', '--delete-rows'],
      { ...server, ...admin },
    );
    expect([code, out]).toEqual([0, expect.stringContaining('components removed')]);
    const after = dump();
    // The exception was carried out on its record and noted there; that is history of the org, which nobody takes back.
    expect(withoutHistory(after)).toEqual(withoutHistory(untouched));
  });

  it('may be repeated', async () => {
    const { code, out } = await salesforce('uninstall', '--no-export', '--delete-rows');
    expect([code, out]).toEqual([0, expect.stringContaining('0 components removed')]);
  });

  async function filed(context: AppContext) {
    const submission = {
      ...submissionOn(deal),
      expiresAt: new Date(Date.now() + 5 * 86_400_000).toISOString(),
    };
    const { stored } = await submitException(context, caller(MAYA), submission);
    return { requestId: stored.state.request.requestId, version: stored.version };
  }

  function row() {
    return {
      Opportunity__c: deal,
      Record_Id__c: deal,
      Exception_Type__c: 'data-fix',
      Reason__c: 'An import put it into the wrong region.',
      Expires_At__c: '2026-11-30T22:59:59.000Z',
      Client_Id__c: 'client-of-a-row',
    };
  }
});

/** A flow of the org's own that leaves held records alone. */
async function adminFlow() {
  const xml = recordFlow({
    start: filter('Handoff_Routing_Hold__c', 'EqualTo', '<booleanValue>false</booleanValue>'),
    first: 'Set',
    body: assign('Set', '$Record.NextStep', '<stringValue>Call</stringValue>'),
  });
  const member = { type: 'Flow', fullName: 'Their_Routing' };
  const made = await deployFiles(org, { 'flows/Their_Routing.flow': xml }, [member]);
  expect(made.succeeded).toBe(true);
  const off = '<FlowDefinition><activeVersionNumber>0</activeVersionNumber></FlowDefinition>';
  return {
    async remove() {
      const path = 'flowDefinitions/Their_Routing.flowDefinition';
      await deployFiles(org, { [path]: off }, [{ type: 'FlowDefinition', fullName: 'Their_Routing' }]);
      const gone = await deployFiles(org, {}, [], {
        removed: [{ type: 'Flow', fullName: 'Their_Routing-1' }],
      });
      expect(gone.succeeded).toBe(true);
    },
  };
}

function person(username: string) {
  const found = org.core.store.find(userIdOf(org.core, username));
  if (!found) throw new Error(`no user ${username}`);
  return found;
}

/** What an exception did to records while it was in force, and what only counts up. */
function withoutHistory(dumped: unknown): unknown {
  const { history: _, records, ...rest } = dumped as { history: number; records: Record<string, unknown[]> };
  const { Opportunity, Task, OpportunityFieldHistory, ...others } = records;
  return { ...rest, records: others, opportunities: Opportunity?.length };
}
