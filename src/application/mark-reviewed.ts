import { auditActor } from '../domain/audit/audit-of-event.ts';
import { auditOfReviewMark } from '../domain/audit/audit-of-mend.ts';
import type { Coverage } from '../domain/guard/coverage.ts';
import type { ReviewMark } from '../domain/guard/review-mark.ts';
import type { Person } from '../domain/policy/facts.ts';
import type { AutomationPort } from '../ports/automations.ts';
import { judgeAutomation, type MendContext } from './mending.ts';
import { Refusal } from './refusal.ts';

/** The longest reason of a mark, in characters. */
export const MAX_REVIEW_REASON = 500;

/**
 * Marks an automation of which nobody can tell from outside whether it respects the hold: a person looked at it, and
 * says why it may stay. The verdict does not change. The mark holds for the revision that was looked at.
 *
 * @param asked `revision`: the one the person saw; any when left out
 * @throws Refusal `automation_not_found`, `automation_not_readable`, `automation_changed`, `review_not_due`,
 * `review_reason_missing`; CrmError `unavailable`
 */
export async function markReviewed(
  context: Pick<MendContext, 'unitOfWork' | 'clock' | 'sha256'> & {
    /** The automations of the tenant's CRM in which it stands. */
    readonly automationsOf: (tenantId: string) => AutomationPort;
  },
  tenantId: string,
  asked: {
    readonly automationId: string;
    readonly by: Person;
    readonly reason: string;
    readonly revision?: string;
  },
): Promise<{ readonly mark: ReviewMark; readonly coverage: Coverage }> {
  const reason = asked.reason.trim();
  if (reason === '' || reason.length > MAX_REVIEW_REASON) {
    throw new Refusal({
      code: 'review_reason_missing',
      message: `Say in 1 to ${MAX_REVIEW_REASON} characters why the workflow may stay as it is.`,
    });
  }
  const { coverage } = await judgeAutomation(context.automationsOf(tenantId), asked.automationId);
  const { revision, name, verdict } = coverage;
  if (asked.revision !== undefined && asked.revision !== revision) {
    throw new Refusal({
      code: 'automation_changed',
      message: `"${name}" was edited meanwhile, so it was not marked. Look at it again.`,
    });
  }
  if (verdict !== 'needs_review' || revision === null) {
    throw new Refusal({
      code: 'review_not_due',
      message:
        revision === null
          ? `"${name}" has no revision, so nobody could tell when it is edited. It was not marked.`
          : `Only a workflow that needs review can be marked, and of "${name}" it is known: ${coverage.evidence}`,
    });
  }
  const at = context.clock.now().toISOString();
  const mark: ReviewMark = { automationId: asked.automationId, revision, by: asked.by, reason, at };
  await context.unitOfWork.transact(tenantId, async (tx) => {
    await tx.guard.saveReviewMark(mark);
    await tx.appendAudit([
      {
        at,
        type: 'automation_reviewed',
        actor: auditActor(mark.by),
        data: auditOfReviewMark(mark, context.sha256),
      },
    ]);
  });
  return { mark, coverage };
}
