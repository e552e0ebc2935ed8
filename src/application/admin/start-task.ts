import type { Person } from '../../domain/policy/facts.ts';
import type { AdminTask, AdminTaskName } from '../../ports/admin-tasks.ts';
import type { AppContext } from '../context.ts';

/** A run of which nothing was heard for so long does not count as running any more, in milliseconds. */
const FORSAKEN_AFTER_MS = 15 * 60 * 1000;

/**
 * Has a task done by a job, with task and job in one transaction. One that runs already goes on as it is: a second
 * press starts nothing twice, and the same press, which HubSpot may repeat, nothing even when the run is over.
 *
 * @param press `pressKey`: names the press; `input`: what the run needs to know beside the name
 */
export async function startTask(
  {
    unitOfWork,
    clock,
    ids,
  }: Pick<AppContext, 'unitOfWork' | 'clock'> & { readonly ids: Pick<AppContext['ids'], 'taskRunId'> },
  tenantId: string,
  startedBy: Person,
  { kind, subject }: AdminTaskName,
  { pressKey, input = {} }: { readonly pressKey: string; readonly input?: AdminTask['input'] },
): Promise<AdminTask> {
  return unitOfWork.transact(tenantId, async (tx) => {
    const now = clock.now();
    const before = await tx.adminTasks.lock({ kind, subject });
    if (before?.pressKey === pressKey) return before;
    if (before?.state === 'running' && now.getTime() - Date.parse(before.updatedAt) < FORSAKEN_AFTER_MS) {
      return before;
    }
    const at = now.toISOString();
    const task: AdminTask = {
      kind,
      subject,
      runId: ids.taskRunId(),
      pressKey,
      state: 'running',
      startedBy,
      startedAt: at,
      updatedAt: at,
      progress: { done: 0, total: null },
      finishedAt: null,
      problem: null,
      input,
    };
    await tx.adminTasks.save(task);
    await tx.enqueue({ kind: 'run_admin_task', task: kind, subject, runId: task.runId });
    return task;
  });
}
