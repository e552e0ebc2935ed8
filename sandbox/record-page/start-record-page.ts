import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBrowser } from './build-browser.ts';
import { buildCard } from './build-card.ts';
import { CardProxy } from './card-proxy.ts';
import { createPageApp } from './page-app.ts';
import { PortalClient } from './portal-client.ts';

/** What a record page needs. */
export interface RecordPageOptions {
  /** Where the portal's API listens. */
  readonly portalOrigin: string;
  readonly accessToken: string;
  /** The app's client secret, with which HubSpot's proxy signs. */
  readonly clientSecret: string;
  readonly appId: number;
  readonly portalId: number;
  /** The https origin the card calls, given to it as the variable `API_ORIGIN`. It is signed and need not exist. */
  readonly publicOrigin: string;
  /** Where the app's server really listens. */
  readonly serverOrigin: string;
  /** The card's entry file, for example `.../cards/handoff-card.tsx`. */
  readonly cardEntry: string;
  /** The entry file of the app's own page, for example `.../pages/inbox-page.tsx`; without it there is none. */
  readonly pageEntry?: string;
  /** The entry file of the app's settings page, for example `.../settings/settings-page.tsx`; without it there is none. */
  readonly settingsEntry?: string;
  /** Origins the card may open in an iframe, as `permittedUrls.iframe`; none when left out. */
  readonly permittedIframes?: readonly string[];
  /** TCP port on 127.0.0.1; 0 or left out takes a free one. */
  readonly port?: number;
}

/** A record page that answers. */
export interface RunningRecordPage {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Stops answering and removes the built card. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Builds the card with HubSpot's bundler and serves a CRM record page that runs it, on 127.0.0.1 only and without
 * any other network.
 *
 * @throws CardBuildError when the card cannot be built
 * @throws Error when the port is taken
 */
export async function startRecordPage(options: RecordPageOptions): Promise<RunningRecordPage> {
  const outputDir = await mkdtemp(join(tmpdir(), 'record-page-card-'));
  const removeOutput = () => rm(outputDir, { recursive: true, force: true });
  try {
    // One after the other: HubSpot's bundler keeps state of its own.
    const cardScript = await buildCard(options.cardEntry, join(outputDir, 'card'));
    const pageScript =
      options.pageEntry === undefined
        ? undefined
        : await buildCard(options.pageEntry, join(outputDir, 'page'));
    const settingsScript =
      options.settingsEntry === undefined
        ? undefined
        : await buildCard(options.settingsEntry, join(outputDir, 'settings'));
    const assets = await buildBrowser();
    let host = '';
    const app = createPageApp({
      client: new PortalClient(options.portalOrigin, options.accessToken),
      proxy: new CardProxy({
        portalId: options.portalId,
        appId: options.appId,
        clientSecret: options.clientSecret,
        permittedOrigins: [options.publicOrigin],
        realOrigins: { [options.publicOrigin]: options.serverOrigin },
      }),
      assets,
      cardScript,
      pageScript,
      settingsScript,
      portalId: options.portalId,
      appId: options.appId,
      variables: { API_ORIGIN: options.publicOrigin },
      permittedIframes: options.permittedIframes ?? [],
      host: () => host,
    });
    // A client in a busy process must not find a connection closed that it thought was kept alive.
    const server = createServer({ keepAliveTimeout: 65_000 }, app);
    server.listen(options.port ?? 0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no TCP address (this is a bug)');
    host = `127.0.0.1:${address.port}`;
    return {
      origin: `http://${host}`,
      async close() {
        server.closeAllConnections();
        if (server.listening) {
          server.close();
          await once(server, 'close');
        }
        await removeOutput();
      },
    };
  } catch (error) {
    await removeOutput();
    throw error;
  }
}
