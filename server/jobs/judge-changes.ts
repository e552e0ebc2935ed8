import type { Logger } from 'pino';
import type { JudgeContext } from '../../src/application/watch/judge-context.ts';
import { judgeRecord } from '../../src/application/watch/judge-record.ts';
import { runRemedies } from '../../src/application/watch/run-remedies.ts';
import type { Metrics } from '../http/metrics.ts';
import type { JobHandler } from './runner.ts';

interface JudgeParts {
  readonly metrics: Pick<Metrics, 'judgedChanges' | 'changeRemedies'>;
  readonly logger: Logger;
}

/** Judges the changes of the job's record that wait for it. */
export function judgeChangesJob(context: JudgeContext, { metrics }: JudgeParts): JobHandler<'judge_changes'> {
  return async (tenantId, { record }) => {
    const counts = await judgeRecord(context, tenantId, record);
    for (const [verdict, count] of Object.entries(counts)) metrics.judgedChanges.inc({ verdict }, count);
  };
}

/** Does what waits to be done about the job's change. */
export function remedyChangeJob(
  context: JudgeContext,
  { metrics, logger }: JudgeParts,
): JobHandler<'remedy_change'> {
  return async (tenantId, { record, changeId }, { last }) => {
    const counts = await runRemedies(context, tenantId, changeId, last);
    for (const [outcome, count] of Object.entries(counts)) metrics.changeRemedies.inc({ outcome }, count);
    if (Object.keys(counts).length > 0)
      logger.info({ tenantId, record, changeId, counts }, 'something was done about a change');
  };
}
