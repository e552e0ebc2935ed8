import { sql } from 'kysely';
import {
  type ConstructorOptions,
  fromKysely,
  type JobResult,
  type JobWithMetadata,
  PgBoss,
  type UpdateQueueOptions,
} from 'pg-boss';
import type { Job } from '../../../src/ports/unit-of-work.ts';
import { APP_ROLE, type HandrailDb, type TenantScope } from './database.ts';
import { codeOf } from './store-error.ts';
import type { StoreLogger } from './store-logger.ts';

const JOB_SCHEMA = 'handrail_jobs';
/** Where pg-boss keeps the jobs of all queues that have no table of their own. */
const JOB_TABLE = `${JOB_SCHEMA}.job_common`;
const DEAD_LETTERS = 'dead_letters';
const DAY = 24 * 60 * 60;

/**
 * A CRM may be down for hours, so a job is tried 61 times over about 8 ½ hours before it is a dead letter.
 * The wait after attempt n lies between 2^(n-1) and 2^n seconds, at most 600: attempts 1 to 9 wait 511 to 1,022 s
 * together, attempt 10 waits 512 to 600 s, and the 50 after it 600 s each: 31,023 to 31,622 s in all.
 */
const RETRY = { retryLimit: 60, retryDelay: 1, retryBackoff: true, retryDelayMax: 600 };

/**
 * A killed process stops its heartbeat: after 10 s the next supervision (every 2 s) sets the job back, its first
 * retry waits 1 to 2 s and the next poll (every second) takes it: 15 s at most. A handler that hangs is given up
 * after two minutes. Finished rows go after an hour.
 */
const TIMING = { heartbeatSeconds: 10, expireInSeconds: 120, deleteAfterSeconds: 60 * 60 };

/** Wakes workers at commit; polling then only finds retries that have come due. */
const WAKE = { notify: true };

/** One queue per kind of job; the type demands an entry for each. */
const QUEUES: Record<Job['kind'], UpdateQueueOptions> = {
  run_playbook: { ...RETRY, ...TIMING, ...WAKE, deadLetter: DEAD_LETTERS },
  advance_bulk: { ...RETRY, ...TIMING, ...WAKE, deadLetter: DEAD_LETTERS },
  cover_group: { ...RETRY, ...TIMING, ...WAKE, deadLetter: DEAD_LETTERS },
  judge_changes: { ...RETRY, ...TIMING, ...WAKE, deadLetter: DEAD_LETTERS },
  remedy_change: { ...RETRY, ...TIMING, ...WAKE, deadLetter: DEAD_LETTERS },
  // The outbox of notices remembers what is to be tried again: a job that fails is no more than a sweep that comes.
  deliver_notices: { retryLimit: 3, retryDelay: 5, ...TIMING, ...WAKE },
  // Somebody waits for it, and can start it again. A thousand workflows take minutes to read.
  run_admin_task: { retryLimit: 3, retryDelay: 2, ...TIMING, expireInSeconds: 15 * 60, ...WAKE },
};
const KINDS = Object.keys(QUEUES) as Job['kind'][];

/** What a job is about: jobs of one kind about the same thing run one after the other. */
function subjectOf(job: Job): string {
  if ('record' in job) return `${job.record.objectType}:${job.record.recordId}`;
  if ('task' in job) return `${job.task}:${job.subject}`;
  return 'bulkId' in job ? job.bulkId : job.requestId;
}

/** Jobs a worker takes at a time; they run side by side. */
const BATCH = 4;

/** What a queue row carries. */
interface JobData {
  readonly tenantId: string;
  readonly job: Job;
}

/** Which try this is. */
export interface JobAttempt {
  /** Counts from 1. */
  readonly number: number;
  /** True when there is no further attempt: the handler must leave a state that people can see. */
  readonly last: boolean;
}

/** Puts a job into the queue as part of a transaction. */
export type EnqueueInTransaction = (scope: TenantScope, job: Job) => Promise<void>;

/** The worker's side of the outbox. */
export interface JobQueue {
  /**
   * Runs jobs of one kind with `concurrency` workers in this process, until the returned function is called;
   * that one resolves when running jobs have finished. A job whose `run` rejects is tried again later; only the
   * error's message is kept with it, so it must hold no personal text.
   */
  consume(
    kind: Job['kind'],
    concurrency: number,
    run: (tenantId: string, job: Job, attempt: JobAttempt) => Promise<void>,
  ): Promise<() => Promise<void>>;
  /** Jobs that used up all attempts. They are kept until somebody deals with them. */
  countDeadLetters(): Promise<number>;
}

/** The queue as the store holds it. */
export interface OpenJobQueue extends JobQueue {
  readonly enqueue: EnqueueInTransaction;
  /** Waits up to 30 s for running jobs; one that still runs is tried again later. */
  close(): Promise<void>;
}

/** How the queue shares its database. */
export interface QueueOptions {
  /**
   * True when no other process can have the database open: jobs marked as running are then left over from a process
   * that was killed, and are set back at once.
   */
  readonly alone: boolean;
  /** Runs statements as the connections allow: one at a time on PGlite. */
  readonly queue: <T>(task: () => Promise<T>) => Promise<T>;
  readonly logger: StoreLogger;
}

/**
 * Creates or upgrades the queue's schema and starts its upkeep.
 *
 * @param connection pg-boss's way to the database: a connection string or an adapter, and the backend's name
 * @param db for what pg-boss has no call for
 */
export async function openJobQueue(
  connection: ConstructorOptions,
  db: HandrailDb,
  options: QueueOptions,
): Promise<OpenJobQueue> {
  const { alone, logger } = options;
  const boss = new PgBoss({
    ...connection,
    schema: JOB_SCHEMA,
    useListenNotify: true,
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    maintenanceIntervalSeconds: 600,
    flowIntervalSeconds: 300,
  });
  boss.on('error', (error) =>
    logger.error({ code: codeOf(error), reason: error.message }, 'the job queue met an error'),
  );
  boss.on('warning', ({ message, data }) => logger.warn({ data }, message));
  try {
    await boss.start();
    await createQueues(boss);
    await options.queue(() => grantSending(db));
    if (alone) await setBackRunningJobs(boss, db, options);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  return {
    enqueue: async ({ trx, tenantId }, job) => {
      const data: JobData = { tenantId, job };
      const id = await boss.send(job.kind, data, {
        singletonKey: `${tenantId}:${subjectOf(job)}`,
        // pg-boss takes the highest first; 0 is what a job has that says nothing.
        ...('background' in job && job.background && { priority: -1 }),
        db: fromKysely(trx),
      });
      if (id === null) throw new Error(`The queue took no ${job.kind} job (this is a bug).`);
    },
    consume: (kind, concurrency, run) => consume(boss, kind, concurrency, run),
    countDeadLetters: () => countDeadLetters(db, options.queue),
    close: () => boss.stop({ timeout: 30_000 }),
  };
}

/**
 * Options may change between releases, so they are written at every start. The policy runs jobs of one singleton
 * key, here of one request, one after the other.
 */
async function createQueues(boss: PgBoss): Promise<void> {
  const deadLetters = { retentionSeconds: 3650 * DAY };
  await boss.createQueue(DEAD_LETTERS, deadLetters);
  await boss.updateQueue(DEAD_LETTERS, deadLetters);
  for (const kind of KINDS) {
    await boss.createQueue(kind, { policy: 'singleton' });
    await boss.updateQueue(kind, QUEUES[kind]);
  }
}

/** The least that sending needs: the role cannot read other tenants' jobs. */
async function grantSending(db: HandrailDb): Promise<void> {
  for (const grant of [
    `usage on schema ${JOB_SCHEMA}`,
    `insert, select (id, start_after) on ${JOB_TABLE}`,
    `select on ${JOB_SCHEMA}.queue`,
  ]) {
    await sql.raw(`grant ${grant} to ${APP_ROLE}`).execute(db);
  }
}

async function setBackRunningJobs(
  boss: PgBoss,
  db: HandrailDb,
  { queue, logger }: QueueOptions,
): Promise<void> {
  for (const kind of KINDS) {
    const { rows } = await queue(() =>
      sql<{ id: string }>`
        select id from ${sql.table(JOB_TABLE)} where name = ${kind} and state = 'active'`.execute(db),
    );
    if (rows.length === 0) continue;
    const ids = rows.map((row) => row.id);
    await boss.fail(kind, ids, { message: 'the process ended while the job ran' });
    logger.warn({ kind, jobs: ids.length }, 'jobs of a process that was killed will run again');
  }
}

/** Counted here because pg-boss's own figures are as old as its last supervision. */
async function countDeadLetters(db: HandrailDb, queue: QueueOptions['queue']): Promise<number> {
  const { rows } = await queue(() =>
    sql<{ jobs: number }>`
      select count(*)::int as jobs from ${sql.table(JOB_TABLE)}
      where name = ${DEAD_LETTERS} and state in ('created', 'retry')`.execute(db),
  );
  return rows[0]?.jobs ?? 0;
}

async function consume(
  boss: PgBoss,
  kind: Job['kind'],
  concurrency: number,
  run: (tenantId: string, job: Job, attempt: JobAttempt) => Promise<void>,
): Promise<() => Promise<void>> {
  const id = await boss.work(
    kind,
    {
      includeMetadata: true,
      perJobResults: true,
      localConcurrency: concurrency,
      batchSize: BATCH,
      // A worker that got a full batch asks again at once; otherwise a backlog would drain at one batch a poll.
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: 1,
    },
    (claimed: JobWithMetadata<JobData>[]) =>
      Promise.all(
        claimed.map(async ({ id, data, retryCount, retryLimit }): Promise<JobResult> => {
          try {
            await run(data.tenantId, data.job, { number: retryCount + 1, last: retryCount >= retryLimit });
            return { id, status: 'completed' };
          } catch (error) {
            return { id, status: 'failed', output: { message: String(error) } };
          }
        }),
      ),
  );
  return () => boss.offWork(kind, { id, wait: true });
}
