// What each function promises stands at its namesake in `WatchStore`, src/ports/watch-store.ts.

import type { ObjectType } from '@handrail/contracts/vocabulary';
import { sql } from 'kysely';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import type { FieldChange } from '../../../src/domain/watch/field-change.ts';
import type { Sha256 } from '../../../src/ports/digest.ts';
import type { MirroredRecord, MirrorReading, WatchStore } from '../../../src/ports/watch-store.ts';
import type { TenantScope } from './database.ts';
import { backlog, forgetEvents, listWaiting, markWorked, takeEvents } from './watch-events.ts';
import { findCursor, lease, moveCursor, release } from './watch-tasks.ts';

/** What was seen to change in the CRM, within one transaction. */
export function watchOf(scope: TenantScope, sha256: Sha256): WatchStore {
  return {
    beganAt: (now) => beganAt(scope, now),
    rememberChanges: (changes) => rememberChanges(scope, changes, sha256),
    countChanges: (record) => countChanges(scope, record),
    forgetChanges: (before, limit) => forgetChanges(scope, before, limit),
    findMirror: (record) => findMirror(scope, record),
    saveMirror: (reading) => saveMirror(scope, reading),
    forgetRecord: (record) => forgetRecord(scope, record),
    readModifiedAt: (objectType, recordIds) => readModifiedAt(scope, objectType, recordIds),
    takeEvents: (events, now) => takeEvents(scope, events, now),
    listWaiting: (page) => listWaiting(scope, page),
    markWorked: (waiting, now) => markWorked(scope, waiting, now),
    forgetEvents: (before, limit) => forgetEvents(scope, before, limit),
    backlog: () => backlog(scope),
    lease: (task, holder, now, until) => lease(scope, task, holder, now, until),
    release: (task, holder) => release(scope, task, holder),
    findCursor: (objectType) => findCursor(scope, objectType),
    moveCursor: (objectType, to) => moveCursor(scope, objectType, to),
  };
}

async function beganAt({ trx, tenantId }: TenantScope, now: Date): Promise<string> {
  const find = () =>
    trx.selectFrom('watch_start').select('began_at').where('tenant_id', '=', tenantId).executeTakeFirst();
  const known = await find();
  if (known) return known.began_at.toISOString();
  await trx
    .insertInto('watch_start')
    .values({ tenant_id: tenantId, began_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return ((await find())?.began_at ?? now).toISOString();
}

async function rememberChanges(
  { trx, tenantId }: TenantScope,
  changes: readonly FieldChange[],
  sha256: Sha256,
): Promise<readonly FieldChange[]> {
  if (changes.length === 0) return [];
  // A batch that names a change twice remembers it once.
  const byKey = new Map(changes.map((change) => [keyOf(change, sha256), change]));
  const rows = [...byKey].map(([key, { record, changedAt }]) => ({
    t: record.objectType,
    r: record.recordId,
    k: key,
    a: changedAt,
  }));
  const inserted = await sql<{ change_key: string }>`
    insert into handrail.seen_change (tenant_id, object_type, record_id, change_key, changed_at)
    select ${tenantId}, t, r, k, a
    from json_to_recordset(${JSON.stringify(rows)}::json) as c(t text, r text, k text, a timestamptz)
    order by t, r, k
    on conflict do nothing
    returning change_key`.execute(trx);
  const unseen = new Set(inserted.rows.map((row) => row.change_key));
  return [...byKey].flatMap(([key, change]) => (unseen.has(key) ? [change] : []));
}

/** A change's identity; half of a SHA-256 is enough for what nobody can choose to collide. */
function keyOf({ record, property, changedAt, to }: FieldChange, sha256: Sha256): string {
  const identity = [record.objectType, record.recordId, property, Date.parse(changedAt), to];
  return sha256(JSON.stringify(identity)).slice(0, 32);
}

async function countChanges({ trx, tenantId }: TenantScope, record: RecordRef): Promise<number> {
  const row = await trx
    .selectFrom('seen_change')
    .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('changes'))
    .where('tenant_id', '=', tenantId)
    .where('object_type', '=', record.objectType)
    .where('record_id', '=', record.recordId)
    .executeTakeFirst();
  return row?.changes ?? 0;
}

async function forgetChanges({ trx, tenantId }: TenantScope, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from handrail.seen_change
    where tenant_id = ${tenantId} and (object_type, record_id, change_key) in (
      select object_type, record_id, change_key from handrail.seen_change
      where tenant_id = ${tenantId} and changed_at < ${before}
      limit ${limit}
    )`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

async function findMirror({ trx, tenantId }: TenantScope, record: RecordRef): Promise<MirroredRecord | null> {
  const row = await trx
    .selectFrom('watched_record')
    .select(['modified_at', 'mirror'])
    .where('tenant_id', '=', tenantId)
    .where('object_type', '=', record.objectType)
    .where('record_id', '=', record.recordId)
    .executeTakeFirst();
  return row ? { modifiedAt: row.modified_at.toISOString(), values: row.mirror } : null;
}

async function saveMirror(
  { trx, tenantId }: TenantScope,
  { record, modifiedAt, values }: MirrorReading,
): Promise<void> {
  await trx
    .insertInto('watched_record')
    .values({
      tenant_id: tenantId,
      object_type: record.objectType,
      record_id: record.recordId,
      modified_at: modifiedAt,
      mirror: JSON.stringify(values),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'object_type', 'record_id'])
        .doUpdateSet((eb) => ({
          modified_at: eb.ref('excluded.modified_at'),
          mirror: eb.ref('excluded.mirror'),
        }))
        .whereRef('watched_record.modified_at', '<=', 'excluded.modified_at'),
    )
    .execute();
}

async function forgetRecord({ trx, tenantId }: TenantScope, record: RecordRef): Promise<void> {
  await trx
    .deleteFrom('watched_record')
    .where('tenant_id', '=', tenantId)
    .where('object_type', '=', record.objectType)
    .where('record_id', '=', record.recordId)
    .execute();
}

async function readModifiedAt(
  { trx, tenantId }: TenantScope,
  objectType: ObjectType,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (recordIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('watched_record')
    .select(['record_id', 'modified_at'])
    .where('tenant_id', '=', tenantId)
    .where('object_type', '=', objectType)
    .where('record_id', 'in', recordIds)
    .execute();
  return new Map(rows.map((row) => [row.record_id, row.modified_at.toISOString()]));
}
