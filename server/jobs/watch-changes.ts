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

/** A burst gathers for so long before its first record is read: one reading then serves all events of it. */
const GATHER_MS = 500;

/** What the watch of a tenant needs beside the ports. */
export interface WatchParts {
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'watchChanges' | 'watchBacklog' | 'watchBacklogAge'>;
  readonly everySeconds: number;
  readonly settings: WatchEnvironment;
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
      const { records, changes, failures } = await workEvents(context, tenantId, instance);
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

  async function measure(): Promise<void> {
    const { events, oldest } = await context.unitOfWork.transact(tenantId, (tx) => tx.watch.backlog());
    const age = oldest === null ? 0 : context.clock.now().getTime() - Date.parse(oldest);
    metrics.watchBacklog.set({ tenant: tenantId }, events);
    metrics.watchBacklogAge.set({ tenant: tenantId }, age / 1000);
  }

  async function poll(): Promise<void> {
    for (const objectType of OBJECT_TYPES) {
      if (stopped) return;
      await attempt(`the look for changed ${objectType} records`, async () => {
        const turn = { holder: randomUUID(), everyMs: settings.pollSeconds * 1000 };
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
    waking ??= setTimeout(() => {
      waking = undefined;
      void work();
    }, GATHER_MS).unref();
  }

  const workSweep = startSweep(everySeconds, work);
  const pollSweep = startSweep(Math.min(everySeconds, settings.pollSeconds), poll);
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearTimeout(waking);
      await Promise.all([workSweep.stop(), pollSweep.stop(), working]);
    },
  };
}
