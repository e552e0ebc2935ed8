import { once } from 'node:events';
import { createServer } from 'node:http';
import { Router } from 'express';
import type { CustomAction } from './engine/actions/call-custom-action.ts';
import { FlowStore } from './engine/flow-store.ts';
import { WorkflowEngine } from './engine/workflow-engine.ts';
import { FaultQueue } from './http/faults.ts';
import { PRIVATE_APP_LIMITS, type RateLimitOptions } from './http/rate-limit.ts';
import type { UnknownCall } from './http/unknown-calls.ts';
import { OAuthGrants } from './oauth/oauth-grants.ts';
import { createPortalApp } from './portal-app.ts';
import { createPortalClock, type PortalClock } from './portal-clock.ts';
import { controlRoutes } from './routes/control.ts';
import { flowRoutes } from './routes/flows.ts';
import { listRoutes } from './routes/lists.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { seedFlows } from './seed/flows.ts';
import { seedPortal } from './seed/seed-portal.ts';
import { ListStore } from './store/list-store.ts';
import type { WriteLogEntry } from './store/model.ts';
import { Portal } from './store/portal.ts';
import { type WebhookOptions, WebhookSender } from './webhooks/webhook-sender.ts';

/** How a portal is set up. */
export interface PortalOptions {
  /** TCP port on 127.0.0.1; 0 or left out takes a free one. */
  readonly port?: number;
  readonly portalId?: number;
  /** The app's client secret: webhooks and custom action calls are signed with it. */
  readonly clientSecret: string;
  /** The token that API calls must carry; `sandbox-token` when left out. */
  readonly accessToken?: string;
  /** The app that the token belongs to, as history names it. */
  readonly appId?: number;
  /** The app's client id for an installation by OAuth; `sandbox-client` when left out. */
  readonly clientId?: string;
  /** Scopes that this portal's edition does not have; none when left out. */
  readonly withheldScopes?: readonly string[];
  /** `believable` (standard) has records and workflows, `empty` only people, pipelines and properties. */
  readonly seed?: 'believable' | 'empty';
  /** With a date the portal's clock stands there until advanced; without, it follows the wall clock. */
  readonly now?: Date;
  /** HubSpot's limits for a private app when left out. */
  readonly rateLimit?: RateLimitOptions | 'off';
  /** Wall clock of signatures and rate limits, in milliseconds since 1970 UTC. Tests pass their own. */
  readonly wallClock?: () => number;
  /** Where the app hears of changes; none when left out. */
  readonly webhook?: WebhookOptions;
  /** Custom actions that flows can use. */
  readonly customActions?: readonly CustomAction[];
  /** How long a custom action's answer is waited for, in milliseconds; 10 s when left out. */
  readonly customActionTimeoutMs?: number;
  /** Runs flows and sends webhooks by itself after each change and as time passes; off when left out. */
  readonly autoRun?: boolean;
}

/** How often a portal that runs by itself looks for delays and retries that have become due. */
const TICK_MS = 1_000;

/** A portal that answers. */
export interface RunningPortal {
  /** `http://127.0.0.1:<port>`, the `basePath` of the SDK. */
  readonly origin: string;
  readonly portalId: number;
  readonly appId: number;
  readonly clientSecret: string;
  readonly accessToken: string;
  readonly clientId: string;
  /** The app's grants by OAuth. */
  readonly grants: OAuthGrants;
  /** What HubSpot's own pages call with: no rate limit binds them. */
  readonly pageToken: string;
  readonly clock: PortalClock;
  /** The state itself, for assertions. */
  readonly portal: Portal;
  /** Every accepted CRM write, in order. */
  readonly writeLog: readonly WriteLogEntry[];
  /** Calls answered 501. */
  readonly unknownCalls: readonly UnknownCall[];
  readonly faults: FaultQueue;
  readonly flows: FlowStore;
  readonly lists: ListStore;
  /** Runs the flows and keeps the enrolment log. */
  readonly engine: WorkflowEngine;
  /** Sends nothing until the app subscribes. */
  readonly webhooks: WebhookSender;
  /** Stops answering and breaks open connections. */
  close(): Promise<void>;
}

/** Starts a sandbox portal on 127.0.0.1. @throws Error when the port is taken */
export async function startPortal(options: PortalOptions): Promise<RunningPortal> {
  const wallClock = options.wallClock ?? Date.now;
  const clock = createPortalClock(options.now, wallClock);
  const portalId = options.portalId ?? 48_100_000;
  const appId = options.appId ?? 2_600_100;
  const accessToken = options.accessToken ?? 'sandbox-token';
  const pageToken = `${accessToken}-of-the-pages`;
  const clientId = options.clientId ?? 'sandbox-client';
  const grants = new OAuthGrants(portalId, clock);
  const portal = new Portal(portalId, clock);
  seedPortal(portal, options.seed ?? 'believable');

  const flows = new FlowStore(clock);
  if (options.seed !== 'empty') seedFlows(flows);
  const { clientSecret } = options;
  const lists = new ListStore();
  const engine = new WorkflowEngine(portal, flows, lists, {
    actions: options.customActions ?? [],
    clientSecret,
    wallClock,
    timeoutMs: options.customActionTimeoutMs ?? 10_000,
  });
  const webhooks = new WebhookSender(portal, options.webhook, { clientSecret, appId, wallClock });

  const faults = new FaultQueue();
  const unknownCalls: UnknownCall[] = [];
  const app = createPortalApp({
    portal,
    appId,
    tokens: {
      app: accessToken,
      page: pageToken,
      isGranted: (token) => grants.find(token) !== undefined,
    },
    faults,
    unknownCalls,
    limits: options.rateLimit ?? PRIVATE_APP_LIMITS,
    wallClock,
    control: controlRoutes({ portal, appId, flows, lists, grants, engine, webhooks, faults, unknownCalls }),
    oauth: oauthRoutes(portal, grants, {
      appId,
      clientId,
      clientSecret,
      withheldScopes: options.withheldScopes ?? [],
    }),
    automation: Router().use(flowRoutes(portal, flows, engine, appId), listRoutes(portal, lists, appId)),
  });
  // A client in a busy process must not find a connection closed that it thought was kept alive.
  const server = createServer({ keepAliveTimeout: 65_000 }, app);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address (this is a bug)');

  const stopRunning = options.autoRun ? runByItself(portal, engine, webhooks) : () => undefined;

  return {
    origin: `http://127.0.0.1:${address.port}`,
    portalId,
    appId,
    clientSecret,
    accessToken,
    clientId,
    grants,
    pageToken,
    clock,
    portal,
    get writeLog() {
      return portal.writeLog.entries;
    },
    unknownCalls,
    faults,
    flows,
    lists,
    engine,
    webhooks,
    async close() {
      stopRunning();
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

/** Runs flows and sends webhooks after each change and once a second. @returns what stops it */
function runByItself(portal: Portal, engine: WorkflowEngine, webhooks: WebhookSender): () => void {
  let scheduled = false;
  const run = async (): Promise<void> => {
    scheduled = false;
    try {
      await engine.runUntilQuiet();
      await webhooks.flush();
    } catch (error) {
      console.error(error);
    }
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => void run());
  };
  portal.onChange(schedule);
  const tick = setInterval(schedule, TICK_MS).unref();
  return () => clearInterval(tick);
}
