import type { Logger } from 'pino';
import type { AppContext } from '../../src/application/context.ts';
import { deliverNotices } from '../../src/application/deliver-notices.ts';
import { codeOf } from '../adapters/store/store-error.ts';
import type { Metrics } from '../http/metrics.ts';
import type { JobHandler } from './runner.ts';
import { type Sweep, startSweep } from './sweep.ts';

/** Sends what is due of one request, or of a tenant, and counts what became of it. */
export type Deliver = (tenantId: string, requestId?: string) => Promise<void>;

/** Delivery as job and sweep use it: counted, and what could not be sent is logged without a name. */
export function createDelivery(
  context: AppContext,
  { metrics, logger }: { readonly metrics: Pick<Metrics, 'notices'>; readonly logger: Logger },
): Deliver {
  return async (tenantId, requestId) => {
    const counts = await deliverNotices(context, tenantId, requestId);
    for (const [channel, outcomes] of Object.entries(counts)) {
      for (const [outcome, count] of Object.entries(outcomes)) {
        if (count > 0) metrics.notices.inc({ channel, outcome }, count);
      }
      const { failed, postponed } = outcomes;
      if (failed + postponed > 0)
        logger.warn({ tenantId, channel, failed, postponed }, 'notices could not be sent');
    }
  };
}

/** Sends what is due of the job's request. What cannot be sent now waits for the sweep. */
export function deliverNoticesJob(deliver: Deliver): JobHandler<'deliver_notices'> {
  return (tenantId, { requestId }) => deliver(tenantId, requestId);
}

/**
 * Sends the notices that are due now and then every so often: those that wait for the end of quiet hours or for
 * another try. Several instances may sweep the same tenant.
 */
export function startNoticeSweep(
  deliver: Deliver,
  tenantId: string,
  { everySeconds, logger }: { readonly everySeconds: number; readonly logger: Logger },
): Sweep {
  return startSweep(everySeconds, async () => {
    try {
      await deliver(tenantId);
    } catch (error) {
      // What a channel throws may quote a person: only its code goes to the log.
      logger.error({ tenantId, code: codeOf(error) ?? 'no_code' }, 'the sweep for notices failed');
    }
  });
}
