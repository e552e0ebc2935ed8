import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** A server that listens. */
export interface Listener {
  /** `http://<host>:<port>` as bound. */
  readonly origin: string;
  /** Takes no further connection and resolves when the running requests have been answered. */
  close(): Promise<void>;
}

/** Connections that are still open after this are broken. HubSpot gives a card's request 15 seconds. */
const LAST_CALL_MS = 15_000;

/**
 * Longer than proxies in front of us keep an idle connection (60 s is common): the proxy closes first, and never sends
 * a request into a connection that we are closing.
 */
const KEEP_ALIVE_MS = 65_000;

/**
 * Listens, then makes the handler: with port 0 the address it needs to know is not known before.
 *
 * @throws Error from the system when the port is taken or not permitted
 */
export async function listen(
  host: string,
  port: number,
  makeHandler: (origin: string) => RequestListener,
): Promise<Listener> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address (this is a bug)');
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  server.on('request', makeHandler(origin));
  let closing = false;
  // A connection kept alive is idle again only after its answer, so it is closed then.
  server.on('request', (_req, res) => {
    res.once('close', () => {
      if (closing) server.closeIdleConnections();
    });
  });
  return {
    origin,
    close: async () => {
      closing = true;
      const closed = once(server, 'close');
      server.close();
      const lastCall = setTimeout(() => server.closeAllConnections(), LAST_CALL_MS);
      await closed;
      clearTimeout(lastCall);
    },
  };
}
