import type { MendView, WorkflowView } from '@handrail/contracts/mending';
import type { CoverageItem } from '@handrail/contracts/settings';
import type { Mend } from '../../../src/domain/guard/mend/mend.ts';
import { markOf, type ReviewMark } from '../../../src/domain/guard/review-mark.ts';
import type { AdminTask, TaskResult } from '../../../src/ports/admin-tasks.ts';
import { outcomeResultSchema, proposalResultSchema } from '../../admin/mend-results.ts';
import { type CoverageResult, coverageResultSchema } from '../../admin/task-results.ts';
import { presentTask } from './present-settings.ts';

/** What Handrail keeps of one workflow. */
export interface KnownWorkflow {
  readonly now: Date;
  readonly automationId: string;
  readonly tasks: readonly AdminTask[];
  readonly coverage: TaskResult | null;
  readonly proposal: TaskResult | null;
  readonly applied: TaskResult | null;
  readonly undone: TaskResult | null;
  /** Newest first. */
  readonly mends: readonly Mend[];
  readonly marks: readonly ReviewMark[];
}

/** One workflow with what was proposed and done about it. */
export function presentWorkflow(known: KnownWorkflow): WorkflowView {
  const { now, automationId, tasks, coverage, proposal, applied, undone, mends, marks } = known;
  const items = coverage ? coverageResultSchema.parse(coverage.value).items : [];
  const item = items.find((one) => one.automationId === automationId);
  const outcome = newerOf(applied, undone);
  const [mend] = mends;
  // What was proposed before the workflow was changed is not what would be done now.
  const isCurrent = proposal && (!outcome || outcome.at < proposal.at);
  return {
    ok: true,
    now: now.toISOString(),
    item: item ? presentCoverageItem(item, marks) : null,
    tasks: tasks.map(presentTask),
    proposal: isCurrent ? { at: proposal.at, ...proposalResultSchema.parse(proposal.value) } : null,
    outcome: outcome && { at: outcome.at, by: outcome.by, ...outcomeResultSchema.parse(outcome.value) },
    mend: mend ? presentMend(mend) : null,
  };
}

/** One workflow of the list, with a person's mark where one is asked for. */
export function presentCoverageItem(
  kept: CoverageResult['items'][number],
  marks: readonly ReviewMark[],
): CoverageItem {
  const { revision: _, ...item } = kept;
  const shown = markOf(kept, marks);
  if (!shown) return item;
  const { by, reason, at } = shown.mark;
  return { ...item, review: { state: shown.state, by: by.name, reason, at } };
}

function newerOf(one: TaskResult | null, other: TaskResult | null): TaskResult | null {
  if (!one || !other) return one ?? other;
  return one.at > other.at ? one : other;
}

function presentMend(mend: Mend): MendView {
  const { mendId, way, status, by, proposedAt, appliedAt, undoneAt, undoneBy, trouble } = mend;
  return {
    mendId,
    way,
    status,
    by: by?.name ?? 'The command line',
    startedAt: proposedAt,
    ...(appliedAt !== null && { appliedAt }),
    ...(undoneAt !== null && { undoneAt, undoneBy: undoneBy?.name ?? 'The command line' }),
    ...(trouble && { trouble: trouble.message }),
  };
}
