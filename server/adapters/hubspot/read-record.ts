import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import type { HubSpotClient, Patience } from './client.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from './paths.ts';
import { type HubSpotRecord, recordSchema } from './schema.ts';

/**
 * The present values of some properties. HubSpot leaves out names it does not know without a word.
 *
 * @throws HubSpotCallError `record_not_found` for an archived record too
 */
export async function readRecord(
  client: HubSpotClient,
  record: RecordRef,
  properties: readonly string[],
  patience: Patience,
): Promise<HubSpotRecord['properties']> {
  const found = await client.send({
    method: 'GET',
    path: hubspotPath('record', {
      objectType: HUBSPOT_OBJECT_TYPE[record.objectType],
      recordId: record.recordId,
    }),
    query: { properties: [...new Set(properties)].join(','), archived: 'false' },
    schema: recordSchema,
    purpose: `read the ${record.objectType}`,
    patience,
  });
  return found.properties;
}
