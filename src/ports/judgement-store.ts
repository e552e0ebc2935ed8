import type { ChangeVerdict, RemedyKind, RemedyOutcome } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { FieldChange, WatchedField } from '../domain/watch/field-change.ts';
import type { JudgedChange } from '../domain/watch/judgement.ts';
import type { RepairLedger } from '../domain/watch/put-back.ts';

/** A change that waits to be judged. */
export interface WaitingChange {
  readonly changeId: string;
  readonly change: FieldChange;
}

/** What became of one remedy. */
export interface RemedyResult {
  readonly outcome: RemedyOutcome;
  /** What the CRM calls the task that was made, or why it refused; without personal text. */
  readonly note?: string;
}

/** A remedy with how far it has come. */
export interface StoredRemedy {
  readonly kind: RemedyKind;
  /** Null while it waits. */
  readonly result: RemedyResult | null;
  /** ISO 8601 instant; null while it waits. */
  readonly settledAt: string | null;
}

/** A judged change with what is done about it. */
export interface StoredChange {
  readonly judged: JudgedChange;
  /** In the order in which they are carried out. */
  readonly remedies: readonly StoredRemedy[];
  /** The request that its author filed for it afterwards. */
  readonly explainedBy?: string;
}

/** Which changes to list. All that is named must hold. */
export interface ChangeFilter {
  readonly verdicts?: readonly ChangeVerdict[];
  readonly record?: RecordRef;
  /** ISO 8601 instant: made at it or later. */
  readonly since?: string;
}

/** The part of a transaction that keeps what changes were judged to be. */
export interface JudgementStore {
  /** Keeps changes that wait to be judged; those known by their id are left as they are. */
  addWaiting(waiting: readonly WaitingChange[]): Promise<void>;
  /** Those of a record, the oldest change first, at most `limit`. */
  listWaiting(record: RecordRef, limit: number): Promise<readonly WaitingChange[]>;
  /**
   * Keeps what a waiting change was judged to be, with remedies that wait.
   *
   * @returns false when it was judged before: nothing is changed then
   */
  saveJudged(judged: JudgedChange): Promise<boolean>;
  findChange(changeId: string): Promise<StoredChange | null>;
  /** The newest change first, at most `limit`. */
  listChanges(filter: ChangeFilter, limit: number): Promise<readonly StoredChange[]>;
  countVerdicts(filter: Pick<ChangeFilter, 'since'>): Promise<Readonly<Record<ChangeVerdict, number>>>;
  /** Says which request explains a change; false when another one does already. */
  explainChange(changeId: string, requestId: string): Promise<boolean>;

  /** Adds a remedy that waits, unless the change has one of the kind. */
  addRemedy(changeId: string, kind: RemedyKind): Promise<void>;
  /** Ends a waiting remedy; false when it was ended before. */
  settleRemedy(changeId: string, kind: RemedyKind, result: RemedyResult, at: Date): Promise<boolean>;

  /** What was put back of a field, for changing it: nobody else can until the transaction ends. */
  lockLedger(record: RecordRef, field: WatchedField, property: string): Promise<RepairLedger>;
  /** Every ledger of a record, to read. */
  readLedgers(record: RecordRef): Promise<
    readonly {
      readonly field: WatchedField;
      readonly property: string;
      readonly ledger: RepairLedger;
    }[]
  >;
  /** To be called under `lockLedger`. */
  saveLedger(record: RecordRef, field: WatchedField, property: string, ledger: RepairLedger): Promise<void>;

  /** Forgets changes with nothing out of the ordinary that were judged before a moment, at most `limit`. */
  forgetOrdinary(before: Date, limit: number): Promise<number>;
}
