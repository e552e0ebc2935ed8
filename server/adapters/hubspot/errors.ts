import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { CrmError, type CrmErrorCode } from '../../../src/ports/crm.ts';
import type { RetryAdvice } from '../system/retry.ts';
import type { HubSpotPath } from './paths.ts';
import { errorBodySchema, type HubSpotErrorBody } from './schema.ts';

interface CallFailure {
  readonly code: CrmErrorCode;
  readonly message: string;
  readonly internal: string;
  /** Absent when no reply came. */
  readonly status?: number;
  readonly retry: RetryAdvice;
  /** False only when HubSpot surely did nothing. */
  readonly mayHaveHappened: boolean;
  readonly cause?: unknown;
}

/** A failed HubSpot call, with what the adapter needs to decide about it. Leaves the adapter as a {@link CrmError}. */
export class HubSpotCallError extends CrmError {
  readonly status: number | undefined;
  readonly retry: RetryAdvice;
  readonly mayHaveHappened: boolean;

  constructor(failure: CallFailure) {
    super(failure.code, failure.message, failure.internal, { cause: failure.cause });
    this.status = failure.status;
    this.retry = failure.retry;
    this.mayHaveHappened = failure.mayHaveHappened;
  }
}

/** What was tried: `purpose` completes "Handrail cannot …". */
export interface CallSubject {
  readonly method: string;
  readonly path: HubSpotPath;
  readonly purpose: string;
}

const NEVER: RetryAdvice = { kind: 'never' };
const BACKOFF: RetryAdvice = { kind: 'backoff' };
const OWN_PROPERTIES: readonly string[] = Object.values(RECORD_PROPERTY);
const TEN_SECONDS = 10_000;
const ONE_SECOND = 1000;

/** Makes the error of a reply that is not 2xx. */
export function replyError(
  call: CallSubject,
  status: number,
  headers: Headers,
  body: unknown,
): HubSpotCallError {
  const problem = errorBodySchema.parse(body);
  const common = {
    status,
    internal: internalText(call, status, problem),
    retry: NEVER,
    mayHaveHappened: false,
  };
  if (status === 401) {
    // An expired or revoked token says nothing about the write itself, and an administrator can mend it: failing the
    // step for good would lose a decision. Trying again at once is pointless.
    return new HubSpotCallError({
      ...common,
      code: 'unavailable',
      message: `HubSpot does not accept Handrail's access token, so Handrail cannot ${call.purpose}. An administrator must connect HubSpot again.`,
    });
  }
  if (status === 429) {
    return new HubSpotCallError({ ...common, ...rateLimited(call, headers, problem), code: 'unavailable' });
  }
  // 423 and 477 mean that HubSpot works on the records or moves the account: like a 5xx, it passes.
  if (status >= 500 || status === 408 || status === 423 || status === 477) {
    const asked = retryAfterMs(headers);
    return new HubSpotCallError({
      ...common,
      code: 'unavailable',
      message: `HubSpot is not answering properly, so Handrail cannot ${call.purpose} now.`,
      retry: asked === undefined ? BACKOFF : { kind: 'wait', milliseconds: asked },
      mayHaveHappened: status !== 423 && status !== 477,
    });
  }
  if (status === 404 && call.path.template.includes('{recordId}')) {
    return new HubSpotCallError({
      ...common,
      code: 'record_not_found',
      message: 'HubSpot does not know this record. It may have been deleted or merged into another one.',
    });
  }
  const missing = missingOwnProperties(problem);
  if (status === 400 && missing.length > 0) {
    return new HubSpotCallError({
      ...common,
      code: 'properties_missing',
      message: propertiesMissing(missing),
    });
  }
  return new HubSpotCallError({ ...common, code: 'refused', message: refusal(call, status, problem) });
}

/** Makes the error of a call without a reply. `what` happened to it is for logs. */
export function noReplyError(
  call: CallSubject,
  { what, ...rest }: Pick<CallFailure, 'mayHaveHappened' | 'retry' | 'cause'> & { readonly what: string },
): HubSpotCallError {
  return new HubSpotCallError({
    ...rest,
    code: 'unavailable',
    message: `HubSpot cannot be reached, so Handrail cannot ${call.purpose} now.`,
    internal: `${call.method} ${call.path.template}: ${what}`,
  });
}

/** Makes the error of a 2xx reply whose needed fields are not as HubSpot documents them. */
export function malformedReplyError(call: CallSubject, status: number, why: string): HubSpotCallError {
  return new HubSpotCallError({
    code: 'unavailable',
    message: `HubSpot answered in a form Handrail does not understand, so Handrail cannot ${call.purpose} now.`,
    internal: `${call.method} ${call.path.template}: ${status}, reply does not parse: ${why}`,
    status,
    retry: NEVER,
    mayHaveHappened: true,
  });
}

/** What an administrator must do when the portal lacks Handrail's own properties. */
export function propertiesMissing(names: readonly string[]): string {
  return `The HubSpot portal has no usable property ${names.join(', ')}. An administrator must run "handrail install".`;
}

function rateLimited(call: CallSubject, headers: Headers, problem: HubSpotErrorBody) {
  if (problem.policyName === 'DAILY') {
    return {
      message: `HubSpot's daily limit of calls is used up, so Handrail cannot ${call.purpose} before tomorrow.`,
      retry: NEVER,
    };
  }
  const interval = Number(headers.get('x-hubspot-ratelimit-interval-milliseconds')) || TEN_SECONDS;
  const milliseconds = retryAfterMs(headers) ?? (problem.policyName === 'SECONDLY' ? ONE_SECOND : interval);
  return {
    message: `HubSpot takes no more calls for a moment, so Handrail cannot ${call.purpose} now.`,
    retry: { kind: 'wait', milliseconds } as const,
  };
}

/** `Retry-After` in milliseconds; HubSpot sends seconds, never a date. */
function retryAfterMs(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * ONE_SECOND : undefined;
}

function missingOwnProperties(problem: HubSpotErrorBody): readonly string[] {
  const unknown = problem.errors.filter(({ code }) => code === 'PROPERTY_DOESNT_EXIST');
  const words = unknown.flatMap(({ message, context }) => [message, ...(context?.propertyName ?? [])]);
  // Without an errors list the code stands inside the message, beside the names.
  if (problem.message?.includes('PROPERTY_DOESNT_EXIST')) words.push(problem.message);
  return OWN_PROPERTIES.filter((name) => words.some((text) => mentions(text, name)));
}

/** True when the text holds the name as a whole word: no property name may match inside a longer one. */
function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![a-z0-9_])${name}(?![a-z0-9_])`).test(text);
}

function refusal(call: CallSubject, status: number, problem: HubSpotErrorBody): string {
  const said =
    problem.errors.map(({ message }) => message).join('; ') || problem.message || `status ${status}`;
  const scopes = problem.errors.flatMap(
    ({ context }) => context?.requiredGranularScopes ?? context?.requiredScopes ?? [],
  );
  if (status === 403) {
    const needed = scopes.length > 0 ? ` (${[...new Set(scopes)].join(', ')})` : '';
    return `Handrail has no permission in HubSpot to ${call.purpose}. An administrator must grant it${needed} and connect HubSpot again.`;
  }
  return `HubSpot refused to ${call.purpose}: ${said}. Mend this in HubSpot, then try again.`;
}

function internalText(call: CallSubject, status: number, problem: HubSpotErrorBody): string {
  const codes = problem.errors.flatMap(({ code }) => code ?? []);
  const parts = [problem.category, problem.policyName, ...codes, problem.correlationId];
  return `${call.method} ${call.path.template}: ${[status, ...parts.filter((part) => part !== undefined)].join(' ')}`;
}
