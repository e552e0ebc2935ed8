import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dumpOrg } from '../../../sandbox/salesforce/dump-org.ts';
import { INTEGRATION_USERNAME } from '../../../sandbox/salesforce/seed/people.ts';
import { type RunningOrg, startOrg } from '../../../sandbox/salesforce/start-org.ts';
import { ADMIN } from '../../fixtures/installed-org.ts';

const CLI = process.env.HANDRAIL_SF_CLI ?? '';
const MISSING =
  'The Salesforce CLI is missing: set HANDRAIL_SF_CLI to its executable, as docs/salesforce-org.md says';
const PACKAGE = 'extensions/salesforce';
const SLOW = 180_000;
/** What is spoiled in the project before it is retrieved: a part of an object, a bundle and a whole file. */
const CHANGED = [
  ['objects/Opportunity/fields/Handoff_Routing_Hold__c.field-meta.xml', '<label>'],
  ['lwc/handoffCard/handoffCard.js', 'class HandoffCard'],
  ['flows/Handoff_Exception_Keep_Hold.flow-meta.xml', '<status>Active'],
] as const;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let org: RunningOrg;
let home: string;
let project: string;

/** Runs the CLI in the project. Its own home keeps the sessions of whoever runs the tests out of it. */
function sf(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const quiet = {
    HOME: home,
    PATH: process.env.PATH ?? '',
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_LOG_FILE: 'true',
  };
  return new Promise((resolve, reject) => {
    const options = { cwd: project, env: { ...quiet, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(CLI, [...args], options, (error, out, err) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

/** Runs the CLI for its JSON. */
async function sfJson<T>(...args: readonly string[]): Promise<T> {
  const { out, err } = await sf([...args, '--json']);
  try {
    return JSON.parse(out) as T;
  } catch {
    throw new Error(`no JSON from sf ${args.join(' ')}: ${out}${err}`);
  }
}

async function logIn(username: string, alias: string): Promise<Outcome> {
  const args = [
    'org',
    'login',
    'access-token',
    '--instance-url',
    org.origin,
    '--no-prompt',
    '--alias',
    alias,
  ];
  return sf(args, { SF_ACCESS_TOKEN: org.logIn(username) });
}

interface DeployReply {
  readonly status: number;
  readonly result: {
    readonly status: string;
    readonly checkOnly: boolean;
    readonly numberComponentErrors: number;
    readonly files: readonly { readonly state: string; readonly fullName: string }[];
  };
}

interface RetrieveReply {
  readonly status: number;
  readonly result: {
    readonly status: string;
    readonly messages: readonly object[];
    readonly files: readonly object[];
  };
}

/** The files of a package by path, without comments and white space, which no org keeps. */
async function readPackage(folder: string): Promise<Readonly<Record<string, string>>> {
  const root = join(folder, 'force-app');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const texts = files.map(async (path) => {
    const text = (await readFile(path, 'utf8')).replaceAll(/<!--.*?-->/gs, '').replaceAll(/\s+/g, '');
    return [relative(root, path), text] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

const statesOf = ({ result }: DeployReply) => [...new Set(result.files.map(({ state }) => state))];
const deployed = () => org.core.schema.findObject('Handoff_Exception__c') !== undefined;
const deployAs = (alias: string, ...options: readonly string[]) =>
  sfJson<DeployReply>('project', 'deploy', 'start', '-o', alias, '-d', 'force-app', ...options);

function withTheCli(): void {
  beforeAll(async () => {
    org = await startOrg({ installed: false });
    home = await mkdtemp(join(tmpdir(), 'handrail-sf-home-'));
    project = await mkdtemp(join(tmpdir(), 'handrail-sf-project-'));
    for (const name of ['force-app', 'sfdx-project.json', '.forceignore']) {
      await cp(join(PACKAGE, name), join(project, name), { recursive: true });
    }
    for (const [username, alias] of [
      [ADMIN, 'admin'],
      [INTEGRATION_USERNAME, 'integration'],
    ] as const) {
      const { code, out } = await logIn(username, alias);
      expect([code, out]).toEqual([0, expect.stringContaining(`${username} with org ID ${org.orgId}`)]);
    }
  }, SLOW);

  afterAll(async () => {
    await org.close();
    await rm(home, { recursive: true, force: true });
    await rm(project, { recursive: true, force: true });
  });

  it(
    'is connected',
    async () => {
      expect(await sfJson('org', 'display', '-o', 'admin')).toMatchObject({
        status: 0,
        result: { id: org.orgId, username: ADMIN, connectedStatus: 'Connected', apiVersion: '68.0' },
      });
    },
    SLOW,
  );

  it(
    'creates, changes and queries records',
    async () => {
      const values = "Name='From the CLI' StageName=Qualification CloseDate=2026-12-31";
      const opportunity = ['--sobject', 'Opportunity', '-o', 'integration'];
      const made = await sfJson<{ result: { id: string } }>(
        ...['data', 'create', 'record', ...opportunity, '--values', values],
      );
      const { id } = made.result;
      const change = ['data', 'update', 'record', ...opportunity, '--record-id', id];
      expect(await sf([...change, '--values', 'Amount=12'])).toMatchObject({ code: 0 });
      expect(org.get(id)).toMatchObject({ Name: 'From the CLI', Amount: 12 });

      const query = (soql: string) => ['data', 'query', '-o', 'integration', '--query', soql];
      const soql = 'SELECT Id, Name, Owner.Email FROM Opportunity';
      expect(await sfJson(...query(soql))).toMatchObject({
        result: { totalSize: 1, records: [{ Id: id, Owner: { Email: INTEGRATION_USERNAME } }] },
      });
      const { out } = await sf([...query(soql), '--result-format', 'csv']);
      expect(out.trim().split('\n')).toEqual([
        'Id,Name,Owner.Email',
        `${id},From the CLI,${INTEGRATION_USERNAME}`,
      ]);
      const grouped = 'SELECT StageName, COUNT(Id) FROM Opportunity GROUP BY StageName';
      expect((await sf([...query(grouped), '--result-format', 'csv'])).out.trim().split('\n')).toEqual([
        'StageName,count(Id)',
        'Qualification,1',
      ]);

      const wrong = await sf(query('SELECT Nme FROM Opportunity'));
      expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("No such column 'Nme'")]);
      const refused = await sf([...change, '--values', 'Amount=much']);
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('Amount')]);
    },
    SLOW,
  );

  it(
    'checks the package without deploying it, deploys it, and finds nothing to change the second time',
    async () => {
      const before: unknown = JSON.parse(JSON.stringify(dumpOrg(org.core)));
      const checked = await deployAs('admin', '--dry-run');
      expect(checked).toMatchObject({ status: 0, result: { status: 'Succeeded', checkOnly: true } });
      expect(statesOf(checked)).toEqual(['Created']);
      expect(JSON.parse(JSON.stringify(dumpOrg(org.core)))).toEqual(before);

      const done = await deployAs('admin');
      expect(done).toMatchObject({ status: 0, result: { status: 'Succeeded', checkOnly: false } });
      expect(done.result.files.length).toBeGreaterThan(400);
      expect(deployed()).toBe(true);
      expect(statesOf(await deployAs('admin'))).toEqual(['Unchanged']);
    },
    SLOW,
  );

  it(
    'retrieves the package as it was deployed',
    async () => {
      for (const [path, from] of CHANGED) {
        const file = join(project, 'force-app/main/default', path);
        const text = await readFile(file, 'utf8');
        expect(text).toContain(from);
        await writeFile(file, text.replace(from, `${from}x`));
      }
      const retrieve = ['project', 'retrieve', 'start', '-o', 'admin', '-d', 'force-app'];
      const reply = await sfJson<RetrieveReply>(...retrieve);
      expect(reply).toMatchObject({ status: 0, result: { status: 'Succeeded', messages: [] } });
      const [source, retrieved] = await Promise.all([PACKAGE, project].map(readPackage));
      expect(reply.result.files.length).toBeGreaterThan(200);
      expect(retrieved).toEqual(source);
    },
    SLOW,
  );

  it(
    'is told what is wrong with a component, and nothing of it stays',
    async () => {
      const folder = join(project, 'force-app/main/default/objects/Account/fields');
      await mkdir(folder, { recursive: true });
      const file = join(folder, 'Visits__c.field-meta.xml');
      await writeFile(
        file,
        '<?xml version="1.0" encoding="UTF-8"?>\n<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">\n    <fullName>Visits__c</fullName>\n    <label>Visits</label>\n    <type>Summary</type>\n</CustomField>\n',
      );
      const failed = await deployAs('admin');
      await rm(file);
      expect(failed).toMatchObject({ status: 1, result: { status: 'Failed', numberComponentErrors: 1 } });
      expect(failed.result.files.filter(({ state }) => state === 'Failed')).toMatchObject([
        { fullName: 'Account.Visits__c', error: expect.stringContaining('Summary'), problemType: 'Error' },
      ]);
      expect(org.core.schema.findField('Account', 'Visits__c')).toBeUndefined();
    },
    SLOW,
  );

  it(
    'is refused for whoever may not deploy, and for a job that nobody has',
    async () => {
      expect(await deployAs('integration', '--dry-run')).toMatchObject({
        status: 1,
        name: 'sf:INSUFFICIENT_ACCESS',
      });
      const report = ['project', 'deploy', 'report', '-o', 'admin', '--job-id', '0Af000000000099AAA'];
      expect(await sfJson(...report)).toMatchObject({ status: 1, name: 'InvalidDeployIdError' });
    },
    SLOW,
  );

  it('makes no call that the org does not know', () => {
    expect(org.unknownCalls).toEqual([]);
  });
}

describe('the Salesforce CLI on the sandbox org', () => {
  if (CLI !== '') {
    withTheCli();
    return;
  }
  // Written past Jest, which prints no names of skipped tests when it runs several files.
  process.stderr.write(`${MISSING}\n`);
  it.skip(MISSING, () => {});
});
