import { z } from 'zod';
import type { VaultKey } from './adapters/system/vault.ts';
import {
  type NotificationEnvironment,
  notificationEnvironment,
  notificationProblems,
  notificationShape,
} from './env-notifications.ts';
import {
  type HubSpotEnvironment,
  hubspotEnvironmentIn,
  tokenKeysIn,
} from './environment/hubspot-environment.ts';
import {
  origin,
  parseEnvironment as parse,
  parseBoth,
  portalId,
  type Source,
  secret,
} from './environment/parse-environment.ts';
import { type WatchEnvironment, watchEnvironment, watchShape } from './environment/watch-environment.ts';

import { tenantOfPortal } from './tenant-names.ts';

export type {
  HubSpotEnvironment,
  OAuthHubSpot,
  StaticHubSpot,
} from './environment/hubspot-environment.ts';
export { EnvironmentError } from './environment/parse-environment.ts';
export { tenantOfPortal } from './tenant-names.ts';

/** Kept in memory: nothing outlives the process. */
const MEMORY = 'memory://';

const port = z.coerce.number('must be a port number').int('must be a whole number').min(0).max(65_535);

const storeShape = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  HANDRAIL_DATA_DIR: z.string().default('./.data/handrail'),
};

const logShape = {
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

const tenantShape = { HUBSPOT_PORTAL_ID: portalId };

const setupShape = {
  PUBLIC_ORIGIN: origin.optional(),
  HANDRAIL_POLICY_DIR: z.string().default('config'),
};

const serverShape = {
  ...storeShape,
  ...setupShape,
  ...logShape,
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  HUBSPOT_CLIENT_SECRET: secret('the client secret of the HubSpot app'),
  HUBSPOT_APP_ID: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be the number of a HubSpot app')
    .optional(),
  HANDRAIL_SWEEP_SECONDS: z.coerce.number().min(0.1).max(3600).default(30),
  HANDRAIL_METRICS_PORT: port.optional(),
  ...watchShape,
  ...notificationShape,
};

/** Where the data lives. */
export interface StoreEnvironment {
  readonly databaseUrl?: string;
  /** Absent for a store in memory. */
  readonly dataDir?: string;
}

/** Everything the server takes from its environment. */
export interface ServerEnvironment {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** What HubSpot calls and signs; the server's own address when absent. */
  readonly publicOrigin?: string;
  /** Absent: no metrics are served. */
  readonly metricsPort?: number;
  readonly store: StoreEnvironment;
  readonly hubspot: HubSpotEnvironment & {
    readonly clientSecret: string;
    /** When set, the app that signed requests must come from. */
    readonly appId?: string;
  };
  readonly policyDir: string;
  readonly logLevel: z.infer<typeof logShape.LOG_LEVEL>;
  readonly sweepSeconds: number;
  readonly watch: WatchEnvironment;
  readonly notifications: NotificationEnvironment;
}

/** @throws EnvironmentError with every problem at once */
export function readServerEnvironment(source: Source = process.env): ServerEnvironment {
  const [env, hubspot] = parseBoth(
    () => parse(serverShape, source, notificationProblems),
    () => hubspotEnvironmentIn(source),
  );
  return {
    host: env.HOST,
    port: env.PORT,
    ...(env.PUBLIC_ORIGIN !== undefined && { publicOrigin: env.PUBLIC_ORIGIN }),
    ...(env.HANDRAIL_METRICS_PORT !== undefined && { metricsPort: env.HANDRAIL_METRICS_PORT }),
    store: storeOf(env),
    hubspot: {
      ...hubspot,
      clientSecret: env.HUBSPOT_CLIENT_SECRET,
      ...(env.HUBSPOT_APP_ID !== undefined && { appId: env.HUBSPOT_APP_ID }),
    },
    policyDir: env.HANDRAIL_POLICY_DIR,
    logLevel: env.LOG_LEVEL,
    sweepSeconds: env.HANDRAIL_SWEEP_SECONDS,
    watch: watchEnvironment(env),
    notifications: notificationEnvironment(env),
  };
}

/** For commands that talk to HubSpot. @throws EnvironmentError */
export function readHubSpotEnvironment(source: Source = process.env): HubSpotEnvironment {
  return hubspotEnvironmentIn(source);
}

/** For commands that seal stored tokens anew. @throws EnvironmentError */
export function readTokenKeys(source: Source = process.env): readonly VaultKey[] {
  return tokenKeysIn(source);
}

/** For commands that look whether the server is set up well. @throws EnvironmentError */
export function readSetup(
  source: Source = process.env,
): Pick<ServerEnvironment, 'publicOrigin' | 'policyDir'> {
  const env = parse(setupShape, source);
  return {
    policyDir: env.HANDRAIL_POLICY_DIR,
    ...(env.PUBLIC_ORIGIN !== undefined && { publicOrigin: env.PUBLIC_ORIGIN }),
  };
}

/** For commands that read the store only. @throws EnvironmentError */
export function readStoreEnvironment(source: Source = process.env): StoreEnvironment {
  return storeOf(parse(storeShape, source));
}

/** The tenant of the configured HubSpot account. @throws EnvironmentError when none is configured */
export function readTenant(source: Source = process.env): string {
  return tenantOfPortal(parse(tenantShape, source).HUBSPOT_PORTAL_ID);
}

function storeOf(env: { DATABASE_URL?: string | undefined; HANDRAIL_DATA_DIR: string }): StoreEnvironment {
  if (env.DATABASE_URL !== undefined) return { databaseUrl: env.DATABASE_URL };
  return env.HANDRAIL_DATA_DIR === MEMORY ? {} : { dataDir: env.HANDRAIL_DATA_DIR };
}
