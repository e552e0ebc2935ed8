import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import type { HubSpotClient, Patience } from './client.ts';
import { HUBSPOT_OBJECT_TYPE, type HubSpotObjectType, hubspotPath } from './paths.ts';
import { associationPageSchema } from './schema.ts';

/** A record associated with another, with the types of HubSpot's own that join them. */
export interface Associated {
  readonly id: string;
  readonly typeIds: readonly number[];
}

const PAGE_SIZE = 500;

/**
 * All records of one type that are associated with a record. Unlike search, which runs seconds behind, associations
 * show what was written just before.
 *
 * @throws HubSpotCallError
 */
export async function listAssociated(
  client: HubSpotClient,
  record: RecordRef,
  toObjectType: HubSpotObjectType,
  patience: Patience,
): Promise<readonly Associated[]> {
  const { objectType, recordId } = record;
  const found: Associated[] = [];
  let after: string | undefined;
  do {
    const page = await client.send({
      method: 'GET',
      path: hubspotPath('recordAssociations', {
        objectType: HUBSPOT_OBJECT_TYPE[objectType],
        recordId,
        toObjectType,
      }),
      query: { limit: String(PAGE_SIZE), ...(after !== undefined && { after }) },
      schema: associationPageSchema,
      purpose: `list the ${toObjectType} of the ${objectType}`,
      patience,
    });
    for (const { toObjectId, associationTypes } of page.results) {
      const own = associationTypes.filter(({ category }) => category === 'HUBSPOT_DEFINED');
      found.push({ id: toObjectId, typeIds: own.map(({ typeId }) => typeId) });
    }
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return found;
}
