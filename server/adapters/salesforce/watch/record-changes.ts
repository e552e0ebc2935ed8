import type { Clock } from '../../../../src/ports/clock.ts';
import type { RecordChanges } from '../../../../src/ports/record-changes.ts';
import type { SalesforceClient } from '../client.ts';
import { createOrgCatalog } from '../org-catalog.ts';
import { createAuthors } from './authors.ts';
import { changedRecords } from './changed-records.ts';
import { readChanges } from './read-changes.ts';
import { rememberTracked } from './tracked-fields.ts';

/**
 * What changed in one Salesforce org: by field history where the org keeps one. For fields without, it says so, and a
 * change is found by comparing with what was seen last.
 */
export function createSalesforceChanges(
  client: SalesforceClient,
  clock: Clock = { now: () => new Date() },
): RecordChanges {
  const reading = {
    client,
    catalog: createOrgCatalog(client, clock),
    authors: createAuthors(client),
    trackedOf: rememberTracked(client, clock),
  };
  return {
    readChanges: (records, { since }) => readChanges(reading, records, since),
    changedRecords: (objectType, since, after) => changedRecords(client, objectType, since, after),
  };
}
