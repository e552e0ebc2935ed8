import type { FiledBulk } from '../../domain/bulk-request/state.ts';
import { withBulkStandIns } from '../../domain/bulk-request/with-bulk-stand-ins.ts';
import type { Rejection } from '../../domain/exception-request/commands.ts';
import type { ExceptionRequest } from '../../domain/exception-request/state.ts';
import type { BulkItem } from '../../ports/bulk-requests.ts';
import { CrmError } from '../../ports/crm.ts';
import { ConcurrencyConflict, LiveExceptionConflict } from '../../ports/unit-of-work.ts';
import { applyCommand } from '../apply-command.ts';
import type { AppContext } from '../context.ts';
import { findRequest } from '../find-request.ts';
import { Refusal } from '../refusal.ts';
import { judgeRecord, loadBulkPolicy } from './judge-record.ts';
import { BULK_PAGE, leftOut, liveExists, recordGone } from './prepare-bulk.ts';

/** A bulk request that was approved. */
export type GrantedBulk = Extract<FiledBulk, { status: 'carrying_out' | 'needs_attention' }>;

/**
 * Files the requests of the next records of an approved bulk request, each already approved and in a transaction of
 * its own, or tries the failed steps of requests again that are there. Facts are read anew: a record that does not
 * qualify any more, that another exception governs by now, or that asks somebody who did not approve, is left out
 * and says so.
 *
 * @param lastAttempt true when nobody tries again: records that a CRM which is down keeps from being read then fail
 * @returns false when there is nothing left to file
 * @throws CrmError when it is worth another attempt
 */
export async function fileFurther(
  context: AppContext,
  tenantId: string,
  bulk: GrantedBulk,
  lastAttempt: boolean,
): Promise<boolean> {
  const { bulkId } = bulk.bulk;
  const page = (status: 'retrying' | 'prepared') =>
    context.unitOfWork.transact(tenantId, (tx) => tx.listBulkItems(bulkId, status, { limit: BULK_PAGE }));
  const retrying = await page('retrying');
  for (const item of retrying) await retrySteps(context, tenantId, bulkId, item);
  if (retrying.length > 0) return true;

  const items = await page('prepared');
  if (items.length === 0) return false;
  try {
    await fileItems(context, tenantId, bulk, items);
  } catch (error) {
    if (!(error instanceof CrmError) || (error.retryable && !lastAttempt)) throw error;
    const failed = items.map(
      (item): BulkItem => ({ ...item, status: 'failed', code: 'crm_unavailable', words: error.message }),
    );
    await context.unitOfWork.transact(tenantId, (tx) => tx.saveBulkItems(bulkId, 'prepared', failed));
  }
  return true;
}

async function fileItems(
  context: AppContext,
  tenantId: string,
  state: GrantedBulk,
  items: readonly BulkItem[],
): Promise<void> {
  const { bulk } = state;
  const pinned = await loadBulkPolicy(context, tenantId, bulk);
  const recordIds = items.map(({ recordId }) => recordId);
  const readings = await context.crmOf(tenantId).loadHandoffs(bulk.objectType, recordIds, pinned.factNames);
  const handoffs = new Map(readings.map(({ recordId, handoff }) => [recordId, handoff]));
  for (const item of items) {
    const handoff = handoffs.get(item.recordId);
    const verdict = handoff
      ? judgeRecord(context, bulk, pinned, handoff)
      : { rejection: recordGone(bulk.objectType) };
    if ('rejection' in verdict) await notFiled(context, tenantId, bulk.bulkId, item, verdict.rejection);
    else {
      const requirement = withBulkStandIns(verdict.request.requirement, state);
      await fileOne(context, tenantId, state, item, { ...verdict.request, requirement });
    }
  }
}

/** The item is taken first: of two workers at the same record, the second finds it taken and does nothing. */
async function fileOne(
  context: AppContext,
  tenantId: string,
  { bulk, reviews }: GrantedBulk,
  item: BulkItem,
  request: ExceptionRequest,
): Promise<void> {
  const { requestId, record, linked } = request;
  const file = () =>
    context.unitOfWork.transact(tenantId, async (tx) => {
      const filed: BulkItem = { ...item, title: request.recordTitle, status: 'filed', requestId };
      if ((await tx.saveBulkItems(bulk.bulkId, 'prepared', [filed])) === 0) return;
      const live =
        (await tx.findLiveRequest(record)) ?? (linked ? await tx.findLiveRequest(linked.record) : null);
      if (live) throw new Refusal(liveExists(live.state.request.exceptionType.label));
      await applyCommand(context, tx, null, { type: 'grant_in_bulk', request, reviews });
    });
  try {
    await file();
  } catch (error) {
    if (error instanceof Refusal) await notFiled(context, tenantId, bulk.bulkId, item, error);
    else if (error instanceof LiveExceptionConflict || error instanceof ConcurrencyConflict) {
      // Somebody filed on the record in the same moment.
      await notFiled(context, tenantId, bulk.bulkId, item, liveExists('filed a moment ago'));
    } else throw error;
  }
}

/** What an administrator can mend is tried again later; everything else is left out for good. */
async function notFiled(
  { unitOfWork }: AppContext,
  tenantId: string,
  bulkId: string,
  item: BulkItem,
  { code, message }: Rejection,
): Promise<void> {
  const out = leftOut(item, { code, message });
  const saved: BulkItem = code === 'properties_missing' ? { ...out, status: 'failed' } : out;
  await unitOfWork.transact(tenantId, (tx) => tx.saveBulkItems(bulkId, 'prepared', [saved]));
}

/** A step that failed is tried again, unless somebody has done so on the record meanwhile. */
async function retrySteps(
  context: AppContext,
  tenantId: string,
  bulkId: string,
  item: BulkItem,
): Promise<void> {
  const { requestId } = item;
  if (requestId === undefined) throw new Error('a record is retried without a request (this is a bug)');
  await context.unitOfWork.transact(tenantId, async (tx) => {
    if ((await tx.saveBulkItems(bulkId, 'retrying', [{ ...item, status: 'filed' }])) === 0) return;
    const stored = await findRequest(tx, requestId);
    const { state } = stored;
    if (state.status === 'needs_attention' && state.resume.status === 'approved') {
      await applyCommand(context, tx, stored, { type: 'retry_steps', by: null });
    }
  });
}
