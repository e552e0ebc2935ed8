import type { Logger } from 'pino';
import type { AppContext } from '../../src/application/context.ts';
import { runDueClocks } from '../../src/application/run-due-clocks.ts';
import { sweepGroups } from '../../src/application/sweep-groups.ts';

/** A started sweep. */
export interface Sweep {
  /** Starts no further round and resolves when the running one has finished. */
  stop(): Promise<void>;
}

/**
 * Lets due clocks go off, and looks at buying groups, now and then every so often. A round that is due while one still runs is left out; one that
 * fails is logged, and the next one tries again. Several instances may sweep the same tenant.
 */
export function startClockSweep(
  context: AppContext,
  tenantId: string,
  { everySeconds, logger }: { readonly everySeconds: number; readonly logger: Logger },
): Sweep {
  let running: Promise<void> | undefined;

  async function round(): Promise<void> {
    try {
      const changed = await runDueClocks(context, tenantId);
      if (changed > 0) logger.info({ tenantId, changed }, 'clocks of exception requests went off');
    } catch (error) {
      logger.error({ tenantId, err: error }, 'the sweep for due clocks failed');
    }
    try {
      await sweepGroups(context, tenantId);
    } catch (error) {
      logger.error({ tenantId, err: error }, 'the sweep for buying groups failed');
    }
  }

  function start(): void {
    running ??= round().finally(() => {
      running = undefined;
    });
  }

  start();
  const timer = setInterval(start, everySeconds * 1000);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
