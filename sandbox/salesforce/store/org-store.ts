import type { OrgSchema } from '../schema/org-schema.ts';
import type { Value, Values } from './field-value.ts';
import { makeRecordId, toLongId } from './record-ids.ts';

/** A record as the store keeps it. Never changed in place: a change puts another one there. */
export interface StoredRecord {
  readonly objectName: string;
  readonly id: string;
  readonly values: Values;
  readonly deleted: boolean;
}

/** One change of a tracked field. */
export interface HistoryRow {
  readonly id: string;
  readonly objectName: string;
  readonly recordId: string;
  readonly field: string;
  readonly dataType: string;
  readonly oldValue: Value;
  readonly newValue: Value;
  readonly createdById: string;
  /** ISO 8601 instant. */
  readonly createdDate: string;
}

interface Undo {
  readonly id: string;
  readonly before: StoredRecord | undefined;
}

/** The records of an org, with what a transaction needs to take its changes back. */
export class OrgStore {
  readonly #schema: OrgSchema;
  readonly #records = new Map<string, StoredRecord>();
  readonly #byObject = new Map<string, Set<string>>();
  readonly #issued = new Map<string, number>();
  #journal: Undo[] = [];
  readonly history: HistoryRow[] = [];

  constructor(schema: OrgSchema) {
    this.#schema = schema;
  }

  /** The next id of an object. Ids of changes taken back are not given again, as in the real org. */
  newId(objectName: string): string {
    const { keyPrefix } = this.#schema.object(objectName);
    const n = (this.#issued.get(keyPrefix) ?? 0) + 1;
    this.#issued.set(keyPrefix, n);
    return makeRecordId(keyPrefix, n);
  }

  /** A record that is not deleted, by an id of either length. */
  find(id: string): StoredRecord | undefined {
    const found = this.findAny(id);
    return found?.deleted ? undefined : found;
  }

  /** A record, deleted ones too. */
  findAny(id: string): StoredRecord | undefined {
    const long = toLongId(id);
    return long === null ? undefined : this.#records.get(long);
  }

  /** Records of an object that are not deleted, oldest first. */
  all(objectName: string): readonly StoredRecord[] {
    const ids = this.#byObject.get(objectName) ?? [];
    return [...ids].flatMap((id) => {
      const one = this.#records.get(id);
      return one && !one.deleted ? [one] : [];
    });
  }

  /** Records of an object, deleted ones too, oldest first. */
  ever(objectName: string): readonly StoredRecord[] {
    return [...(this.#byObject.get(objectName) ?? [])].flatMap((id) => this.#records.get(id) ?? []);
  }

  /** How many records of an object there are or were. */
  count(objectName: string): number {
    return this.#byObject.get(objectName)?.size ?? 0;
  }

  /** Puts a record there, or another state of it. */
  put(record: StoredRecord): void {
    this.#journal.push({ id: record.id, before: this.#records.get(record.id) });
    this.#records.set(record.id, record);
    const ids = this.#byObject.get(record.objectName) ?? new Set();
    this.#byObject.set(record.objectName, ids.add(record.id));
  }

  /** Records changed since a savepoint, each with its state before: undefined for one that was not there. */
  changedSince(savepoint: number): ReadonlyMap<string, StoredRecord | undefined> {
    const first = new Map<string, StoredRecord | undefined>();
    for (const { id, before } of this.#journal.slice(savepoint)) if (!first.has(id)) first.set(id, before);
    return first;
  }

  /** A point to go back to. */
  savepoint(): number {
    return this.#journal.length;
  }

  /** Takes back every change since a savepoint. */
  rollback(savepoint: number): void {
    for (const { id, before } of this.#journal.splice(savepoint).reverse()) {
      if (before) {
        this.#records.set(id, before);
      } else {
        const gone = this.#records.get(id);
        this.#records.delete(id);
        if (gone) this.#byObject.get(gone.objectName)?.delete(id);
      }
    }
  }

  /** Makes all changes final. */
  commit(): void {
    this.#journal = [];
  }
}
