import type { Logger } from 'pino';
import type { AppContext } from '../src/application/context.ts';
import { publishFirstPolicy } from '../src/application/published-policy.ts';
import type { RowsContext } from '../src/application/rows/rows-context.ts';
import type { JudgeContext } from '../src/application/watch/judge-context.ts';
import type { WatchContext } from '../src/application/watch-context.ts';
import type { Policy } from '../src/domain/policy/policy.ts';
import type { Clock } from '../src/ports/clock.ts';
import { loadLinkProperties } from './adapters/policy-catalog/load-link-properties.ts';
import { loadNotificationSettings } from './adapters/policy-catalog/load-notification-settings.ts';
import { loadPolicyFiles, readablePolicyFiles } from './adapters/policy-catalog/load-policy-files.ts';
import { loadWatchSettings } from './adapters/policy-catalog/load-watch-settings.ts';
import { openStore, type Store } from './adapters/store/open-store.ts';
import { sha256 } from './adapters/system/sha256.ts';
import { systemClock } from './adapters/system/system-clock.ts';
import { createSystemIds } from './adapters/system/system-ids.ts';
import { createAdminDesk } from './admin/admin-desk.ts';
import { taskPerformers } from './admin/perform-tasks.ts';
import { createAutomationPorts } from './automation-ports.ts';
import type { ServedHubSpot, ServerEnvironment } from './env.ts';
import { createSuspects } from './guard-suspects.ts';
import { createApp, type HubSpotFace } from './http/app.ts';
import { type Listener, listen } from './http/listen.ts';
import { createMetrics } from './http/metrics.ts';
import { type MetricsServer, startMetricsServer } from './http/metrics-server.ts';
import { createReadiness, type Readiness, type ReadinessProbe } from './http/readiness.ts';
import { allAccountsProbe, oneAccountProbe } from './hubspot-readiness.ts';
import { advanceBulkJob } from './jobs/advance-bulk.ts';
import { coverGroupJob } from './jobs/cover-group.ts';
import { createDelivery, deliverNoticesJob } from './jobs/deliver-notices.ts';
import { judgeChangesJob, remedyChangeJob } from './jobs/judge-changes.ts';
import { runAdminTaskJob } from './jobs/run-admin-task.ts';
import { runPlaybookJob } from './jobs/run-playbook.ts';
import { type JobHandlers, startRunner } from './jobs/runner.ts';
import { startTenantSweeps } from './jobs/sweep-tenant.ts';
import type { Watch } from './jobs/watch-changes.ts';
import { createLogger } from './logger.ts';
import { createNotifications } from './notifications.ts';
import { orgProbe } from './salesforce-readiness.ts';
import { rowsOutOf } from './salesforce-rows/open-rows-out.ts';
import { suspectSources } from './suspect-sources.ts';
import { tenantOfPortal } from './tenant-names.ts';
import { openTenants, standingOf } from './tenants/open-tenants.ts';
import { requestRowsOf } from './tenants/request-rows-of.ts';
import { serveTenants } from './tenants/serve-tenants.ts';
import type { Tenants } from './tenants/tenants.ts';

/** A server that answers. */
export interface RunningServer {
  readonly origin: string;
  /** Where metrics are served, if at all. */
  readonly metricsOrigin: string | undefined;
  /** Finishes running requests and jobs, then lets go of the store. Safe to repeat. */
  close(): Promise<void>;
}

const STORE_GOOD_FOR_MS = 2_000;

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
  const watchSettings = await loadWatchSettings(env.policyDir, policy);
  const links = await loadLinkProperties(env.policyDir);
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
    const { tenants, install } = openTenants(env, { store, clock, logger, links });
    const { crmOf, changesOf } = tenants;
    const context: WatchContext & RowsContext = {
      unitOfWork: store,
      crmOf,
      changesOf,
      rowsOf: requestRowsOf(tenants),
      clock,
      ids: createSystemIds(clock),
      sha256,
      notifications: createNotifications({
        env: env.notifications,
        settings: noticeSettings,
        crmOf,
        orgOrigin: env.salesforce?.appOrigin,
      }),
    };

    const judging: JudgeContext = {
      ...context,
      watch: {
        settings: watchSettings,
        ownAppId: env.hubspot?.appId ?? null,
        ...createSuspects({
          sourceOf: suspectSources({ ...tenants, unitOfWork: store }),
          clock,
        }),
      },
    };

    const metrics = createMetrics();
    const deliver = createDelivery(context, { metrics, logger });
    const handlers: JobHandlers = {
      run_playbook: runPlaybookJob(context),
      cover_group: coverGroupJob(context),
      deliver_notices: deliverNoticesJob(deliver),
      advance_bulk: advanceBulkJob(context),
      judge_changes: judgeChangesJob(judging, { metrics, logger }),
      remedy_change: remedyChangeJob(judging, { metrics, logger }),
      run_admin_task: runAdminTaskJob(
        context,
        taskPerformers({
          context,
          store,
          clientOf: tenants.clientOf,
          automations: createAutomationPorts({ ...tenants, store }),
          ...(install && { grant: { oauth: install.oauth, vault: install.vault } }),
          publicOrigin: env.publicOrigin,
          policyFiles: () => readablePolicyFiles(env.policyDir),
        }),
      ),
    };
    const runner = await startRunner(store.jobs, handlers, { logger });
    started.push(() => runner.stop());
    const watches = new Map<string, Watch>();
    const sweepParts = {
      deliver,
      metrics,
      logger,
      everySeconds: env.sweepSeconds,
      watch: env.watch,
      watches,
      store,
      tenants,
      orgOf: async (tenantId: string) =>
        (await tenants.vendorsOf(tenantId)).includes('salesforce') ? tenants.sessionsOf(tenantId) : null,
      rowsOutOf: rowsOutOf(tenants, context),
    };
    const service = await serveTenants(
      tenants,
      async (tenantId) => {
        await putFirstPolicyInForce(context, tenantId, policy);
        return startTenantSweeps(context, tenantId, sweepParts);
      },
      { everySeconds: env.sweepSeconds, logger },
    );
    started.push(() => service.stop());

    const metricsServer =
      env.metricsPort === undefined ? undefined : await startMetricsServer(metrics.registry, env.metricsPort);
    if (metricsServer) started.push(() => metricsServer.close());
    const readiness = readinessOf(context, tenants, store);
    const hubspotFace = (hubspot: ServedHubSpot, publicOrigin: string): HubSpotFace => ({
      trust: {
        tenantOfPortal: tenants.tenantOfPortal,
        clientSecret: hubspot.clientSecret,
        publicOrigin,
        ...(hubspot.appId !== undefined && { appId: hubspot.appId }),
      },
      desk: createAdminDesk({ context, store, auth: hubspot.auth, role: env.adminRole }),
      inbox: store,
      onWebhook: (tenantId) => watches.get(tenantId)?.wake(),
    });
    const listener = await listen(env.host, env.port, (origin) => {
      const publicOrigin = env.publicOrigin ?? origin;
      return createApp({
        context,
        publicOrigin,
        ...(env.hubspot && { hubspot: hubspotFace(env.hubspot, publicOrigin) }),
        readiness,
        ...(install && {
          install: {
            ...install,
            publicOrigin,
            welcomeAccount: async (tenantId: string) => {
              await service.look();
              return standingOf(context, tenants, tenantId);
            },
          },
        }),
        metrics,
        logger,
      });
    });
    started.push(() => listener.close());
    return { listener, metrics: metricsServer };
  }

  async function putFirstPolicyInForce(context: AppContext, tenantId: string, policy: Policy): Promise<void> {
    const { inForce, filesDiffer } = await publishFirstPolicy(context, tenantId, policy);
    const { version: policyVersion } = inForce;
    if (!filesDiffer) return logger.info({ tenantId, policyVersion }, 'policy in force');
    logger.warn(
      { tenantId, policyVersion, policyDir: env.policyDir },
      `policy version ${policyVersion} is in force; the files of ${env.policyDir} differ from it and are not in force: see "handrail policy diff", then "handrail policy publish"`,
    );
  }

  function readinessOf(context: AppContext, tenants: Tenants, store: Store): Readiness {
    const { hubspot, salesforce } = env;
    const probes: ReadinessProbe[] = [
      {
        name: 'store',
        goodForMs: STORE_GOOD_FOR_MS,
        find: async () => {
          await store.ping();
          return null;
        },
      },
    ];
    if (hubspot?.auth === 'static')
      probes.push(oneAccountProbe(context, tenants, tenantOfPortal(hubspot.portalId)));
    if (hubspot?.auth === 'oauth') probes.push(allAccountsProbe(store, tenants));
    if (salesforce) probes.push(orgProbe(tenants.salesforceOf(salesforce.tenantId), salesforce.orgId));
    return createReadiness(probes, clock);
  }
}
