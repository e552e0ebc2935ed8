// What each function promises stands at its namesake in `BulkTransaction`, src/ports/bulk-requests.ts.

import { BULK_ITEM_OUTCOMES, type BulkItemOutcome } from '@handrail/contracts/vocabulary';
import { sql } from 'kysely';
import type {
  BulkCounts,
  BulkItem,
  BulkItemStanding,
  BulkItemStatus,
  BulkTransaction,
} from '../../../src/ports/bulk-requests.ts';
import type { TenantScope } from './database.ts';

type Items = Pick<
  BulkTransaction,
  | 'addBulkItems'
  | 'listBulkItems'
  | 'saveBulkItems'
  | 'reopenFailedItems'
  | 'countBulkItems'
  | 'pageBulkItems'
  | 'findLiveAmong'
>;

/** The part of a transaction that is about the records of bulk requests. */
export function bulkItems(scope: TenantScope): Items {
  return {
    addBulkItems: (bulkId, recordIds) => addItems(scope, bulkId, recordIds),
    listBulkItems: (bulkId, status, page) => listItems(scope, bulkId, status, page),
    saveBulkItems: (bulkId, from, items) => saveItems(scope, bulkId, from, items),
    reopenFailedItems: (bulkId) => reopenFailed(scope, bulkId),
    countBulkItems: (bulkId) => countItems(scope, bulkId),
    pageBulkItems: (bulkId, page) => pageItems(scope, bulkId, page),
    findLiveAmong: (objectType, recordIds) => findLiveAmong(scope, objectType, recordIds),
  };
}

async function addItems(
  { trx, tenantId }: TenantScope,
  bulkId: string,
  recordIds: readonly string[],
): Promise<number> {
  if (recordIds.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into handrail.bulk_item (tenant_id, bulk_id, position, record_id, title, status)
    select ${tenantId}, ${bulkId}, (
        select coalesce(max(position), 0)
        from handrail.bulk_item where tenant_id = ${tenantId} and bulk_id = ${bulkId}
      ) + given.position::int, given.record_id, given.record_id, 'listed'
    from jsonb_array_elements_text(${JSON.stringify(recordIds)}::jsonb) with ordinality
      as given(record_id, position)
    on conflict (tenant_id, bulk_id, record_id) do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

async function listItems(
  { trx, tenantId }: TenantScope,
  bulkId: string,
  status: BulkItemStatus,
  { after = 0, limit }: { readonly after?: number; readonly limit: number },
): Promise<readonly BulkItem[]> {
  const rows = await trx
    .selectFrom('bulk_item')
    .select(['position', 'record_id', 'title', 'request_id', 'code', 'words'])
    .where('tenant_id', '=', tenantId)
    .where('bulk_id', '=', bulkId)
    .where('status', '=', status)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(({ position, record_id: recordId, title, request_id: requestId, code, words }) => ({
    position,
    recordId,
    title,
    status,
    ...(requestId !== null && { requestId }),
    ...(code !== null && { code }),
    ...(words !== null && { words }),
  }));
}

/** The row locks of the update decide between two workers; the second one finds the record moved on. */
async function saveItems(
  { trx, tenantId }: TenantScope,
  bulkId: string,
  from: BulkItemStatus,
  items: readonly BulkItem[],
): Promise<number> {
  if (items.length === 0) return 0;
  const given = JSON.stringify(
    items.map(({ position, title, status, requestId, code, words }) => ({
      position,
      title,
      status,
      request_id: requestId,
      code,
      words,
    })),
  );
  const { numAffectedRows } = await sql`
    update handrail.bulk_item as item
    set title = given.title, status = given.status, request_id = given.request_id,
        code = given.code, words = given.words
    from jsonb_to_recordset(${given}::jsonb)
      as given(position int, title text, status text, request_id text, code text, words text)
    where item.tenant_id = ${tenantId} and item.bulk_id = ${bulkId}
      and item.position = given.position and item.status = ${from}`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

async function reopenFailed({ trx, tenantId }: TenantScope, bulkId: string): Promise<void> {
  await sql`
    update handrail.bulk_item set status = 'prepared', code = null, words = null
    where tenant_id = ${tenantId} and bulk_id = ${bulkId} and status = 'failed'`.execute(trx);
  await sql`
    update handrail.bulk_item as item set status = 'retrying'
    from handrail.exception_request as request
    where item.tenant_id = ${tenantId} and item.bulk_id = ${bulkId} and item.status = 'filed'
      and request.tenant_id = item.tenant_id and request.request_id = item.request_id
      and ${GRANT_FAILED}`.execute(trx);
}

/** A request that got stuck on its way to active. One that got stuck at its end had been carried out. */
const GRANT_FAILED = sql<boolean>`
  request.status = 'needs_attention' and request.state #>> '{resume,status}' = 'approved'`;

/** How far a record has come: what its request says once there is one. */
const OUTCOME = sql<BulkItemOutcome>`
  case item.status
    when 'listed' then 'waiting'
    when 'prepared' then 'prepared'
    when 'left_out' then 'left_out'
    when 'failed' then 'failed'
    when 'retrying' then 'carrying_out'
    else case
      when request.status = 'approved' then 'carrying_out'
      when ${GRANT_FAILED} then 'failed'
      else 'done'
    end
  end`;

const WITH_REQUESTS = sql`
  handrail.bulk_item as item left join handrail.exception_request as request
    on request.tenant_id = item.tenant_id and request.request_id = item.request_id`;

async function countItems({ trx, tenantId }: TenantScope, bulkId: string): Promise<BulkCounts> {
  const { rows } = await sql<{ outcome: BulkItemOutcome; records: number }>`
    select ${OUTCOME} as outcome, count(*)::int as records from ${WITH_REQUESTS}
    where item.tenant_id = ${tenantId} and item.bulk_id = ${bulkId} group by 1`.execute(trx);
  const counted = new Map(rows.map(({ outcome, records }) => [outcome, records]));
  const counts = BULK_ITEM_OUTCOMES.map((outcome) => [outcome, counted.get(outcome) ?? 0] as const);
  return Object.fromEntries(counts) as Record<BulkItemOutcome, number>;
}

interface StandingRow {
  readonly position: number;
  readonly record_id: string;
  readonly title: string;
  readonly outcome: BulkItemOutcome;
  readonly request_id: string | null;
  readonly code: NonNullable<BulkItemStanding['code']> | null;
  readonly words: string | null;
}

async function pageItems(
  { trx, tenantId }: TenantScope,
  bulkId: string,
  { outcomes, after = 0, limit }: Parameters<BulkTransaction['pageBulkItems']>[1],
): Promise<readonly BulkItemStanding[]> {
  const wanted = outcomes ? sql`where outcome in (${sql.join(outcomes)})` : sql``;
  const { rows } = await sql<StandingRow>`
    select * from (
      select item.position, item.record_id, item.title, item.request_id, item.code, ${OUTCOME} as outcome,
        case when ${GRANT_FAILED} then request.state #>> '{failure,message}' else item.words end as words
      from ${WITH_REQUESTS}
      where item.tenant_id = ${tenantId} and item.bulk_id = ${bulkId} and item.position > ${after}
    ) as standing ${wanted}
    order by position limit ${limit}`.execute(trx);
  return rows.map(({ position, record_id: recordId, title, outcome, request_id, code, words }) => ({
    position,
    recordId,
    title,
    outcome,
    ...(request_id !== null && { requestId: request_id }),
    ...(code !== null && { code }),
    ...(words !== null && { words }),
  }));
}

async function findLiveAmong(
  { trx, tenantId }: TenantScope,
  objectType: Parameters<BulkTransaction['findLiveAmong']>[0],
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, { requestId: string; typeLabel: string }>> {
  if (recordIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('live_exception as claim')
    .innerJoin('exception_request as request', (join) =>
      join
        .onRef('request.tenant_id', '=', 'claim.tenant_id')
        .onRef('request.request_id', '=', 'claim.request_id'),
    )
    .select([
      'claim.record_id',
      'claim.request_id',
      sql<string>`request.state #>> '{request,exceptionType,label}'`.as('type_label'),
    ])
    .where('claim.tenant_id', '=', tenantId)
    .where('claim.object_type', '=', objectType)
    .where('claim.record_id', 'in', recordIds)
    .execute();
  return new Map(
    rows.map((row) => [row.record_id, { requestId: row.request_id, typeLabel: row.type_label }]),
  );
}
