import { randomUUID } from 'node:crypto';
import type { OrgCommit } from '../engine/org-core.ts';
import type { OrgSchema } from '../schema/org-schema.ts';
import { toWire, type Values } from '../store/field-value.ts';
import type { StoredRecord } from '../store/org-store.ts';

/** What happened to records, as the header of a change event says it. */
export type ChangeType = 'CREATE' | 'UPDATE' | 'DELETE' | `GAP_${'CREATE' | 'UPDATE' | 'DELETE'}`;

/** The header of a change event: the part of the documented one that the sandbox knows. */
export interface ChangeEventHeader {
  readonly entityName: string;
  readonly recordIds: readonly string[];
  readonly changeType: ChangeType;
  /** Fields that an update changed; none for every other event. */
  readonly changedFields: readonly string[];
  readonly commitUser: string;
  /** Milliseconds since 1970 UTC. */
  readonly commitTimestamp: number;
  readonly transactionKey: string;
  /** From 1 within the transaction. */
  readonly sequenceNumber: number;
}

/** One change event without its place in the feed. */
export interface ChangeEvent {
  readonly header: ChangeEventHeader;
  readonly values: Values;
}

/** Fields that change with every save and are no change of their own. */
const STAMPS: ReadonlySet<string> = new Set([
  'Id',
  'IsDeleted',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
]);

interface RecordChange {
  readonly entityName: string;
  readonly id: string;
  readonly changeType: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly values: Values;
}

/**
 * The change events of one transaction, in the order of its writes. Records of one object with the very same change come
 * in one event, as the real org may send them.
 *
 * @param now milliseconds since 1970 UTC
 */
export function changeEventsOf(
  schema: OrgSchema,
  { userId, changes }: OrgCommit,
  now: number,
): readonly ChangeEvent[] {
  const merged = new Map<string, { readonly change: RecordChange; readonly ids: string[] }>();
  for (const { before, after } of changes) {
    const change = changeOf(schema, before, after);
    if (!change) continue;
    const key = JSON.stringify([change.entityName, change.changeType, change.values]);
    const same = merged.get(key);
    if (same) same.ids.push(change.id);
    else merged.set(key, { change, ids: [change.id] });
  }
  const transactionKey = randomUUID();
  return [...merged.values()].map(({ change: { entityName, changeType, values }, ids }, at) => ({
    header: {
      entityName,
      recordIds: ids,
      changeType,
      changedFields: changeType === 'UPDATE' ? Object.keys(values) : [],
      commitUser: userId,
      commitTimestamp: now,
      transactionKey,
      sequenceNumber: at + 1,
    },
    values,
  }));
}

/** The same event for a change that the org could not write out: it names the records and nothing else. */
export function asGap({ header }: ChangeEvent): ChangeEvent {
  const changeType = header.changeType.startsWith('GAP_')
    ? header.changeType
    : (`GAP_${header.changeType}` as ChangeType);
  return { header: { ...header, changeType, changedFields: [] }, values: {} };
}

function changeOf(
  schema: OrgSchema,
  before: StoredRecord | undefined,
  after: StoredRecord,
): RecordChange | null {
  const { objectName: entityName, id } = after;
  const wasThere = before !== undefined && !before.deleted;
  if (after.deleted) return wasThere ? { entityName, id, changeType: 'DELETE', values: {} } : null;
  const changed = schema.object(entityName).fields.filter(({ name }) => {
    if (name === 'Id') return false;
    const now = after.values[name] ?? null;
    return wasThere ? now !== (before.values[name] ?? null) : now !== null;
  });
  if (wasThere && changed.every(({ name }) => STAMPS.has(name))) return null;
  const values = changed
    .filter(({ name }) => name !== 'SystemModstamp' && name !== 'IsDeleted')
    .map((field) => [field.name, toWire(field, after.values[field.name] ?? null)] as const);
  return { entityName, id, changeType: wasThere ? 'UPDATE' : 'CREATE', values: Object.fromEntries(values) };
}
