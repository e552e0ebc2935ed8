import type { CoverageStatus, GroupObjectType } from '@handrail/contracts/vocabulary';
import type { CoveredRecord, MemberRef } from '../domain/buying-group/covered-record.ts';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { StoredRequest } from './unit-of-work.ts';

/** How far the work on a group has come; it goes on from here after whatever broke it off. */
export type GroupPosition =
  /** Looking through the CRM for records; `after` leads to the page that comes next. */
  | { readonly phase: 'look'; readonly objectType: GroupObjectType; readonly after: string | null }
  /** Settling the records known, in the order of their keys; `after` is the last one that was settled. */
  | { readonly phase: 'settle'; readonly after: MemberRef | null };

/** The buying group of one request on a company. */
export interface BuyingGroup {
  readonly requestId: string;
  readonly company: RecordRef;
  /** `closed`: the exception is over and every record was let go. */
  readonly status: 'living' | 'over' | 'closed';
  /** Counts the looks at the CRM, from 1. */
  readonly round: number;
  /** Null when nothing is to do before the next sweep. */
  readonly position: GroupPosition | null;
  /** ISO 8601 instant at which the exception began to end. */
  readonly overAt: string | null;
  /** ISO 8601 instant; null once closed. */
  readonly nextSweepAt: string | null;
}

/** A company's exception over one record. */
export interface Cover {
  readonly row: CoveredRecord;
  readonly group: BuyingGroup;
  /** The request on the company. */
  readonly request: StoredRequest;
}

/** Buying groups and their records, within one transaction of one tenant. */
export interface CoverageStore {
  findGroup(requestId: string): Promise<BuyingGroup | null>;
  /** The same for changing it: nobody else can until the transaction ends. */
  lockGroup(requestId: string): Promise<BuyingGroup | null>;
  /** Inserts or replaces. */
  saveGroup(group: BuyingGroup): Promise<void>;
  /** Ids of groups to be swept by `now`, longest due first, at most `limit`. */
  findGroupsDue(now: Date, limit: number): Promise<readonly string[]>;

  /** Notes records that a look found: new ones enter as `covering`, known ones keep where they stand. */
  noteSeen(
    requestId: string,
    round: number,
    seen: readonly (MemberRef & { readonly title: string; readonly belongs: 'open' | 'closed' })[],
  ): Promise<void>;
  /** Marks as `gone` the records that a finished look did not see. */
  noteGone(requestId: string, round: number): Promise<void>;

  /** Records of a group in the order of their keys, at most `limit`; `open` leaves out released ones. */
  listCovered(
    requestId: string,
    options: { after?: MemberRef | null; limit: number; open?: boolean },
  ): Promise<readonly CoveredRecord[]>;
  countCovered(requestId: string): Promise<Readonly<Record<CoverageStatus, number>>>;
  saveCovered(row: CoveredRecord): Promise<void>;
  /** Saves a row unless somebody else changed what is being attempted meanwhile; false then. */
  finishAttempt(row: CoveredRecord, attempted: CoveredRecord['attempt']): Promise<boolean>;

  /**
   * All groups that know a record and are not done with it, the one that covered it first at the head. Locks the
   * record's rows until the transaction ends, so that two groups cannot both take it.
   */
  coversOf(record: RecordRef): Promise<readonly Cover[]>;
  /** The same for reading: nothing is locked. */
  readCoversOf(record: RecordRef): Promise<readonly Cover[]>;
}
