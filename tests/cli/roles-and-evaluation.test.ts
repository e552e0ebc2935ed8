import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { signedClient } from '../http/signed-client.ts';
import { CLIENT_SECRET, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { runHandrail } from './run-handrail.ts';

const ROOT = new URL('../../', import.meta.url);
const PRIYA = 'priya.nair@northwind.example';
const INES = 'ines.moreau@northwind.example';
const BY = ['--by', PRIYA, '--reason', 'See whom a lower limit would ask'];

let folder: string;
let draft: string;
let test: TestServer;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-roles-'));
  draft = join(folder, 'draft');
  await cp(new URL('config/', ROOT), draft, { recursive: true });
  test = await startTestServer({ variables: { HANDRAIL_DATA_DIR: join(folder, 'data') } });
  await test.server.close();
  environment = {
    HANDRAIL_DATA_DIR: join(folder, 'data'),
    HUBSPOT_PORTAL_ID: test.env.hubspot.portalId,
    HUBSPOT_ACCESS_TOKEN: test.env.hubspot.accessToken,
    HUBSPOT_API_ORIGIN: test.portal.origin,
  };
}, 60_000);
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const handrail = (...args: string[]) => runHandrail(args, environment);

/** Maya Chen files on a new deal, on a server that runs for this alone: a data directory has one owner at a time. */
async function file(amount: number): Promise<string> {
  const logger = pino({ level: 'silent' });
  const server: RunningServer = await startServer(test.env, { logger });
  try {
    const { origin } = server;
    const { portalId } = test.portal;
    const { userId, email } = seedPerson('maya.chen@northwind.example');
    const maya = signedClient({ origin, clientSecret: CLIENT_SECRET, portalId }, { userId, email });
    const { live } = await maya.card(CARD_ROUTES.requests, filledForm(await test.makeDeal(amount)));
    if (!live) throw new Error('the request was not filed');
    return live.requestId;
  } finally {
    await server.close();
  }
}

describe('handrail roles check', () => {
  it('finds in the shipped policy who is alone in a role, and clocks that add nobody', async () => {
    const { code, out } = await handrail('roles', 'check', '--json');
    expect(code).toBe(1);
    const { ok, policyVersion, findings } = JSON.parse(out);
    expect({ ok, policyVersion }).toEqual({ ok: false, policyVersion: 1 });
    expect(new Set(findings.map((finding: { code: string }) => finding.code))).toEqual(
      new Set(['sole_approver', 'escalation_to_oneself']),
    );
  }, 60_000);

  it('says who left, whom it affects and what to do; and of when its people are once HubSpot is down', async () => {
    test.portal.portal.people.deactivate(seedPerson(INES).userId);
    const found = await handrail('roles', 'check');
    expect(found.code).toBe(1);
    expect(found.out).toMatch(
      /^Roles of policy version 1, people of the CRM as of \d{4}-\d\d-\d\d \d\d:\d\d UTC:/,
    );
    expect(found.out).toContain(`person_inactive: ${INES} (Region lead, `);
    expect(found.out).toContain('correct the address in roles.yml or people.yml, or name somebody else.');
    test.portal.faults.inject({ kind: 'status', status: 403, times: 1000 });
    const stale = await handrail('roles', 'check');
    test.portal.faults.clear();
    expect(stale.code).toBe(1);
    expect(stale.out).toContain('The people as last read serve instead.');
    expect(stale.out).toContain('person_inactive');
  }, 120_000);

  it('cannot run without a CRM and without people read before', async () => {
    test.portal.faults.inject({ kind: 'status', status: 403, times: 1000 });
    environment = { ...environment, HUBSPOT_PORTAL_ID: '77' };
    const none = await handrail('roles', 'check');
    test.portal.faults.clear();
    environment = { ...environment, HUBSPOT_PORTAL_ID: test.env.hubspot.portalId };
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('No policy is in force') });
  }, 60_000);
});

describe('handrail policy evaluate', () => {
  it('has nothing to report or to stop before one is started', async () => {
    expect(await handrail('policy', 'evaluate', 'status')).toMatchObject({
      code: 1,
      out: expect.stringContaining('No draft was evaluated yet.'),
    });
    const stop = await handrail('policy', 'evaluate', 'stop', '--by', PRIYA, '--json');
    expect(stop.code).toBe(1);
    expect(JSON.parse(stop.out)).toMatchObject({ code: 'no_evaluation' });
  }, 60_000);

  it('starts for a person the CRM knows, with a reason and a date to come', async () => {
    expect((await handrail('policy', 'evaluate', 'start', draft, '--by', PRIYA)).code).toBe(2);
    const wrongDate = await handrail('policy', 'evaluate', 'start', draft, ...BY, '--until', 'soon');
    expect(wrongDate).toMatchObject({ code: 2, err: expect.stringContaining('It must be a date') });
    const left = await handrail('policy', 'evaluate', 'start', draft, '--by', INES, '--reason', 'why');
    expect(left).toMatchObject({ code: 1, out: expect.stringContaining(`knows no active user ${INES}`) });
    const same = await handrail('policy', 'evaluate', 'start', draft, ...BY);
    expect(same).toMatchObject({ code: 1, out: expect.stringContaining('in force already') });
  }, 90_000);

  it('reports on the submits while it runs, and stops', async () => {
    const path = join(draft, 'policies/strategic-logo.yml');
    const before = await readFile(path, 'utf8');
    await writeFile(path, before.replace('operator: GT, value: 100000', 'operator: GT, value: 60000'));
    const started = await handrail('policy', 'evaluate', 'start', draft, ...BY, '--until', '2100-01-01');
    expect(started).toMatchObject({ code: 0, out: expect.stringContaining('Evaluation 1 of the files of') });
    expect(started.out).toContain('runs until 2100-01-01T00:00:00.000Z. They bind nobody.');
    const second = await handrail('policy', 'evaluate', 'start', draft, ...BY);
    expect(second).toMatchObject({
      code: 1,
      out: expect.stringContaining('Another draft is being evaluated'),
    });

    const small = await file(55_000);
    const middle = await file(84_000);

    const report = await handrail('policy', 'evaluate', 'status', '--json');
    expect(report.code).toBe(0);
    const lines = report.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.slice(0, -1)).toMatchObject([
      { kind: 'request', id: small, against: 1, changed: false },
      { kind: 'request', id: middle, against: 1, changed: true, added: [PRIYA], dropped: [] },
    ]);
    expect(lines.at(-1)).toMatchObject({
      kind: 'summary',
      evaluation: { number: 1, startedBy: PRIYA, until: '2100-01-01T00:00:00.000Z', ended: null },
      requests: 2,
      differing: 1,
      failed: {},
      types: [{ exceptionTypeId: 'strategic-logo', requests: 2, changed: 1, withAdded: 1, unresolvable: 0 }],
    });
    const words = (await handrail('policy', 'evaluate', 'status')).out;
    expect(words).toContain('See whom a lower limit would ask');
    expect(words).toContain(
      '2 requests were filed meanwhile (beside policy version 1): 1 would be handled the same way, 1 otherwise.',
    );
    expect(words).toContain(
      `${middle}  strategic-logo: now asks Region lead; then asks Region lead and RevOps (added ${PRIYA})`,
    );

    expect(await handrail('policy', 'evaluate', 'stop', '--by', PRIYA)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Evaluation 1 is stopped.'),
    });
    await file(70_000);
    const after = await handrail('policy', 'evaluate', 'status');
    expect(after.out).toContain('It stopped on ');
    expect(after.out).toContain('2 requests were filed meanwhile');
  }, 180_000);
});
