import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { INHERITED } from '../cli/run-handrail.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';

const ROOT = new URL('../../', import.meta.url);
const CLIENT_SECRET = 'test-client-secret';

let folder: string;
let portal: RunningPortal;
let variables: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-process-'));
  portal = await startWatchedPortal({ clientSecret: CLIENT_SECRET, rateLimit: 'off' });
  variables = {
    PORT: '0',
    HANDRAIL_DATA_DIR: join(folder, 'data'),
    HUBSPOT_PORTAL_ID: String(portal.portalId),
    HUBSPOT_ACCESS_TOKEN: portal.accessToken,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HUBSPOT_API_ORIGIN: portal.origin,
  };
});
afterAll(async () => {
  await portal.close();
  await rm(folder, { recursive: true });
});

function start(args: readonly string[], changes: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...INHERITED, ...variables, ...changes },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(args: readonly string[], changes: Record<string, string> = {}) {
  const child = start(args, changes);
  const [out, err, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'exit'),
  ]);
  return { code, out, err };
}

const handrail = (args: readonly string[], changes: Record<string, string> = {}) =>
  run(['server/handrail.ts', ...args], changes);

describe('node server/main.ts', () => {
  it('prints its address, answers, and ends with 0 on SIGTERM', async () => {
    const child = start(['server/main.ts']);
    const [line] = await once(child.stdout ?? child, 'data');
    const origin = /^Handrail listens on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line))?.[1];
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends with 78 and says why when the environment is not complete', async () => {
    const { code, err } = await run(['server/main.ts'], { HUBSPOT_CLIENT_SECRET: '' });
    expect(code).toBe(78);
    expect(err).toContain('HUBSPOT_CLIENT_SECRET is missing');
    expect(err).not.toContain(portal.accessToken);
  });

  it('ends with 78 and names file, line and field of an error in the policy', async () => {
    const dir = join(folder, 'config');
    await cp(new URL('config/', ROOT), dir, { recursive: true });
    const file = join(dir, 'policies/data-fix.yml');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/max_days: \d+/, 'max_days: many'));
    const { code, err } = await run(['server/main.ts'], { HANDRAIL_POLICY_DIR: dir });
    expect(code).toBe(78);
    expect(err).toMatch(/policies\/data-fix\.yml:\d+:\d+: validity\.max_days: /);
    const checked = await handrail(['policy', 'check', dir]);
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('policies/data-fix.yml');
  });
});

describe('handrail', () => {
  it('install says what it would do, does it, and finds nothing left to do', async () => {
    const dry = await handrail(['install', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('nothing was written') });
    expect(portal.writeLog).toEqual([]);
    expect(await handrail(['install'])).toMatchObject({ code: 0 });
    const again = await handrail(['install', '--json']);
    const { entries } = JSON.parse(again.out);
    expect(entries.every(({ outcome }: { outcome: string }) => outcome === 'unchanged')).toBe(true);
    expect(entries.length).toBeGreaterThan(40);
  });

  it('policy check passes the shipped policy', async () => {
    expect(await handrail(['policy', 'check'])).toMatchObject({ code: 0 });
  });

  it('audit verify and show read the trail that the server left', async () => {
    const verified = await handrail(['audit', 'verify', '--json']);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, entries: 1, head: { seq: 1 } });
    const shown = await handrail(['audit', 'show']);
    expect(shown.out).toContain('"type":"policy_published"');
  });

  it('audit verify ends with 1 and names the entry that was altered', async () => {
    const altered = join(folder, 'altered');
    await cp(join(folder, 'data'), altered, { recursive: true });
    const database = await PGlite.create({ dataDir: altered });
    await database.exec(`alter table handrail.audit_entry disable trigger all;
      update handrail.audit_entry set body = replace(body, 'config', 'nobody')`);
    await database.close();
    const { code, out } = await handrail(['audit', 'verify'], { HANDRAIL_DATA_DIR: altered });
    expect(code).toBe(1);
    expect(out).toContain('is broken at entry 1: its text does not match its hash');
  });

  it.each([
    [['audit', 'verify', '--tenant'], {}],
    [['nonsense'], {}],
    [['audit', 'verify'], { HANDRAIL_DATA_DIR: 'no/such/folder' }],
    [['install'], { HUBSPOT_ACCESS_TOKEN: '' }],
    [['audit', 'show', '--from', '0'], {}],
  ])('%j ends with 2', async (args, changes: Record<string, string>) => {
    const { code, err } = await handrail(args, changes);
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });
});
