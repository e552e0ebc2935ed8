import { z } from 'zod';
import {
  type NotificationEnvironment,
  notificationEnvironment,
  notificationProblems,
  notificationShape,
} from './env-notifications.ts';

/** Kept in memory: nothing outlives the process. */
const MEMORY = 'memory://';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const port = z.coerce.number('must be a port number').int('must be a whole number').min(0).max(65_535);

const secret = (purpose: string) =>
  z
    .string(`is missing: ${purpose}`)
    .min(8, 'is too short to be real')
    .regex(/^\S+$/, 'must not contain white space');

/** An origin such as `https://handrail.example.com`: https, or http on this machine. */
const origin = z
  .string()
  .refine((text) => URL.canParse(text), 'must be a URL, such as https://handrail.example.com')
  .transform((text) => new URL(text))
  .refine(
    ({ protocol, hostname }) => protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname)),
    'must begin with https:// (http:// only on this machine)',
  )
  .refine(
    ({ pathname, search, hash, username, password }) =>
      pathname === '/' && search + hash + username + password === '',
    'must be an origin: no path, query or credentials',
  )
  .transform((url) => url.origin);

const portalId = z
  .string('is missing: the id of the HubSpot account')
  .regex(/^[1-9]\d{0,14}$/, 'must be the number of a HubSpot account');

const storeShape = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  HANDRAIL_DATA_DIR: z.string().default('./.data/handrail'),
};

const hubspotShape = {
  HUBSPOT_ACCESS_TOKEN: secret("the access token of the app's installation"),
  HUBSPOT_API_ORIGIN: origin.default('https://api.hubapi.com'),
};

const logShape = {
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

const tenantShape = { HUBSPOT_PORTAL_ID: portalId };

const serverShape = {
  ...storeShape,
  ...hubspotShape,
  ...logShape,
  ...tenantShape,
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_ORIGIN: origin.optional(),
  HUBSPOT_CLIENT_SECRET: secret('the client secret of the HubSpot app'),
  HUBSPOT_APP_ID: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be the number of a HubSpot app')
    .optional(),
  HANDRAIL_POLICY_DIR: z.string().default('config'),
  HANDRAIL_SWEEP_SECONDS: z.coerce.number().min(0.1).max(3600).default(30),
  HANDRAIL_METRICS_PORT: port.optional(),
  ...notificationShape,
};

type Source = Readonly<Record<string, string | undefined>>;

/** Where the data lives. */
export interface StoreEnvironment {
  readonly databaseUrl?: string;
  /** Absent for a store in memory. */
  readonly dataDir?: string;
}

/** How the CRM is reached. */
export interface HubSpotEnvironment {
  readonly accessToken: string;
  readonly apiOrigin: string;
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
    readonly portalId: string;
    readonly clientSecret: string;
    readonly appId?: string;
  };
  readonly policyDir: string;
  readonly logLevel: z.infer<typeof logShape.LOG_LEVEL>;
  readonly sweepSeconds: number;
  readonly notifications: NotificationEnvironment;
}

/** An environment that cannot be used. Names variables and what they must be, never their values. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** The tenant of a HubSpot account. */
export function tenantOfPortal(portalId: string): string {
  return `hubspot:${portalId}`;
}

/** @throws EnvironmentError with every problem at once */
export function readServerEnvironment(source: Source = process.env): ServerEnvironment {
  const env = parse(serverShape, source, notificationProblems);
  return {
    host: env.HOST,
    port: env.PORT,
    ...(env.PUBLIC_ORIGIN !== undefined && { publicOrigin: env.PUBLIC_ORIGIN }),
    ...(env.HANDRAIL_METRICS_PORT !== undefined && { metricsPort: env.HANDRAIL_METRICS_PORT }),
    store: storeOf(env),
    hubspot: {
      ...hubspotOf(env),
      portalId: env.HUBSPOT_PORTAL_ID,
      clientSecret: env.HUBSPOT_CLIENT_SECRET,
      ...(env.HUBSPOT_APP_ID !== undefined && { appId: env.HUBSPOT_APP_ID }),
    },
    policyDir: env.HANDRAIL_POLICY_DIR,
    logLevel: env.LOG_LEVEL,
    sweepSeconds: env.HANDRAIL_SWEEP_SECONDS,
    notifications: notificationEnvironment(env),
  };
}

/** For commands that talk to HubSpot only. @throws EnvironmentError */
export function readHubSpotEnvironment(source: Source = process.env): HubSpotEnvironment {
  return hubspotOf(parse(hubspotShape, source));
}

/** For commands that read the store only. @throws EnvironmentError */
export function readStoreEnvironment(source: Source = process.env): StoreEnvironment {
  return storeOf(parse(storeShape, source));
}

/** The tenant of the configured HubSpot account. @throws EnvironmentError when none is configured */
export function readTenant(source: Source = process.env): string {
  return tenantOfPortal(parse(tenantShape, source).HUBSPOT_PORTAL_ID);
}

function parse<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: Source,
  together: (set: Source) => readonly string[] = () => [],
): z.infer<z.ZodObject<Shape>> {
  // A variable that is set to nothing counts as not set, as in a shell.
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = z.object(shape).safeParse(set);
  const problems = [
    ...(parsed.error?.issues ?? []).map(
      ({ path, message }) => `${path.join('.')} ${message.replace(/^Invalid/, 'is no valid')}`,
    ),
    ...together(set),
  ];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new EnvironmentError(problems);
}

function storeOf(env: { DATABASE_URL?: string | undefined; HANDRAIL_DATA_DIR: string }): StoreEnvironment {
  if (env.DATABASE_URL !== undefined) return { databaseUrl: env.DATABASE_URL };
  return env.HANDRAIL_DATA_DIR === MEMORY ? {} : { dataDir: env.HANDRAIL_DATA_DIR };
}

function hubspotOf(env: { HUBSPOT_ACCESS_TOKEN: string; HUBSPOT_API_ORIGIN: string }): HubSpotEnvironment {
  return { accessToken: env.HUBSPOT_ACCESS_TOKEN, apiOrigin: env.HUBSPOT_API_ORIGIN };
}
