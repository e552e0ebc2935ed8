import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { RecordRef } from '../../../../src/domain/policy/facts.ts';
import { byTime, type FieldChange, type PresentValue } from '../../../../src/domain/watch/field-change.ts';
import type { RecordReading } from '../../../../src/ports/record-changes.ts';
import type { SalesforceClient } from '../client.ts';
import type { Fields } from '../field-names.ts';
import { textOf } from '../mapper.ts';
import type { OrgCatalog } from '../org-catalog.ts';
import { readRecords } from '../read-records.ts';
import type { SalesforceRecord, SalesforceValue } from '../schema.ts';
import { objectOf, type SalesforceObject } from '../sobjects.ts';
import type { Authors } from './authors.ts';
import { changeSourceOf } from './change-source.ts';
import { type HistoryRow, readHistory } from './history-rows.ts';
import { instantOf } from './instants.ts';
import { isHeldByPackage, isSetByPackage, type PackageHold, readPackageHolds } from './package-holds.ts';
import { type WatchedColumn, watchedColumns } from './watched-fields.ts';

/** Where changes are read from. */
export interface ChangeReading {
  readonly client: SalesforceClient;
  readonly catalog: OrgCatalog;
  readonly authors: Authors;
  /** See `readTrackedFields`. */
  readonly trackedOf: (objectName: string) => Promise<ReadonlySet<string> | null>;
}

/** See `RecordChanges.readChanges`. Leads and contacts are one record type and two objects. */
export async function readChanges(
  reading: ChangeReading,
  records: readonly RecordRef[],
  since: Date,
): Promise<readonly (RecordReading | null)[]> {
  const found = new Map<string, RecordReading>();
  for (const [, own] of Map.groupBy(records, (record) => objectOf(record).name)) {
    const [first] = own;
    if (!first) continue;
    for (const one of await readObject(reading, objectOf(first), own, since)) {
      found.set(one.record.recordId, one);
    }
  }
  return records.map(({ recordId }) => found.get(recordId) ?? null);
}

interface ObjectParts {
  readonly fields: Fields;
  readonly columns: readonly WatchedColumn[];
  /** Null when the org keeps no history of the object. */
  readonly history: readonly HistoryRow[] | null;
  readonly tracked: ReadonlySet<string> | null;
  readonly ownUserId: string;
  readonly users: Awaited<ReturnType<Authors['usersOf']>>;
  readonly holds: readonly PackageHold[];
}

async function readObject(
  { client, catalog, authors, trackedOf }: ChangeReading,
  object: SalesforceObject,
  records: readonly RecordRef[],
  since: Date,
): Promise<readonly RecordReading[]> {
  const { name } = object;
  const fields = await catalog.fields(name, 'job');
  const columns = watchedColumns(object, fields);
  const extra = fields.has('isconverted') ? ['IsConverted'] : [];
  const ids = records.map(({ recordId }) => recordId);
  const selected = ['Id', 'SystemModstamp', ...extra, ...columns.map((column) => column.name)];
  const present = await readRecords(client, name, { ids, fields: selected, patience: 'job' });
  // What a lead was converted to is watched as what it is now.
  const there = records.filter(({ recordId }) => {
    const values = present.get(recordId);
    return values !== undefined && values.IsConverted !== true;
  });
  if (there.length === 0) return [];
  const history = await readHistory(
    client,
    name,
    there.map(({ recordId }) => recordId),
    since,
  );
  const holdName = columns.find(({ property }) => property === RECORD_PROPERTY.routingHold)?.name;
  const held =
    holdName === undefined
      ? []
      : there.filter(
          ({ recordId }) =>
            present.get(recordId)?.[holdName] === true ||
            history?.some((row) => row.recordId === recordId && row.field === holdName),
        );
  const parts: ObjectParts = {
    fields,
    columns,
    history,
    tracked: history === null ? new Set() : await trackedOf(name),
    ownUserId: await authors.ownUserId(),
    users: await authors.usersOf((history ?? []).map(({ userId }) => userId)),
    holds: await readPackageHolds(
      client,
      name,
      held.map(({ recordId }) => recordId),
    ),
  };
  return there.flatMap((record) => {
    const values = present.get(record.recordId);
    return values ? [readingOf(record, values, parts)] : [];
  });
}

function readingOf(record: RecordRef, values: SalesforceRecord, parts: ObjectParts): RecordReading {
  const { fields, columns, tracked, holds } = parts;
  const modifiedAt = instantOf(String(values.SystemModstamp));
  const changes = changesOf(record, parts);
  const present = columns.map(({ name, property, field }): PresentValue => {
    const newest = changes.findLast((change) => change.property === property);
    const text = textAs(fields, name, values[name]);
    // A box that was never ticked has no value.
    const value = text === 'false' && newest === undefined ? null : text;
    return { field, property, value, changedAt: newest?.changedAt ?? null };
  });
  return {
    record,
    modifiedAt,
    changes,
    present,
    untracked:
      tracked === null
        ? []
        : columns.flatMap(({ name, property }) => (tracked.has(name.toLowerCase()) ? [] : [property])),
    heldByPackage: isHeldByPackage(holds, record.recordId, modifiedAt),
  };
}

function changesOf(record: RecordRef, parts: ObjectParts): readonly FieldChange[] {
  const { fields, columns, history, ownUserId, users, holds } = parts;
  const found = new Map<string, FieldChange>();
  for (const row of history ?? []) {
    if (row.recordId !== record.recordId) continue;
    const column = columnOf(columns, row);
    if (!column) continue;
    const { name, property, field } = column;
    const before = textAs(fields, name, row.from);
    const from = before === 'false' ? null : before;
    const to = textAs(fields, name, row.to);
    if (from === to) continue;
    const isPackage =
      property === RECORD_PROPERTY.routingHold &&
      to === 'true' &&
      isSetByPackage(holds, record.recordId, row.at);
    const source = isPackage
      ? ({ kind: 'own_flow', userId: row.userId } as const)
      : changeSourceOf({
          userId: row.userId,
          user: users.get(row.userId) ?? null,
          ownUserId,
          rowField: row.field,
        });
    const change: FieldChange = { record, field, property, from, to, changedAt: row.at, source };
    // Of two rows that tell one change, the one that says more counts.
    const key = JSON.stringify([property, row.at, to]);
    if (found.get(key)?.source.type === undefined) found.set(key, change);
  }
  return [...found.values()].toSorted(byTime);
}

/** Words of history for a changed owner; of two rows, one with names and one with ids, the latter counts. */
const OWNER_ROWS: ReadonlySet<string> = new Set([
  'owner',
  'ownerid',
  'ownerassignment',
  'ownerescalated',
  'owneraccepted',
]);
const OWNER_ID = /^(?:005|00G)[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/;

/** The watched field that a row is about; undefined for every other row. */
function columnOf(columns: readonly WatchedColumn[], row: HistoryRow): WatchedColumn | undefined {
  const word = row.field.toLowerCase();
  if (OWNER_ROWS.has(word)) {
    const isIds = [row.from, row.to].every((value) => value === null || OWNER_ID.test(String(value)));
    return isIds && row.dataType !== 'Text' ? columns.find(({ name }) => name === 'OwnerId') : undefined;
  }
  return columns.find(({ name }) => {
    const column = name.toLowerCase();
    return (
      column === word || (column.endsWith('id') && column === `${word}id` && row.dataType === 'EntityId')
    );
  });
}

/** A value as the text that steps carry; null for none. */
function textAs(fields: Fields, name: string, value: SalesforceValue | undefined): string | null {
  return textOf(fields.get(name.toLowerCase()), value) || null;
}
