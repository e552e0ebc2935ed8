import { coverStep } from '../domain/buying-group/cover-step.ts';
import { isClaimed } from '../domain/buying-group/covered-record.ts';
import { expiryOf } from '../domain/exception-request/extension.ts';
import type { PlannedStep } from '../domain/playbook/step.ts';
import type { Cover } from '../ports/coverage-store.ts';
import { CrmError } from '../ports/crm.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';

/**
 * Called before a record's own exception takes its hold off: a buying group that covers the record, or waits to, puts
 * its tag on first. The release then finds another exception on the record and leaves the hold where it is, so that
 * there is no moment in which routing could take the record. Idempotent.
 *
 * @throws CrmError when the CRM does not answer: the release is then tried again later, after this
 */
export async function handOverHold(
  { unitOfWork, crmOf }: AppContext,
  tenantId: string,
  { record, requestId }: PlannedStep,
): Promise<void> {
  const heir = await unitOfWork.transact(tenantId, (tx) => takeOver(tx, record, requestId));
  if (!heir) return;
  const { row, request, write } = heir;
  const outcome = await attempt(() => crmOf(tenantId).applyStep(coverStep(request.state, row.record, write)));
  await unitOfWork.transact(tenantId, async (tx) => {
    const settled = outcome
      ? ({ ...row, status: 'failed', attempt: null, note: outcome.message } as const)
      : ({ ...row, status: 'covered', written: write, attempt: null, note: '' } as const);
    await tx.coverage.finishAttempt(settled, write);
  });
}

async function takeOver(tx: HandoffTransaction, record: PlannedStep['record'], requestId: string) {
  const covers = (await tx.coverage.coversOf(record)).filter(
    ({ group, row }) => group.requestId !== requestId && group.status === 'living' && row.belongs === 'open',
  );
  const heir: Cover | undefined = covers.find(({ row }) => isClaimed(row)) ?? covers[0];
  if (!heir) return null;
  const write = { kind: 'cover', expiresAt: expiryOf(heir.request.state) } as const;
  await tx.coverage.saveCovered({ ...heir.row, attempt: write });
  return { ...heir, write };
}

/** Null when it went through; an error that another attempt cannot mend. */
async function attempt(apply: () => Promise<unknown>): Promise<CrmError | null> {
  try {
    await apply();
    return null;
  } catch (error) {
    if (error instanceof CrmError && !error.retryable) return error;
    throw error;
  }
}
