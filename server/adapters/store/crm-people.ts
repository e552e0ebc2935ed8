// What each function promises stands at its namesake in `PeopleStore`, src/ports/people-store.ts.

import type { PeopleSnapshot } from '../../../src/domain/policy/directory.ts';
import type { Sha256 } from '../../../src/ports/digest.ts';
import type { RoleCheck } from '../../../src/ports/people-store.ts';
import type { TenantScope } from './database.ts';

/** Snapshots that were read, by tenant: a large one need not be parsed again for every request. */
export type PeopleCache = Map<string, { readonly hash: string; readonly snapshot: PeopleSnapshot }>;

const MOST_TENANTS = 50;

export async function findPeople(
  { trx, tenantId }: TenantScope,
  cache: PeopleCache,
): Promise<PeopleSnapshot | null> {
  const rows = trx.selectFrom('crm_people').where('tenant_id', '=', tenantId);
  const found = await rows.select(['read_at', 'hash']).executeTakeFirst();
  if (!found) return null;
  const readAt = found.read_at.toISOString();
  const known = cache.get(tenantId);
  if (known?.hash === found.hash && known.snapshot.readAt === readAt) return known.snapshot;
  // One row, read at once: between the two statements somebody may have replaced it.
  const whole = await rows.select(['read_at', 'hash', 'snapshot']).executeTakeFirstOrThrow();
  const snapshot = { readAt: whole.read_at.toISOString(), ...whole.snapshot };
  if (cache.size >= MOST_TENANTS) cache.clear();
  cache.set(tenantId, { hash: whole.hash, snapshot });
  return snapshot;
}

export async function savePeople(
  { trx, tenantId }: TenantScope,
  { readAt, ...read }: PeopleSnapshot,
  sha256: Sha256,
): Promise<void> {
  const snapshot = JSON.stringify(read);
  const row = { read_at: readAt, hash: sha256(snapshot), snapshot };
  await trx
    .insertInto('crm_people')
    .values({ tenant_id: tenantId, ...row })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
    .execute();
}

export async function findRoleCheck({ trx, tenantId }: TenantScope): Promise<RoleCheck | null> {
  const row = await trx
    .selectFrom('role_check')
    .select('found')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return row?.found ?? null;
}

export async function saveRoleCheck({ trx, tenantId }: TenantScope, check: RoleCheck): Promise<void> {
  const found = JSON.stringify(check);
  await trx
    .insertInto('role_check')
    .values({ tenant_id: tenantId, found })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ found }))
    .execute();
}
