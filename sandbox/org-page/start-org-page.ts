import { once } from 'node:events';
import { createServer } from 'node:http';
import { buildOrgBrowser } from './build-org-browser.ts';
import { type ComponentsHost, startComponentsHost } from './components-host.ts';
import { OrgClient } from './org-client.ts';
import { createOrgPageApp } from './org-page-app.ts';
import type { ComponentsState } from './wire.ts';

/** What an org page needs. */
export interface OrgPageOptions {
  readonly orgOrigin: string;
  /** Who looks at first. */
  readonly firstUser: string;
  /** Leaves the components out, as where their tool chain is not installed. */
  readonly withoutComponents?: boolean;
  /** TCP port on 127.0.0.1; 0 or left out takes a free one. */
  readonly port?: number;
}

/** An org page that answers. */
export interface RunningOrgPage {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  components(): ComponentsState;
  close(): Promise<void>;
}

const LEFT_OUT: ComponentsHost = {
  state: () => ({ state: 'not_installed', command: 'npm --prefix extensions/salesforce ci' }),
  close: async () => {},
};

/**
 * Serves the pages of an org in a browser, on 127.0.0.1 only: the list of opportunities, records with their fields and
 * history, and the Handrail components on them if their tool chain is installed.
 *
 * @throws Error when the port is taken
 */
export async function startOrgPage(options: OrgPageOptions): Promise<RunningOrgPage> {
  const { script, styles } = await buildOrgBrowser();
  let host = '';
  let components = LEFT_OUT;
  const app = createOrgPageApp({
    client: new OrgClient(options.orgOrigin),
    firstUser: options.firstUser,
    components: () => components,
    script,
    styles,
    host: () => host,
  });
  const server = createServer({ keepAliveTimeout: 65_000 }, app);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address (this is a bug)');
  host = `127.0.0.1:${address.port}`;
  const origin = `http://${host}`;
  if (!options.withoutComponents) components = startComponentsHost(options.orgOrigin, origin);
  return {
    origin,
    components: () => components.state(),
    async close() {
      await components.close();
      server.closeAllConnections();
      if (server.listening) {
        server.close();
        await once(server, 'close');
      }
    },
  };
}
