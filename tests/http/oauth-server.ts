import { createServer, request as forward, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import type { PortalOptions, RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { readServerEnvironment } from '../../server/env.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';
import { CLIENT_SECRET } from './test-server.ts';

export const TOKEN_KEY = Buffer.alloc(32, 7).toString('base64');

/** A server that accounts connect to by OAuth, and two portals behind HubSpot's one address. */
export interface OAuthServer {
  readonly server: RunningServer;
  readonly portals: readonly [RunningPortal, RunningPortal];
  /** HubSpot's one address before the portals. */
  readonly hubspotOrigin: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly logLines: readonly string[];
  close(): Promise<void>;
}

export async function startOAuthServer(
  options: {
    readonly portal?: Partial<PortalOptions>;
    readonly clock?: Clock;
    readonly variables?: Readonly<Record<string, string>>;
  } = {},
): Promise<OAuthServer> {
  const open = (portalId: number) =>
    startWatchedPortal({ clientSecret: CLIENT_SECRET, rateLimit: 'off', portalId, ...options.portal });
  const portals = [await open(48_100_001), await open(48_100_002)] as const;
  const front = await startFront(portals);
  const logLines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) });
  const variables = {
    PORT: '0',
    HANDRAIL_DATA_DIR: 'memory://',
    HUBSPOT_CLIENT_ID: 'sandbox-client',
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HUBSPOT_API_ORIGIN: front.origin,
    HUBSPOT_APP_ORIGIN: front.origin,
    HANDRAIL_TOKEN_KEYS: `k1:${TOKEN_KEY}`,
    HANDRAIL_SWEEP_SECONDS: '0.5',
    ...options.variables,
  };
  const server = await startServer(readServerEnvironment(variables), {
    logger,
    ...(options.clock && { clock: options.clock }),
  });
  return {
    server,
    portals,
    hubspotOrigin: front.origin,
    variables,
    logLines,
    close: async () => {
      await server.close();
      front.close();
      await Promise.all(portals.map((portal) => portal.close()));
    },
  };
}

/**
 * HubSpot has one address for all accounts and knows by the token whose call it is. The tokens and codes of the
 * sandbox name their portal.
 */
async function startFront(portals: readonly RunningPortal[]) {
  const server = createServer(async (req, res) => {
    const body = await buffer(req);
    const target = portals.find(({ portalId }) => names(req, body, portalId)) ?? portals[0];
    if (!target) throw new Error('no portal');
    const url = new URL(req.url ?? '/', target.origin);
    const passed = forward(url, { method: req.method, headers: req.headers }, (reply) => {
      res.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(res);
    });
    passed.on('error', () => res.destroy());
    passed.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function names(req: IncomingMessage, body: Buffer, portalId: number): boolean {
  const said = `${req.headers.authorization ?? ''} ${body.toString('utf8')}`;
  return said.includes(`-${portalId}-`);
}

/** A browser that keeps its cookies and follows no redirect by itself. */
export function startBrowser(origin: string) {
  const cookies = new Map<string, string>();
  const get = async (address: string): Promise<Response> => {
    const response = await fetch(new URL(address, origin), {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  /** Presses the button of the install page; the address of HubSpot's page. */
  const begin = async (): Promise<URL> => {
    const response = await get('/install/start');
    return new URL(response.headers.get('location') ?? 'about:blank');
  };
  /** Decides on HubSpot's page; the address HubSpot sends the browser to. */
  const decide = async (page: URL, portal: RunningPortal, decision: 'accept' | 'deny'): Promise<string> => {
    const address = new URL(`/oauth/authorize/${decision}${page.search}`, portal.origin);
    const response = await fetch(address, { method: 'POST', redirect: 'manual' });
    return response.headers.get('location') ?? 'about:blank';
  };
  return {
    cookies,
    get,
    begin,
    decide,
    /** The whole way; the page it ends on. */
    install: async (portal: RunningPortal): Promise<Response> =>
      get(await decide(await begin(), portal, 'accept')),
  };
}
