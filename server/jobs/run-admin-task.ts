import { runTask } from '../../src/application/admin/run-task.ts';
import type { AppContext } from '../../src/application/context.ts';
import type { taskPerformers } from '../admin/perform-tasks.ts';
import type { JobHandler } from './runner.ts';

/** Does what an administrator asked for. */
export function runAdminTaskJob(
  context: AppContext,
  performers: ReturnType<typeof taskPerformers>,
): JobHandler<'run_admin_task'> {
  return (tenantId, { task, subject, runId }, { last }) =>
    runTask(context, tenantId, { kind: task, subject, runId }, last, performers[task](tenantId));
}
