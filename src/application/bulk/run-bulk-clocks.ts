import { ConcurrencyConflict } from '../../ports/unit-of-work.ts';
import type { AppContext } from '../context.ts';
import { settleBulk } from './advance-bulk.ts';
import { applyBulkCommand } from './apply-bulk-command.ts';
import { findBulk } from './find-bulk.ts';

const BATCH = 100;

/**
 * Lets the clocks of pending bulk requests go off, and says of those that are carried out when they are done: their
 * records are written by jobs of their own. Safe to repeat and to run on several instances.
 *
 * @returns how many bulk requests were changed
 */
export async function runBulkClocks(context: AppContext, tenantId: string): Promise<number> {
  const { unitOfWork, clock } = context;
  const due = await unitOfWork.transact(tenantId, (tx) => tx.findDueBulks(clock.now(), BATCH));
  let changed = 0;
  for (const bulkId of due) {
    try {
      const before = await unitOfWork.transact(tenantId, (tx) => findBulk(tx, bulkId));
      const after =
        before.state.status === 'pending'
          ? await unitOfWork.transact(tenantId, async (tx) =>
              applyBulkCommand(context, tx, await findBulk(tx, bulkId), { type: 'fire_clocks' }),
            )
          : await settleBulk(context, tenantId, bulkId);
      if (after.version !== before.version) changed += 1;
    } catch (error) {
      // Somebody else changed it in the same moment: it is left to them and to the next round.
      if (!(error instanceof ConcurrencyConflict)) throw error;
    }
  }
  return changed;
}
