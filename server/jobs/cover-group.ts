import type { AppContext } from '../../src/application/context.ts';
import { coverGroup } from '../../src/application/cover-group.ts';
import type { JobHandler } from './runner.ts';

/** Brings the records of the job's buying group to where its exception says they must be. */
export function coverGroupJob(context: AppContext): JobHandler<'cover_group'> {
  return (tenantId, { requestId }) => coverGroup(context, tenantId, requestId);
}
