import { isBulkParty } from '../../domain/bulk-request/decide-bulk.ts';
import { directoryOf } from '../../domain/policy/directory.ts';
import { decidingRoles, emailsOfRoles } from '../../domain/policy/role-groups.ts';
import type { StoredBulk } from '../../ports/bulk-requests.ts';
import type { HandoffTransaction } from '../../ports/unit-of-work.ts';
import type { Caller } from '../context.ts';
import { findPolicyInForce } from '../published-policy.ts';
import { Refusal } from '../refusal.ts';

/**
 * Loads a bulk request of the transaction's tenant.
 *
 * @throws Refusal `bulk_not_found`
 */
export async function findBulk(tx: HandoffTransaction, bulkId: string): Promise<StoredBulk> {
  const stored = await tx.findBulk(bulkId);
  if (stored) return stored;
  throw bulkNotFound();
}

/**
 * Loads a bulk request that the caller may see: their own, one they are asked about, or any if they hold a role that
 * decides by the policy in force.
 *
 * @throws Refusal `bulk_not_found`, also for one they may not see: nothing tells the two apart
 */
export async function findVisibleBulk(
  tx: HandoffTransaction,
  caller: Caller,
  bulkId: string,
  now: Date,
): Promise<StoredBulk> {
  const stored = await findBulk(tx, bulkId);
  if (isBulkParty(stored.state, caller.email) || (await seesEverything(tx, caller, now))) return stored;
  throw bulkNotFound();
}

/** Whether the caller holds a role that decides by the policy in force. */
export async function seesEverything(
  tx: HandoffTransaction,
  { tenantId, email }: Caller,
  now: Date,
): Promise<boolean> {
  const { policy } = await findPolicyInForce(tx, tenantId);
  const people = await tx.findPeople();
  const deciding = { ...policy, roles: decidingRoles(policy) };
  return emailsOfRoles(deciding, people ? directoryOf(people, now) : undefined).includes(email);
}

/** There is none that the caller may see. */
export function bulkNotFound(): Refusal {
  return new Refusal({
    code: 'bulk_not_found',
    message: 'There is no such bulk request that you may see. Reload the list.',
  });
}
