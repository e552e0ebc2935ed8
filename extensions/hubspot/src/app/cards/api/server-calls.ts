import { hubspot } from '@hubspot/ui-extensions';
import type { Failed } from './failure.ts';
import { noConnection, type ReplySchema, readReply } from './read-reply.ts';

/** HubSpot's own limit for an extension's request, in milliseconds. */
const HUBSPOT_TIMEOUT_MS = 15_000;
/** HubSpot repeats a request once after a 5xx, so its answer may come later than one time-out. */
const GIVE_UP_MS = 2 * HUBSPOT_TIMEOUT_MS + 1_000;

/** One call to the server: GET, or POST when there is a body. Never throws: a fault is a result with `ok: false`. */
export type ServerCall = <Reply>(
  schema: ReplySchema<Reply>,
  path: string,
  body?: Record<string, unknown>,
) => Promise<Reply | Failed>;

/**
 * The only place that calls `hubspot.fetch`.
 *
 * @param origin the server's public origin, from the project profile's `API_ORIGIN`
 */
export function createServerCalls(origin: string): ServerCall {
  const base = origin.replace(/\/+$/, '');

  return async (schema, path, body) => {
    const method = body === undefined ? 'GET' : 'POST';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const givenUp = new Promise<Failed>((resolve) => {
      timer = setTimeout(() => resolve(noConnection()), GIVE_UP_MS);
    });
    const answered = async () =>
      readReply(
        await hubspot.fetch(`${base}${path}`, { method, timeout: HUBSPOT_TIMEOUT_MS, ...(body && { body }) }),
        schema,
      );
    try {
      return await Promise.race([answered(), givenUp]);
    } catch {
      return noConnection();
    } finally {
      clearTimeout(timer);
    }
  };
}
