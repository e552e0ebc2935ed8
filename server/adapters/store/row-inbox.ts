// What each function promises stands at its namesake in `RowInbox`, src/ports/row-inbox.ts.

import { type Selectable, sql } from 'kysely';
import {
  type InboxRow,
  type RowBacklog,
  type RowInbox,
  type RowKind,
  RowSettledBefore,
  type RowVerdict,
  type RowWatermark,
  type SeenRow,
} from '../../../src/ports/row-inbox.ts';
import type { TenantScope } from './database.ts';
import type { RowTables } from './row-tables.ts';

/** The rows that people wrote, within one transaction. */
export function rowInboxOf(scope: TenantScope): RowInbox {
  return {
    find: (rowIds) => find(scope, rowIds),
    settle: (row, verdict, at) => settle(scope, row, verdict, at),
    postpone: (row, until, trouble) => postpone(scope, row, until, trouble),
    markAnswered: (rowIds) => markAnswered(scope, rowIds),
    listDue: (now, limit) => listDue(scope, now, limit),
    backlog: () => backlog(scope),
    findWatermark: (kind) => findWatermark(scope, kind),
    moveWatermark: (kind, to) => moveWatermark(scope, kind, to),
    markLookedThrough: (kind, at) => saveWatermark(scope, kind, { looked_through_at: at }),
    noteTrouble: (kind, trouble) => saveWatermark(scope, kind, { trouble }),
  };
}

async function find(
  { trx, tenantId }: TenantScope,
  rowIds: readonly string[],
): Promise<ReadonlyMap<string, InboxRow>> {
  if (rowIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('salesforce_row')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('row_id', 'in', rowIds)
    .execute();
  return new Map(rows.map((row) => [row.row_id, inboxRow(row)]));
}

async function settle(
  { trx, tenantId }: TenantScope,
  { rowId, kind, writtenAt }: SeenRow,
  verdict: RowVerdict,
  at: Date,
): Promise<void> {
  const settled = {
    ...(verdict.outcome === 'accepted'
      ? { outcome: verdict.outcome, request_id: verdict.requestId, code: null, detail: null }
      : { outcome: verdict.outcome, request_id: null, code: verdict.code, detail: verdict.message }),
    attempts: 0,
    next_attempt_at: at,
    trouble: null,
  };
  const row = await trx
    .insertInto('salesforce_row')
    .values({ tenant_id: tenantId, row_id: rowId, kind, written_at: writtenAt, ...settled })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'row_id'])
        .doUpdateSet(settled)
        .where('salesforce_row.outcome', 'is', null),
    )
    .returning('row_id')
    .executeTakeFirst();
  if (!row) throw new RowSettledBefore('The row has its verdict already.');
}

async function postpone(
  { trx, tenantId }: TenantScope,
  { rowId, kind, writtenAt }: SeenRow,
  until: Date,
  trouble: string,
): Promise<void> {
  await trx
    .insertInto('salesforce_row')
    .values({
      tenant_id: tenantId,
      row_id: rowId,
      kind,
      written_at: writtenAt,
      attempts: 1,
      next_attempt_at: until,
      trouble,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'row_id'])
        .doUpdateSet((eb) => ({
          attempts: eb('salesforce_row.attempts', '+', 1),
          next_attempt_at: until,
          trouble,
        }))
        // What was answered meanwhile has nothing left to wait for.
        .where((eb) =>
          eb.or([
            eb('salesforce_row.outcome', 'is', null),
            eb('salesforce_row.next_attempt_at', 'is not', null),
          ]),
        ),
    )
    .execute();
}

async function markAnswered({ trx, tenantId }: TenantScope, rowIds: readonly string[]): Promise<void> {
  if (rowIds.length === 0) return;
  await trx
    .updateTable('salesforce_row')
    .set({ next_attempt_at: null, detail: null, trouble: null })
    .where('tenant_id', '=', tenantId)
    .where('row_id', 'in', rowIds)
    .where('outcome', 'is not', null)
    .execute();
}

async function listDue(
  { trx, tenantId }: TenantScope,
  now: Date,
  limit: number,
): Promise<readonly InboxRow[]> {
  const rows = await trx
    .selectFrom('salesforce_row')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('next_attempt_at', '<=', now)
    .orderBy('written_at')
    .orderBy('row_id')
    .limit(limit)
    .execute();
  return rows.map(inboxRow);
}

async function backlog({ trx, tenantId }: TenantScope): Promise<RowBacklog> {
  const found = await trx
    .selectFrom('salesforce_row')
    .select([
      sql<number>`(count(*) filter (where outcome is null))::int`.as('unworked'),
      sql<number>`(count(*) filter (where outcome is not null))::int`.as('unanswered'),
      sql<Date | null>`min(written_at)`.as('oldest'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('next_attempt_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return { ...found, oldest: found.oldest?.toISOString() ?? null };
}

async function findWatermark({ trx, tenantId }: TenantScope, kind: RowKind): Promise<RowWatermark> {
  const row = await trx
    .selectFrom('salesforce_row_watermark')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return {
    watermark: row?.watermark?.toISOString() ?? null,
    lookedThroughAt: row?.looked_through_at?.toISOString() ?? null,
    trouble: row?.trouble ?? null,
  };
}

async function moveWatermark({ trx, tenantId }: TenantScope, kind: RowKind, to: Date): Promise<void> {
  await trx
    .insertInto('salesforce_row_watermark')
    .values({ tenant_id: tenantId, kind, watermark: to })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'kind']).doUpdateSet((eb) => ({
        watermark: eb.fn('greatest', ['salesforce_row_watermark.watermark', 'excluded.watermark']),
      })),
    )
    .execute();
}

async function saveWatermark(
  { trx, tenantId }: TenantScope,
  kind: RowKind,
  values: { readonly looked_through_at?: Date; readonly trouble?: string | null },
): Promise<void> {
  await trx
    .insertInto('salesforce_row_watermark')
    .values({ tenant_id: tenantId, kind, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind']).doUpdateSet(values))
    .execute();
}

function inboxRow(row: Selectable<RowTables['salesforce_row']>): InboxRow {
  return {
    rowId: row.row_id,
    kind: row.kind,
    writtenAt: row.written_at.toISOString(),
    verdict: verdictOf(row),
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    trouble: row.trouble,
  };
}

function verdictOf({
  outcome,
  request_id,
  code,
  detail,
}: Selectable<RowTables['salesforce_row']>): RowVerdict | null {
  if (outcome === 'accepted' && request_id !== null) return { outcome, requestId: request_id };
  if (outcome === 'refused' && code !== null) return { outcome, code, message: detail ?? '' };
  return null;
}
