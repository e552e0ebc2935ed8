import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { type PerformTask, runTask } from '../../src/application/admin/run-task.ts';
import { startTask } from '../../src/application/admin/start-task.ts';
import { Refusal } from '../../src/application/refusal.ts';
import { CrmError } from '../../src/ports/crm.ts';
import type { Job } from '../../src/ports/unit-of-work.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { tenantNames } from '../fixtures/store.ts';

const newTenant = tenantNames('admin-tasks');
const COVERAGE = { kind: 'check_coverage', subject: '' } as const;
const MINUTE = 60_000;

let store: Store;
let tenant: string;
let now: number;
let runs: number;
const clock = { now: () => new Date(now) };
const ids = {
  taskRunId: () => {
    runs += 1;
    return `run-${runs}`;
  },
};

beforeAll(async () => {
  store = await openStore({ sha256 });
}, 120_000);
afterAll(() => store.close());
beforeEach(() => {
  tenant = newTenant();
  now = Date.parse('2026-11-23T09:00:00.000Z');
  runs = 0;
});

const context = () => ({ unitOfWork: store, clock, ids });
/** Each press has a key of its own, unless it is said to be the same. */
const start = (by = LEAD, pressKey = `press-${Math.random()}`) =>
  startTask(context(), tenant, by, COVERAGE, { pressKey });
const run = (runId: string, perform: PerformTask, isLast = false) =>
  runTask(context(), tenant, { ...COVERAGE, runId }, isLast, perform);
const stored = () =>
  store.transact(tenant, async (tx) => ({
    task: await tx.adminTasks.find(COVERAGE),
    result: await tx.adminTasks.findResult(COVERAGE),
    trail: (await tx.readAudit({ limit: 10 })).map(({ body }) => JSON.parse(body) as Record<string, unknown>),
  }));

/** Runs of jobs that the queue was given. */
async function queuedRuns(): Promise<readonly string[]> {
  const seen: string[] = [];
  const stop = await store.jobs.consume('run_admin_task', 1, async (owner, job: Job) => {
    if (owner === tenant && job.kind === 'run_admin_task') seen.push(job.runId);
  });
  const giveUpAt = Date.now() + 5_000;
  while (seen.length === 0 && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 50));
  await stop();
  return seen;
}

describe('starting a task', () => {
  it('puts one job into the outbox, however often it is pressed', async () => {
    const first = await start();
    now += MINUTE;
    expect(await start(REP)).toEqual(first);
    expect(await queuedRuns()).toEqual(['run-1']);
  });

  it('starts nothing for a press that HubSpot repeats, also when it is over', async () => {
    await start(LEAD, 'the-same');
    await run('run-1', async () => ({ value: 1 }));
    expect(await start(LEAD, 'the-same')).toMatchObject({ runId: 'run-1', state: 'done' });
    expect((await start(LEAD, 'another')).runId).toBe('run-2');
  });

  it('starts anew once it is over, or when nothing was heard of it for a quarter of an hour', async () => {
    await start();
    now += 15 * MINUTE;
    expect(await start(REP)).toMatchObject({ runId: 'run-2', startedBy: REP });
    await run('run-2', async () => ({ value: 1 }));
    expect((await start()).runId).toBe('run-3');
  });
});

describe('running a task', () => {
  it('keeps result, state and audit entry', async () => {
    await start();
    await run('run-1', async (_task, onProgress) => {
      await onProgress({ done: 100, total: 250 });
      expect((await stored()).task).toMatchObject({ progress: { done: 100, total: 250 } });
      await onProgress({ done: 101, total: 250 });
      expect((await stored()).task?.progress.done).toBe(100);
      now += MINUTE;
      return { value: { found: 3 }, audit: { type: 'coverage_checked', data: { automations: 3 } } };
    });
    const { task, result, trail } = await stored();
    const at = '2026-11-23T09:01:00.000Z';
    expect(task).toMatchObject({ state: 'done', finishedAt: at, problem: null });
    expect(result).toEqual({ at, by: LEAD.name, value: { found: 3 } });
    expect(trail).toMatchObject([{ type: 'coverage_checked', data: { automations: 3 } }]);
  });

  it.each([
    [
      'a CRM that is down',
      new CrmError('unavailable', 'HubSpot does not answer.', 'test'),
      { code: 'crm_unavailable', message: 'HubSpot does not answer.' },
    ],
    [
      'a refusal',
      new Refusal({ code: 'channel_off', message: 'Not set up.' }),
      { code: 'channel_off', message: 'Not set up.' },
    ],
  ])('tells %s at once, and keeps what was found before', async (_what, error, problem) => {
    await start();
    await run('run-1', async () => ({ value: 'before' }));
    await start();
    await run('run-2', async () => {
      throw error;
    });
    expect(await stored()).toMatchObject({ task: { state: 'failed', problem }, result: { value: 'before' } });
  });

  it('tries an unforeseen error again, and says so when it stays', async () => {
    await start();
    const fail: PerformTask = async () => {
      throw new Error('quotes nobody@example.com');
    };
    await expect(run('run-1', fail)).rejects.toThrow('quotes');
    expect((await stored()).task?.state).toBe('running');
    await expect(run('run-1', fail, true)).rejects.toThrow('quotes');
    const { task } = await stored();
    expect(task).toMatchObject({ state: 'failed', problem: { code: 'internal_error' } });
    expect(JSON.stringify(task?.problem)).not.toContain('nobody@');
  });

  it('does nothing for a run that was overtaken, or is over', async () => {
    await start();
    now += 16 * MINUTE;
    await start(REP);
    let performed = 0;
    await run('run-1', async () => {
      performed += 1;
      return { value: 'old' };
    });
    expect(performed).toBe(0);
    await run('run-2', async () => ({ value: 'new' }));
    await run('run-2', async () => ({ value: 'again' }));
    expect(await stored()).toMatchObject({ task: { runId: 'run-2' }, result: { value: 'new' } });
  });

  it('keeps nothing of a run that is overtaken while it is under way', async () => {
    await start();
    await run('run-1', async () => {
      now += 16 * MINUTE;
      await start(REP);
      return { value: 'old', audit: { type: 'coverage_checked', data: {} } };
    });
    expect(await stored()).toMatchObject({
      task: { runId: 'run-2', state: 'running' },
      result: null,
      trail: [],
    });
  });
});
