import { carriedOut, type StoredBulk } from '../../ports/bulk-requests.ts';
import { ConcurrencyConflict } from '../../ports/unit-of-work.ts';
import type { AppContext } from '../context.ts';
import { applyBulkCommand } from './apply-bulk-command.ts';
import { fileFurther } from './file-records.ts';
import { findBulk } from './find-bulk.ts';
import { prepareFurther } from './prepare-bulk.ts';

/** Pages a turn does. What is left goes to a job of its own, so that no job runs for long and others get their turn. */
const PAGES_A_TURN = 4;

/**
 * Prepares or carries out a bulk request a little further, page by page: never more than a page is in memory.
 * Whatever is killed in between, the job runs again and goes on where the last committed page ended.
 *
 * @param lastAttempt true when the job will not be tried again
 * @throws CrmError when it is worth another attempt
 */
export async function advanceBulk(
  context: AppContext,
  tenantId: string,
  bulkId: string,
  lastAttempt: boolean,
): Promise<void> {
  for (let page = 0; page < PAGES_A_TURN; page += 1) {
    if (!(await advanceOnePage(context, tenantId, bulkId, lastAttempt))) return;
  }
  await context.unitOfWork.transact(tenantId, (tx) => tx.enqueue({ kind: 'advance_bulk', bulkId }));
}

/** @returns whether there may be more to do */
async function advanceOnePage(
  context: AppContext,
  tenantId: string,
  bulkId: string,
  lastAttempt: boolean,
): Promise<boolean> {
  const { state, version } = await context.unitOfWork.transact(tenantId, (tx) => findBulk(tx, bulkId));
  if (state.status === 'preparing') {
    try {
      await prepareFurther(context, tenantId, { state, version }, lastAttempt);
    } catch (error) {
      // Withdrawn meanwhile, or another worker is at it: the next look tells.
      if (!(error instanceof ConcurrencyConflict)) throw error;
    }
    return true;
  }
  if (state.status !== 'carrying_out' && state.status !== 'needs_attention') return false;
  if (await fileFurther(context, tenantId, state, lastAttempt)) return true;
  await settleBulk(context, tenantId, bulkId);
  return false;
}

/** Looks whether everything has been carried out, and says so. @returns the bulk request as it stands then */
export async function settleBulk(context: AppContext, tenantId: string, bulkId: string): Promise<StoredBulk> {
  return context.unitOfWork.transact(tenantId, async (tx) => {
    const stored = await findBulk(tx, bulkId);
    const counts = carriedOut(await tx.countBulkItems(bulkId));
    return applyBulkCommand(context, tx, stored, { type: 'settle', counts });
  });
}
