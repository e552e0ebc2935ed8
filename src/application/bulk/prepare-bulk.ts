import { type PreparingBulk, preparedFurther } from '../../domain/bulk-request/evolve-bulk.ts';
import type { JudgedRecord } from '../../domain/bulk-request/gather.ts';
import type { Rejection } from '../../domain/exception-request/commands.ts';
import type { BulkItem, StoredBulk } from '../../ports/bulk-requests.ts';
import { CrmError } from '../../ports/crm.ts';
import { delegationsNow } from '../apply-delegations.ts';
import type { AppContext } from '../context.ts';
import { applyBulkCommand } from './apply-bulk-command.ts';
import { findBulk } from './find-bulk.ts';
import { freezeBulkClock, judgeRecord, loadBulkPolicy } from './judge-record.ts';

/** Records looked at together: as many as one call to the CRM takes. */
export const BULK_PAGE = 100;
/** The most records a bulk request can have, from whatever source. */
const MAX_RECORDS = 100_000;

/** A bulk request that is being prepared, as stored. */
interface Preparing extends StoredBulk {
  readonly state: PreparingBulk;
}

/**
 * Takes preparation one page further: reads on in the CRM's list, looks at the next records, or comes to the end.
 * Each page is one transaction that only takes place when nobody changed the bulk request meanwhile, so it can be
 * broken off and repeated at any point.
 *
 * @param lastAttempt true when nobody tries again: a CRM that is still down then ends it
 * @throws CrmError when it is worth another attempt; ConcurrencyConflict when somebody was faster
 */
export async function prepareFurther(
  context: AppContext,
  tenantId: string,
  stored: Preparing,
  lastAttempt: boolean,
): Promise<void> {
  try {
    if (stored.state.listing.state === 'reading') return await readList(context, tenantId, stored);
    const { bulkId } = stored.state.bulk;
    const items = await context.unitOfWork.transact(tenantId, (tx) =>
      tx.listBulkItems(bulkId, 'listed', { limit: BULK_PAGE }),
    );
    if (items.length > 0) await lookAt(context, tenantId, stored, items);
    else await finish(context, tenantId, stored);
  } catch (error) {
    if (!(error instanceof CrmError) || (error.retryable && !lastAttempt)) throw error;
    await refuse(context, tenantId, stored, {
      code: error.retryable ? 'crm_unavailable' : 'list_not_found',
      message: `${error.message} Nobody was asked; file the bulk request again.`,
    });
  }
}

async function readList(context: AppContext, tenantId: string, { state, version }: Preparing): Promise<void> {
  const { bulk, listing } = state;
  if (bulk.source.kind !== 'list' || listing.state !== 'reading') return;
  const page = await context.crmOf(tenantId).readRecordList(bulk.source.listId, listing.after);
  const next = page.next === undefined ? ({ state: 'complete' } as const) : { ...listing, after: page.next };
  await context.unitOfWork.transact(tenantId, async (tx) => {
    await tx.saveBulk(preparedFurther(state, { listing: next }), version);
    await tx.addBulkItems(bulk.bulkId, page.recordIds);
    const { waiting } = await tx.countBulkItems(bulk.bulkId);
    if (waiting > MAX_RECORDS) {
      const message = `The list holds more than ${MAX_RECORDS} records, which one bulk request takes. Divide it and file each part. Nobody was asked.`;
      const saved = await findBulk(tx, bulk.bulkId);
      await applyBulkCommand(context, tx, saved, {
        type: 'refuse',
        rejection: { code: 'too_many_records', message },
      });
    }
  });
}

async function lookAt(
  context: AppContext,
  tenantId: string,
  { state, version }: Preparing,
  items: readonly BulkItem[],
): Promise<void> {
  const { bulk } = state;
  const pinned = await loadBulkPolicy(context, tenantId, bulk);
  const recordIds = items.map(({ recordId }) => recordId);
  const readings = await context.crmOf(tenantId).loadHandoffs(bulk.objectType, recordIds, pinned.factNames);
  const handoffs = new Map(readings.map(({ recordId, handoff }) => [recordId, handoff]));
  const notReady = readings.find(({ handoff }) => handoff?.notReady !== undefined)?.handoff?.notReady;
  if (notReady !== undefined) {
    const rejection: Rejection = { code: 'properties_missing', message: `${notReady} Nobody was asked.` };
    return refuse(context, tenantId, { state, version }, rejection);
  }
  await context.unitOfWork.transact(tenantId, async (tx) => {
    const live = await tx.findLiveAmong(bulk.objectType, recordIds);
    const delegations = await delegationsNow(context, tx);
    const judged: JudgedRecord[] = [];
    const looked = items.map((item): BulkItem => {
      const handoff = handoffs.get(item.recordId);
      if (!handoff) return leftOut(item, recordGone(bulk.objectType));
      const { title } = handoff;
      const occupied = live.get(item.recordId);
      if (occupied) return leftOut({ ...item, title }, liveExists(occupied.typeLabel));
      const verdict = judgeRecord(context, bulk, pinned, handoff, delegations);
      if ('rejection' in verdict) return leftOut({ ...item, title }, verdict.rejection);
      const { decision, requirement, facts } = verdict.request;
      judged.push({ recordId: item.recordId, title, decision, requirement, facts });
      return { ...item, title, status: 'prepared' };
    });
    // The version guards against a withdrawal, and against the same page being looked at twice.
    const page = { judged, leftOut: looked.length - judged.length };
    await tx.saveBulk(preparedFurther(state, page), version);
    await tx.saveBulkItems(bulk.bulkId, 'listed', looked);
  });
}

async function finish(context: AppContext, tenantId: string, stored: Preparing): Promise<void> {
  const { bulk } = stored.state;
  const pinned = bulk.asks === 'at_once' ? await loadBulkPolicy(context, tenantId, bulk) : null;
  const clock = pinned && freezeBulkClock(pinned, stored.state, context.clock.now());
  await context.unitOfWork.transact(tenantId, (tx) =>
    applyBulkCommand(context, tx, stored, { type: 'finish_preparing', clock }),
  );
}

async function refuse(
  context: AppContext,
  tenantId: string,
  stored: Preparing,
  rejection: Rejection,
): Promise<void> {
  await context.unitOfWork.transact(tenantId, (tx) =>
    applyBulkCommand(context, tx, stored, { type: 'refuse', rejection }),
  );
}

/** A record that is not carried out, with the reason. */
export function leftOut(item: BulkItem, { code, message }: Rejection): BulkItem {
  return { ...item, status: 'left_out', code, words: message };
}

/** Why a record that another exception governs is left out. */
export function liveExists(typeLabel: string): Rejection {
  return {
    code: 'live_exception_exists',
    message: `This record already has a live exception (${typeLabel}). When it has ended or was withdrawn, file a request on the record.`,
  };
}

/** Why a record that is not there is left out. */
export function recordGone(objectType: string): Rejection {
  return {
    code: 'record_not_found',
    message: `The CRM has no ${objectType} with this id. It may have been deleted or merged into another one; check the id.`,
  };
}
