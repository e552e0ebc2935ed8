import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import { type RunningOrg, type RunningOrgOptions, startOrg } from '../../sandbox/salesforce/start-org.ts';
import { readServerEnvironment, type ServerEnvironment } from '../../server/env.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { tenantOfOrg } from '../../server/tenant-names.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** The whole server in this process, on a sandbox org of its own and a store in memory. */
export interface SalesforceServer {
  readonly org: RunningOrg;
  readonly server: RunningServer;
  readonly env: ServerEnvironment;
  readonly tenantId: string;
  readonly logLines: readonly string[];
  close(): Promise<void>;
}

/** What the server needs to enter a sandbox org by JWT bearer, and an org that lets it in. */
export async function startOrgWithKey(options: RunningOrgOptions = {}): Promise<{
  readonly org: RunningOrg;
  readonly variables: Readonly<Record<string, string>>;
  forget(): Promise<void>;
}> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const org = await startOrg({ installed: true, ...options, app: { publicKey, ...options.app } });
  const folder = await mkdtemp(join(tmpdir(), 'handrail-key-'));
  const keyFile = join(folder, 'handrail.pem');
  await writeFile(keyFile, privateKey, { mode: 0o600 });
  return {
    org,
    variables: {
      SALESFORCE_ORG_ID: org.orgId,
      SALESFORCE_CLIENT_ID: org.app.clientId,
      SALESFORCE_USERNAME: INTEGRATION_USERNAME,
      SALESFORCE_PRIVATE_KEY_FILE: keyFile,
      SALESFORCE_LOGIN_ORIGIN: org.origin,
    },
    forget: async () => {
      await org.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function startSalesforceServer(
  options: {
    readonly org?: RunningOrgOptions;
    readonly variables?: Readonly<Record<string, string>>;
    readonly clock?: Clock;
  } = {},
): Promise<SalesforceServer> {
  const { org, variables, forget } = await startOrgWithKey(options.org);
  const logLines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) });
  const env = readServerEnvironment({
    PORT: '0',
    HANDRAIL_DATA_DIR: 'memory://',
    ...variables,
    ...options.variables,
  });
  const server = await startServer(env, { logger, ...(options.clock && { clock: options.clock }) });
  return {
    org,
    server,
    env,
    tenantId: tenantOfOrg(org.orgId),
    logLines,
    close: async () => {
      await server.close();
      await forget();
    },
  };
}
