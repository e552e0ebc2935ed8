import { setTimeout as pause } from 'node:timers/promises';
import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { Logger } from 'pino';
import type { AppContext } from '../src/application/context.ts';
import { policyInForce, publishFirstPolicy } from '../src/application/published-policy.ts';
import type { Policy } from '../src/domain/policy/policy.ts';
import type { Clock } from '../src/ports/clock.ts';
import { createHubSpotClient, type HubSpotClient } from './adapters/hubspot/client.ts';
import { createHubSpotCrm } from './adapters/hubspot/crm.ts';
import { checkProperties } from './adapters/hubspot/install.ts';
import { loadNotificationSettings } from './adapters/policy-catalog/load-notification-settings.ts';
import { loadPolicyFiles } from './adapters/policy-catalog/load-policy-files.ts';
import { openStore, type Store } from './adapters/store/open-store.ts';
import { sha256 } from './adapters/system/sha256.ts';
import { systemClock } from './adapters/system/system-clock.ts';
import { createSystemIds } from './adapters/system/system-ids.ts';
import { type ServerEnvironment, tenantOfPortal } from './env.ts';
import { createApp } from './http/app.ts';
import { type Listener, listen } from './http/listen.ts';
import { createMetrics } from './http/metrics.ts';
import { type MetricsServer, startMetricsServer } from './http/metrics-server.ts';
import { createReadiness, type Readiness } from './http/readiness.ts';
import { coverGroupJob } from './jobs/cover-group.ts';
import { createDelivery, deliverNoticesJob, startNoticeSweep } from './jobs/deliver-notices.ts';
import { runPlaybookJob } from './jobs/run-playbook.ts';
import { type JobHandlers, startRunner } from './jobs/runner.ts';
import { startClockSweep } from './jobs/sweep-clocks.ts';
import { startRoleSweep } from './jobs/sweep-roles.ts';
import { createLogger } from './logger.ts';
import { createNotifications } from './notifications.ts';

/** A server that answers. */
export interface RunningServer {
  readonly origin: string;
  /** Where metrics are served, if at all. */
  readonly metricsOrigin: string | undefined;
  /** Finishes running requests and jobs, then lets go of the store. Safe to repeat. */
  close(): Promise<void>;
}

const PROPERTIES_GOOD_FOR_MS = 60_000;
const STORE_GOOD_FOR_MS = 2_000;
/** For how long a start waits for a CRM that does not answer. */
const PEOPLE_WAIT_MS = 5_000;

/**
 * Puts the server together and starts it: the policy files are read before the store is touched, and published when
 * no policy is in force; requests are taken last.
 *
 * @param clock tests pass their own
 * @throws PolicyFileError, StoreError; what the system throws for a port that is taken. Nothing is left running then
 */
export async function startServer(
  env: ServerEnvironment,
  { clock = systemClock, logger = createLogger(env.logLevel) }: { clock?: Clock; logger?: Logger } = {},
): Promise<RunningServer> {
  const policy = await loadPolicyFiles(env.policyDir);
  const noticeSettings = await loadNotificationSettings(env.policyDir, policy.calendars);
  const store = await openStore({ ...env.store, sha256, logger });
  const started: (() => Promise<void>)[] = [() => store.close()];
  // What was started last stops first: no new requests, then no new jobs, then the store.
  const stop = async () => {
    for (const close of started.toReversed()) await close();
  };
  try {
    const { listener, metrics } = await startOn(store, policy);
    logger.info({ origin: listener.origin, store: store.kind }, 'server started');
    let closing: Promise<void> | undefined;
    return {
      origin: listener.origin,
      metricsOrigin: metrics?.origin,
      close: () => {
        closing ??= stop();
        return closing;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }

  async function startOn(
    store: Store,
    policy: Policy,
  ): Promise<{ listener: Listener; metrics: MetricsServer | undefined }> {
    const tenantId = tenantOfPortal(env.hubspot.portalId);
    const { accessToken, apiOrigin, ...signed } = env.hubspot;
    const client = createHubSpotClient({ accessToken, basePath: apiOrigin, logger });
    const crm = createHubSpotCrm({ client, logger, clock });
    const crmOf = (asked: string) => {
      if (asked !== tenantId) throw new Error('this server is not connected to the CRM of that tenant');
      return crm;
    };
    const context: AppContext = {
      unitOfWork: store,
      crmOf,
      clock,
      ids: createSystemIds(clock),
      sha256,
      notifications: createNotifications({
        env: env.notifications,
        settings: noticeSettings,
        portalId: env.hubspot.portalId,
        crmOf,
      }),
    };
    const { inForce, filesDiffer } = await publishFirstPolicy(context, tenantId, policy);
    if (filesDiffer) {
      logger.warn(
        { policyVersion: inForce.version, policyDir: env.policyDir },
        `policy version ${inForce.version} is in force; the files of ${env.policyDir} differ from it and are not in force: see "handrail policy diff", then "handrail policy publish"`,
      );
    } else logger.info({ policyVersion: inForce.version }, 'policy in force');

    const metrics = createMetrics();
    const deliver = createDelivery(context, { metrics, logger });
    const handlers: JobHandlers = {
      run_playbook: runPlaybookJob(context),
      cover_group: coverGroupJob(context),
      deliver_notices: deliverNoticesJob(deliver),
    };
    const runner = await startRunner(store.jobs, handlers, { logger });
    started.push(() => runner.stop());
    const pace = { everySeconds: env.sweepSeconds, logger };
    for (const sweep of [
      startClockSweep(context, tenantId, pace),
      startNoticeSweep(deliver, tenantId, pace),
    ]) {
      started.push(() => sweep.stop());
    }

    const roles = startRoleSweep(context, tenantId, { logger, metrics });
    started.push(() => roles.stop());
    // Until people were read for the first time, roles that come from the CRM ask those who stand in.
    await Promise.race([roles.firstRound, pause(PEOPLE_WAIT_MS, undefined, { ref: false })]);
    const metricsServer =
      env.metricsPort === undefined ? undefined : await startMetricsServer(metrics.registry, env.metricsPort);
    if (metricsServer) started.push(() => metricsServer.close());
    const readiness = readinessOf(context, tenantId, store, client);
    const listener = await listen(env.host, env.port, (origin) =>
      createApp({
        context,
        trust: { ...signed, tenantId, publicOrigin: env.publicOrigin ?? origin },
        readiness,
        metrics,
        logger,
      }),
    );
    started.push(() => listener.close());
    return { listener, metrics: metricsServer };
  }
}

function readinessOf(context: AppContext, tenantId: string, store: Store, client: HubSpotClient): Readiness {
  const findGapsOfPolicy = async () => {
    const { policy } = await policyInForce(context, tenantId);
    return findGaps(client, objectTypesOf(policy));
  };
  return createReadiness(
    [
      {
        name: 'store',
        goodForMs: STORE_GOOD_FOR_MS,
        find: async () => {
          await store.ping();
          return null;
        },
      },
      { name: 'hubspot', goodForMs: PROPERTIES_GOOD_FOR_MS, find: findGapsOfPolicy },
    ],
    context.clock,
  );
}

/** Every type of record that the policy has written to: those of requests, and those of their buying groups. */
function objectTypesOf({ exceptionTypes, playbooks }: Policy): readonly ObjectType[] {
  const steps = playbooks.flatMap(({ onApproval }) => onApproval);
  const covered = steps.flatMap((step) => (step.kind === 'hold_associated' ? step.objects : []));
  return [...new Set([...exceptionTypes.flatMap(({ appliesTo }) => appliesTo), ...covered])];
}

async function findGaps(client: HubSpotClient, objectTypes: readonly ObjectType[]): Promise<string | null> {
  const gaps = await checkProperties(client, objectTypes);
  if (gaps.length === 0) return null;
  const names = [...new Set(gaps.map(({ name }) => name))].join(', ');
  const types = [...new Set(gaps.map(({ objectType }) => objectType))].join(', ');
  return `The HubSpot account lacks properties of Handrail on ${types}: ${names}. An administrator must run "handrail install".`;
}
