import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { rotate } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { openStore } from '../../server/adapters/store/open-store.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';
import { dealFlow, JONAS } from '../sandbox/flow-fixture.ts';
import { CLIENT_SECRET, PORTAL_NOW } from '../sandbox/portal-fixture.ts';
import { INHERITED, runHandrail } from './run-handrail.ts';

const ROOT = new URL('../../', import.meta.url);
const { legacyRenewals: RENEWALS, contactLeads: LEADS } = SEED_FLOW;
const BY = ['--by', 'priya.nair@northwind.example'];

// Each test runs the command several times, in processes of their own.
jest.setTimeout(180_000);

let folder: string;
let portal: RunningPortal;
let variables: Record<string, string>;
let untouched: unknown;

/** An account that Handrail was installed in, and a data directory. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-mend-'));
  const dataDir = join(folder, 'data');
  await (await openStore({ dataDir, sha256 })).close();
  portal = await startWatchedPortal({ clientSecret: CLIENT_SECRET, now: PORTAL_NOW, rateLimit: 'off' });
  variables = {
    HUBSPOT_PORTAL_ID: String(portal.portalId),
    HUBSPOT_ACCESS_TOKEN: portal.accessToken,
    HUBSPOT_API_ORIGIN: portal.origin,
    HANDRAIL_DATA_DIR: dataDir,
  };
  untouched = await dump();
  expect(await handrail('install')).toMatchObject({ code: 0 });
}, 60_000);
afterAll(async () => {
  await portal.close();
  await rm(folder, { recursive: true });
});

const handrail = (...args: string[]) => runHandrail(args, variables);
const guard = (...args: string[]) => handrail('guard', ...args);

/** The whole portal, but for the revision that every write of a workflow counts up. */
async function dump(): Promise<unknown> {
  const state = (await (await fetch(`${portal.origin}/_sandbox/dump`)).json()) as { flows: object[] };
  return { ...state, flows: state.flows.map((flow) => ({ ...flow, revisionId: 'any' })) };
}

/** Starts a mend whose PUT takes effect without an answer, and kills the process there. */
async function killInMidMend(flowId: string): Promise<void> {
  const arrived = Promise.withResolvers<void>();
  portal.flows.onChange((id) => id === flowId && arrived.resolve());
  portal.faults.inject({ kind: 'hang-after', method: 'PUT', path: `/flows/${flowId}$` });
  const args = ['server/handrail.ts', 'guard', 'mend', '--flow', flowId, '--yes'];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...INHERITED, ...variables },
    stdio: 'ignore',
  });
  await arrived.promise;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('handrail guard mend', () => {
  it('shows the change, and makes none without a yes', async () => {
    const before = await dump();
    const coverage = await guard('coverage');
    expect(coverage.code).toBe(1);
    expect(coverage.out).toContain(
      'Can be mended with an exclusion filter: handrail guard mend --flow 610000105',
    );
    expect(coverage.out).toContain(
      'Can be mended with an exclusion list: handrail guard mend --flow 610000106',
    );
    const shown = await guard('mend', '--flow', RENEWALS, '--dry-run');
    expect(shown.err).toBe('');
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.out).toContain(
      'Deals on hold are kept out, and taken out when they are tagged while inside.',
    );
    expect(shown.out).toMatch(/\+ .*"property": "handoff_routing_hold"/);
    expect(shown.out).toContain('Then: Held deals are kept out by its exclusion filter');
    const silent = await guard('mend', '--flow', RENEWALS);
    expect(silent).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    const both = await guard('mend', '--flow', RENEWALS, '--undo', RENEWALS);
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining('not both') });
    expect(await dump()).toEqual(before);
  });

  it('mends, says so, and finds nothing to mend the second time', async () => {
    const done = await guard('mend', '--flow', RENEWALS, '--yes', ...BY);
    expect(done.err).toBe('');
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('read back and compared') });
    expect(await guard('mend', '--flow', RENEWALS, '--yes')).toMatchObject({
      code: 0,
      out: expect.stringContaining('It leaves held records alone already.'),
    });
    const nobody = await guard('mend', '--undo', RENEWALS, '--by', 'nobody@example.test');
    expect(nobody).toMatchObject({ code: 1, out: expect.stringContaining('Nothing was changed.') });
    const unknown = await guard('mend', '--flow', '42', '--dry-run', '--json');
    expect(unknown.code).toBe(1);
    expect(JSON.parse(unknown.out)).toMatchObject({ ok: false, errors: [{ code: 'automation_not_found' }] });
  });

  it('is recognised after a kill -9 between the change and its record', async () => {
    await killInMidMend(LEADS);
    expect((await guard('mends', '--flow', LEADS)).out).toMatch(/^broken off/);
    const again = await guard('mend', '--flow', LEADS, '--yes');
    expect(again).toMatchObject({ code: 0 });
    const { mends } = JSON.parse((await guard('mends', '--flow', LEADS, '--json')).out);
    expect(mends).toMatchObject([{ status: 'applied', appliedRevision: '2', former: { revisionId: '1' } }]);
    expect(portal.lists.all()).toHaveLength(1);
    expect(await guard('coverage')).toMatchObject({ code: 0 });
  });

  it('keeps a mark of a person beside the verdict', async () => {
    const { id } = portal.flows.create(
      dealFlow({ name: 'Code', actions: [{ type: 'CUSTOM_CODE', actionId: '1' }] }),
    );
    const marked = await guard('review', '--flow', id, ...BY, '--reason', 'Only posts to the chat.');
    expect(marked).toMatchObject({ code: 0, out: expect.stringContaining('by Priya Nair') });
    const { out } = await guard('coverage', '--flow', id);
    expect(out).toMatch(/^needs review/);
    expect(out).toContain('Reviewed by Priya Nair on 20');
    expect(out).toContain(': Only posts to the chat.');
    portal.flows.delete(id);
    expect(await guard('review', '--flow', RENEWALS, ...BY, '--reason', 'x')).toMatchObject({ code: 1 });
  });
});

describe('handrail uninstall with mended workflows', () => {
  it('is refused until they are put back, and then leaves no trace', async () => {
    const { id } = portal.flows.create(dealFlow({ name: 'Ours', actions: [rotate('1', [JONAS.userId])] }));
    expect(await guard('mend', '--flow', id, '--yes')).toMatchObject({ code: 0 });
    const flow = portal.flows.require(id);
    portal.flows.replace(id, { ...flow, name: 'Edited' }, { revisionId: flow.revisionId });

    const mended = await dump();
    const refused = await handrail('uninstall', '--no-export');
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('3 workflows are mended') });
    const dry = await handrail('uninstall', '--undo-mends', '--dry-run');
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('Would put 3 mended workflows back') });
    expect(await dump()).toEqual(mended);

    const left = await handrail('uninstall', '--no-export', '--undo-mends');
    expect(left).toMatchObject({
      code: 1,
      out: expect.stringContaining('1 mended workflows could not be put back'),
    });
    expect(left.out).toContain('"Ours": "Ours" was edited since it was mended');
    portal.flows.delete(id);

    const file = join(folder, 'export.jsonl');
    const done = await handrail('uninstall', '--export', file, '--undo-mends');
    expect(done.err).toBe('');
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('3 mends and 1 marks of workflows') });
    const exported = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(exported.map((line) => JSON.parse(line).kind).slice(-4)).toEqual([
      'mend',
      'mend',
      'mend',
      'review_mark',
    ]);
    expect(await dump()).toEqual(untouched);
    expect((await guard('mends')).out).not.toContain('in force');
  });
});
