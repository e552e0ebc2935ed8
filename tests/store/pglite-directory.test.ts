import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { startRunner } from '../../server/jobs/runner.ts';
import { verifyChain } from '../../src/domain/audit/audit-chain.ts';
import { pendingState } from '../fixtures/exception-request.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { quietLogger } from '../fixtures/store.ts';

const CHILD = fileURLToPath(new URL('store-child.ts', import.meta.url));

describe('a PGlite data directory', () => {
  let parent: string;
  let dataDir: string;
  let children: ChildProcess[];
  let stores: Store[];

  // A new directory takes seconds to make, a copy of one does not.
  let template: string;
  beforeAll(async () => {
    template = await mkdtemp(join(tmpdir(), 'handrail-template-'));
    await (await openStore({ dataDir: join(template, 'data'), sha256 })).close();
  }, 60_000);
  afterAll(async () => {
    await rm(template, { recursive: true, force: true });
  });

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'handrail-store-'));
    dataDir = join(parent, 'data');
    await cp(join(template, 'data'), dataDir, { recursive: true });
    children = [];
    stores = [];
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(stores.map((store) => store.close()));
    await rm(parent, { recursive: true, force: true });
  });

  async function open(directory = dataDir): Promise<Store> {
    const store = await openStore({ dataDir: directory, sha256 });
    stores.push(store);
    return store;
  }

  /** Starts a process on the directory and kills it right after it printed its `count`th line. */
  async function runAndKill(what: 'write' | 'work', count: number): Promise<readonly string[]> {
    const child = spawn(process.execPath, [CHILD, what, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (lines.length === count) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    return lines;
  }

  it('keeps what was committed when it is closed and opened again', async () => {
    const store = await open();
    await store.transact('tenant', (tx) => tx.saveRequest(pendingState(), 0));
    await store.close();
    expect(await readdir(parent)).toEqual(['data']);
    const again = await open();
    const found = await again.transact('tenant', (tx) => tx.findRequest('req-1'));
    expect(found).toEqual({ state: pendingState(), version: 1 });
  });

  it('keeps every acknowledged commit of a process that is killed, and the chain whole', async () => {
    const lines = await runAndKill('write', 40);
    const acknowledged = Number(lines.at(-1));
    expect(acknowledged).toBeGreaterThanOrEqual(40);
    const store = await open();
    const entries = await store.transact('tenant', (tx) => tx.readAudit({ limit: 10_000 }));
    expect(entries.length).toBeGreaterThanOrEqual(acknowledged);
    expect(verifyChain('tenant', entries, sha256)).toMatchObject({ ok: true, entries: entries.length });
  }, 60_000);

  it('runs the job of a killed process again at once', async () => {
    await runAndKill('work', 1);
    const store = await open();
    const ran = Promise.withResolvers<number>();
    const started = performance.now();
    const runner = await startRunner(
      store.jobs,
      { run_playbook: async (_tenant, _job, attempt) => ran.resolve(attempt.number) },
      { logger: quietLogger },
    );
    expect(await ran.promise).toBe(2);
    expect(performance.now() - started).toBeLessThan(10_000);
    await runner.stop();
  }, 60_000);

  it('is refused to a second process, with its id', async () => {
    await open();
    await expect(open()).rejects.toMatchObject({
      code: 'store_in_use',
      message: expect.stringContaining(`in use by process ${process.pid}`),
    });
  });

  it('is refused once a newer release has changed it', async () => {
    await (await open()).close();
    const pglite = await PGlite.create({ dataDir });
    await pglite.exec("insert into handrail.kysely_migration values ('9999-from-the-future', '2030-01-01')");
    await pglite.close();
    await expect(open()).rejects.toMatchObject({
      code: 'store_too_new',
      message: expect.stringContaining('9999-from-the-future'),
    });
    expect(await readdir(parent)).toEqual(['data']);
  });

  it.each([
    [
      'a process id that runs but started at another time',
      JSON.stringify({ pid: process.pid, startTime: '1' }),
    ],
    ['a lock that is cut off', '{"pid":'],
  ])('is taken over from %s', async (_case, lock) => {
    await writeFile(`${dataDir}.lock`, lock);
    await expect(open()).resolves.toMatchObject({ kind: 'pglite' });
  });

  it('can be copied while nobody writes, and the copy opened beside it', async () => {
    const store = await open();
    await store.transact('tenant', (tx) => tx.saveRequest(pendingState(), 0));
    const copy = join(parent, 'copy');
    await cp(dataDir, copy, { recursive: true });
    const copied = await open(copy);
    expect(await copied.transact('tenant', (tx) => tx.findRequest('req-1'))).not.toBeNull();
  });
});
