import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { startRunner } from '../../server/jobs/runner.ts';
import { LiveExceptionConflict } from '../../src/ports/unit-of-work.ts';
import { pendingState, plannedStep } from '../fixtures/exception-request.ts';
import { describePostgres, type TestDatabase } from '../fixtures/postgres.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { quietLogger } from '../fixtures/store.ts';

const CHILD = fileURLToPath(new URL('store-child.ts', import.meta.url));
const DEAL = pendingState().request.record;

/** Lets nobody past until `count` callers have come; afterwards it stays open. */
function barrier(count: number): () => Promise<void> {
  const open = Promise.withResolvers<void>();
  let waiting = 0;
  return () => {
    waiting += 1;
    if (waiting >= count) open.resolve();
    return open.promise;
  };
}

describePostgres((createDatabase) => {
  describe('a store on PostgreSQL', () => {
    let database: TestDatabase;
    let stores: Store[];

    beforeEach(async () => {
      database = await createDatabase();
      stores = [];
    });
    afterEach(async () => {
      await Promise.all(stores.map((store) => store.close()));
      await database.drop();
    });

    async function open(databaseUrl = database.url): Promise<Store> {
      const store = await openStore({ databaseUrl, sha256 });
      stores.push(store);
      return store;
    }

    it('may be opened by several instances at once, on an empty database too', async () => {
      const [first, second] = await Promise.all([open(), open(), open()]);
      await first.transact('tenant', (tx) => tx.saveRequest(pendingState(), 0));
      expect(await second.transact('tenant', (tx) => tx.findRequest('req-1'))).not.toBeNull();
    });

    it('lets one of two instances claim a record when both saw it free', async () => {
      const both = barrier(2);
      const claim = async (store: Store, requestId: string) =>
        store.transact('tenant', async (tx) => {
          expect(await tx.findLiveRequest(DEAL)).toBeNull();
          await both();
          await tx.saveRequest(pendingState({ requestId }), 0);
        });
      const results = await Promise.allSettled([claim(await open(), 'a'), claim(await open(), 'b')]);
      const lost = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
      expect(lost).toEqual([expect.any(LiveExceptionConflict)]);
    });

    it('runs the work of a transaction again that lost a deadlock', async () => {
      const store = await open();
      const [a, b] = [plannedStep('req-1', 'grant', 0), plannedStep('req-1', 'grant', 1)];
      await store.transact('tenant', (tx) => tx.addSteps([a, b]));
      const both = barrier(2);
      let runs = 0;
      const fail = (first: string, second: string) =>
        store.transact('tenant', async (tx) => {
          runs += 1;
          await tx.finishStep(first, { status: 'failed', note: 'x' });
          await both();
          await tx.finishStep(second, { status: 'failed', note: 'x' });
        });
      await Promise.all([fail(a.stepKey, b.stepKey), fail(b.stepKey, a.stepKey)]);
      expect(runs).toBe(3);
    });

    it('tells the administrator what to grant, and works for a plain user once that is done', async () => {
      await (await open()).close();
      const user = `${database.name}_user`;
      const owned = await createDatabase();
      try {
        await database.raw((query) => query(`create role ${user} login`));
        const url = new URL(owned.url);
        url.username = user;
        await expect(open(url.href)).rejects.toMatchObject({
          code: 'store_not_permitted',
          message: expect.stringContaining('GRANT handrail_app TO <user>'),
        });
        await database.raw((query) => query(`grant handrail_app to ${user}`));
        await database.raw((query) => query(`grant create on database ${owned.name} to ${user}`));
        const store = await open(url.href);
        await store.transact('tenant', async (tx) => {
          await tx.saveRequest(pendingState(), 0);
          await tx.appendAudit([
            { at: pendingState().request.submittedAt, type: 'filed', actor: { kind: 'system' }, data: {} },
          ]);
          await tx.enqueue({ kind: 'run_playbook', requestId: 'req-1' });
        });
        await owned.raw(async (query) => {
          await query(`set local role ${user}`);
          expect(await query('select * from handrail.exception_request')).toEqual([]);
        });
        await store.close();
      } finally {
        await owned.drop();
        await database.raw((query) => query(`drop role if exists ${user}`));
      }
    });

    it('runs the job of a killed process again within 16 seconds, on another instance', async () => {
      const store = await open();
      const child = spawn(process.execPath, [CHILD, 'work', database.url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'exit');
      const killed = performance.now();
      const ran = Promise.withResolvers<number>();
      const runner = await startRunner(
        store.jobs,
        { run_playbook: async (_tenant, _job, attempt) => ran.resolve(attempt.number) },
        { logger: quietLogger },
      );
      expect(await ran.promise).toBe(2);
      expect(performance.now() - killed).toBeLessThan(16_000);
      await runner.stop();
    }, 60_000);
  });
});
