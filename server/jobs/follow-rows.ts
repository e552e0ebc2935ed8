import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { type FollowedRows, followRows } from '../../src/application/rows/follow-rows.ts';
import type { RowsContext } from '../../src/application/rows/rows-context.ts';
import { CrmError } from '../../src/ports/crm.ts';
import { ROW_KINDS } from '../../src/ports/row-inbox.ts';
import { codeOf } from '../adapters/store/store-error.ts';
import type { Metrics } from '../http/metrics.ts';
import { type Sweep, startSweep } from './sweep.ts';

/** Events of one save come together; a round then finds all its rows. */
const GATHER_MS = 200;

export interface RowFollowerParts {
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'rowsWorked' | 'rowBacklog' | 'rowBacklogAge' | 'rowLookFailing'>;
  readonly everySeconds: number;
  /** Whether the tenant's CRM has rows now: an org may be connected or given up while the server runs. */
  readonly hasRows: () => Promise<boolean>;
}

/** The rows of a tenant that are followed. */
export interface RowFollower extends Sweep {
  /** Says that somebody wrote a row; it is worked in a moment. */
  wake(): void;
}

/**
 * Follows the rows that people write in a tenant's CRM: now, every so often, and when it is woken. A round that fails is
 * logged and tried again. Several instances may follow the same tenant.
 */
export function startRowFollower(
  context: RowsContext,
  tenantId: string,
  { logger, metrics, everySeconds, hasRows }: RowFollowerParts,
): RowFollower {
  const instance = randomUUID();
  let stopped = false;
  let waking: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  let again = false;

  async function round(): Promise<void> {
    try {
      if (!(await hasRows())) return;
      const followed = await followRows(context, tenantId, instance, () => !stopped);
      if (followed) tell(followed);
    } catch (error) {
      report(error);
    }
    await measure();
  }

  function tell({ counts, answered, untaken, failures }: FollowedRows): void {
    let worked = 0;
    for (const kind of ROW_KINDS) {
      for (const [outcome, count] of Object.entries(counts[kind])) {
        if (count > 0) metrics.rowsWorked.inc({ kind, outcome }, count);
        worked += count;
      }
    }
    if (worked > 0) logger.info({ tenantId, counts, answered }, 'rows that people wrote were worked');
    if (untaken.length > 0)
      logger.warn({ tenantId, codes: [...new Set(untaken)] }, 'answers in rows were not taken by the CRM');
    for (const error of failures) report(error);
  }

  // What is thrown may quote a person: only its code goes to the log, and what was written for logs.
  function report(error: unknown): void {
    if (stopped) return;
    const internal = error instanceof CrmError ? { internal: error.internal } : {};
    const code = codeOf(error) ?? 'no_code';
    logger.warn(
      { tenantId, code, ...internal },
      'following the rows that people write failed and is tried again',
    );
  }

  /** On its own: the backlog must be seen above all while the work on it fails. */
  async function measure(): Promise<void> {
    try {
      await context.unitOfWork.transact(tenantId, async ({ rowInbox }) => {
        const { unworked, unanswered, oldest } = await rowInbox.backlog();
        metrics.rowBacklog.set({ tenant: tenantId, waits_for: 'verdict' }, unworked);
        metrics.rowBacklog.set({ tenant: tenantId, waits_for: 'answer' }, unanswered);
        const age = oldest === null ? 0 : context.clock.now().getTime() - Date.parse(oldest);
        metrics.rowBacklogAge.set({ tenant: tenantId }, Math.max(0, age / 1000));
        for (const kind of ROW_KINDS) {
          const { trouble } = await rowInbox.findWatermark(kind);
          metrics.rowLookFailing.set({ tenant: tenantId, kind }, trouble === null ? 0 : 1);
        }
      });
    } catch (error) {
      report(error);
    }
  }

  function work(): Promise<void> {
    if (working) {
      again = true;
      return working;
    }
    working = round().finally(() => {
      working = undefined;
      if (again && !stopped) wake();
      again = false;
    });
    return working;
  }

  function wake(): void {
    if (stopped || waking) return;
    waking = setTimeout(() => {
      waking = undefined;
      void work();
    }, GATHER_MS).unref();
  }

  const sweep = startSweep(everySeconds, work);
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearTimeout(waking);
      await sweep.stop();
      await working;
    },
  };
}
