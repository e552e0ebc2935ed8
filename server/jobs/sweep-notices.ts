import type { Logger } from 'pino';
import type { AppContext } from '../../src/application/context.ts';
import { deliverNotices } from '../../src/application/deliver-notices.ts';
import { codeOf } from '../adapters/store/store-error.ts';
import { type Sweep, startSweep } from './sweep.ts';

/**
 * Sends the notices that are due now and then every so often: those that wait for the end of quiet hours or for
 * another try. Several instances may sweep the same tenant.
 */
export function startNoticeSweep(
  context: AppContext,
  tenantId: string,
  { everySeconds, logger }: { readonly everySeconds: number; readonly logger: Logger },
): Sweep {
  return startSweep(everySeconds, async () => {
    try {
      const counts = await deliverNotices(context, tenantId);
      for (const [channel, { failed, postponed }] of Object.entries(counts)) {
        if (failed + postponed === 0) continue;
        logger.warn({ tenantId, channel, failed, postponed }, 'notices could not be sent');
      }
    } catch (error) {
      // What a channel throws may quote a person: only its code goes to the log.
      logger.error({ tenantId, code: codeOf(error) ?? 'no_code' }, 'the sweep for notices failed');
    }
  });
}
