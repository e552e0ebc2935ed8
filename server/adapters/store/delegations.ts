// What each function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import { type Delegation, nextChangeAt } from '../../../src/domain/delegation/delegation.ts';
import type { DueDelegation } from '../../../src/ports/unit-of-work.ts';
import type { TenantScope } from './database.ts';

export async function lockDelegations({ trx, tenantId }: TenantScope): Promise<void> {
  await trx
    .insertInto('delegation_lock')
    .values({ tenant_id: tenantId, taken: 1 })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet((eb) => ({ taken: eb('delegation_lock.taken', '+', 1) })),
    )
    .execute();
}

export async function findDelegation(
  { trx, tenantId }: TenantScope,
  delegationId: string,
): Promise<Delegation | null> {
  const row = await trx
    .selectFrom('delegation')
    .select('delegation')
    .where('tenant_id', '=', tenantId)
    .where('delegation_id', '=', delegationId)
    .executeTakeFirst();
  return row?.delegation ?? null;
}

export async function listDelegations(
  { trx, tenantId }: TenantScope,
  { notOverAt }: { readonly notOverAt?: Date },
): Promise<readonly Delegation[]> {
  let query = trx.selectFrom('delegation').select('delegation').where('tenant_id', '=', tenantId);
  if (notOverAt) query = query.where('ends_at', '>', notOverAt);
  const rows = await query.orderBy('ends_at').orderBy('delegation_id').execute();
  return rows.map(({ delegation }) => delegation);
}

export async function saveDelegation({ trx, tenantId }: TenantScope, delegation: Delegation): Promise<void> {
  const values = {
    ends_at: delegation.until,
    next_change_at: nextChangeAt(delegation, null),
    delegation: JSON.stringify(delegation),
  };
  await trx
    .insertInto('delegation')
    .values({ tenant_id: tenantId, delegation_id: delegation.delegationId, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'delegation_id']).doUpdateSet(values))
    .execute();
}

export async function findDueDelegations(
  { trx, tenantId }: TenantScope,
  now: Date,
  limit: number,
): Promise<readonly DueDelegation[]> {
  const rows = await trx
    .selectFrom('delegation')
    .select(['delegation', 'next_change_at'])
    .where('tenant_id', '=', tenantId)
    .where('next_change_at', '<=', now)
    .orderBy('next_change_at')
    .orderBy('delegation_id')
    .limit(limit)
    .execute();
  return rows.flatMap(({ delegation, next_change_at: dueAt }) =>
    dueAt ? [{ delegation, dueAt: dueAt.toISOString() }] : [],
  );
}

export async function markDelegationApplied(
  { trx, tenantId }: TenantScope,
  { delegation, dueAt }: DueDelegation,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('delegation')
    .set({ next_change_at: nextChangeAt(delegation, now.toISOString()) })
    .where('tenant_id', '=', tenantId)
    .where('delegation_id', '=', delegation.delegationId)
    .where('next_change_at', '=', new Date(dueAt))
    // Somebody who ended it meanwhile has set another moment, which must not be lost.
    .where('ends_at', '=', new Date(delegation.until))
    .execute();
}
