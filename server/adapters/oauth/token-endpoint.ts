import type { z } from 'zod';
import { type RetryTiming, retryDelay } from '../system/retry.ts';

/**
 * Why a vendor gave no token:
 * - `grant_refused`: this code or refresh token is worth nothing (any more)
 * - `app_refused`: client id or client secret are not the app's
 * - `request_refused`: anything else the vendor refuses; trying again does not help
 * - `unavailable`: no answer, or a 5xx or 429
 * - `malformed`: an answer that is not as documented
 */
export type OAuthErrorCode =
  | 'grant_refused'
  | 'app_refused'
  | 'request_refused'
  | 'unavailable'
  | 'malformed';

/** Why no token was given. Neither text holds a token, a code or a secret. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;
  /** For logs. */
  readonly internal: string;

  constructor(code: OAuthErrorCode, message: string, internal: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.internal = internal;
  }
}

/** One call of a token endpoint. */
export interface TokenCall<T> {
  readonly url: string;
  /** The path with placeholders, for logs. */
  readonly template: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly schema: z.ZodType<T>;
  /** More than one only for what may be sent twice. */
  readonly attempts: number;
}

/** How one vendor refuses, and what a person reads then. */
export interface TokenVendor {
  readonly words: Readonly<Record<OAuthErrorCode, string>>;
  /** Codes of RFC 6749 and the vendor's own. */
  readonly refusals: Readonly<Record<string, OAuthErrorCode>>;
  /** The code in the body of a refusal. */
  errorIn(body: unknown): string | undefined;
}

const TIMEOUT_MS = 5_000;

/**
 * Calls a token endpoint by `fetch`. Parameters go in the body, never in the address, and redirects are not followed:
 * one would carry the app's secret to another address.
 *
 * @throws OAuthError
 */
export async function callTokenEndpoint<T>(
  vendor: TokenVendor,
  call: TokenCall<T>,
  timing: RetryTiming,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await callOnce(vendor, call, timing);
    } catch (error) {
      const isPassing = error instanceof OAuthError && error.code === 'unavailable';
      if (!isPassing || attempt >= call.attempts) throw error;
      await timing.sleep(retryDelay({ kind: 'backoff' }, attempt, timing.random) ?? 0);
    }
  }
}

async function callOnce<T>(vendor: TokenVendor, call: TokenCall<T>, timing: RetryTiming): Promise<T> {
  const failure = (code: OAuthErrorCode, internal: string, cause?: unknown) =>
    new OAuthError(code, vendor.words[code], `POST ${call.template}: ${internal}`, { cause });
  let reply: { readonly status: number; readonly text: string };
  try {
    const response = await fetch(call.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(call.fields),
      signal: timing.timeout(TIMEOUT_MS),
    });
    reply = { status: response.status, text: await response.text() };
  } catch (error) {
    throw failure('unavailable', 'no reply', error);
  }
  const { status, text } = reply;
  const body = parseJson(text);
  if (status < 200 || status > 299) {
    const error = vendor.errorIn(body);
    const internal = `${status}${error === undefined ? '' : ` ${error.slice(0, 40)}`}`;
    if (status >= 500 || status === 429 || status === 408) throw failure('unavailable', internal);
    if (status < 400) throw failure('malformed', internal);
    throw failure(vendor.refusals[error ?? ''] ?? 'request_refused', internal);
  }
  const parsed = call.schema.safeParse(body);
  if (parsed.success) return parsed.data;
  // Field names only: values are tokens.
  const where = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ');
  throw failure('malformed', `${status}, reply does not parse: ${where}`);
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
