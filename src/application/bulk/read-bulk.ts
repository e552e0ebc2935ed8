import type { BulkItemOutcome } from '@handrail/contracts/vocabulary';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { BulkCounts, BulkItemStanding, StoredBulk } from '../../ports/bulk-requests.ts';
import type { HandoffTransaction } from '../../ports/unit-of-work.ts';
import type { AppContext, Caller } from '../context.ts';
import { findVisibleBulk, seesEverything } from './find-bulk.ts';

const TRAIL_PAGE = 1000;

/** A bulk request with how far its records have come. */
export interface BulkWithProgress extends StoredBulk {
  readonly counts: BulkCounts;
}

/** The newest bulk requests the caller may see, at most `limit`. */
export async function listBulks(
  { unitOfWork, clock }: AppContext,
  caller: Caller,
  limit: number,
): Promise<readonly BulkWithProgress[]> {
  return unitOfWork.transact(caller.tenantId, async (tx) => {
    const own = (await seesEverything(tx, caller, clock.now())) ? {} : { party: caller.email };
    const listed = await tx.listBulks({ ...own, limit });
    const progress: BulkWithProgress[] = [];
    for (const stored of listed) progress.push(await withProgress(tx, stored));
    return progress;
  });
}

/** One bulk request. @throws Refusal `bulk_not_found` */
export async function readBulk(
  { unitOfWork, clock }: AppContext,
  caller: Caller,
  bulkId: string,
): Promise<BulkWithProgress> {
  return unitOfWork.transact(caller.tenantId, async (tx) =>
    withProgress(tx, await findVisibleBulk(tx, caller, bulkId, clock.now())),
  );
}

/** One page of records, with where the next page starts; null on the last. @throws Refusal `bulk_not_found` */
export async function readBulkItems(
  { unitOfWork, clock }: AppContext,
  caller: Caller,
  bulkId: string,
  {
    limit,
    ...page
  }: {
    readonly outcomes?: readonly BulkItemOutcome[];
    readonly after?: number;
    readonly limit: number;
  },
): Promise<{ readonly items: readonly BulkItemStanding[]; readonly next: number | null }> {
  return unitOfWork.transact(caller.tenantId, async (tx) => {
    await findVisibleBulk(tx, caller, bulkId, clock.now());
    const found = await tx.pageBulkItems(bulkId, { ...page, limit: limit + 1 });
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? (items.at(-1)?.position ?? null) : null };
  });
}

/** The trail of a bulk request, oldest entry first. @throws Refusal `bulk_not_found` */
export async function readBulkTrail(
  { unitOfWork, clock }: AppContext,
  caller: Caller,
  bulkId: string,
): Promise<{ readonly stored: StoredBulk; readonly entries: readonly AuditEntry[] }> {
  return unitOfWork.transact(caller.tenantId, async (tx) => {
    const stored = await findVisibleBulk(tx, caller, bulkId, clock.now());
    return { stored, entries: await tx.readAudit({ requestId: bulkId, limit: TRAIL_PAGE }) };
  });
}

async function withProgress(tx: HandoffTransaction, stored: StoredBulk): Promise<BulkWithProgress> {
  return { ...stored, counts: await tx.countBulkItems(stored.state.bulk.bulkId) };
}
