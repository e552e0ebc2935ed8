import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { findPolicyInForce } from '../../src/application/published-policy.ts';
import { codeOf } from '../adapters/store/store-error.ts';
import type { MirrorMetrics } from '../http/mirror-metrics.ts';
import { type PolicyRowsOut, syncPolicyRows } from '../salesforce-rows/sync-policy-rows.ts';
import { writeDueRows } from '../salesforce-rows/write-due-rows.ts';
import { type Sweep, startSweep } from './sweep.ts';

/** People look at rows and wait for them. A round that finds nothing due asks the database one question. */
const EVERY_SECONDS = 2;
/** An org that takes no calls is asked again after a while that doubles. */
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** How often policy rows are looked at when nothing has changed: somebody may have edited one. */
const POLICY_LOOK_MS = 15 * 60_000;
const POLICY_RETRY_MS = 60_000;
/** An org that hangs may keep a round for a minute; what it would still write is written again by the next server. */
const STOP_WAIT_MS = 2_000;

/** What the mirror of a tenant needs. */
export interface MirrorParts {
  readonly logger: Logger;
  readonly metrics: MirrorMetrics;
  readonly everySeconds: number;
  /** Null while the tenant has no org. */
  readonly rowsOutOf: (tenantId: string) => Promise<PolicyRowsOut | null>;
}

/**
 * Keeps the rows of a tenant's org: writes requests that changed, and the policy when it, or the people behind its
 * roles, did. A part that fails is logged and keeps the other from nothing. Several instances may serve the same tenant.
 */
export function startRowMirror(tenantId: string, parts: MirrorParts): Sweep {
  const { logger, metrics, everySeconds, rowsOutOf } = parts;
  const holder = randomUUID();
  let stopped = false;
  let pause = 0;
  let pausedUntil = 0;
  let policyLook = { of: '', dueAt: 0 };

  async function attempt(what: string, part: () => Promise<void>): Promise<void> {
    try {
      await part();
    } catch (error) {
      // The store may be closed by now. What is thrown may quote a person: only its code goes to the log.
      if (stopped) return;
      logger.error({ tenantId, code: codeOf(error) ?? 'no_code' }, `${what} failed and will be tried again`);
    }
  }

  async function writeRequests(out: PolicyRowsOut): Promise<void> {
    const now = out.clock.now().getTime();
    if (now < pausedUntil) return;
    const round = await writeDueRows(out, tenantId, { holder, goesOn: () => !stopped });
    const { written, failed, gone, stopped: trouble } = round;
    for (const [outcome, count] of Object.entries({ written, failed, gone })) {
      if (count > 0) metrics.rowsShown.inc({ outcome }, count);
    }
    pause = trouble ? Math.min(pause === 0 ? FIRST_PAUSE_MS : pause * 2, LONGEST_PAUSE_MS) : 0;
    pausedUntil = now + pause;
    if (failed > 0) {
      const code = trouble?.code;
      logger.warn({ tenantId, written, failed, gone, code }, 'rows in Salesforce could not be written');
    } else if (written + gone > 0) {
      logger.debug({ tenantId, written, gone }, 'rows in Salesforce were written');
    }
  }

  async function writePolicy(out: PolicyRowsOut): Promise<void> {
    const now = out.clock.now().getTime();
    const of = await out.unitOfWork.transact(tenantId, async (tx) => {
      const { version } = await findPolicyInForce(tx, tenantId);
      const people = await tx.findPeople();
      return `${version} ${people?.readAt}`;
    });
    if (now < policyLook.dueAt && of === policyLook.of) return;
    const sync = await syncPolicyRows(out, tenantId, holder);
    // Another instance is at it: what it leaves is looked at in a moment.
    if (!sync) return;
    const { policyVersion, created, changed, retired, trouble } = sync;
    policyLook = { of, dueAt: now + (trouble ? POLICY_RETRY_MS : POLICY_LOOK_MS) };
    metrics.policyRowsFailing.set({ tenant: tenantId }, trouble ? 1 : 0);
    if (trouble) {
      logger.warn(
        { tenantId, policyVersion, code: trouble.code },
        'the policy could not be written into Salesforce',
      );
    } else if (created + changed + retired > 0) {
      logger.info(
        { tenantId, policyVersion, created, changed, retired },
        'the policy was written into Salesforce',
      );
    }
  }

  /** On its own: the backlog must be seen above all while the work on it fails. */
  async function measure({ unitOfWork, clock }: PolicyRowsOut): Promise<void> {
    const { waiting, oldest } = await unitOfWork.transact(tenantId, (tx) => tx.rowOutbox.backlog());
    const age = oldest === null ? 0 : clock.now().getTime() - Date.parse(oldest);
    metrics.rowsBehind.set({ tenant: tenantId }, waiting);
    metrics.rowsBehindAge.set({ tenant: tenantId }, Math.max(0, age / 1000));
  }

  async function round(): Promise<void> {
    await attempt('keeping the rows in Salesforce', async () => {
      const out = await rowsOutOf(tenantId);
      if (!out || stopped) return;
      await attempt('writing the policy into Salesforce', () => writePolicy(out));
      await attempt('writing requests into Salesforce', () => writeRequests(out));
      await attempt('measuring the rows in Salesforce', () => measure(out));
    });
  }

  const sweep = startSweep(Math.min(everySeconds, EVERY_SECONDS), round);
  return {
    stop: async () => {
      stopped = true;
      await Promise.race([sweep.stop(), wait(STOP_WAIT_MS, undefined, { ref: false })]);
    },
  };
}
