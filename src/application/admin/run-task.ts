import type { AuditDraft } from '../../domain/audit/audit-entry.ts';
import type { AdminTask, AdminTaskName, TaskProgress } from '../../ports/admin-tasks.ts';
import { CrmError } from '../../ports/crm.ts';
import type { HandoffTransaction } from '../../ports/unit-of-work.ts';
import type { AppContext } from '../context.ts';
import { Refusal } from '../refusal.ts';

/** What a run found, and what the trail says of it. */
export interface TaskOutcome {
  /** Plain JSON. */
  readonly value: unknown;
  readonly audit?: Pick<AuditDraft, 'type' | 'data'>;
  /** What else is kept in the same transaction. */
  readonly alongside?: (tx: HandoffTransaction) => Promise<void>;
}

/** Does one task. Safe to repeat: a run that is broken off is done again from its start. */
export type PerformTask = (
  task: AdminTask,
  onProgress: (progress: TaskProgress) => Promise<void>,
) => Promise<TaskOutcome>;

/** Progress is written no more often than this, in milliseconds. */
const TELL_EVERY_MS = 500;

/**
 * Does what an administrator asked for, and keeps how it went: result, state and audit entry in one transaction. A job
 * of a run that was overtaken by another, or is over, does nothing.
 *
 * @param isLast whether no further attempt follows
 * @throws what `perform` throws, unless it tells the person something or no further attempt follows
 */
export async function runTask(
  context: Pick<AppContext, 'unitOfWork' | 'clock'>,
  tenantId: string,
  { kind, subject, runId }: AdminTaskName & { readonly runId: string },
  isLast: boolean,
  perform: PerformTask,
): Promise<void> {
  const { unitOfWork, clock } = context;
  const name = { kind, subject };
  /** Changes the run unless it was overtaken. */
  const change = (work: (tx: HandoffTransaction, task: AdminTask) => Promise<void>) =>
    unitOfWork.transact(tenantId, async (tx) => {
      const task = await tx.adminTasks.lock(name);
      if (task?.runId === runId && task.state === 'running') await work(tx, task);
    });

  const task = await unitOfWork.transact(tenantId, (tx) => tx.adminTasks.find(name));
  if (task?.runId !== runId || task.state !== 'running') return;
  let toldAt = 0;
  const onProgress = async (progress: TaskProgress) => {
    const now = clock.now();
    if (now.getTime() - toldAt < TELL_EVERY_MS) return;
    toldAt = now.getTime();
    await change((tx, running) => tx.adminTasks.save({ ...running, progress, updatedAt: now.toISOString() }));
  };

  try {
    const { value, audit, alongside } = await perform(task, onProgress);
    const at = clock.now().toISOString();
    await change(async (tx, running) => {
      await tx.adminTasks.save({ ...running, state: 'done', updatedAt: at, finishedAt: at });
      await tx.adminTasks.saveResult(name, { at, by: task.startedBy.name, value });
      await alongside?.(tx);
      const { userId } = task.startedBy;
      const actor =
        userId === undefined ? ({ kind: 'system' } as const) : ({ kind: 'user', userId } as const);
      if (audit) await tx.appendAudit([{ at, actor, ...audit }]);
    });
  } catch (error) {
    const problem = problemOf(error);
    if (!problem && !isLast) throw error;
    const at = clock.now().toISOString();
    await change((tx, running) =>
      tx.adminTasks.save({
        ...running,
        state: 'failed',
        updatedAt: at,
        finishedAt: at,
        problem: problem ?? UNFORESEEN,
      }),
    );
    if (!problem) throw error;
  }
}

const UNFORESEEN: AdminTask['problem'] = {
  code: 'internal_error',
  message:
    'It broke off four times for a reason that Handrail did not foresee. Try again; if it stays, look into the log of the server for this time.',
};

/** What a person can be told of it, and need not be tried again by itself: they see it, and can try again. */
function problemOf(error: unknown): AdminTask['problem'] {
  if (error instanceof Refusal) return { code: error.code, message: error.message };
  if (!(error instanceof CrmError)) return null;
  const known = error.code === 'record_not_found' || error.code === 'properties_missing';
  return { code: known ? error.code : 'crm_unavailable', message: error.message };
}
