import type { ObjectType } from '@handrail/contracts/vocabulary';
import { CrmError, type RecordList } from '../../../src/ports/crm.ts';
import type { HubSpotClient } from './client.ts';
import { HubSpotCallError } from './errors.ts';
import { HUBSPOT_TYPE_ID, type HubSpotPath, hubspotPath } from './paths.ts';
import { listMembersSchema, listSchema } from './schema.ts';

/** The most HubSpot gives at once. */
const MEMBERS_A_PAGE = 250;

/**
 * A list by its id, else by its exact name. A number that is both is taken for an id.
 *
 * @throws HubSpotCallError
 */
export async function findRecordList(
  client: HubSpotClient,
  objectType: ObjectType,
  idOrName: string,
): Promise<RecordList | null> {
  const objectTypeId = HUBSPOT_TYPE_ID[objectType];
  const byId = /^\d{1,20}$/.test(idOrName)
    ? await readList(client, hubspotPath('list', { listId: idOrName }))
    : null;
  const found =
    byId?.objectTypeId === objectTypeId
      ? byId
      : await readList(client, hubspotPath('listByName', { objectTypeId, listName: idOrName }));
  return found && { listId: found.listId, name: found.name };
}

/** One page of a list's members. @throws HubSpotCallError; CrmError `record_not_found` for a list that is gone */
export async function readRecordList(
  client: HubSpotClient,
  listId: string,
  after: string | undefined,
): Promise<{ recordIds: readonly string[]; next?: string }> {
  try {
    const { results, paging } = await client.send({
      method: 'GET',
      path: hubspotPath('listMemberships', { listId }),
      query: { limit: String(MEMBERS_A_PAGE), ...(after !== undefined && { after }) },
      schema: listMembersSchema,
      purpose: 'read the records of the list',
      patience: 'job',
    });
    const next = paging?.next?.after;
    return { recordIds: results.map(({ recordId }) => recordId), ...(next !== undefined && { next }) };
  } catch (error) {
    if (!(error instanceof HubSpotCallError) || error.status !== 404) throw error;
    const message = 'The list is not in HubSpot any more.';
    throw new CrmError('record_not_found', message, error.internal, { cause: error });
  }
}

async function readList(client: HubSpotClient, path: HubSpotPath) {
  try {
    const { list } = await client.send({
      method: 'GET',
      path,
      query: { includeFilters: 'false' },
      schema: listSchema,
      purpose: 'look the list up',
      patience: 'person',
    });
    return list;
  } catch (error) {
    if (error instanceof HubSpotCallError && error.status === 404) return null;
    throw error;
  }
}
