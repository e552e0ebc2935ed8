import type { RemedyKind, RemedyOutcome } from '@handrail/contracts/vocabulary';
import { auditOfRemedy } from '../../domain/audit/audit-of-change.ts';
import { CrmError } from '../../ports/crm.ts';
import type { RemedyResult } from '../../ports/judgement-store.ts';
import type { HandoffTransaction } from '../../ports/unit-of-work.ts';
import { askAuthor } from './ask-author.ts';
import type { JudgeContext } from './judge-context.ts';
import { putBackField } from './put-back-field.ts';
import { raiseFight } from './raise-fight.ts';
import { type RemedyCase, readCase } from './remedy-case.ts';

/** What one remedy came to, and what is committed with its end. */
interface Done {
  readonly result: RemedyResult;
  /** Ids for the trail. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly commit?: (tx: HandoffTransaction) => Promise<void>;
}

/** Outcomes after which RevOps is told instead: nobody mends it otherwise. */
const RAISED_INSTEAD: ReadonlySet<RemedyOutcome> = new Set(['limit_reached', 'refused']);

/** How many remedies came to what. */
export type RemedyCounts = Readonly<Partial<Record<RemedyOutcome, number>>>;

/**
 * Does what waits to be done about a change, one after the other, and records each. Safe to repeat: what was written but
 * not recorded is found by its key and not written again.
 *
 * @param last true when the job will not be tried again: what the CRM still does not take has then failed, and is raised
 * @throws CrmError when it is worth another try
 */
export async function runRemedies(
  context: JudgeContext,
  tenantId: string,
  changeId: string,
  last: boolean,
): Promise<RemedyCounts> {
  const counts: Partial<Record<RemedyOutcome, number>> = {};
  for (;;) {
    const found = await context.unitOfWork.transact(tenantId, (tx) => readCase(tx, changeId));
    const next = found?.stored.remedies.find(({ result }) => result === null);
    if (!found || !next) return counts;
    const done = await attempt(context, tenantId, found, next.kind, last);
    await context.unitOfWork.transact(tenantId, (tx) => settle(context, tx, found, next.kind, done));
    counts[done.result.outcome] = (counts[done.result.outcome] ?? 0) + 1;
  }
}

async function attempt(
  context: JudgeContext,
  tenantId: string,
  found: RemedyCase,
  kind: RemedyKind,
  last: boolean,
): Promise<Done> {
  try {
    switch (kind) {
      case 'put_back':
        return { result: await putBackField(context, tenantId, found) };
      case 'raise': {
        const { result, suspects, commit } = await raiseFight(context, tenantId, found, last);
        return { result, commit, more: { suspects } };
      }
      case 'ask': {
        const { result, to } = await askAuthor(context, tenantId, found);
        return { result, more: { to: to?.userId ?? 'unknown' } };
      }
    }
  } catch (error) {
    if (!(error instanceof CrmError) || (error.retryable && !last)) throw error;
    // A record that is gone needs nothing any more.
    if (error.code === 'record_not_found') return { result: { outcome: 'over' } };
    return { result: { outcome: 'refused', note: error.code } };
  }
}

async function settle(
  { clock }: JudgeContext,
  tx: HandoffTransaction,
  { stored: { judged } }: RemedyCase,
  kind: RemedyKind,
  { result, more, commit }: Done,
): Promise<void> {
  const now = clock.now();
  const { changeId } = judged;
  // Another worker was first.
  if (!(await tx.judgements.settleRemedy(changeId, kind, result, now))) return;
  await tx.appendAudit([auditOfRemedy(judged, kind, result.outcome, now, more)]);
  if (kind === 'put_back' && RAISED_INSTEAD.has(result.outcome))
    await tx.judgements.addRemedy(changeId, 'raise');
  await commit?.(tx);
}
