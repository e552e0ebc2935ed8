// What each function promises stands at its namesake in `BulkTransaction`, src/ports/bulk-requests.ts.

import { sql } from 'kysely';
import { nextBulkDueAt } from '../../../src/domain/bulk-request/bulk-clocks.ts';
import type { FiledBulk } from '../../../src/domain/bulk-request/state.ts';
import { peopleOf } from '../../../src/domain/policy/requirement.ts';
import type { BulkTransaction, StoredBulk } from '../../../src/ports/bulk-requests.ts';
import { ConcurrencyConflict } from '../../../src/ports/unit-of-work.ts';
import { bulkItems } from './bulk-items.ts';
import type { TenantScope } from './database.ts';

/** The part of a transaction that is about bulk requests. */
export function bulkTransaction(scope: TenantScope): BulkTransaction {
  return {
    findBulk: (bulkId) => findBulk(scope, bulkId),
    saveBulk: (state, expectedVersion) => saveBulk(scope, state, expectedVersion),
    listBulks: (options) => listBulks(scope, options),
    findDueBulks: (now, limit) => findDueBulks(scope, now, limit),
    ...bulkItems(scope),
  };
}

async function findBulk({ trx, tenantId }: TenantScope, bulkId: string): Promise<StoredBulk | null> {
  const row = await trx
    .selectFrom('bulk_request')
    .select(['state', 'version'])
    .where('tenant_id', '=', tenantId)
    .where('bulk_id', '=', bulkId)
    .executeTakeFirst();
  return row ?? null;
}

async function saveBulk(scope: TenantScope, state: FiledBulk, expectedVersion: number): Promise<void> {
  const saved =
    expectedVersion === 0 ? await insertBulk(scope, state) : await updateBulk(scope, state, expectedVersion);
  if (saved) return;
  throw new ConcurrencyConflict(
    `Bulk request ${state.bulk.bulkId} is not at version ${expectedVersion} any more.`,
  );
}

async function insertBulk({ trx, tenantId }: TenantScope, state: FiledBulk): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('bulk_request')
    .values({
      tenant_id: tenantId,
      bulk_id: state.bulk.bulkId,
      status: state.status,
      parties: partiesOf(state),
      submitted_at: state.bulk.submittedAt,
      next_due_at: nextBulkDueAt(state),
      version: 1,
      state: JSON.stringify(state),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'bulk_id']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function updateBulk(
  { trx, tenantId }: TenantScope,
  state: FiledBulk,
  expectedVersion: number,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('bulk_request')
    .set((eb) => ({
      status: state.status,
      parties: partiesOf(state),
      next_due_at: nextBulkDueAt(state),
      version: expectedVersion + 1,
      state: JSON.stringify(state),
      updated_at: eb.fn<Date>('now'),
    }))
    .where('tenant_id', '=', tenantId)
    .where('bulk_id', '=', state.bulk.bulkId)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Nobody is asked, and so nobody else sees it, before it has been put to its approvers. */
function partiesOf({ bulk, requirement, status }: FiledBulk): string[] {
  const asked = requirement && status !== 'ready' ? peopleOf(requirement).map(({ email }) => email) : [];
  return [...new Set([bulk.requester.email, ...asked])];
}

async function listBulks(
  { trx, tenantId }: TenantScope,
  { party, limit }: Parameters<BulkTransaction['listBulks']>[0],
): Promise<readonly StoredBulk[]> {
  let query = trx.selectFrom('bulk_request').select(['state', 'version']).where('tenant_id', '=', tenantId);
  if (party !== undefined) query = query.where(sql<boolean>`${party} = any(parties)`);
  return query.orderBy('submitted_at', 'desc').orderBy('bulk_id', 'desc').limit(limit).execute();
}

async function findDueBulks(
  { trx, tenantId }: TenantScope,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('bulk_request')
    .select('bulk_id')
    .where('tenant_id', '=', tenantId)
    .where('next_due_at', '<=', now)
    .orderBy('next_due_at')
    .orderBy('bulk_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.bulk_id);
}
