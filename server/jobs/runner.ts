import type { Job } from '../../src/ports/unit-of-work.ts';
import type { JobAttempt, JobQueue } from '../adapters/store/job-queue.ts';
import { codeOf } from '../adapters/store/store-error.ts';
import type { StoreLogger } from '../adapters/store/store-logger.ts';

/**
 * Does one job. It may run more than once for the same job, also at the same time when a process was thought dead:
 * handlers are idempotent.
 */
export type JobHandler<K extends Job['kind']> = (
  tenantId: string,
  job: Extract<Job, { kind: K }>,
  attempt: JobAttempt,
) => Promise<void>;

/** One handler a kind. */
export type JobHandlers = { readonly [K in Job['kind']]: JobHandler<K> };

/** A started runner. */
export interface Runner {
  /** Takes no further job and resolves when the running ones have finished. */
  stop(): Promise<void>;
}

/** How the runner behaves. */
export interface RunnerOptions {
  readonly logger: StoreLogger;
  /** Jobs of one kind at the same time in this process. */
  readonly concurrency?: number;
}

/**
 * Hands jobs to their handlers until it is stopped. A handler that rejects is run again later; jobs of a kind without
 * a handler are left to others.
 */
export async function startRunner(
  jobs: JobQueue,
  handlers: Partial<JobHandlers>,
  { logger, concurrency = 4 }: RunnerOptions,
): Promise<Runner> {
  const stops: (() => Promise<void>)[] = [];
  for (const kind of Object.keys(handlers) as Job['kind'][]) {
    stops.push(
      await jobs.consume(kind, concurrency, (tenantId, job, attempt) =>
        runJob(handlers, logger, tenantId, job, attempt),
      ),
    );
  }
  return {
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

/** What a handler throws may quote a person: only its code goes to the log and into the queue. */
async function runJob(
  handlers: Partial<JobHandlers>,
  logger: StoreLogger,
  tenantId: string,
  job: Job,
  attempt: JobAttempt,
): Promise<void> {
  try {
    // The table has a handler of the job's own kind under its kind; TypeScript cannot tie the two together.
    const handle = handlers[job.kind] as JobHandler<Job['kind']> | undefined;
    if (!handle) throw new Error(`no handler was started for ${job.kind} (this is a bug)`);
    await handle(tenantId, job, attempt);
  } catch (error) {
    const code = codeOf(error) ?? 'no_code';
    const where = code === 'no_code' ? { frames: stackFrames(error) } : {};
    const { kind, requestId } = job;
    const fields = { kind, tenantId, requestId, attempt: attempt.number, code, ...where };
    if (attempt.last) logger.error(fields, 'a job failed for the last time and was kept as a dead letter');
    else logger.warn(fields, 'a job failed and will be tried again');
    throw new Error(code);
  }
}

/** Where an unforeseen error comes from, without its message. */
function stackFrames(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return [];
  return String(error.stack)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
}
