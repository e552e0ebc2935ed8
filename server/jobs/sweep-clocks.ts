import type { Logger } from 'pino';
import { applyDueDelegations } from '../../src/application/apply-delegations.ts';
import type { AppContext } from '../../src/application/context.ts';
import { runDueClocks } from '../../src/application/run-due-clocks.ts';
import { sweepGroups } from '../../src/application/sweep-groups.ts';
import { type Sweep, startSweep } from './sweep.ts';

/**
 * Lets due clocks go off, looks at buying groups, and has requests follow who went away or came back, now and then every
 * so often. A round that
 * fails is logged, and the next one tries again. Several instances may sweep the same tenant.
 */
export function startClockSweep(
  context: AppContext,
  tenantId: string,
  { everySeconds, logger }: { readonly everySeconds: number; readonly logger: Logger },
): Sweep {
  return startSweep(everySeconds, async () => {
    try {
      const changed = await runDueClocks(context, tenantId);
      if (changed > 0) logger.info({ tenantId, changed }, 'clocks of exception requests went off');
    } catch (error) {
      logger.error({ tenantId, err: error }, 'the sweep for due clocks failed');
    }
    try {
      const changed = await applyDueDelegations(context, tenantId);
      if (changed > 0) logger.info({ tenantId, changed }, 'exception requests followed delegations');
    } catch (error) {
      logger.error({ tenantId, err: error }, 'the sweep for delegations failed');
    }
    try {
      await sweepGroups(context, tenantId);
    } catch (error) {
      logger.error({ tenantId, err: error }, 'the sweep for buying groups failed');
    }
  });
}
