// What each function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import type { Policy, PolicyVersion } from '../../../src/domain/policy/policy.ts';
import {
  ConcurrencyConflict,
  type Publication,
  type PublishedVersion,
} from '../../../src/ports/unit-of-work.ts';
import type { TenantScope } from './database.ts';

export async function findPolicyVersion(
  { trx, tenantId }: TenantScope,
  version: 'latest' | number,
): Promise<PolicyVersion | null> {
  let query = trx
    .selectFrom('policy_version')
    .select(['version', 'hash', 'policy'])
    .where('tenant_id', '=', tenantId);
  if (version !== 'latest') query = query.where('version', '=', version);
  const row = await query.orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row ?? null;
}

export async function publishPolicy(
  scope: TenantScope,
  policy: Policy,
  hash: string,
  { by, reason }: Publication,
): Promise<PolicyVersion> {
  const latest = await findPolicyVersion(scope, 'latest');
  if (latest?.hash === hash) return latest;
  const version = (latest?.version ?? 0) + 1;
  const { numInsertedOrUpdatedRows } = await scope.trx
    .insertInto('policy_version')
    .values({
      tenant_id: scope.tenantId,
      version,
      hash,
      policy: JSON.stringify(policy),
      published_by: by,
      reason,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'version']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) {
    throw new ConcurrencyConflict(`Policy version ${version} was published by somebody else meanwhile.`);
  }
  return { version, hash, policy };
}

export async function listPolicyVersions({
  trx,
  tenantId,
}: TenantScope): Promise<readonly PublishedVersion[]> {
  const rows = await trx
    .selectFrom('policy_version')
    .select(['version', 'hash', 'published_by', 'reason', 'published_at'])
    .where('tenant_id', '=', tenantId)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(({ version, hash, reason, published_by, published_at }) => ({
    version,
    hash,
    reason,
    publishedBy: published_by,
    publishedAt: published_at.toISOString(),
  }));
}
