import type { AppContext } from '../../src/application/context.ts';
import { runPlaybook } from '../../src/application/run-playbook.ts';
import type { JobHandler } from './runner.ts';

/** Applies the waiting steps of the job's request. */
export function runPlaybookJob(context: AppContext): JobHandler<'run_playbook'> {
  return (tenantId, { requestId }, { last }) => runPlaybook(context, tenantId, requestId, last);
}
