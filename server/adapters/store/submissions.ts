// What each function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import { ConcurrencyConflict, type StoredSubmission } from '../../../src/ports/unit-of-work.ts';
import type { TenantScope } from './database.ts';

export async function findSubmission(
  { trx, tenantId }: TenantScope,
  idempotencyKey: string,
): Promise<StoredSubmission | null> {
  const row = await trx
    .selectFrom('submission')
    .select(['request_id as requestId', 'content_hash as contentHash'])
    .where('tenant_id', '=', tenantId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
  return row ?? null;
}

export async function saveSubmission(
  { trx, tenantId }: TenantScope,
  idempotencyKey: string,
  submission: StoredSubmission,
): Promise<void> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('submission')
    .values({
      tenant_id: tenantId,
      idempotency_key: idempotencyKey,
      request_id: submission.requestId,
      content_hash: submission.contentHash,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'idempotency_key']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) {
    throw new ConcurrencyConflict('The idempotency key was used by another submission meanwhile.');
  }
}
