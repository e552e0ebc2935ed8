import { fileURLToPath } from 'node:url';
import { type RunningPortal, startPortal } from '../hubspot/start-portal.ts';
import { startRecordPage } from '../record-page/start-record-page.ts';
import { PUBLIC_ORIGIN } from './card-user.ts';
import { type DemoWorld, startDemoServer } from './demo-world.ts';

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
export interface World extends DemoWorld {
  readonly portal: RunningPortal;
  readonly pageOrigin: string;
}

/**
 * Starts it all on free loopback ports, with a data directory of its own.
 *
 * @param variables further settings of the server
 */
export async function startWorld(variables: Readonly<Record<string, string>> = {}): Promise<World> {
  const portal = await startPortal({ clientSecret: CLIENT_SECRET });
  const server = await startDemoServer(async () => ({
    HUBSPOT_API_ORIGIN: portal.origin,
    HUBSPOT_PORTAL_ID: String(portal.portalId),
    HUBSPOT_ACCESS_TOKEN: portal.accessToken,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    PUBLIC_ORIGIN,
    ...variables,
  }));
  const page = await startRecordPage({
    portalOrigin: portal.origin,
    accessToken: portal.pageToken,
    clientSecret: CLIENT_SECRET,
    appId: portal.appId,
    portalId: portal.portalId,
    publicOrigin: PUBLIC_ORIGIN,
    serverOrigin: server.serverOrigin,
    cardEntry: CARD_ENTRY,
    pageEntry: PAGE_ENTRY,
    settingsEntry: SETTINGS_ENTRY,
  });
  return {
    ...server,
    portal,
    pageOrigin: page.origin,
    close: async () => {
      await page.close();
      await server.close();
      await portal.close();
    },
  };
}
