import { ConcurrencyConflict } from '../ports/unit-of-work.ts';
import { applyCommand } from './apply-command.ts';
import { delegationsNow } from './apply-delegations.ts';
import type { AppContext } from './context.ts';
import { findRequest } from './find-request.ts';

const BATCH = 100;

/**
 * Lets every clock of a tenant go off whose time has come: reminders, escalations, lapses and expiries. Safe to
 * repeat, to break off and to run on several instances: what a clock does is one transaction, and a request that
 * somebody else changes in the same moment is left to them and to the next round.
 *
 * @returns how many requests were changed
 * @throws the first failure, after all other requests had their turn
 */
export async function runDueClocks(context: AppContext, tenantId: string): Promise<number> {
  const { unitOfWork, clock } = context;
  const due = await unitOfWork.transact(tenantId, (tx) => tx.findDue(clock.now(), BATCH));
  let changed = 0;
  const failures: unknown[] = [];
  for (const requestId of due) {
    try {
      const fired = await unitOfWork.transact(tenantId, async (tx) => {
        const stored = await findRequest(tx, requestId);
        const fired = await applyCommand(context, tx, stored, { type: 'fire_clocks' });
        if (fired === stored) return false;
        // Whoever was let in may be away.
        const delegations = await delegationsNow(context, tx);
        await applyCommand(context, tx, fired, { type: 'apply_delegations', delegations });
        return true;
      });
      if (fired) changed += 1;
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict)) failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return changed;
}
