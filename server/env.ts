import { z } from 'zod';
import type { VaultKey } from './adapters/system/vault.ts';
import {
  type NotificationEnvironment,
  notificationEnvironment,
  notificationProblems,
  notificationShape,
} from './env-notifications.ts';
import { type AdminEnvironment, adminEnvironmentIn } from './environment/admin-token.ts';
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
  setVariables,
} from './environment/parse-environment.ts';
import {
  orgId,
  type SalesforceApp,
  type SalesforceEnvironment,
  salesforceAppIn,
  salesforceEnvironmentIn,
} from './environment/salesforce-environment.ts';
import { type WatchEnvironment, watchEnvironment, watchShape } from './environment/watch-environment.ts';
import { tenantOfOrg, tenantOfPortal } from './tenant-names.ts';

export type {
  HubSpotEnvironment,
  OAuthHubSpot,
  StaticHubSpot,
} from './environment/hubspot-environment.ts';
export { EnvironmentError } from './environment/parse-environment.ts';
export type { SalesforceEnvironment } from './environment/salesforce-environment.ts';
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

const portalShape = { HUBSPOT_PORTAL_ID: portalId };
const orgShape = { SALESFORCE_ORG_ID: orgId };

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
  HANDRAIL_SWEEP_SECONDS: z.coerce.number().min(0.1).max(3600).default(30),
  HANDRAIL_METRICS_PORT: port.optional(),
  ...watchShape,
  HANDRAIL_ADMIN_ROLE: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,63}$/, 'must be the id of a role of the policy')
    .default('revops'),
  ...notificationShape,
};

const signingShape = {
  HUBSPOT_CLIENT_SECRET: secret('the client secret of the HubSpot app'),
  HUBSPOT_APP_ID: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be the number of a HubSpot app')
    .optional(),
};

/** The accounts of HubSpot, and what their requests are checked with. */
export type ServedHubSpot = HubSpotEnvironment & {
  readonly clientSecret: string;
  /** When set, the app that signed requests must come from. */
  readonly appId?: string;
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
  /** Absent for a server of a Salesforce org alone. */
  readonly hubspot?: ServedHubSpot;
  /** The one org of the environment; it belongs to the tenant of HUBSPOT_PORTAL_ID where that is set. */
  readonly salesforce?: SalesforceEnvironment & { readonly tenantId: string };
  /** The app by which orgs of Salesforce are connected; never beside `salesforce`. */
  readonly salesforceApp?: SalesforceApp;
  readonly policyDir: string;
  /** The role of the policy whose people may use the settings page. */
  readonly adminRole: string;
  readonly logLevel: z.infer<typeof logShape.LOG_LEVEL>;
  readonly sweepSeconds: number;
  readonly watch: WatchEnvironment;
  readonly notifications: NotificationEnvironment;
}

/** @throws EnvironmentError with every problem at once */
export function readServerEnvironment(source: Source = process.env): ServerEnvironment {
  const [env, [hubspot, [salesforce, salesforceApp]]] = parseBoth(
    () => parse(serverShape, source, notificationProblems),
    () =>
      parseBoth(
        () => servedHubSpotIn(source),
        () =>
          parseBoth(
            () => salesforceEnvironmentIn(source),
            () => salesforceAppIn(source),
          ),
      ),
  );
  return {
    host: env.HOST,
    port: env.PORT,
    ...(env.PUBLIC_ORIGIN !== undefined && { publicOrigin: env.PUBLIC_ORIGIN }),
    ...(env.HANDRAIL_METRICS_PORT !== undefined && { metricsPort: env.HANDRAIL_METRICS_PORT }),
    store: storeOf(env),
    ...(hubspot && { hubspot }),
    ...(salesforce && { salesforce: { ...salesforce, tenantId: readTenant(source) } }),
    ...(salesforceApp && { salesforceApp }),
    policyDir: env.HANDRAIL_POLICY_DIR,
    adminRole: env.HANDRAIL_ADMIN_ROLE,
    logLevel: env.LOG_LEVEL,
    sweepSeconds: env.HANDRAIL_SWEEP_SECONDS,
    watch: watchEnvironment(env),
    notifications: notificationEnvironment(env),
  };
}

/** A server without any CRM is asked for HubSpot's variables, unless one of Salesforce's is set. */
function servedHubSpotIn(source: Source): ServedHubSpot | undefined {
  if (!hasHubSpot(source) && isOrgNamed(source)) return undefined;
  const [signing, hubspot] = parseBoth(
    () => parse(signingShape, source),
    () => hubspotEnvironmentIn(source),
  );
  return {
    ...hubspot,
    clientSecret: signing.HUBSPOT_CLIENT_SECRET,
    ...(signing.HUBSPOT_APP_ID !== undefined && { appId: signing.HUBSPOT_APP_ID }),
  };
}

/** The org that commands talk to; undefined when none is configured. @throws EnvironmentError */
export function readSalesforceEnvironment(source: Source = process.env): SalesforceEnvironment | undefined {
  return salesforceEnvironmentIn(source);
}

/** The app by which orgs are connected; undefined when none is configured. @throws EnvironmentError */
export function readSalesforceApp(source: Source = process.env): SalesforceApp | undefined {
  return salesforceAppIn(source);
}

/** For commands that install in an org with an administrator's session. @throws EnvironmentError */
export function readAdminEnvironment(source: Source = process.env): AdminEnvironment {
  return adminEnvironmentIn(source);
}

/** Whether variables of HubSpot are set. */
export function hasHubSpot(source: Source = process.env): boolean {
  const set = setVariables(source);
  return Object.keys(set).some((name) => name.startsWith('HUBSPOT_'));
}

function isOrgNamed(source: Source): boolean {
  return Object.keys(setVariables(source)).some((name) => name.startsWith('SALESFORCE_'));
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

/**
 * The tenant of the configured HubSpot account, or else of the configured org.
 *
 * @throws EnvironmentError when none is configured
 */
export function readTenant(source: Source = process.env): string {
  const { HUBSPOT_PORTAL_ID: portal, SALESFORCE_ORG_ID: org } = setVariables(source);
  if (portal === undefined && org !== undefined) {
    return tenantOfOrg(parse(orgShape, source).SALESFORCE_ORG_ID);
  }
  return tenantOfPortal(parse(portalShape, source).HUBSPOT_PORTAL_ID);
}

function storeOf(env: { DATABASE_URL?: string | undefined; HANDRAIL_DATA_DIR: string }): StoreEnvironment {
  if (env.DATABASE_URL !== undefined) return { databaseUrl: env.DATABASE_URL };
  return env.HANDRAIL_DATA_DIR === MEMORY ? {} : { dataDir: env.HANDRAIL_DATA_DIR };
}
