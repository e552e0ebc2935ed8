import { SalesforceError } from '../salesforce-error.ts';

/** The refusal of somebody who may not use the Metadata API. */
export function noMetadataAccess(): SalesforceError {
  return new SalesforceError(
    500,
    'INSUFFICIENT_ACCESS',
    'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
  );
}
