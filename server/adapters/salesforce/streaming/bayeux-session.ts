import type { RetryTiming } from '../../system/retry.ts';
import type { SalesforceSession } from '../jwt-sessions.ts';
import { type BayeuxMessage, bayeuxReplySchema } from './schema.ts';

const API_VERSION = '67.0';
/** Handshakes and subscriptions are answered at once. */
const ANSWER_MS = 10_000;
/** How long Salesforce holds a poll that nothing ends, unless it advises otherwise. */
const POLL_MS = 110_000;
/** What a poll may take longer on its way. */
const SLACK_MS = 15_000;

/**
 * Why a streaming session is over:
 * - `session_ended`: the access token is taken no longer
 * - `client_unknown`: Salesforce has forgotten this client; another handshake mends it
 * - `replay_too_old`: the events behind the wanted place are kept no longer
 * - `refused`: the channel is none, or not for this user
 * - `no_reply`: no answer, or none that is Bayeux
 */
export type BayeuxFailure = 'session_ended' | 'client_unknown' | 'replay_too_old' | 'refused' | 'no_reply';

/** A failure of the streaming protocol. Its text holds no token. */
export class BayeuxError extends Error {
  override readonly name = 'BayeuxError';
  readonly code: BayeuxFailure;

  constructor(code: BayeuxFailure, internal: string, options?: ErrorOptions) {
    super(internal, options);
    this.code = code;
  }
}

/** One client of the streaming API, from its handshake to its first failure. */
export interface BayeuxSession {
  /** @param replayId -1 for what comes from now on, or the id of the last event that was read @throws BayeuxError */
  subscribe(channel: string, replayId: number): Promise<void>;
  /** Waits for the next messages; none when the poll ended without. @throws BayeuxError, after which it is over */
  poll(): Promise<readonly BayeuxMessage[]>;
  /** Tells Salesforce that the client goes. Never throws. */
  end(): Promise<void>;
}

/**
 * Opens a client of the streaming API (CometD 1.0, long polling). Written here instead of taken from jsforce, whose
 * client cannot be stopped, keeps the token it began with, and notices a refused one only after minutes.
 *
 * @param signal ends every call that waits
 * @throws BayeuxError
 */
export async function openBayeuxSession(
  { instanceUrl, accessToken }: SalesforceSession,
  { signal, timing }: { readonly signal: AbortSignal; readonly timing: Pick<RetryTiming, 'timeout'> },
): Promise<BayeuxSession> {
  const address = new URL(`/cometd/${API_VERSION}`, instanceUrl).href;
  const cookies = new Map<string, string>();
  let pollMs = POLL_MS;

  async function send(
    message: { readonly channel: string } & Readonly<Record<string, unknown>>,
    { withinMs, stop }: { readonly withinMs: number; readonly stop: AbortSignal },
  ): Promise<readonly BayeuxMessage[]> {
    const replies = await post(message, AbortSignal.any([stop, timing.timeout(withinMs)]));
    const own = replies.find(({ channel }) => channel === message.channel);
    if (!own) throw new BayeuxError('no_reply', `${message.channel}: no answer to it`);
    if (own.successful !== true) throw failureOf(own);
    pollMs = own.advice?.timeout ?? pollMs;
    return replies;
  }

  async function post(
    message: { readonly channel: string },
    stop: AbortSignal,
  ): Promise<readonly BayeuxMessage[]> {
    const { channel } = message;
    const headers = {
      authorization: `OAuth ${accessToken}`,
      'content-type': 'application/json',
      ...(cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
    };
    const body = JSON.stringify([message]);
    let reply: { readonly status: number; readonly text: string };
    try {
      const response = await fetch(address, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body,
        signal: stop,
      });
      keepCookies(response.headers.getSetCookie());
      reply = { status: response.status, text: await response.text() };
    } catch (error) {
      throw new BayeuxError('no_reply', `${channel}: no reply`, { cause: error });
    }
    if (reply.status === 401) throw new BayeuxError('session_ended', `${channel}: 401`);
    const parsed = reply.status === 200 ? bayeuxReplySchema.safeParse(jsonIn(reply.text)) : undefined;
    if (!parsed?.success) throw new BayeuxError('no_reply', `${channel}: ${reply.status}, not Bayeux`);
    return parsed.data;
  }

  /** Salesforce keeps a client on one server by its cookies. */
  function keepCookies(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name, value] = /^([^=;\s]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
  }

  const [greeting] = await send(
    {
      channel: '/meta/handshake',
      version: '1.0',
      minimumVersion: '1.0',
      supportedConnectionTypes: ['long-polling'],
      ext: { replay: true },
    },
    { withinMs: ANSWER_MS, stop: signal },
  );
  const clientId = greeting?.clientId;
  if (clientId === undefined) throw new BayeuxError('no_reply', '/meta/handshake: no client id');

  return {
    async subscribe(subscription, replayId) {
      const ext = { replay: { [subscription]: replayId } };
      const message = { channel: '/meta/subscribe', clientId, subscription, ext };
      await send(message, { withinMs: ANSWER_MS, stop: signal });
    },
    async poll() {
      const message = { channel: '/meta/connect', clientId, connectionType: 'long-polling' };
      const replies = await send(message, { withinMs: pollMs + SLACK_MS, stop: signal });
      return replies.filter(({ channel }) => !channel.startsWith('/meta/'));
    },
    async end() {
      try {
        // Sent after everything else was stopped, so not under the same signal.
        const stop = AbortSignal.timeout(LEAVE_MS);
        await send({ channel: '/meta/disconnect', clientId }, { withinMs: LEAVE_MS, stop });
      } catch (error) {
        if (!(error instanceof BayeuxError)) throw error;
      }
    },
  };
}

/** Salesforce forgets a client that says nothing; a word of farewell is worth no more than this. */
const LEAVE_MS = 1_000;

function failureOf({ channel, error = '', ext }: BayeuxMessage): BayeuxError {
  const why = ext?.sfdc?.failureReason ?? error;
  const internal = `${channel}: ${why.slice(0, 200)}`;
  if (why.startsWith('401')) return new BayeuxError('session_ended', internal);
  if (/unknown client/i.test(why)) return new BayeuxError('client_unknown', internal);
  if (/replayId .*invalid/i.test(why)) return new BayeuxError('replay_too_old', internal);
  return new BayeuxError('refused', internal);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
