import { ConcurrencyConflict } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { findRequest } from './find-request.ts';
import { firstLook, sweepAfter } from './follow-group.ts';

const BATCH = 100;

/**
 * Begins a new look at every buying group of a tenant whose time has come: records created or joined since the last
 * one are found, closed ones are let go, and what could not be written is tried again. Work that stands still is
 * taken up again. Safe to repeat and to run on several instances.
 *
 * @returns how many groups were taken up
 */
export async function sweepGroups({ unitOfWork, clock }: AppContext, tenantId: string): Promise<number> {
  const due = await unitOfWork.transact(tenantId, (tx) => tx.coverage.findGroupsDue(clock.now(), BATCH));
  let taken = 0;
  for (const requestId of due) {
    try {
      taken += await unitOfWork.transact(tenantId, async (tx) => {
        const group = await tx.coverage.lockGroup(requestId);
        const now = clock.now();
        if (!group?.nextSweepAt || Date.parse(group.nextSweepAt) > now.getTime()) return 0;
        const nextSweepAt = sweepAfter(now);
        if (group.position) await tx.coverage.saveGroup({ ...group, nextSweepAt });
        else if (group.status === 'living') {
          const { state } = await findRequest(tx, requestId);
          const position = firstLook(state.request.playbook.onApproval);
          await tx.coverage.saveGroup({ ...group, round: group.round + 1, position, nextSweepAt });
        } else {
          const position = { phase: 'settle', after: null } as const;
          await tx.coverage.saveGroup({ ...group, position, nextSweepAt });
        }
        await tx.enqueue({ kind: 'cover_group', requestId });
        return 1;
      });
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict)) throw error;
    }
  }
  return taken;
}
