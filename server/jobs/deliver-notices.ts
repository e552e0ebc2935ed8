import type { AppContext } from '../../src/application/context.ts';
import { deliverNotices } from '../../src/application/deliver-notices.ts';
import type { JobHandler } from './runner.ts';

/** Sends what is due of the job's request. What cannot be sent now waits for the sweep. */
export function deliverNoticesJob(context: AppContext): JobHandler<'deliver_notices'> {
  return async (tenantId, { requestId }) => {
    await deliverNotices(context, tenantId, requestId);
  };
}
