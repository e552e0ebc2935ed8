import type { Value } from '../store/field-value.ts';
import type { StoredRecord } from '../store/org-store.ts';
import type { OrgCore, OrgWrite, WaitingPath, WriteSource } from './org-core.ts';

/** Whether assignment rules run: the active one, none, or the one with this name. */
export type AssignMode =
  | { readonly kind: 'active' }
  | { readonly kind: 'none' }
  | { readonly kind: 'rule'; readonly name: string };

/** Whose write it is and what it asks of the org. */
export interface WriteOptions {
  readonly userId: string;
  readonly source: WriteSource;
  readonly assign: AssignMode;
}

/** One transaction: all of it is committed, or none. */
export interface Transaction extends WriteOptions {
  readonly savepoint: number;
  /** The flows that are running, outermost first: `name recordId`. */
  readonly running: string[];
  pendingWrites: Omit<OrgWrite, 'seq'>[];
  /** Paths to wait for once it is committed. */
  waiting: WaitingPath[];
  /** Records whose waiting paths must be looked at again. */
  readonly touched: Set<string>;
}

/**
 * Runs work in a transaction of its own; what it throws takes everything back.
 *
 * @param after runs once the transaction is committed
 */
export function inTransaction<T>(
  org: OrgCore,
  options: WriteOptions,
  work: (transaction: Transaction) => T,
  after: (transaction: Transaction) => void,
): T {
  const transaction: Transaction = {
    ...options,
    savepoint: org.store.savepoint(),
    running: [],
    pendingWrites: [],
    waiting: [],
    touched: new Set(),
  };
  let result: T;
  try {
    result = work(transaction);
  } catch (error) {
    org.store.rollback(transaction.savepoint);
    throw error;
  }
  keepHistory(org, transaction);
  const changes = [...org.store.changedSince(transaction.savepoint)].flatMap(([id, before]) => {
    const now = org.store.findAny(id);
    return now ? [{ before, after: now }] : [];
  });
  for (const write of transaction.pendingWrites) org.writes.push({ seq: org.writes.length + 1, ...write });
  org.store.commit();
  for (const tell of org.commitListeners) tell({ userId: options.userId, changes });
  after(transaction);
  return result;
}

/** Runs a part of a transaction; what it throws takes back that part only. */
export function inPart<T>(org: OrgCore, transaction: Transaction, work: () => T): T {
  const savepoint = org.store.savepoint();
  const { pendingWrites, waiting } = transaction;
  const kept = { writes: [...pendingWrites], waiting: [...waiting] };
  try {
    return work();
  } catch (error) {
    org.store.rollback(savepoint);
    transaction.pendingWrites = kept.writes;
    transaction.waiting = kept.waiting;
    throw error;
  }
}

/** Writes a row of field history for each tracked field whose value is another one after the transaction. */
function keepHistory(org: OrgCore, { savepoint, userId }: Transaction): void {
  const createdDate = new Date(org.clock.now()).toISOString();
  for (const [recordId, before] of org.store.changedSince(savepoint)) {
    const after = org.store.findAny(recordId);
    const definition = after && org.schema.findObject(after.objectName);
    if (!after || after.deleted || !definition?.history) continue;
    const { object } = definition.history;
    const add = (field: string, dataType: string, oldValue: Value, newValue: Value) =>
      org.store.history.push({
        id: org.store.newId(object),
        objectName: after.objectName,
        recordId,
        field,
        dataType,
        oldValue,
        newValue,
        createdById: userId,
        createdDate,
      });
    if (!before) {
      add('created', 'Text', null, null);
      continue;
    }
    for (const { name, type, tracked } of definition.fields) {
      const [from, to] = [before.values[name] ?? null, after.values[name] ?? null];
      if (!tracked || from === to) continue;
      if (type === 'reference') {
        // An owner's change is kept twice: by name for people, by id for programs.
        const field = name.replace(/Id$/, '');
        add(field, 'Text', nameOf(org, from), nameOf(org, to));
        add(field, 'EntityId', from, to);
      } else add(name, HISTORY_TYPE[type] ?? 'Text', from, to);
    }
  }
}

const HISTORY_TYPE: Readonly<Partial<Record<string, string>>> = {
  boolean: 'Boolean',
  currency: 'Currency',
  date: 'DateOnly',
  datetime: 'DateTime',
  picklist: 'DynamicEnum',
};

function nameOf(org: OrgCore, id: Value): Value {
  const record: StoredRecord | undefined = typeof id === 'string' ? org.store.findAny(id) : undefined;
  return record?.values.Name ?? null;
}
