// What each function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import { nextDueAt } from '../../../src/domain/exception-request/due-clocks.ts';
import { type FiledState, isLive } from '../../../src/domain/exception-request/state.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import {
  ConcurrencyConflict,
  LiveExceptionConflict,
  type StoredRequest,
} from '../../../src/ports/unit-of-work.ts';
import type { TenantScope } from './database.ts';
import { saveApprovers } from './request-list.ts';

export async function findRequest(
  { trx, tenantId }: TenantScope,
  requestId: string,
): Promise<StoredRequest | null> {
  const row = await trx
    .selectFrom('exception_request')
    .select(['state', 'version'])
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  return row ?? null;
}

export async function findLiveRequest(scope: TenantScope, record: RecordRef): Promise<StoredRequest | null> {
  const row = await scope.trx
    .selectFrom('live_exception as claim')
    .innerJoin('exception_request as request', (join) =>
      join
        .onRef('request.tenant_id', '=', 'claim.tenant_id')
        .onRef('request.request_id', '=', 'claim.request_id'),
    )
    .select(['request.state', 'request.version'])
    .where('claim.tenant_id', '=', scope.tenantId)
    .where('claim.object_type', '=', record.objectType)
    .where('claim.record_id', '=', record.recordId)
    .executeTakeFirst();
  return row ?? null;
}

export async function findLatestRequest(
  scope: TenantScope,
  record: RecordRef,
): Promise<StoredRequest | null> {
  const row = await scope.trx
    .selectFrom('exception_request')
    .select(['state', 'version'])
    .where('tenant_id', '=', scope.tenantId)
    .where((is) =>
      is.or([
        is.and([is('object_type', '=', record.objectType), is('record_id', '=', record.recordId)]),
        is.and([
          is('linked_object_type', '=', record.objectType),
          is('linked_record_id', '=', record.recordId),
        ]),
      ]),
    )
    .orderBy('submitted_at', 'desc')
    .orderBy('request_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function findDue(
  { trx, tenantId }: TenantScope,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('exception_request')
    .select('request_id')
    .where('tenant_id', '=', tenantId)
    .where('next_due_at', '<=', now)
    .orderBy('next_due_at')
    .orderBy('request_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.request_id);
}

/** Compare-and-swap on the version, then approvers and the claim on the record follow the state. */
export async function saveRequest(
  scope: TenantScope,
  state: FiledState,
  expectedVersion: number,
): Promise<void> {
  const saved =
    expectedVersion === 0
      ? await insertRequest(scope, state)
      : await updateRequest(scope, state, expectedVersion);
  if (!saved) {
    throw new ConcurrencyConflict(
      `Request ${state.request.requestId} is not at version ${expectedVersion} any more.`,
    );
  }
  await saveApprovers(scope, state);
  if (isLive(state)) await takeClaim(scope, state);
  else await freeClaim(scope, state);
}

async function insertRequest({ trx, tenantId }: TenantScope, state: FiledState): Promise<boolean> {
  const { request } = state;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('exception_request')
    .values({
      tenant_id: tenantId,
      request_id: request.requestId,
      status: state.status,
      object_type: request.record.objectType,
      record_id: request.record.recordId,
      submitted_at: request.submittedAt,
      next_due_at: nextDueAt(state),
      version: 1,
      state: JSON.stringify(state),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'request_id']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function updateRequest(
  { trx, tenantId }: TenantScope,
  state: FiledState,
  expectedVersion: number,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('exception_request')
    .set((eb) => ({
      status: state.status,
      next_due_at: nextDueAt(state),
      version: expectedVersion + 1,
      state: JSON.stringify(state),
      updated_at: eb.fn<Date>('now'),
    }))
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', state.request.requestId)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A request occupies its record, and the same record in the other CRM. In one order, so that no two wait for each other. */
function occupied({ record, linked }: FiledState['request']): readonly RecordRef[] {
  const records = linked ? [record, linked.record] : [record];
  return records.toSorted((a, b) => a.recordId.localeCompare(b.recordId, 'en'));
}

/** Waits for a concurrent claimant to commit or roll back; writes nothing when another request holds the record. */
async function takeClaim({ trx, tenantId }: TenantScope, { request }: FiledState): Promise<void> {
  for (const { objectType, recordId } of occupied(request)) {
    const claim = await trx
      .insertInto('live_exception')
      .values({
        tenant_id: tenantId,
        object_type: objectType,
        record_id: recordId,
        request_id: request.requestId,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'object_type', 'record_id'])
          .doUpdateSet({ request_id: request.requestId })
          .where('live_exception.request_id', '=', request.requestId),
      )
      .returning('request_id')
      .executeTakeFirst();
    if (!claim) throw new LiveExceptionConflict(`Another live request occupies ${objectType} ${recordId}.`);
  }
}

async function freeClaim({ trx, tenantId }: TenantScope, { request }: FiledState): Promise<void> {
  for (const { objectType, recordId } of occupied(request)) {
    await trx
      .deleteFrom('live_exception')
      .where('tenant_id', '=', tenantId)
      .where('object_type', '=', objectType)
      .where('record_id', '=', recordId)
      .where('request_id', '=', request.requestId)
      .execute();
  }
}
