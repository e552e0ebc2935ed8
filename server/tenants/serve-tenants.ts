import type { Logger } from 'pino';
import type { Tenants } from './tenants.ts';

/** Stops what was started for one tenant; resolves when it has ended. */
export type StopServing = () => Promise<void>;

/** Work that runs for each tenant. */
export interface TenantService {
  /** Looks now for accounts that came or went. */
  look(): Promise<void>;
  /** Stops everything. */
  stop(): Promise<void>;
}

/**
 * Starts work for every tenant that is served, and keeps looking: an account connected on another instance is served
 * here within `everySeconds`, one that was given up is left. The first look must succeed; later failures are logged
 * and tried again.
 *
 * @param start begins the work of one tenant; never called for a tenant whose work runs
 */
export async function serveTenants(
  tenants: Pick<Tenants, 'list'>,
  start: (tenantId: string) => Promise<StopServing>,
  { everySeconds, logger }: { readonly everySeconds: number; readonly logger: Logger },
): Promise<TenantService> {
  const running = new Map<string, StopServing>();
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  async function round(): Promise<void> {
    if (stopped) return;
    const wanted = new Set(await tenants.list());
    for (const [tenantId, stop] of [...running]) {
      if (wanted.has(tenantId)) continue;
      running.delete(tenantId);
      await stop();
    }
    // Side by side: one account whose CRM is slow does not keep the others waiting.
    const started = await Promise.allSettled(
      [...wanted]
        .filter((tenantId) => !running.has(tenantId))
        .map(async (tenantId) => running.set(tenantId, await start(tenantId))),
    );
    const failure = started.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  /** One round after the other, whoever asks for it. */
  function look(): Promise<void> {
    const next = looking.then(round);
    looking = next.catch(() => undefined);
    return next;
  }

  async function stop(): Promise<void> {
    stopped = true;
    clearInterval(timer);
    await looking;
    for (const end of running.values()) await end();
    running.clear();
  }

  const timer = setInterval(() => {
    look().catch((error: unknown) => logger.error({ err: error }, 'the look for connected accounts failed'));
  }, everySeconds * 1000);
  timer.unref();
  try {
    await look();
  } catch (error) {
    await stop();
    throw error;
  }
  return { look, stop };
}
