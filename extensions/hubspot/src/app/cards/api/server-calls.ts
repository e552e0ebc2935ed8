import { hubspot } from '@hubspot/ui-extensions';
import { cardFault, type Failed } from './failure.ts';
import { type ReplySchema, readReply } from './read-reply.ts';

/** HubSpot's own limit for an extension's request, in milliseconds. */
const HUBSPOT_TIMEOUT_MS = 15_000;
/** HubSpot repeats a request once after a 5xx, so its answer may come later than one time-out. */
const GIVE_UP_MS = 2 * HUBSPOT_TIMEOUT_MS + 1_000;

/** No answer to a question; nothing can have changed. */
const NOT_READ = cardFault('no_connection', 'No answer from Handrail', 'The server did not answer.');
/** No answer to a command; whether the server acted is not known. */
const NOT_CONFIRMED = cardFault(
  'no_connection',
  'No answer from Handrail',
  'The server did not answer, so it is not known whether it acted. Nothing is done twice when you try again.',
);

/** Calls to the server. None of them throws: a fault is a result with `ok: false`. */
export interface ServerCalls {
  /** Asks without changing anything: GET, or POST when there is a body. */
  ask<Reply>(
    schema: ReplySchema<Reply>,
    path: string,
    body?: Record<string, unknown>,
  ): Promise<Reply | Failed>;
  /** Has the server do something that can be repeated without harm. */
  command<Reply>(
    schema: ReplySchema<Reply>,
    path: string,
    body: Record<string, unknown>,
  ): Promise<Reply | Failed>;
}

/**
 * The only place that calls `hubspot.fetch`.
 *
 * @param origin the server's public origin, from the project profile's `API_ORIGIN`
 */
export function createServerCalls(origin: string): ServerCalls {
  const base = origin.replace(/\/+$/, '');

  async function call<Reply>(
    schema: ReplySchema<Reply>,
    path: string,
    unanswered: Failed,
    body?: Record<string, unknown>,
  ): Promise<Reply | Failed> {
    const method = body === undefined ? 'GET' : 'POST';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const givenUp = new Promise<Failed>((resolve) => {
      timer = setTimeout(() => resolve(unanswered), GIVE_UP_MS);
    });
    const answered = async () =>
      readReply(
        await hubspot.fetch(`${base}${path}`, { method, timeout: HUBSPOT_TIMEOUT_MS, ...(body && { body }) }),
        schema,
        unanswered,
      );
    try {
      return await Promise.race([answered(), givenUp]);
    } catch {
      return unanswered;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    ask: (schema, path, body) => call(schema, path, NOT_READ, body),
    command: (schema, path, body) => call(schema, path, NOT_CONFIRMED, body),
  };
}
