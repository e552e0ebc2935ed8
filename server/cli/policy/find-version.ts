import type { PolicyVersion } from '../../../src/domain/policy/policy.ts';
import type { UnitOfWork } from '../../../src/ports/unit-of-work.ts';
import { UsageError } from '../usage-error.ts';

/**
 * A published version.
 *
 * @param version the version in force when left out
 * @throws UsageError when there is none
 */
export async function findVersion(
  store: UnitOfWork,
  tenantId: string,
  version?: number,
): Promise<PolicyVersion> {
  const found = await store.transact(tenantId, (tx) => tx.findPolicyVersion(version ?? 'latest'));
  if (found) return found;
  throw new UsageError(
    version === undefined
      ? `No policy is in force for ${tenantId}. Start the server once, or use "handrail policy publish".`
      : `There is no policy version ${version} for ${tenantId}. "handrail policy history" lists them.`,
  );
}
