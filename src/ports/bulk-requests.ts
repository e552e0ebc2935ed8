import type { BulkItemOutcome, ObjectType, ProblemCode } from '@handrail/contracts/vocabulary';
import type { CarriedOut } from '../domain/bulk-request/commands.ts';
import type { FiledBulk } from '../domain/bulk-request/state.ts';

/** A bulk request as stored, with the version that guards it against concurrent changes. */
export interface StoredBulk {
  readonly state: FiledBulk;
  /** Counts from 1; every saved transition adds one. */
  readonly version: number;
}

/**
 * What is kept of one record.
 * - `listed`: not looked at yet
 * - `prepared`: can be carried out
 * - `left_out`: cannot; `code` and `words` say why
 * - `filed`: its request is there, which tells how far it has come
 * - `retrying`: the failed step of its request is to be tried again
 * - `failed`: its request could not be filed; it can be tried again
 */
export type BulkItemStatus = 'listed' | 'prepared' | 'left_out' | 'filed' | 'retrying' | 'failed';

/** One record of a bulk request. */
export interface BulkItem {
  /** Counts up in the order in which records were given. */
  readonly position: number;
  readonly recordId: string;
  /** What people call it; its id until it has been read. */
  readonly title: string;
  readonly status: BulkItemStatus;
  readonly requestId?: string;
  readonly code?: ProblemCode;
  readonly words?: string;
}

/** One record as people see it: with how far its request has come. */
export interface BulkItemStanding extends Omit<BulkItem, 'status'> {
  readonly outcome: BulkItemOutcome;
}

/** How many records stand where. */
export type BulkCounts = Readonly<Record<BulkItemOutcome, number>>;

/** What a transaction can do with bulk requests. */
export interface BulkTransaction {
  findBulk(bulkId: string): Promise<StoredBulk | null>;
  /** Inserts (`expectedVersion` 0) or updates. @throws ConcurrencyConflict */
  saveBulk(state: FiledBulk, expectedVersion: number): Promise<void>;
  /**
   * Newest first, at most `limit`.
   *
   * @param options `party`: only those this person (lower case) filed or is asked about
   */
  listBulks(options: { readonly party?: string; readonly limit: number }): Promise<readonly StoredBulk[]>;
  /** Ids of those that a clock or a look at their progress is due for by `now`, at most `limit`. */
  findDueBulks(now: Date, limit: number): Promise<readonly string[]>;

  /** Adds records that are not there yet, in the order given. @returns how many were added */
  addBulkItems(bulkId: string, recordIds: readonly string[]): Promise<number>;
  /** Records of one status by position, after `after`, at most `limit`. */
  listBulkItems(
    bulkId: string,
    status: BulkItemStatus,
    page: { readonly after?: number; readonly limit: number },
  ): Promise<readonly BulkItem[]>;
  /**
   * Writes what became of records that stand in one status; one that somebody else has moved on is left as it is.
   *
   * @returns how many were written
   */
  saveBulkItems(bulkId: string, from: BulkItemStatus, items: readonly BulkItem[]): Promise<number>;
  /** Sets everything that failed back to be tried again: records not filed, and requests with a failed step. */
  reopenFailedItems(bulkId: string): Promise<void>;
  countBulkItems(bulkId: string): Promise<BulkCounts>;
  /** Records as people see them, by position, after `after`, at most `limit`; all when no outcome is named. */
  pageBulkItems(
    bulkId: string,
    page: { readonly outcomes?: readonly BulkItemOutcome[]; readonly after?: number; readonly limit: number },
  ): Promise<readonly BulkItemStanding[]>;

  /** Which of these records are occupied by a live request, with its type's label. */
  findLiveAmong(
    objectType: ObjectType,
    recordIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly requestId: string; readonly typeLabel: string }>>;
}

/** What has been carried out, of all records. */
export function carriedOut(counts: BulkCounts): CarriedOut {
  return {
    open: counts.waiting + counts.prepared + counts.carrying_out,
    done: counts.done,
    failed: counts.failed,
    leftOut: counts.left_out,
  };
}
