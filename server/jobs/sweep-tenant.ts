import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { RowsContext } from '../../src/application/rows/rows-context.ts';
import type { WatchContext } from '../../src/application/watch-context.ts';
import type { SessionSource } from '../adapters/salesforce/jwt-sessions.ts';
import type { WatchEnvironment } from '../environment/watch-environment.ts';
import type { Metrics } from '../http/metrics.ts';
import type { StopServing } from '../tenants/serve-tenants.ts';
import type { Tenants } from '../tenants/tenants.ts';
import { type Deliver, startNoticeSweep } from './deliver-notices.ts';
import { followOrg } from './follow-org.ts';
import { startRowFollower } from './follow-rows.ts';
import { type MirrorParts, startRowMirror } from './mirror-requests.ts';
import { startBulkSweep } from './sweep-bulk.ts';
import { startClockSweep } from './sweep-clocks.ts';
import { startRoleSweep } from './sweep-roles.ts';
import type { UnpackParts } from './unpack-webhooks.ts';
import { startWatch, type Watch } from './watch-changes.ts';

/** For how long a start waits for a CRM that does not answer. */
const PEOPLE_WAIT_MS = 5_000;

/** What the sweeps of a tenant need beside the ports. */
export interface TenantSweepParts {
  readonly deliver: Deliver;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly everySeconds: number;
  readonly watch: WatchEnvironment;
  readonly store: UnpackParts['store'];
  /** The watches of all tenants, for whoever takes their webhooks. */
  readonly watches: Map<string, Watch>;
  readonly tenants: Pick<Tenants, 'vendorsOf'>;
  /** Sessions of the tenant's org, to follow its change events; null for a tenant without one. */
  readonly orgOf: (tenantId: string) => Promise<SessionSource | null>;
  readonly rowsOutOf: MirrorParts['rowsOutOf'];
}

/** Starts everything that runs by the clock for one tenant. */
export async function startTenantSweeps(
  context: WatchContext & RowsContext,
  tenantId: string,
  parts: TenantSweepParts,
): Promise<StopServing> {
  const { deliver, metrics, logger, everySeconds, watches, watch: settings, store } = parts;
  const pace = { everySeconds, logger };
  const watch = startWatch(context, tenantId, { logger, metrics, everySeconds, settings, store });
  watches.set(tenantId, watch);
  const roles = startRoleSweep(context, tenantId, { logger, metrics });
  const sweeps = [
    startClockSweep(context, tenantId, pace),
    startNoticeSweep(deliver, tenantId, pace),
    startBulkSweep(context, tenantId, pace),
    startRowMirror(tenantId, { ...pace, metrics, rowsOutOf: parts.rowsOutOf }),
    roles,
    watch,
  ];
  // Until people were read for the first time, roles that come from the CRM ask those who stand in.
  await Promise.race([roles.firstRound, pause(PEOPLE_WAIT_MS, undefined, { ref: false })]);
  const rows = startRowFollower(context, tenantId, {
    ...pace,
    metrics,
    hasRows: async () => (await parts.tenants.vendorsOf(tenantId)).includes('salesforce'),
  });
  const sessions = await parts.orgOf(tenantId);
  const org =
    sessions &&
    followOrg(context, tenantId, {
      sessions,
      logger,
      wakeWatch: () => watch.wake(),
      wakeRows: () => rows.wake(),
    });
  return async () => {
    watches.delete(tenantId);
    await org?.stop();
    await Promise.all([...sweeps, rows].map((sweep) => sweep.stop()));
  };
}
