import type { GroupObjectType } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { type AssociatedPage, CrmError } from '../../../src/ports/crm.ts';
import type { HubSpotClient } from './client.ts';
import { basicProperties, STAGE_PROPERTIES, titleOf } from './mapper.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from './paths.ts';
import type { PortalCatalog } from './portal-catalog.ts';
import {
  associationPageSchema,
  batchReadSchema,
  type HubSpotPipeline,
  type HubSpotRecord,
} from './schema.ts';

/** The most a batch read takes, so that one page of associations is one batch. */
const PAGE_SIZE = 100;

/**
 * One page of the deals or contacts of a record, with what people call them and whether they are closed. See
 * `CrmPort.listAssociated`. HubSpot's associations keep their order, which search does not.
 *
 * @throws HubSpotCallError; CrmError `unavailable` when HubSpot leaves a gap
 */
export async function listMembers(
  client: HubSpotClient,
  catalog: PortalCatalog,
  record: RecordRef,
  objectType: GroupObjectType,
  after: string | undefined,
): Promise<AssociatedPage> {
  const [page, pipelines] = await Promise.all([
    client.send({
      method: 'GET',
      path: hubspotPath('recordAssociations', {
        objectType: HUBSPOT_OBJECT_TYPE[record.objectType],
        recordId: record.recordId,
        toObjectType: HUBSPOT_OBJECT_TYPE[objectType],
      }),
      query: { limit: String(PAGE_SIZE), ...(after !== undefined && { after }) },
      schema: associationPageSchema,
      purpose: `list the ${objectType}s of the ${record.objectType}`,
      patience: 'job',
    }),
    catalog.pipelines(objectType, 'job'),
  ]);
  // A record can be joined in several ways; it is still one record.
  const ids = [...new Set(page.results.map(({ toObjectId }) => toObjectId))];
  const next = page.paging?.next?.after;
  const records = ids.length === 0 ? [] : await readRecords(client, objectType, ids);
  return {
    records: records.map(({ id, properties }) => ({
      recordId: id,
      title: titleOf({ objectType, recordId: id }, properties),
      closed: isClosed(objectType, properties, pipelines),
    })),
    ...(next !== undefined && { next }),
  };
}

async function readRecords(
  client: HubSpotClient,
  objectType: GroupObjectType,
  ids: readonly string[],
): Promise<readonly HubSpotRecord[]> {
  const { results, errors } = await client.send({
    method: 'POST',
    path: hubspotPath('objectsBatchRead', { objectType: HUBSPOT_OBJECT_TYPE[objectType] }),
    body: {
      properties: basicProperties(objectType),
      propertiesWithHistory: [],
      inputs: ids.map((id) => ({ id })),
    },
    schema: batchReadSchema,
    purpose: `read ${objectType}s of a company`,
    patience: 'job',
  });
  // 207: a record deleted since it was listed does not belong any more; any other gap could hide one that does.
  const gap = errors.find(({ category }) => category !== 'OBJECT_NOT_FOUND');
  if (!gap) return results;
  throw new CrmError(
    'unavailable',
    `HubSpot did not show all ${objectType}s of the company.`,
    `batch read of ${objectType}s: ${gap.category}`,
  );
}

/** A stage that no known pipeline has counts as open: held too long is mended, let go too early is not. */
function isClosed(
  objectType: GroupObjectType,
  properties: HubSpotRecord['properties'],
  pipelines: readonly HubSpotPipeline[],
): boolean {
  const names = STAGE_PROPERTIES[objectType];
  if (!names) return false;
  const pipeline = pipelines.find(({ id }) => id === properties[names.pipeline]);
  const stage = pipeline?.stages.find(({ id }) => id === properties[names.stage]);
  return stage?.metadata?.isClosed === 'true';
}
