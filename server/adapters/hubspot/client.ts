import { Client } from '@hubspot/api-client';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { type AccessTokens, fixedToken } from './access-tokens.ts';
import {
  type CallSubject,
  HubSpotCallError,
  malformedReplyError,
  noReplyError,
  type RetryAdvice,
  replyError,
} from './errors.ts';
import { type RetryTiming, retryDelay, SYSTEM_TIMING } from './retry.ts';

/**
 * Who waits for the answer. A person's call gives up early: HubSpot cuts a card's request off after 15 seconds, and
 * a card view needs up to three calls one after the other.
 */
export type Patience = 'person' | 'job';

/** Milliseconds that one call may take with all its attempts and pauses. */
const PATIENCE_MS: Readonly<Record<Patience, number>> = { person: 4_000, job: 60_000 };
const ATTEMPT_TIMEOUT_MS = 10_000;
const MAX_ATTEMPTS = 5;
const MAX_RENEWALS = 2;

/** One call, and how to read its answer. */
export interface HubSpotRequest<T> extends CallSubject {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly schema: z.ZodType<T>;
  readonly patience: Patience;
  /**
   * For a call that must not happen twice: looks for what an attempt with a lost reply left behind. Asked before
   * each further attempt; an answer ends the call.
   */
  readonly findEarlier?: () => Promise<T | null>;
}

/** The one door to HubSpot. */
export interface HubSpotClient {
  /**
   * Sends a call; repeats it after 429, 5xx, time-outs and broken connections, at most five times and never past
   * the call's patience.
   *
   * @throws HubSpotCallError
   */
  send<T>(request: HubSpotRequest<T>): Promise<T>;
}

export type HubSpotLogger = Pick<Logger, 'debug' | 'warn'>;

export interface HubSpotClientOptions {
  /** A token that stays, or where the one in force comes from. */
  readonly accessToken: string | AccessTokens;
  /** Where HubSpot answers; HubSpot's own address when left out. */
  readonly basePath?: string;
  readonly logger: HubSpotLogger;
  readonly timing?: RetryTiming;
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/**
 * Makes the client of one portal on top of HubSpot's SDK.
 *
 * The SDK's `apiRequest` is used rather than its typed calls: those have their paths built in, drop fields that their
 * models lack, and keep their retry settings in one place shared by all clients of the process.
 *
 * @throws TypeError when `basePath` is no URL
 */
export function createHubSpotClient(options: HubSpotClientOptions): HubSpotClient {
  const { basePath, logger, timing = SYSTEM_TIMING } = options;
  const tokens =
    typeof options.accessToken === 'string' ? fixedToken(options.accessToken) : options.accessToken;
  const address = basePath === undefined ? {} : { basePath: new URL(basePath).href.replace(/\/$/, '') };
  let latest: { readonly token: string; readonly sdk: Client } | undefined;

  /** The SDK keeps its token; calls under way go on with theirs. */
  function sdkWith(token: string): Client {
    if (latest?.token !== token) {
      latest = { token, sdk: new Client({ accessToken: token, numberOfApiCallRetries: 0, ...address }) };
    }
    return latest.sdk;
  }

  async function send<T>(request: HubSpotRequest<T>): Promise<T> {
    const giveUpAt = timing.now() + PATIENCE_MS[request.patience];
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await sendOnce(request, attempt, Math.min(ATTEMPT_TIMEOUT_MS, giveUpAt - timing.now()));
      } catch (error) {
        if (!(error instanceof HubSpotCallError)) throw error;
        const delay = attempt < MAX_ATTEMPTS ? retryDelay(error.retry, attempt, timing.random) : null;
        if (delay === null || timing.now() + delay >= giveUpAt) throw error;
        await timing.sleep(delay);
        const earlier = error.mayHaveHappened ? await request.findEarlier?.() : null;
        if (earlier !== null && earlier !== undefined) return earlier;
      }
    }
  }

  async function sendOnce<T>(request: HubSpotRequest<T>, attempt: number, timeoutMs: number): Promise<T> {
    const startedAt = timing.now();
    const line = { method: request.method, path: request.path.template, attempt };
    try {
      const { status, headers, body } = await exchange(request, timing.timeout(timeoutMs));
      if (status < 200 || status > 299) throw replyError(request, status, headers, body);
      const parsed = request.schema.safeParse(body);
      if (!parsed.success) throw malformedReplyError(request, status, where(parsed.error));
      logger.debug({ ...line, status, durationMs: Math.round(timing.now() - startedAt) }, 'hubspot call');
      return parsed.data;
    } catch (error) {
      if (error instanceof HubSpotCallError) {
        const { code, status, internal } = error;
        logger.warn(
          { ...line, status, code, internal, durationMs: Math.round(timing.now() - startedAt) },
          'hubspot call failed',
        );
      }
      throw error;
    }
  }

  /**
   * The SDK takes no AbortSignal, so a call that is given up goes on unheard until the connection ends. HubSpot may
   * still carry it out: a call that must not happen twice is therefore not repeated now but left to a later job,
   * which finds what it did.
   */
  async function exchange<T>(request: HubSpotRequest<T>, timeout: AbortSignal): Promise<Reply> {
    const { promise: timedOut, reject } = Promise.withResolvers<never>();
    const giveUp = () => {
      const retry: RetryAdvice = { kind: request.findEarlier ? 'never' : 'backoff' };
      reject(noReplyError(request, { what: 'no reply in time', mayHaveHappened: true, retry }));
    };
    timeout.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([callRenewing(request), timedOut]);
    } finally {
      // Else each answered call keeps its request until the time is over, to make an error nobody hears.
      timeout.removeEventListener('abort', giveUp);
    }
  }

  /**
   * A token can be withdrawn at any moment: HubSpot then answers 401 and does nothing. The token another instance left
   * in the store may be of the same age, so two others are tried.
   */
  async function callRenewing<T>(request: HubSpotRequest<T>): Promise<Reply> {
    for (let renewals = 0; ; renewals += 1) {
      const token = await tokens.get();
      const reply = await call(request, token);
      if (reply.status !== 401 || renewals === MAX_RENEWALS || !tokens.discard(token)) return reply;
    }
  }

  async function call<T>(request: HubSpotRequest<T>, token: string): Promise<Reply> {
    try {
      const { method, path, query, body } = request;
      const response = await sdkWith(token).apiRequest({
        method,
        path: path.path,
        ...(query && { qs: { ...query } }),
        ...(body && { body }),
      });
      return { status: response.status, headers: response.headers, body: parseJson(await response.text()) };
    } catch (error) {
      const code = networkCode(error);
      throw noReplyError(request, {
        what: `connection failed (${code})`,
        mayHaveHappened: !NEVER_SENT.has(code),
        retry: { kind: 'backoff' },
        cause: error,
      });
    }
  }

  return { send };
}

const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** `fetch` hides the system's code in the cause of its TypeError. */
function networkCode(error: unknown): string {
  const code = field(field(error, 'cause'), 'code');
  return typeof code === 'string' ? code : 'unknown';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The body as JSON; a body that is none (a proxy's page) stays text and fails its schema. */
function parseJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Where a reply differs from its schema: field paths only, since values may be personal. */
function where(error: z.ZodError): string {
  return error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join(', ');
}
