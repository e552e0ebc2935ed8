import { advanceBulk } from '../../src/application/bulk/advance-bulk.ts';
import type { AppContext } from '../../src/application/context.ts';
import type { JobHandler } from './runner.ts';

/** Prepares or carries out the job's bulk request a little further. */
export function advanceBulkJob(context: AppContext): JobHandler<'advance_bulk'> {
  return (tenantId, { bulkId }, { last }) => advanceBulk(context, tenantId, bulkId, last);
}
