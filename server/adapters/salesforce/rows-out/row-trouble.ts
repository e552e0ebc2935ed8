import { OVERTAKEN } from '@handrail/contracts/salesforce-object';
import type { CrmError } from '../../../../src/ports/crm.ts';
import type { RowTrouble } from '../../../../src/ports/row-outbox.ts';
import { ERROR_CODES, SalesforceCallError } from '../errors.ts';
import type { RowOutcome } from '../row-outcome.ts';

type Failed = Extract<RowOutcome, { outcome: 'failed' }>;

/** Codes whose words name fields or an administrator's own rule. Those of others may quote what was written. */
const WORDS_ARE_SAFE: ReadonlySet<string> = new Set([
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'INSUFFICIENT_ACCESS',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
  'REQUIRED_FIELD_MISSING',
]);

/** Why a row was not written, as it may be kept: without what stood in the row. */
export function troubleOfRow({ errorCode, message }: Failed): RowTrouble {
  if (WORDS_ARE_SAFE.has(errorCode)) return { code: errorCode, message };
  const hint = Object.hasOwn(ERROR_CODES, errorCode) ? ERROR_CODES[errorCode]?.hint : undefined;
  return {
    code: errorCode,
    message: `Salesforce did not take a row (${errorCode}). ${hint ?? 'Mend this in Salesforce; Handrail tries again by itself.'}`,
  };
}

/** Why no call went through. */
export function troubleOfCall(error: CrmError): RowTrouble {
  const errorCode = error instanceof SalesforceCallError ? error.errorCode : undefined;
  if (error.code !== 'refused') return { code: errorCode ?? error.code, message: error.message };
  return {
    code: errorCode ?? error.code,
    message: `Salesforce refused a call (${errorCode ?? error.code}). Look whether the package is deployed and the integration user has its permission set.`,
  };
}

/** True when the org kept something newer from being replaced. */
export function isOvertaken({ errorCode, message }: Failed): boolean {
  return errorCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' && message.includes(OVERTAKEN);
}
