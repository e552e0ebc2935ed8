import type { Logger } from 'pino';
import { runBulkClocks } from '../../src/application/bulk/run-bulk-clocks.ts';
import type { AppContext } from '../../src/application/context.ts';
import { type Sweep, startSweep } from './sweep.ts';

/** Somebody watches the progress, so the end of a bulk request is not left waiting for the slower round of clocks. */
const LONGEST_SECONDS = 5;

/** Lets clocks of bulk requests go off and says when they are done, now and then every so often. */
export function startBulkSweep(
  context: AppContext,
  tenantId: string,
  { everySeconds, logger }: { readonly everySeconds: number; readonly logger: Logger },
): Sweep {
  return startSweep(Math.min(everySeconds, LONGEST_SECONDS), async () => {
    try {
      const changed = await runBulkClocks(context, tenantId);
      if (changed > 0) logger.info({ tenantId, changed }, 'bulk requests went on');
    } catch (error) {
      logger.error({ tenantId, err: error }, 'the sweep for bulk requests failed');
    }
  });
}
