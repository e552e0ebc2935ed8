import type { AppContext } from '../../src/application/context.ts';
import { runPlaybookStep } from '../../src/application/run-playbook-step.ts';
import type { JobHandler } from './runner.ts';

/** Applies the first waiting step of the job's request. */
export function runPlaybookStepJob(context: AppContext): JobHandler<'run_playbook_step'> {
  return (tenantId, { requestId }, { last }) => runPlaybookStep(context, tenantId, requestId, last);
}
