import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { checkRolesWhenDue } from '../../src/application/check-roles.ts';
import type { AppContext } from '../../src/application/context.ts';
import { endOverdueEvaluation } from '../../src/application/policy-evaluation.ts';
import { ROLE_CODES } from '../../src/domain/policy/lint/finding.ts';
import type { RoleCheck } from '../../src/ports/people-store.ts';
import type { Metrics } from '../http/metrics.ts';
import { type Sweep, startSweep } from './sweep.ts';

/** A started sweep of the roles. */
export interface RoleSweep extends Sweep {
  /** Resolves when the first round is over, whatever came of it. */
  readonly firstRound: Promise<void>;
}

/** Most rounds only find that nothing is due; a failed reading of people is tried again in the next one. */
const EVERY_SECONDS = 5 * 60;

/** A CRM that hangs may keep a round for a minute; nothing it would still do matters to a server that stops. */
const STOP_WAIT_MS = 1_000;

/**
 * Keeps the people of the CRM and the check of the roles fresh, and ends evaluations whose time is over: now, and then
 * every five minutes. Several instances may sweep the same tenant.
 */
export function startRoleSweep(
  context: AppContext,
  tenantId: string,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): RoleSweep {
  let told: RoleCheck | undefined;
  let isStopped = false;

  async function round(): Promise<void> {
    try {
      if (await endOverdueEvaluation(context, tenantId)) {
        logger.info({ tenantId }, 'the evaluation of a draft policy ended at its date');
      }
      const { check, notRefreshed, failed } = await checkRolesWhenDue(context, tenantId);
      if (failed !== undefined || notRefreshed !== undefined) {
        logger.warn(
          { tenantId, internal: failed },
          'the people of the CRM could not be read; those read before serve',
        );
      }
      if (check) tell(check);
    } catch (error) {
      // The store may be closed by now.
      if (isStopped) return;
      logger.error({ tenantId, err: error }, 'the sweep for roles failed');
    }
  }

  function tell(check: RoleCheck): void {
    const counts = countsOf(check);
    for (const code of ROLE_CODES) metrics.roleFindings.set({ code }, counts[code] ?? 0);
    metrics.peopleReadAt.set(Date.parse(check.peopleReadAt) / 1000);
    if (told?.checkedAt === check.checkedAt) return;
    told = check;
    const { policyVersion, findings } = check;
    const level = findings.some(({ severity }) => severity === 'error') ? 'warn' : 'info';
    logger[level](
      { tenantId, policyVersion, findings: counts },
      'roles checked against the people of the CRM',
    );
  }

  const { promise: firstRound, resolve } = Promise.withResolvers<void>();
  const sweep = startSweep(EVERY_SECONDS, async () => {
    await round();
    resolve();
  });
  return {
    firstRound,
    stop: async () => {
      isStopped = true;
      await Promise.race([sweep.stop(), pause(STOP_WAIT_MS, undefined, { ref: false })]);
    },
  };
}

function countsOf({ findings }: RoleCheck): Readonly<Record<string, number>> {
  const byCode = Map.groupBy(findings, ({ code }) => code);
  return Object.fromEntries([...byCode].map(([code, found]) => [code, found.length]));
}
