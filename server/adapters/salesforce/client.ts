import { Connection, type HttpRequest } from 'jsforce';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { CrmError } from '../../../src/ports/crm.ts';
import { type RetryTiming, retryDelay, SYSTEM_TIMING } from '../system/retry.ts';
import {
  type CallSubject,
  malformedReply,
  noReply,
  refusedCall,
  SalesforceCallError,
  tokenOfWrongKind,
} from './errors.ts';
import type { SessionSource } from './jwt-sessions.ts';
import { field, NEVER_SENT, networkCode, refusalIn, where } from './read-failure.ts';

/** Who waits for the answer: a person's call gives up early. */
export type Patience = 'person' | 'job';

const PATIENCE_MS: Readonly<Record<Patience, number>> = { person: 4_000, job: 60_000 };
const ATTEMPT_TIMEOUT_MS = 10_000;
/** A workflow file of an old org is large, and made while we wait. */
const METADATA_TIMEOUT_MS = 30_000;
const MAX_ATTEMPTS = 5;
/** Sessions that may be begun anew within the window: an org that refuses each new one is not asked for ever. */
const MAX_RENEWALS = 2;
const RENEWAL_WINDOW_MS = 30_000;
/** The version of Salesforce's APIs that Handrail speaks. */
export const API_VERSION = '67.0';
/** Parts of the day's calls at which the log warns. */
const USAGE_MARKS = [0.8, 0.95] as const;

/** One call, and how to read its answer. */
export interface SalesforceRequest<T> extends CallSubject {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind `/services/data/vN`, or a `nextRecordsUrl` as Salesforce gave it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** A body of CSV, for bulk jobs, in place of `body`. */
  readonly csv?: string;
  readonly schema: z.ZodType<T>;
  readonly patience: Patience;
  /** Milliseconds one attempt may take; 10 s when left out. */
  readonly attemptMs?: number;
  /**
   * For a call that must not happen twice: looks for what an attempt with a lost reply left behind. Asked before
   * each further attempt; an answer ends the call.
   */
  readonly findEarlier?: () => Promise<T | null>;
}

/** One call of the Metadata API, which speaks SOAP. */
export interface MetadataRequest<T> {
  /** Such as `listMetadata`. Only operations that change nothing: a call is repeated when its reply is lost. */
  readonly operation: string;
  /** The inside of the operation's element, by element. */
  readonly message: object;
  readonly purpose: string;
  /** Of what stands in the reply's `result` elements: texts, as they are; undefined when there is none. */
  readonly schema: z.ZodType<T>;
}

/** The calls an org has used today, as it said last. */
export interface ApiUsage {
  readonly used: number;
  readonly limit: number;
}

/** The one door to Salesforce. */
export interface SalesforceClient {
  /**
   * Sends a call; repeats what passes, at most five times and never past the call's patience. No write makes assignment
   * rules run.
   *
   * @throws SalesforceCallError; CrmError `unavailable` when no session can be had
   */
  send<T>(request: SalesforceRequest<T>): Promise<T>;
  /**
   * Calls the Metadata API, with the patience of a job.
   *
   * @throws SalesforceCallError, also `refused` when the session's token is one that SOAP does not take
   */
  callMetadata<T>(request: MetadataRequest<T>): Promise<T>;
  /** Null before the first reply. */
  readonly usage: ApiUsage | null;
}

export type SalesforceLogger = Pick<Logger, 'debug' | 'warn'>;

export interface SalesforceClientOptions {
  readonly sessions: SessionSource;
  readonly logger: SalesforceLogger;
  readonly timing?: RetryTiming;
}

/**
 * Makes the client of one org on top of jsforce. Its own retries are off: they know neither PATCH nor POST, wait for
 * half an hour, and do not ask whether a lost write was done.
 */
export function createSalesforceClient(options: SalesforceClientOptions): SalesforceClient {
  const { sessions, logger, timing = SYSTEM_TIMING } = options;
  let opening: Promise<Connection> | undefined;
  let renewals: readonly number[] = [];
  let renewalFailure: CrmError | undefined;
  let usage: ApiUsage | null = null;

  /** The connection of this org; calls that come at once share its making. */
  function connection(): Promise<Connection> {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  async function open(): Promise<Connection> {
    const session = await sessions.begin();
    return new Connection({
      ...session,
      version: API_VERSION,
      // The connection calls this once at a time and lets the other calls wait.
      refreshFn: (conn, done) => {
        renew(conn.accessToken ?? undefined).then(
          (accessToken) => done(null, accessToken),
          (error: unknown) => {
            renewalFailure = error instanceof CrmError ? error : undefined;
            done(error instanceof Error ? error : new Error('no session'));
          },
        );
      },
    });
  }

  /** A good new session that is refused at once must not be asked for again and again: the library itself would. */
  async function renew(refused: string | undefined): Promise<string> {
    const now = timing.now();
    renewals = renewals.filter((at) => now - at < RENEWAL_WINDOW_MS);
    if (renewals.length >= MAX_RENEWALS) {
      throw new CrmError(
        'unavailable',
        'Salesforce ends each session of Handrail’s at once. An administrator must look at the integration user’s session settings.',
        `${MAX_RENEWALS} sessions were refused within ${RENEWAL_WINDOW_MS} ms`,
      );
    }
    renewals = [...renewals, now];
    const session = await sessions.begin(refused);
    return session.accessToken;
  }

  async function repeat<T>(request: Exchange<T>): Promise<T> {
    const giveUpAt = timing.now() + PATIENCE_MS[request.patience];
    for (let attempt = 1; ; attempt += 1) {
      try {
        const longest = request.attemptMs ?? ATTEMPT_TIMEOUT_MS;
        return await sendOnce(request, attempt, Math.min(longest, giveUpAt - timing.now()));
      } catch (error) {
        if (!(error instanceof SalesforceCallError)) throw error;
        const delay = attempt < MAX_ATTEMPTS ? retryDelay(error.retry, attempt, timing.random) : null;
        if (delay === null || timing.now() + delay >= giveUpAt) throw error;
        await timing.sleep(delay);
        const earlier = error.mayHaveHappened ? await request.findEarlier?.() : null;
        if (earlier !== null && earlier !== undefined) return earlier;
      }
    }
  }

  async function sendOnce<T>(request: Exchange<T>, attempt: number, timeoutMs: number): Promise<T> {
    const startedAt = timing.now();
    const line = { method: request.method, path: request.template, attempt };
    try {
      const body = await exchange(request, timing.timeout(timeoutMs));
      const parsed = request.schema.safeParse(body);
      if (!parsed.success) throw malformedReply(request, where(parsed.error));
      logger.debug({ ...line, durationMs: Math.round(timing.now() - startedAt) }, 'salesforce call');
      return parsed.data;
    } catch (error) {
      if (error instanceof SalesforceCallError) {
        const { code, internal } = error;
        const durationMs = Math.round(timing.now() - startedAt);
        logger.warn({ ...line, code, internal, durationMs }, 'salesforce call failed');
      }
      throw error;
    }
  }

  /**
   * A call that is given up goes on unheard, and may still be carried out: one that must not happen twice is therefore
   * not repeated now but left to a later job, which finds what it did.
   */
  async function exchange<T>(request: Exchange<T>, timeout: AbortSignal): Promise<unknown> {
    const { promise: timedOut, reject } = Promise.withResolvers<never>();
    const giveUp = () => {
      const retry = { kind: request.findEarlier ? 'never' : 'backoff' } as const;
      reject(noReply(request, { what: 'no reply in time', mayHaveHappened: true, retry }));
    };
    timeout.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([call(request), timedOut]);
    } finally {
      timeout.removeEventListener('abort', giveUp);
    }
  }

  async function call<T>(request: Exchange<T>): Promise<unknown> {
    const conn = await connection();
    try {
      return (await request.over(conn)) ?? null;
    } catch (error) {
      throw failure(request, error);
    } finally {
      watch(conn.limitInfo.apiUsage);
    }
  }

  function failure(call: CallSubject, error: unknown): unknown {
    if (error instanceof Error && error.message.startsWith('Unable to refresh session')) {
      if (renewalFailure) return renewalFailure;
    }
    if (error instanceof Error && /JWT-based access tokens/.test(error.message))
      return tokenOfWrongKind(call);
    const errorCode = field(error, 'errorCode');
    if (typeof errorCode === 'string')
      return refusedCall(call, { ...refusalIn(error, errorCode), cause: error });
    const code = networkCode(error);
    return noReply(call, {
      what: `connection failed (${code})`,
      mayHaveHappened: !NEVER_SENT.has(code),
      retry: { kind: 'backoff' },
      cause: error,
    });
  }

  /** Warns once as the day's calls pass each mark. */
  function watch(now: ApiUsage | undefined): void {
    if (!now) return;
    const before = usage;
    usage = now;
    const part = (one: ApiUsage) => (one.limit > 0 ? one.used / one.limit : 0);
    const passed = USAGE_MARKS.findLast((mark) => part(now) >= mark && (!before || part(before) < mark));
    if (passed !== undefined) logger.warn({ ...now }, 'salesforce api calls of the day are running out');
  }

  return {
    send: (request) =>
      repeat({ ...request, over: (conn) => conn.request(httpRequest(request), ownWays(request)) }),
    callMetadata: ({ operation, message, ...rest }) =>
      repeat({
        ...rest,
        method: 'POST',
        template: `/services/Soap/m ${operation}`,
        patience: 'job',
        attemptMs: METADATA_TIMEOUT_MS,
        // Its typed calls convert by a schema that is years old and puts in what was not there.
        over: (conn) => conn.metadata._invoke(operation, message),
      }),
    get usage() {
      return usage;
    },
  };
}

/** A call with the way it takes. */
interface Exchange<T> extends Omit<SalesforceRequest<T>, 'method' | 'path' | 'query' | 'headers' | 'body'> {
  readonly method: string;
  over(conn: Connection): Promise<unknown>;
}

/** The library is not to repeat anything, and to wait longer than we do. */
function ownWays({ attemptMs = ATTEMPT_TIMEOUT_MS }: { readonly attemptMs?: number }) {
  return { retry: { maxRetries: 0, methods: [], statusCodes: [] }, timeout: attemptMs * 2 };
}

/** Every write says that assignment rules are not to run: our own tag must not reroute the record. */
const NO_ASSIGNMENT = { 'Sforce-Auto-Assign': 'FALSE' };

function httpRequest<T>({ method, path, query, headers, body, csv }: SalesforceRequest<T>): HttpRequest {
  const address = path.startsWith('/services/') ? path : `/services/data/v${API_VERSION}${path}`;
  const search = query ? `?${new URLSearchParams(query)}` : '';
  return {
    method,
    url: address + search,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(csv !== undefined && { 'content-type': 'text/csv' }),
      ...NO_ASSIGNMENT,
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
    ...(csv !== undefined && { body: csv }),
  };
}
