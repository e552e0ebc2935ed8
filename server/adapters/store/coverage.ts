// What each function promises stands at its namesake in `CoverageStore`, src/ports/coverage-store.ts.

import { COVERAGE_STATUSES, type CoverageStatus } from '@handrail/contracts/vocabulary';
import { type Selectable, type SqlBool, sql } from 'kysely';
import {
  type CoveredRecord,
  type CoverWrite,
  sameWrite,
} from '../../../src/domain/buying-group/covered-record.ts';
import type { BuyingGroup, Cover, CoverageStore } from '../../../src/ports/coverage-store.ts';
import type { Database, TenantScope } from './database.ts';
import { findRequest } from './exception-requests.ts';

const GROUP_COLUMNS = [
  'request_id',
  'company',
  'status',
  'round',
  'position',
  'over_at',
  'next_sweep_at',
] as const;
const ROW_COLUMNS = [
  'request_id',
  'object_type',
  'record_id',
  'title',
  'status',
  'belongs',
  'written',
  'attempt',
  'note',
  'round',
] as const;

/** Buying groups within one transaction. */
export function coverageOf(scope: TenantScope): CoverageStore {
  return {
    findGroup: (requestId) => findGroup(scope, requestId, false),
    lockGroup: (requestId) => findGroup(scope, requestId, true),
    saveGroup: (group) => saveGroup(scope, group),
    findGroupsDue: (now, limit) => findGroupsDue(scope, now, limit),
    noteSeen: (requestId, round, seen) => noteSeen(scope, requestId, round, seen),
    noteGone: (requestId, round) => noteGone(scope, requestId, round),
    listCovered: (requestId, options) => listCovered(scope, requestId, options),
    countCovered: (requestId) => countCovered(scope, requestId),
    saveCovered: (row) => saveCovered(scope, row),
    finishAttempt: (row, attempted) => finishAttempt(scope, row, attempted),
    coversOf: (record) => coversOf(scope, record, true),
    readCoversOf: (record) => coversOf(scope, record, false),
  };
}

async function findGroup(
  { trx, tenantId }: TenantScope,
  requestId: string,
  lock: boolean,
): Promise<BuyingGroup | null> {
  let query = trx
    .selectFrom('buying_group')
    .select(GROUP_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row ? groupOf(row) : null;
}

async function saveGroup({ trx, tenantId }: TenantScope, group: BuyingGroup): Promise<void> {
  const values = {
    company: JSON.stringify(group.company),
    status: group.status,
    round: group.round,
    position: group.position && JSON.stringify(group.position),
    over_at: group.overAt,
    next_sweep_at: group.nextSweepAt,
  };
  await trx
    .insertInto('buying_group')
    .values({ tenant_id: tenantId, request_id: group.requestId, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'request_id']).doUpdateSet(values))
    .execute();
}

async function findGroupsDue(
  { trx, tenantId }: TenantScope,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('buying_group')
    .select('request_id')
    .where('tenant_id', '=', tenantId)
    .where('next_sweep_at', '<=', now)
    .orderBy('next_sweep_at')
    .orderBy('request_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.request_id);
}

async function noteSeen(
  { trx, tenantId }: TenantScope,
  requestId: string,
  round: number,
  seen: Parameters<CoverageStore['noteSeen']>[2],
): Promise<void> {
  if (seen.length === 0) return;
  const rows = seen.map(({ objectType, recordId, title, belongs }) => ({
    tenant_id: tenantId,
    request_id: requestId,
    object_type: objectType,
    record_id: recordId,
    title,
    // A closed record that was never covered has nothing to be let go of.
    status: belongs === 'open' ? ('covering' as const) : ('released' as const),
    belongs,
    note: belongs === 'open' ? '' : 'It was closed before it was covered.',
    round,
  }));
  await trx
    .insertInto('covered_record')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'request_id', 'object_type', 'record_id']).doUpdateSet((eb) => ({
        title: eb.ref('excluded.title'),
        belongs: eb.ref('excluded.belongs'),
        round: eb.ref('excluded.round'),
      })),
    )
    .execute();
}

async function noteGone({ trx, tenantId }: TenantScope, requestId: string, round: number): Promise<void> {
  await trx
    .updateTable('covered_record')
    .set({ belongs: 'gone' })
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId)
    .where('round', '<', round)
    .execute();
}

async function listCovered(
  { trx, tenantId }: TenantScope,
  requestId: string,
  { after, limit, open = false }: Parameters<CoverageStore['listCovered']>[1],
): Promise<readonly CoveredRecord[]> {
  let query = trx
    .selectFrom('covered_record')
    .select(ROW_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId);
  if (open) query = query.where('status', '<>', 'released');
  if (after) {
    query = query.where(
      sql<SqlBool>`(object_type, record_id) > (${after.objectType}::text, ${after.recordId}::text)`,
    );
  }
  const rows = await query.orderBy('object_type').orderBy('record_id').limit(limit).execute();
  return rows.map(rowOf);
}

async function countCovered(
  { trx, tenantId }: TenantScope,
  requestId: string,
): Promise<Readonly<Record<CoverageStatus, number>>> {
  const rows = await trx
    .selectFrom('covered_record')
    .select(['status', (eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('count')])
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId)
    .groupBy('status')
    .execute();
  const counts = new Map(rows.map(({ status, count }) => [status, count]));
  const entries = COVERAGE_STATUSES.map((status) => [status, counts.get(status) ?? 0] as const);
  return Object.fromEntries(entries) as Record<CoverageStatus, number>;
}

async function saveCovered({ trx, tenantId }: TenantScope, row: CoveredRecord): Promise<void> {
  await trx
    .updateTable('covered_record')
    .set(valuesOf(row))
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', row.requestId)
    .where('object_type', '=', row.record.objectType)
    .where('record_id', '=', row.record.recordId)
    .execute();
}

async function finishAttempt(
  scope: TenantScope,
  row: CoveredRecord,
  attempted: CoverWrite | null,
): Promise<boolean> {
  const { trx, tenantId } = scope;
  const now = await trx
    .selectFrom('covered_record')
    .select('attempt')
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', row.requestId)
    .where('object_type', '=', row.record.objectType)
    .where('record_id', '=', row.record.recordId)
    .forUpdate()
    .executeTakeFirst();
  if (!now || !sameWrite(now.attempt, attempted)) return false;
  await saveCovered(scope, row);
  return true;
}

async function coversOf(
  scope: TenantScope,
  record: Parameters<CoverageStore['coversOf']>[0],
  lock: boolean,
): Promise<readonly Cover[]> {
  const { trx, tenantId } = scope;
  if (record.objectType !== 'deal' && record.objectType !== 'contact') return [];
  let query = trx
    .selectFrom('covered_record')
    .select(ROW_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('object_type', '=', record.objectType)
    .where('record_id', '=', record.recordId)
    .where('status', '<>', 'released')
    .orderBy('added');
  if (lock) query = query.forUpdate();
  const covers: Cover[] = [];
  for (const row of await query.execute()) {
    const group = await trx
      .selectFrom('buying_group')
      .select(GROUP_COLUMNS)
      .where('tenant_id', '=', tenantId)
      .where('request_id', '=', row.request_id)
      .executeTakeFirst();
    const request = await findRequest(scope, row.request_id);
    if (group && request) covers.push({ row: rowOf(row), group: groupOf(group), request });
  }
  return covers;
}

function valuesOf({ title, status, belongs, written, attempt, note, round }: CoveredRecord) {
  return {
    title,
    status,
    belongs,
    written: written && JSON.stringify(written),
    attempt: attempt && JSON.stringify(attempt),
    note,
    round,
  };
}

type GroupRow = Pick<Selectable<Database['buying_group']>, (typeof GROUP_COLUMNS)[number]>;
type Row = Pick<Selectable<Database['covered_record']>, (typeof ROW_COLUMNS)[number]>;

function groupOf({ request_id, over_at, next_sweep_at, ...same }: GroupRow): BuyingGroup {
  return {
    ...same,
    requestId: request_id,
    overAt: over_at?.toISOString() ?? null,
    nextSweepAt: next_sweep_at?.toISOString() ?? null,
  };
}

function rowOf({ request_id, object_type, record_id, ...same }: Row): CoveredRecord {
  return { ...same, requestId: request_id, record: { objectType: object_type, recordId: record_id } };
}
