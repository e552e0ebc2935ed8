import type { Logger } from 'pino';
import { applyDueDelegations } from '../../src/application/apply-delegations.ts';
import type { AppContext } from '../../src/application/context.ts';
import { runDueClocks } from '../../src/application/run-due-clocks.ts';
import { sweepGroups } from '../../src/application/sweep-groups.ts';
import { type Sweep, startSweep } from './sweep.ts';

/** What a round does, in order; each says how much it changed. */
const ROUND = [
  ['clocks of exception requests went off', runDueClocks],
  ['exception requests followed delegations', applyDueDelegations],
  ['buying groups are looked through again', sweepGroups],
] as const;

/**
 * Lets due clocks go off, has requests follow who went away or came back, and looks at buying groups, now and then
 * every so often. A part of a round that fails is logged and keeps none of the others from running; the next round
 * tries it again. Several instances may sweep the same tenant.
 */
export function startClockSweep(
  context: AppContext,
  tenantId: string,
  { everySeconds, logger }: { readonly everySeconds: number; readonly logger: Logger },
): Sweep {
  return startSweep(everySeconds, async () => {
    for (const [what, sweep] of ROUND) {
      try {
        const changed = await sweep(context, tenantId);
        if (changed > 0) logger.info({ tenantId, changed }, what);
      } catch (error) {
        logger.error({ tenantId, err: error }, `a sweep failed in which ${what}`);
      }
    }
  });
}
