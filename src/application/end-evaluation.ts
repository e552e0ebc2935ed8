import type { AuditActor } from '../domain/audit/audit-entry.ts';
import type { EvaluationEnd, PolicyEvaluation } from '../ports/evaluation-store.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';

/** Ends the evaluation of a draft that comes into force in this transaction. */
export async function endPublishedEvaluation(
  context: Pick<AppContext, 'clock'>,
  tx: HandoffTransaction,
  hash: string,
  actor: AuditActor,
): Promise<void> {
  const running = await tx.findEvaluation();
  if (running?.hash === hash) await endEvaluation(context, tx, running, 'published', actor);
}

/** Ends an evaluation in this transaction, audited; null when it had ended before. */
export async function endEvaluation(
  { clock }: Pick<AppContext, 'clock'>,
  tx: HandoffTransaction,
  evaluation: PolicyEvaluation,
  why: EvaluationEnd,
  actor: AuditActor,
): Promise<PolicyEvaluation | null> {
  const at = clock.now();
  if (!(await tx.endEvaluation(evaluation.number, { at, why }))) return null;
  await tx.appendAudit([
    {
      at: at.toISOString(),
      type: 'policy_evaluation_ended',
      actor,
      data: { evaluation: evaluation.number, hash: evaluation.hash, why },
    },
  ]);
  return { ...evaluation, ended: { at: at.toISOString(), why } };
}
