import { CrmError, type CrmErrorCode } from '../../../src/ports/crm.ts';
import type { RetryAdvice } from '../system/retry.ts';

/** What was tried: `purpose` completes "Handrail cannot …". `names` tells whether the address names one record. */
export interface CallSubject {
  readonly method: string;
  /** The path with placeholders, for logs. */
  readonly template: string;
  readonly purpose: string;
  readonly namesRecord?: boolean;
}

interface CallFailure {
  readonly code: CrmErrorCode;
  readonly message: string;
  readonly internal: string;
  /** Salesforce's own code; absent when no reply came. */
  readonly errorCode?: string;
  readonly retry: RetryAdvice;
  /** False only when Salesforce surely did nothing. */
  readonly mayHaveHappened: boolean;
  readonly cause?: unknown;
}

/** A failed Salesforce call, with what the adapter needs to decide about it. Leaves the adapter as a {@link CrmError}. */
export class SalesforceCallError extends CrmError {
  readonly errorCode: string | undefined;
  readonly retry: RetryAdvice;
  readonly mayHaveHappened: boolean;

  constructor(failure: CallFailure) {
    super(failure.code, failure.message, failure.internal, { cause: failure.cause });
    this.errorCode = failure.errorCode;
    this.retry = failure.retry;
    this.mayHaveHappened = failure.mayHaveHappened;
  }
}

/**
 * What an error code means for the same call:
 * - `retry`: it passes; nothing was done
 * - `retry_unsure`: it passes; the write may have been done all the same
 * - `stop`: no call will go through before an administrator or the next day mends it
 * - `not_found`: the record is not there, when the call names one
 * - `business`: the org does not take this write, now or later
 */
export type CodeMeaning = 'retry' | 'retry_unsure' | 'stop' | 'not_found' | 'business';

/** Every code Handrail knows, with what an administrator reads. Any other code counts as a business refusal. */
export const ERROR_CODES: Readonly<Record<string, { readonly means: CodeMeaning; readonly hint?: string }>> =
  {
    UNABLE_TO_LOCK_ROW: { means: 'retry' },
    SERVER_UNAVAILABLE: { means: 'retry_unsure' },
    REQUEST_RUNNING_TOO_LONG: { means: 'retry_unsure' },
    QUERY_TIMEOUT: { means: 'retry_unsure' },
    UNKNOWN_EXCEPTION: { means: 'retry_unsure' },

    REQUEST_LIMIT_EXCEEDED: {
      means: 'stop',
      hint: 'The org has used up its API calls for today. Raise the limit, or wait until the day is over.',
    },
    API_DISABLED_FOR_ORG: { means: 'stop', hint: 'An administrator must allow API access in this org.' },
    INVALID_SESSION_ID: { means: 'stop', hint: 'An administrator must connect Salesforce again.' },

    NOT_FOUND: { means: 'not_found' },
    ENTITY_IS_DELETED: { means: 'not_found' },

    FIELD_CUSTOM_VALIDATION_EXCEPTION: {
      means: 'business',
      hint: 'A validation rule of the org refused it.',
    },
    CANNOT_EXECUTE_FLOW_TRIGGER: { means: 'business', hint: 'A flow of the org failed on this record.' },
    ENTITY_IS_LOCKED: {
      means: 'business',
      hint: 'The record is locked while an approval process runs on it.',
    },
    INSUFFICIENT_ACCESS: { means: 'business', hint: 'The integration user lacks the permission.' },
    INSUFFICIENT_ACCESS_OR_READONLY: {
      means: 'business',
      hint: 'The integration user may not change this record.',
    },
    INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: {
      means: 'business',
      hint: 'The integration user may not see a record that this one points to.',
    },
    INVALID_FIELD_FOR_INSERT_UPDATE: {
      means: 'business',
      hint: 'The integration user may not write this field.',
    },
    TRANSFER_REQUIRES_READ: { means: 'business', hint: 'The new owner may not read this kind of record.' },
    INACTIVE_OWNER_OR_USER: { means: 'business', hint: 'The new owner was deactivated.' },
    REQUIRED_FIELD_MISSING: { means: 'business', hint: 'The org wants another field filled in first.' },
    INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: {
      means: 'business',
      hint: 'The picklist does not have this value.',
    },
    CANNOT_UPDATE_CONVERTED_LEAD: {
      means: 'business',
      hint: 'The lead was converted, and nobody can change a converted lead.',
    },
    DUPLICATES_DETECTED: { means: 'business', hint: 'A duplicate rule of the org refused it.' },
    ALREADY_IN_PROCESS: { means: 'business', hint: 'The record is in an approval process already.' },
    NO_APPLICABLE_PROCESS: { means: 'business', hint: 'No approval process of the org fits this record.' },
  };

const NEVER: RetryAdvice = { kind: 'never' };
const BACKOFF: RetryAdvice = { kind: 'backoff' };

/** What a code means. A status without a code of its own counts by its number. */
export function meaningOf(errorCode: string): CodeMeaning {
  if (Object.hasOwn(ERROR_CODES, errorCode)) return ERROR_CODES[errorCode]?.means ?? 'business';
  const status = Number(/^ERROR_HTTP_(\d{3})$/.exec(errorCode)?.[1] ?? 0);
  if (status === 401) return 'stop';
  if (status === 420 || status === 429) return 'retry';
  return status >= 500 || status === 408 ? 'retry_unsure' : 'business';
}

/** Makes the error of a refused call. @param said Salesforce's own words, for a person */
export function refusedCall(
  call: CallSubject,
  { errorCode, said, cause }: { readonly errorCode: string; readonly said: string; readonly cause?: unknown },
): SalesforceCallError {
  // The same code stands for too many calls at once, which passes, and for too many today, which does not.
  const atOnce = errorCode === 'REQUEST_LIMIT_EXCEEDED' && /concurrent/i.test(said);
  const means = atOnce ? 'retry' : meaningOf(errorCode);
  const hint = Object.hasOwn(ERROR_CODES, errorCode) ? ERROR_CODES[errorCode]?.hint : undefined;
  const common = {
    errorCode,
    internal: `${call.method} ${call.template}: ${errorCode}`,
    cause,
  };
  switch (means) {
    case 'retry':
    case 'retry_unsure':
      return new SalesforceCallError({
        ...common,
        code: 'unavailable',
        message: `Salesforce is busy, so Handrail cannot ${call.purpose} now.`,
        retry: BACKOFF,
        mayHaveHappened: means === 'retry_unsure',
      });
    case 'stop':
      return new SalesforceCallError({
        ...common,
        code: 'unavailable',
        message:
          `Salesforce takes no calls of Handrail's, so Handrail cannot ${call.purpose}. ${hint ?? ''}`.trim(),
        retry: NEVER,
        mayHaveHappened: false,
      });
    case 'not_found':
      if (!call.namesRecord) break;
      return new SalesforceCallError({
        ...common,
        code: 'record_not_found',
        message: 'Salesforce does not know this record. It may have been deleted or merged into another one.',
        retry: NEVER,
        mayHaveHappened: false,
      });
    case 'business':
      break;
  }
  const isPermission = errorCode.startsWith('INSUFFICIENT_ACCESS') || errorCode === 'ERROR_HTTP_403';
  return new SalesforceCallError({
    ...common,
    code: 'refused',
    message: isPermission
      ? `Handrail has no permission in Salesforce to ${call.purpose}. An administrator must give it to the integration user.`
      : `Salesforce refused to ${call.purpose}: ${said}${/[.!?]$/.test(said) ? '' : '.'} ${hint ?? 'Mend this in Salesforce, then try again.'}`,
    retry: NEVER,
    mayHaveHappened: false,
  });
}

/** Makes the error of a call without a reply. `what` happened to it is for logs. */
export function noReply(
  call: CallSubject,
  { what, ...rest }: Pick<CallFailure, 'mayHaveHappened' | 'retry' | 'cause'> & { readonly what: string },
): SalesforceCallError {
  return new SalesforceCallError({
    ...rest,
    code: 'unavailable',
    message: `Salesforce cannot be reached, so Handrail cannot ${call.purpose} now.`,
    internal: `${call.method} ${call.template}: ${what}`,
  });
}

/** Makes the error of a reply whose needed fields are not as documented. */
export function malformedReply(call: CallSubject, why: string): SalesforceCallError {
  return new SalesforceCallError({
    code: 'unavailable',
    message: `Salesforce answered in a form Handrail does not understand, so Handrail cannot ${call.purpose} now.`,
    internal: `${call.method} ${call.template}: reply does not parse: ${why}`,
    retry: NEVER,
    mayHaveHappened: true,
  });
}

/** Makes the error of a SOAP call with a session whose token is a JWT: no version of the API we use takes it. */
export function tokenOfWrongKind(call: CallSubject): SalesforceCallError {
  return new SalesforceCallError({
    code: 'refused',
    message: `Salesforce’s Metadata API does not take the kind of session Handrail was given, so Handrail cannot ${call.purpose}. An administrator must switch off "Issue JSON Web Token (JWT)-based access tokens" in the External Client App.`,
    internal: `${call.method} ${call.template}: the access token is a JWT`,
    retry: NEVER,
    mayHaveHappened: false,
  });
}

/** What an administrator must do when the org lacks Handrail's own fields. */
export function fieldsMissing(objectName: string, names: readonly string[]): string {
  return `${objectName} in Salesforce has no field ${names.join(', ')} that Handrail can use. An administrator must deploy the Handrail package (extensions/salesforce) and give its permission set to the integration user.`;
}
