import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { FieldChange, PresentValue } from '../domain/watch/field-change.ts';

/** The watched fields of one record, and how they came to be so. */
export interface RecordReading {
  readonly record: RecordRef;
  /** When the CRM says that the record was last changed, in any field: ISO 8601. */
  readonly modifiedAt: string;
  /** Changes of the watched fields from `since` on, oldest first. */
  readonly changes: readonly FieldChange[];
  /** Every watched property of the record as it stands now. */
  readonly present: readonly PresentValue[];
  /** Properties whose changes the CRM keeps no history of: what changed there only a comparison shows. */
  readonly untracked?: readonly string[];
  /** True when automation of Handrail's own package holds the record, for a request that Handrail has not answered. */
  readonly heldByPackage?: boolean;
}

/** A record that is among the changed ones. */
export interface ChangedRecord {
  readonly recordId: string;
  /** ISO 8601 instant. */
  readonly modifiedAt: string;
}

/** One page of changed records, those whose change is oldest first. */
export interface ChangedPage {
  readonly records: readonly ChangedRecord[];
  /** Leads to the next page, in the CRM's own terms; absent on the last. Of use within minutes, not to be stored. */
  readonly next?: string;
}

/**
 * What changed in a CRM, one implementation a vendor; all must pass `tests/contract/record-changes.suite.ts`.
 * Implementations retry like those of `CrmPort`.
 */
export interface RecordChanges {
  /**
   * Reads the watched fields of records with their history. Null for a record that is gone (deleted, or merged into
   * another, or converted). A CRM may keep only the newest values of a field: what it has forgotten cannot be told.
   *
   * @param records at most 50 of one type, each once
   * @param options `since`: changes before it are left out, not the present values
   * @returns in the order given
   * @throws CrmError `unavailable`, `refused`
   */
  readChanges(
    records: readonly RecordRef[],
    options: { readonly since: Date },
  ): Promise<readonly (RecordReading | null)[]>;

  /**
   * Records of one type that were changed in any field at `since` or later. The CRM's index lags by seconds: whoever
   * asks again asks from a little before the last record seen. A record may come on two pages.
   *
   * @param after `next` of the page before; the first page when left out
   * @throws CrmError `unavailable`, `refused`
   */
  changedRecords(objectType: ObjectType, since: Date, after?: string): Promise<ChangedPage>;
}
