import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AppContext } from '../../src/application/context.ts';
import type { Metrics } from '../http/metrics.ts';
import type { StopServing } from '../tenants/serve-tenants.ts';
import { type Deliver, startNoticeSweep } from './deliver-notices.ts';
import { startBulkSweep } from './sweep-bulk.ts';
import { startClockSweep } from './sweep-clocks.ts';
import { startRoleSweep } from './sweep-roles.ts';

/** For how long a start waits for a CRM that does not answer. */
const PEOPLE_WAIT_MS = 5_000;

/** What the sweeps of a tenant need beside the ports. */
export interface TenantSweepParts {
  readonly deliver: Deliver;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly everySeconds: number;
}

/** Starts everything that runs by the clock for one tenant. */
export async function startTenantSweeps(
  context: AppContext,
  tenantId: string,
  { deliver, metrics, logger, everySeconds }: TenantSweepParts,
): Promise<StopServing> {
  const pace = { everySeconds, logger };
  const roles = startRoleSweep(context, tenantId, { logger, metrics });
  const sweeps = [
    startClockSweep(context, tenantId, pace),
    startNoticeSweep(deliver, tenantId, pace),
    startBulkSweep(context, tenantId, pace),
    roles,
  ];
  // Until people were read for the first time, roles that come from the CRM ask those who stand in.
  await Promise.race([roles.firstRound, pause(PEOPLE_WAIT_MS, undefined, { ref: false })]);
  return async () => {
    await Promise.all(sweeps.map((sweep) => sweep.stop()));
  };
}
