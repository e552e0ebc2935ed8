import { describe, expect, it } from '@jest/globals';
import type { JobAttempt } from '../../server/adapters/store/job-queue.ts';
import { type Runner, startRunner } from '../../server/jobs/runner.ts';
import { quietLogger, tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

interface Run {
  readonly tenant: string;
  readonly requestId: string;
  readonly attempt: JobAttempt;
}

/** The outbox and the runner: part of what every store must do. */
export function storeJobsSuite(under: () => StoreUnderTest): void {
  describe('jobs', () => {
    const newTenant = tenantNames('jobs');

    function enqueue(tenant: string, ...requestIds: readonly string[]): Promise<void> {
      return under().store.transact(tenant, async (tx) => {
        for (const requestId of requestIds) await tx.enqueue({ kind: 'run_playbook', requestId });
      });
    }

    /** Runs jobs of one tenant through `handle` until `count` of its runs have ended, and returns them in order. */
    async function runJobs(
      tenant: string,
      count: number,
      handle: (run: Run) => Promise<void> = async () => {},
      logger = quietLogger,
    ): Promise<readonly Run[]> {
      const runs: Run[] = [];
      const reached = Promise.withResolvers<void>();
      let runner: Runner | undefined;
      try {
        runner = await startRunner(
          under().store.jobs,
          {
            run_playbook: async (jobTenant, { requestId }, attempt) => {
              if (jobTenant !== tenant) return;
              const run = { tenant: jobTenant, requestId, attempt };
              runs.push(run);
              try {
                await handle(run);
              } finally {
                if (runs.length >= count) reached.resolve();
              }
            },
          },
          { logger },
        );
        await reached.promise;
      } finally {
        await runner?.stop();
      }
      return runs;
    }

    it('runs a job exactly when its transaction was committed', async () => {
      const tenant = newTenant();
      const rolledBack = under().store.transact(tenant, async (tx) => {
        await tx.enqueue({ kind: 'run_playbook', requestId: 'rolled-back' });
        throw new Error('no');
      });
      await expect(rolledBack).rejects.toThrow('no');
      await enqueue(tenant, 'committed');
      expect(await runJobs(tenant, 1)).toEqual([
        { tenant, requestId: 'committed', attempt: { number: 1, last: false } },
      ]);
    });

    it('starts a job soon after the commit, and the next one soon after that', async () => {
      const tenant = newTenant();
      const committedAt: number[] = [];
      const waits: number[] = [];
      const send = async () => {
        await enqueue(tenant, 'same');
        committedAt.push(performance.now());
      };
      await send();
      await runJobs(tenant, 8, async () => {
        const sent = committedAt.at(-1);
        if (sent !== undefined) waits.push(performance.now() - sent);
        if (committedAt.length < 8) await send();
      });
      const median = waits.slice(1).sort((a, b) => a - b)[3];
      expect(median).toBeLessThan(500);
    });

    it('never runs two jobs of one request at the same time', async () => {
      const tenant = newTenant();
      await enqueue(tenant, 'busy', 'busy', 'other');
      const other = Promise.withResolvers<void>();
      let running = 0;
      let most = 0;
      const runs = await runJobs(tenant, 3, async ({ requestId }) => {
        if (requestId === 'other') return other.resolve();
        running += 1;
        most = Math.max(most, running);
        await other.promise;
        running -= 1;
      });
      expect(runs.map(({ requestId }) => requestId).sort()).toEqual(['busy', 'busy', 'other']);
      expect(most).toBe(1);
    });

    it('runs a failed job again, and logs its code but not its words', async () => {
      const tenant = newTenant();
      await enqueue(tenant, 'flaky');
      const log: unknown[] = [];
      const logger = { ...quietLogger, warn: (fields: object, message: string) => log.push(fields, message) };
      const runs = await runJobs(
        tenant,
        2,
        async ({ attempt }) => {
          if (attempt.number === 1) {
            throw Object.assign(new Error('Ruth Rep was not found'), { code: 'unavailable' });
          }
        },
        logger,
      );
      expect(runs.map(({ attempt }) => attempt.number)).toEqual([1, 2]);
      expect(log).toContainEqual(
        expect.objectContaining({ code: 'unavailable', requestId: 'flaky', attempt: 1 }),
      );
      expect(JSON.stringify(log)).not.toContain('Ruth');
      const [row] = await under().raw((query) =>
        query("select count(*)::int as rows from handrail_jobs.job where output::text like '%Ruth%'"),
      );
      expect(row).toEqual({ rows: 0 });
    });

    it('says which attempt is the last, and keeps the job when that fails too', async () => {
      const tenant = newTenant();
      const before = await under().store.jobs.countDeadLetters();
      await enqueue(tenant, 'hopeless');
      await under().raw((query) =>
        query("update handrail_jobs.job set retry_limit = 0 where data->'job'->>'requestId' = 'hopeless'"),
      );
      const runs = await runJobs(tenant, 1, async () => {
        throw new Error('down');
      });
      expect(runs[0]?.attempt).toEqual({ number: 1, last: true });
      expect(await under().store.jobs.countDeadLetters()).toBe(before + 1);
    });

    it('waits for running jobs when it is stopped', async () => {
      const tenant = newTenant();
      await enqueue(tenant, 'slow');
      const started = Promise.withResolvers<void>();
      const finish = Promise.withResolvers<void>();
      let finished = false;
      const runner = await startRunner(
        under().store.jobs,
        {
          run_playbook: async () => {
            started.resolve();
            await finish.promise;
            finished = true;
          },
        },
        { logger: quietLogger },
      );
      await started.promise;
      const stopped = runner.stop();
      finish.resolve();
      await stopped;
      expect(finished).toBe(true);
    });
  });
}
