import type { RecordChanges } from '../../../../src/ports/record-changes.ts';
import type { HubSpotClient } from '../client.ts';
import { changedRecords } from './changed-records.ts';
import { readChanges } from './read-changes.ts';

/** What changed in one HubSpot account. */
export function createHubSpotChanges(client: HubSpotClient): RecordChanges {
  return {
    readChanges: (records, { since }) => readChanges(client, records, since),
    changedRecords: (objectType, since, after) => changedRecords(client, objectType, since, after),
  };
}
