import type { ProblemCode } from '@handrail/contracts/vocabulary';
import type { Logger } from 'pino';
import type { Caller } from '../../src/application/context.ts';
import { Refusal } from '../../src/application/refusal.ts';
import type { AuditActor } from '../../src/domain/audit/audit-entry.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { UnitOfWork } from '../../src/ports/unit-of-work.ts';
import { SYSTEM_TENANT } from '../tenant-names.ts';
import type { Metrics } from './metrics.ts';
import { EdgeFault } from './problem.ts';

/** The trail of what concerns no tenant: a request whose sender cannot be trusted belongs to none. */
export const SYSTEM_TRAIL = SYSTEM_TENANT;

/** One entry per code and route in this time, whatever the flood; the rest is only counted. */
const QUIET_MS = 10 * 60 * 1000;

/** Why a sender was not let in. */
export type AccessCode = Extract<
  ProblemCode,
  'signature_missing' | 'signature_invalid' | 'signature_stale' | 'identity_missing' | 'unknown_portal'
>;

/** What the sender is told: nothing that depends on what is stored. */
const DETAILS: Readonly<Record<AccessCode, string>> = {
  signature_missing: 'This address answers HubSpot only: the request carries no signature v3.',
  signature_invalid: 'The signature does not fit the request.',
  signature_stale: 'The request was signed more than five minutes away from now. Send it anew.',
  identity_missing: 'The signed request does not name exactly one user, e-mail address and account.',
  unknown_portal: 'This server does not serve the HubSpot account or app that the request names.',
};

const NOT_ADMINISTRATOR =
  'Only people of the role that administers Handrail, or who connected the account, may see and change its settings. Ask one of them, or have the role changed in the policy.';

/** Keeps account of refused access. */
export interface AccessRefusals {
  /**
   * Logs, counts and audits a refusal, and makes the fault that answers it. The audit entry names code and route
   * only; what a refused sender claims about itself is worth nothing and may be personal.
   *
   * The trail cannot be flooded: each pair of code and route is written at most once in ten minutes, at once the
   * first time; the next entry says how many were only counted since. With five codes and ten routes that bounds
   * an instance to 300 entries an hour.
   */
  refuse(code: AccessCode, route: string): Promise<EdgeFault>;

  /**
   * The same for a person HubSpot vouched for who does not administer the account, and makes the refusal that answers
   * them. Written to the account's own trail, with who it was; at most once in ten minutes for each of them.
   */
  refusePerson(caller: Caller, route: string): Promise<Refusal>;
}

export function createAccessRefusals({
  unitOfWork,
  clock,
  logger,
  metrics,
}: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}): AccessRefusals {
  const written = new Map<string, { quietUntil: number; onlyCounted: number }>();

  /** Writes an entry, unless one of the same key was written a moment ago. */
  async function audit(
    key: string,
    tenantId: string,
    entry: { readonly code: string; readonly route: string; readonly actor: AuditActor },
  ): Promise<void> {
    const now = clock.now();
    const before = written.get(key);
    if (before && now.getTime() < before.quietUntil) {
      before.onlyCounted += 1;
      return;
    }
    forgetOld(now.getTime());
    written.set(key, { quietUntil: now.getTime() + QUIET_MS, onlyCounted: 0 });
    const { code, route, actor } = entry;
    const draft = {
      at: now.toISOString(),
      type: 'access_refused',
      actor,
      data: { code, route, onlyCountedBefore: before?.onlyCounted ?? 0 },
    };
    try {
      await unitOfWork.transact(tenantId, (tx) => tx.appendAudit([draft]));
    } catch (error) {
      // A database that is down must not turn a refusal into anything else.
      logger.error({ err: error, code, route }, 'a refused access could not be audited');
    }
  }

  /** People come and go: what is quiet no more and has nothing to tell need not be remembered. */
  function forgetOld(now: number): void {
    for (const [key, { quietUntil, onlyCounted }] of written) {
      if (quietUntil <= now && onlyCounted === 0) written.delete(key);
    }
  }

  function tell(code: string, route: string): void {
    metrics.accessRefused.inc({ code, route });
    logger.warn({ code, route }, 'access refused');
  }

  return {
    async refuse(code, route) {
      tell(code, route);
      await audit(`${code} ${route}`, SYSTEM_TRAIL, { code, route, actor: { kind: 'system' } });
      return new EdgeFault(code, DETAILS[code]);
    },

    async refusePerson({ tenantId, userId }, route) {
      const code = 'not_administrator';
      tell(code, route);
      const actor = { kind: 'user', userId } as const;
      await audit(`${code} ${tenantId} ${userId}`, tenantId, { code, route, actor });
      return new Refusal({ code, message: NOT_ADMINISTRATOR });
    },
  };
}
