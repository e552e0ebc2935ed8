import { canonicalJson } from '../domain/audit/canonical-json.ts';
import type { Policy, PolicyVersion } from '../domain/policy/policy.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';

/**
 * Publishes a policy as a new immutable version, unless it is the one in force. Safe to repeat. Audited.
 *
 * @param publishedBy where the policy came from, such as `config/policies`
 */
export async function publishPolicy(
  { unitOfWork, clock, sha256 }: AppContext,
  tenantId: string,
  policy: Policy,
  publishedBy: string,
): Promise<PolicyVersion> {
  const hash = sha256(canonicalJson(policy));
  return unitOfWork.transact(tenantId, async (tx) => {
    const latest = await tx.findPolicyVersion('latest');
    if (latest?.hash === hash) return latest;
    const published = await tx.publishPolicy(policy, hash, publishedBy);
    await tx.appendAudit([
      {
        at: clock.now().toISOString(),
        type: 'policy_published',
        actor: { kind: 'system' },
        data: { version: published.version, hash, publishedBy },
      },
    ]);
    return published;
  });
}

/**
 * The policy version in force.
 *
 * @throws Error when none was published: the server publishes one before it listens
 */
export async function policyInForce({ unitOfWork }: AppContext, tenantId: string): Promise<PolicyVersion> {
  return unitOfWork.transact(tenantId, (tx) => findPolicyInForce(tx, tenantId));
}

/** The same inside a transaction. @throws Error as `policyInForce` */
export async function findPolicyInForce(tx: HandoffTransaction, tenantId: string): Promise<PolicyVersion> {
  const latest = await tx.findPolicyVersion('latest');
  if (!latest) throw new Error(`no policy is published for ${tenantId} (this is a bug: main publishes one)`);
  return latest;
}
