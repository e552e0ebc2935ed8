import { ConcurrencyConflict } from '../ports/unit-of-work.ts';
import { applyCommand } from './apply-command.ts';
import type { AppContext } from './context.ts';
import { findRequest } from './find-request.ts';

const BATCH = 100;

/**
 * Ends every exception of a tenant whose time has come. Safe to repeat and to run on several instances: an
 * exception that somebody else ends in the same moment is left to them.
 *
 * @returns how many were ended
 */
export async function endExpired(context: AppContext, tenantId: string): Promise<number> {
  const { unitOfWork, clock } = context;
  const expired = await unitOfWork.transact(tenantId, (tx) => tx.findExpired(clock.now(), BATCH));
  let ended = 0;
  for (const requestId of expired) {
    try {
      await unitOfWork.transact(tenantId, async (tx) => {
        const stored = await findRequest(tx, requestId);
        await applyCommand(context, tx, stored, { type: 'end', reason: 'expired', by: null });
      });
      ended += 1;
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict)) throw error;
    }
  }
  return ended;
}
