import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningPortal, startPortal } from '../hubspot/start-portal.ts';
import { startRecordPage } from '../record-page/start-record-page.ts';
import { PUBLIC_ORIGIN } from './card-user.ts';
import { type HandrailEnvironment, type HandrailProcess, startHandrail } from './handrail-process.ts';

const CARD_ENTRY = fileURLToPath(
  new URL('../../extensions/hubspot/src/app/cards/handoff-sidebar-card.tsx', import.meta.url),
);
const PAGE_ENTRY = fileURLToPath(
  new URL('../../extensions/hubspot/src/app/pages/inbox-page.tsx', import.meta.url),
);
const SETTINGS_ENTRY = fileURLToPath(
  new URL('../../extensions/hubspot/src/app/settings/settings-page.tsx', import.meta.url),
);
const CLIENT_SECRET = 'sandbox-client-secret';

/** A portal, a Handrail server on it, and a record page: everything on this machine. */
export interface World {
  readonly portal: RunningPortal;
  /** What the server and `handrail` commands run with. */
  readonly environment: HandrailEnvironment;
  readonly dataDir: string;
  /** For files of the story; removed with the world. */
  readonly scratchDir: string;
  readonly pageOrigin: string;
  readonly serverOrigin: string;
  stopServer(): Promise<void>;
  /** Starts the server again on the same address and the same data. */
  startServer(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts it all on free loopback ports, with a data directory of its own.
 *
 * @param variables further settings of the server
 */
export async function startWorld(variables: Readonly<Record<string, string>> = {}): Promise<World> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'handrail-demo-'));
  const dataDir = join(scratchDir, 'data');
  const portal = await startPortal({ clientSecret: CLIENT_SECRET });
  const environment = {
    HUBSPOT_API_ORIGIN: portal.origin,
    HUBSPOT_PORTAL_ID: String(portal.portalId),
    HUBSPOT_ACCESS_TOKEN: portal.accessToken,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    PUBLIC_ORIGIN,
    HANDRAIL_DATA_DIR: dataDir,
    HANDRAIL_SWEEP_SECONDS: '1',
    LOG_LEVEL: 'warn',
    ...variables,
  };
  let server: HandrailProcess | undefined = await startHandrail(environment);
  const serverOrigin = server.origin;
  const page = await startRecordPage({
    portalOrigin: portal.origin,
    accessToken: portal.pageToken,
    clientSecret: CLIENT_SECRET,
    appId: portal.appId,
    portalId: portal.portalId,
    publicOrigin: PUBLIC_ORIGIN,
    serverOrigin,
    cardEntry: CARD_ENTRY,
    pageEntry: PAGE_ENTRY,
    settingsEntry: SETTINGS_ENTRY,
  });
  const stopServer = async () => {
    await server?.stop();
    server = undefined;
  };
  return {
    portal,
    environment,
    dataDir,
    scratchDir,
    pageOrigin: page.origin,
    serverOrigin,
    stopServer,
    startServer: async () => {
      server ??= await startHandrail(environment, new URL(serverOrigin).port);
    },
    close: async () => {
      await page.close();
      await stopServer();
      await portal.close();
      await rm(scratchDir, { recursive: true, force: true });
    },
  };
}
