// What each function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import type { Policy, PolicyVersion } from '../../../src/domain/policy/policy.ts';
import { ConcurrencyConflict } from '../../../src/ports/unit-of-work.ts';
import type { TenantScope } from './database.ts';

/**
 * Policies that were read, so that one need not be read and parsed again for every request. The key is tenant and
 * hash, not the version: a number is given again after a rollback, the hash of a content is not.
 */
export type PolicyCache = Map<string, Policy>;

const MOST_POLICIES = 50;

export async function findPolicyVersion(
  scope: TenantScope,
  version: 'latest' | number,
  cache: PolicyCache,
): Promise<PolicyVersion | null> {
  const { trx, tenantId } = scope;
  let query = trx.selectFrom('policy_version').select(['version', 'hash']).where('tenant_id', '=', tenantId);
  if (version !== 'latest') query = query.where('version', '=', version);
  const found = await query.orderBy('version', 'desc').limit(1).executeTakeFirst();
  if (!found) return null;
  const key = `${tenantId} ${found.hash}`;
  const known = cache.get(key);
  if (known) return { ...found, policy: known };
  const { policy } = await trx
    .selectFrom('policy_version')
    .select('policy')
    .where('tenant_id', '=', tenantId)
    .where('version', '=', found.version)
    .executeTakeFirstOrThrow();
  if (cache.size >= MOST_POLICIES) cache.clear();
  cache.set(key, policy);
  return { ...found, policy };
}

export async function publishPolicy(
  scope: TenantScope,
  policy: Policy,
  hash: string,
  publishedBy: string,
  cache: PolicyCache,
): Promise<PolicyVersion> {
  const latest = await findPolicyVersion(scope, 'latest', cache);
  if (latest?.hash === hash) return latest;
  const version = (latest?.version ?? 0) + 1;
  const { numInsertedOrUpdatedRows } = await scope.trx
    .insertInto('policy_version')
    .values({
      tenant_id: scope.tenantId,
      version,
      hash,
      policy: JSON.stringify(policy),
      published_by: publishedBy,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'version']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) {
    throw new ConcurrencyConflict(`Policy version ${version} was published by somebody else meanwhile.`);
  }
  return { version, hash, policy };
}
