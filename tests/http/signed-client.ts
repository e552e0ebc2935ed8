import { type CardReply, cardReplySchema, trailReplySchema } from '@handrail/contracts/card-view';
import type { z } from 'zod';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';

/** Who asks, as HubSpot would append it. */
export interface SignedUser {
  readonly userId: string | number;
  readonly email: string;
}

export interface SignedClientOptions {
  readonly origin: string;
  /** What the signature covers where the server has another public origin. */
  readonly signedOrigin?: string;
  readonly clientSecret: string;
  readonly portalId: string | number;
  /** Milliseconds since 1970 UTC; for a server whose clock is not this machine's. */
  readonly now?: () => number;
}

/** How one call differs from an honest one. */
export interface CallOptions {
  readonly method?: 'GET' | 'POST';
  /** Sent as it is. */
  readonly text?: string;
  readonly body?: unknown;
  /** Replaces what HubSpot would append. */
  readonly identity?: string;
  /** Milliseconds since 1970 UTC. */
  readonly timestamp?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the server as HubSpot's proxy does for one user. */
export interface SignedClient {
  raw(path: string, options?: CallOptions): Promise<Response>;
  /** Expects status 200, and the reply to be as its contract says. */
  call<Reply>(schema: z.ZodType<Reply>, path: string, body?: unknown): Promise<Reply>;
  card(path: string, body?: unknown): Promise<Extract<CardReply, { ok: true }>['card']>;
  /** The code of a refusal; fails when the call goes through. */
  refusal(path: string, body?: unknown): Promise<string>;
  trail(requestId: string): Promise<readonly { who: string; what: string }[]>;
}

export function signedClient(
  { origin, signedOrigin = origin, clientSecret, portalId, now = Date.now }: SignedClientOptions,
  { userId, email }: SignedUser,
): SignedClient {
  async function raw(path: string, options: CallOptions = {}): Promise<Response> {
    const { body, text = body === undefined ? '' : JSON.stringify(body) } = options;
    const method = options.method ?? (text === '' ? 'GET' : 'POST');
    const identity =
      options.identity ??
      `userId=${userId}&userEmail=${encodeURIComponent(email)}&portalId=${portalId}&appId=2600100`;
    const address = `${path}${path.includes('?') ? '&' : '?'}${identity}`;
    const uri = `${signedOrigin}${address}`;
    const timestamp = options.timestamp ?? now();
    const signature = signRequest({ clientSecret, method, uri, body: text, timestamp });
    return fetch(`${origin}${address}`, {
      method,
      headers: { 'content-type': 'application/json', ...signature, ...options.headers },
      ...(method === 'POST' && { body: text }),
    });
  }

  async function call<Reply>(schema: z.ZodType<Reply>, path: string, body?: unknown): Promise<Reply> {
    const response = await raw(path, body === undefined ? {} : { body });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
    return schema.parse(JSON.parse(text));
  }

  return {
    raw,
    call,
    card: async (path, body) => {
      const reply = await call(cardReplySchema, path, body);
      if (!reply.ok) throw new Error(`${path} was refused: ${reply.problem.code}, ${reply.problem.detail}`);
      return reply.card;
    },
    refusal: async (path, body) => {
      const reply = await call(cardReplySchema, path, body);
      if (reply.ok) throw new Error(`${path} was not refused`);
      return reply.problem.code;
    },
    trail: async (requestId) => {
      const reply = await call(trailReplySchema, `/api/hubspot/requests/${requestId}/trail`);
      if (!reply.ok) throw new Error(`the trail was refused: ${reply.problem.code}`);
      return reply.entries;
    },
  };
}
