import type { CrmErrorCode } from '../../../src/ports/crm.ts';
import type { RetryTiming } from '../system/retry.ts';
import type { SalesforceClient } from './client.ts';
import { type CallSubject, refusedCall } from './errors.ts';
import type { Fields } from './field-names.ts';
import { holds } from './mapper.ts';
import type { SalesforceRecord } from './schema.ts';

/** A record to change: texts by field name, an empty one clears. */
export interface RowUpdate {
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}

/** How one record came out. */
export type RowOutcome =
  | { readonly id: string; readonly outcome: 'written' }
  /** It had the values already, by an attempt whose reply was lost or by somebody else. */
  | { readonly id: string; readonly outcome: 'already_there' }
  | {
      readonly id: string;
      readonly outcome: 'failed';
      readonly code: CrmErrorCode;
      /** Salesforce's own code, such as `FIELD_CUSTOM_VALIDATION_EXCEPTION`. */
      readonly errorCode: string;
      readonly message: string;
    };

/** Where many records are written. */
export interface ManyUpdate {
  readonly client: SalesforceClient;
  readonly objectName: string;
  /** The object's fields, as the catalogue has them. */
  readonly fields: Fields;
  readonly timing?: Pick<RetryTiming, 'sleep' | 'random' | 'now'>;
}

/** True when a record holds what a row would write. */
export function rowStands(
  { fields }: Pick<ManyUpdate, 'fields'>,
  { values }: RowUpdate,
  record: SalesforceRecord | undefined,
): boolean {
  return (
    record !== undefined &&
    Object.entries(values).every(([name, text]) => holds(fields.get(name.toLowerCase()), record[name], text))
  );
}

/** The outcome of a row that Salesforce refused. @param said its own words */
export function failedRow(
  subject: CallSubject,
  id: string,
  { errorCode, said }: { readonly errorCode: string; readonly said: string },
): RowOutcome {
  const failure = refusedCall({ ...subject, namesRecord: true }, { errorCode, said });
  const isGone = errorCode === 'INVALID_CROSS_REFERENCE_KEY' || errorCode === 'ENTITY_IS_DELETED';
  return {
    id,
    outcome: 'failed',
    code: isGone ? 'record_not_found' : failure.code,
    errorCode,
    message: failure.message,
  };
}
