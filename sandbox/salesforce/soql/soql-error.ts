import { SalesforceError } from '../salesforce-error.ts';

/** A query that is no SOQL, or uses what the subset does not have. */
export function malformedQuery(message: string): SalesforceError {
  return new SalesforceError(400, 'MALFORMED_QUERY', message);
}

/** A query on a field that is not there, or cannot be used in that place. */
export function invalidField(message: string): SalesforceError {
  return new SalesforceError(400, 'INVALID_FIELD', message);
}
