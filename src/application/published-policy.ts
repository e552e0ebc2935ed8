import type { AuditActor } from '../domain/audit/audit-entry.ts';
import { canonicalJson } from '../domain/audit/canonical-json.ts';
import type { Person } from '../domain/policy/facts.ts';
import type { Policy, PolicyVersion } from '../domain/policy/policy.ts';
import { ConcurrencyConflict, type HandoffTransaction, type Publication } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { endPublishedEvaluation } from './end-evaluation.ts';
import { Refusal } from './refusal.ts';

type Publishing = Pick<AppContext, 'unitOfWork' | 'clock' | 'sha256'>;

/** What a start found. */
export interface StartingPolicy {
  readonly inForce: PolicyVersion;
  /** True when the files hold something else than what is in force: they wait to be published. */
  readonly filesDiffer: boolean;
}

/**
 * Publishes the files a server starts with when no policy is in force. Otherwise the version in force stays: only a
 * named person replaces it. Safe to repeat; audited. When two servers start at once, both find the same version.
 */
export async function publishFirstPolicy(
  context: Publishing,
  tenantId: string,
  policy: Policy,
): Promise<StartingPolicy> {
  const hash = hashOfPolicy(context, policy);
  const start = () =>
    context.unitOfWork.transact(tenantId, async (tx) => {
      const latest = await tx.findPolicyVersion('latest');
      const inForce =
        latest ??
        (await publish(context, tx, policy, {
          by: 'config',
          reason: 'First start of the server',
          actor: { kind: 'system' },
        }));
      return { inForce, filesDiffer: inForce.hash !== hash };
    });
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof ConcurrencyConflict)) throw error;
    return start();
  }
}

/** A person's wish to put a policy in force. */
export interface PublishRequest {
  readonly policy: Policy;
  /** As the CRM knows them; the trail names their user id. */
  readonly by: Person;
  readonly reason: string;
  /** The version the person means to replace; 0 when none is in force. */
  readonly expected: number;
}

/**
 * Puts a policy in force as a new immutable version. Audited: the trail holds the person's user id and the SHA-256 of
 * the reason. A policy that is in force already is left as it is.
 *
 * @throws Refusal `changed_meanwhile` when another version than `expected` is in force
 */
export async function publishPolicy(
  context: Publishing,
  tenantId: string,
  { policy, by, reason, expected }: PublishRequest,
): Promise<{ readonly version: PolicyVersion; readonly isNew: boolean }> {
  const hash = hashOfPolicy(context, policy);
  try {
    return await context.unitOfWork.transact(tenantId, async (tx) => {
      const latest = await tx.findPolicyVersion('latest');
      const inForce = latest?.version ?? 0;
      if (inForce !== expected) throw overtaken(inForce);
      if (latest?.hash === hash) return { version: latest, isNew: false };
      const actor = { kind: 'user', userId: by.userId ?? 'unknown' } as const;
      const version = await publish(context, tx, policy, { by: by.email, reason, actor });
      await endPublishedEvaluation(context, tx, hash, actor);
      return { version, isNew: true };
    });
  } catch (error) {
    if (error instanceof ConcurrencyConflict) throw overtaken();
    throw error;
  }
}

/** SHA-256 of a policy's canonical form: what tells two versions apart. */
export function hashOfPolicy({ sha256 }: Pick<AppContext, 'sha256'>, policy: Policy): string {
  return sha256(canonicalJson(policy));
}

async function publish(
  { clock, sha256 }: Publishing,
  tx: HandoffTransaction,
  policy: Policy,
  { actor, ...publication }: Publication & { readonly actor: AuditActor },
): Promise<PolicyVersion> {
  const hash = hashOfPolicy({ sha256 }, policy);
  const published = await tx.publishPolicy(policy, hash, publication);
  const { by, reason } = publication;
  await tx.appendAudit([
    {
      at: clock.now().toISOString(),
      type: 'policy_published',
      actor,
      data: {
        version: published.version,
        hash,
        reasonSha256: sha256(reason),
        // A person is the actor; their address stays out of the trail.
        ...(actor.kind === 'system' && { publishedBy: by }),
      },
    },
  ]);
  return published;
}

function overtaken(version?: number): Refusal {
  const now = version ? `Version ${version} is in force` : 'Something else was published';
  return new Refusal({
    code: 'changed_meanwhile',
    message: `${now} meanwhile. Look at "handrail policy diff" and publish again on top of it.`,
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
