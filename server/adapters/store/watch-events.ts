// What each function promises stands at its namesake in `WatchStore`, src/ports/watch-store.ts.

import type { ObjectType } from '@handrail/contracts/vocabulary';
import { sql } from 'kysely';
import type { EventBacklog, WaitingRecord, WatchEvent } from '../../../src/ports/watch-store.ts';
import type { TenantScope } from './database.ts';

/** Waiting events that are looked at to find the next records: a page stays cheap however long the backlog is. */
const HEAD = 5_000;

export async function takeEvents(
  { trx, tenantId }: TenantScope,
  events: readonly WatchEvent[],
  now: Date,
): Promise<number> {
  if (events.length === 0) return 0;
  const rows = events.map(({ eventKey, record, kind, occurredAt }) => ({
    k: eventKey,
    t: record.objectType,
    r: record.recordId,
    c: kind,
    o: occurredAt,
  }));
  // Sorted: two intakes that hold the same events lock them in the same order.
  const { numAffectedRows } = await sql`
    insert into handrail.watch_event (tenant_id, event_key, object_type, record_id, kind, occurred_at, came_in_at)
    select ${tenantId}, k, t, r, c, o, ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as e(k text, t text, r text, c text, o timestamptz)
    order by k
    on conflict do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

export async function listWaiting(
  { trx, tenantId }: TenantScope,
  { limit, after = '0' }: { readonly limit: number; readonly after?: string },
): Promise<readonly WaitingRecord[]> {
  const { rows } = await sql<{
    object_type: ObjectType;
    record_id: string;
    since: Date;
    place: string;
    up_to: string;
  }>`
    select object_type, record_id, min(came_in_at) as since, min(added)::text as place, max(added)::text as up_to
    from (
      select object_type, record_id, came_in_at, added from handrail.watch_event
      where tenant_id = ${tenantId} and worked_at is null and added > ${after}::bigint
      order by added limit ${HEAD}
    ) as head
    group by object_type, record_id
    order by min(added)
    limit ${limit}`.execute(trx);
  return rows.map((row) => ({
    record: { objectType: row.object_type, recordId: row.record_id },
    since: row.since.toISOString(),
    place: row.place,
    upTo: row.up_to,
  }));
}

export async function markWorked(
  { trx, tenantId }: TenantScope,
  waiting: readonly WaitingRecord[],
  now: Date,
): Promise<void> {
  if (waiting.length === 0) return;
  const rows = waiting.map(({ record, upTo }) => ({ t: record.objectType, r: record.recordId, u: upTo }));
  await sql`
    update handrail.watch_event as e set worked_at = ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as w(t text, r text, u bigint)
    where e.tenant_id = ${tenantId} and e.object_type = w.t and e.record_id = w.r
      and e.worked_at is null and e.added <= w.u`.execute(trx);
}

export async function forgetEvents(
  { trx, tenantId }: TenantScope,
  before: Date,
  limit: number,
): Promise<number> {
  const result = await trx
    .deleteFrom('watch_event')
    .where('tenant_id', '=', tenantId)
    .where('event_key', 'in', (eb) =>
      eb
        .selectFrom('watch_event')
        .select('event_key')
        .where('tenant_id', '=', tenantId)
        .where('worked_at', '<', before)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

export async function backlog({ trx, tenantId }: TenantScope): Promise<EventBacklog> {
  const { rows } = await sql<{ events: number; oldest: Date | null; newest: Date | null }>`
    select
      (select count(*)::int from handrail.watch_event
        where tenant_id = ${tenantId} and worked_at is null) as events,
      (select came_in_at from handrail.watch_event
        where tenant_id = ${tenantId} and worked_at is null order by added limit 1) as oldest,
      (select max(came_in_at) from handrail.watch_event where tenant_id = ${tenantId}) as newest`.execute(
    trx,
  );
  const [row] = rows;
  return {
    events: row?.events ?? 0,
    oldest: row?.oldest?.toISOString() ?? null,
    newest: row?.newest?.toISOString() ?? null,
  };
}
