import { randomUUID } from 'node:crypto';
import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import type { Logger } from 'pino';
import { pollChanges } from '../../src/application/poll-changes.ts';
import { tidyWatch } from '../../src/application/tidy-watch.ts';
import type { WatchContext } from '../../src/application/watch-context.ts';
import { workEvents } from '../../src/application/work-events.ts';
import { codeOf } from '../adapters/store/store-error.ts';
import type { WatchEnvironment } from '../environment/watch-environment.ts';
import type { Metrics } from '../http/metrics.ts';
import { type Sweep, startSweep } from './sweep.ts';
import { type UnpackParts, unpackWebhooks } from './unpack-webhooks.ts';

/**
 * Work begins when no webhook came for a second, and at the latest ten seconds after the first: the answers of a burst
 * go before the work on it, and one reading of a record then serves all events of it.
 */
const QUIET_MS = 1_000;
const LONGEST_GATHER_MS = 10_000;

/** What the watch of a tenant needs beside the ports. */
export interface WatchParts {
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'webhookEvents' | 'watchChanges' | 'watchBacklog' | 'watchBacklogAge'>;
  readonly everySeconds: number;
  readonly settings: WatchEnvironment;
  readonly store: UnpackParts['store'];
}

/** The running watch of a tenant. */
export interface Watch extends Sweep {
  /** Says that events came in; they are worked in a moment. */
  wake(): void;
}

/**
 * Watches one tenant: works the events of webhooks when they come and every so often, and polls for what no webhook
 * told. A part that fails is logged and keeps no other from running. Several instances may watch the same tenant.
 */
export function startWatch(context: WatchContext, tenantId: string, parts: WatchParts): Watch {
  const { logger, metrics, everySeconds, settings } = parts;
  const instance = randomUUID();
  let waking: NodeJS.Timeout | undefined;
  let gatherUntil: number | undefined;
  let working: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function attempt(what: string, part: () => Promise<readonly unknown[]>): Promise<void> {
    try {
      for (const error of await part()) report(what, error);
    } catch (error) {
      report(what, error);
    }
  }

  // What is thrown may quote a person: only its code goes to the log.
  function report(what: string, error: unknown): void {
    logger.warn({ tenantId, code: codeOf(error) ?? 'no_code' }, `${what} failed and will be tried again`);
  }

  function work(): Promise<void> {
    if (working) {
      again = true;
      return working;
    }
    working = attempt('the look at changed records', async () => {
      await unpackWebhooks({ store: parts.store, clock: context.clock, metrics }, tenantId, () => !stopped);
      await measure();
      const { records, changes, failures } = await workEvents(context, tenantId, instance, () => !stopped);
      metrics.watchChanges.inc({ found_by: 'webhook' }, changes);
      if (records > 0) logger.info({ tenantId, records, changes }, 'records were looked at after webhooks');
      await measure();
      return failures;
    }).finally(() => {
      working = undefined;
      if (again && !stopped) wake();
      again = false;
    });
    return working;
  }

  /** On its own: the backlog must be seen above all while the work on it hangs. */
  function measure(): Promise<void> {
    return attempt('measuring the backlog of webhooks', async () => {
      const { events, oldest } = await context.unitOfWork.transact(tenantId, (tx) => tx.watch.backlog());
      const age = oldest === null ? 0 : context.clock.now().getTime() - Date.parse(oldest);
      metrics.watchBacklog.set({ tenant: tenantId }, events);
      metrics.watchBacklogAge.set({ tenant: tenantId }, age / 1000);
      return [];
    });
  }

  async function poll(): Promise<void> {
    for (const objectType of OBJECT_TYPES) {
      if (stopped) return;
      await attempt(`the look for changed ${objectType} records`, async () => {
        const turn = { holder: randomUUID(), everyMs: settings.pollSeconds * 1000, goesOn: () => !stopped };
        const polled = await pollChanges(context, tenantId, objectType, turn);
        if (!polled) return [];
        metrics.watchChanges.inc({ found_by: 'poll' }, polled.changes);
        const { records, changes, failures } = polled;
        if (records > 0)
          logger.info({ tenantId, objectType, records, changes }, 'changed records were found');
        return failures;
      });
    }
    await attempt('forgetting old events', async () => {
      await tidyWatch(context, tenantId, settings.keepEventDays);
      return [];
    });
  }

  function wake(): void {
    if (stopped) return;
    const now = performance.now();
    gatherUntil ??= now + LONGEST_GATHER_MS;
    clearTimeout(waking);
    waking = setTimeout(
      () => {
        gatherUntil = undefined;
        void work();
      },
      Math.max(0, Math.min(QUIET_MS, gatherUntil - now)),
    ).unref();
  }

  // While a burst gathers, its end begins the work.
  const workSweep = startSweep(everySeconds, async () => (gatherUntil === undefined ? work() : undefined));
  const measureSweep = startSweep(everySeconds, measure);
  const pollSweep = startSweep(Math.min(everySeconds, settings.pollSeconds), poll);
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearTimeout(waking);
      await Promise.all([workSweep.stop(), measureSweep.stop(), pollSweep.stop(), working]);
    },
  };
}
