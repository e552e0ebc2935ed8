import type { ObjectType } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type { HubSpotClient } from './client.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from './paths.ts';
import type { PortalCatalog } from './portal-catalog.ts';
import { batchReadSchema } from './schema.ts';

/** The properties that hold the id of the same record elsewhere, by record type; the first one that is filled counts. */
export type LinkProperties = Readonly<Record<ObjectType, readonly string[]>>;

/** The most that a batch read takes, and a list of values in a search. */
const MOST_IDS = 100;

const foundSchema = z.object({
  results: z.array(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      properties: z.record(z.string(), z.string().nullish()),
    }),
  ),
});

/** Reads between a HubSpot account and whatever keeps its records in step with another system. */
export interface LinkedIds {
  /**
   * The ids elsewhere of some HubSpot records; a record that has none is left out.
   *
   * @param recordIds at most 100
   * @throws HubSpotCallError
   */
  readLinkedIds(objectType: ObjectType, recordIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * The HubSpot records that name some ids of elsewhere, by that id. An id that two records name is left out: which of
   * them is meant cannot be told.
   *
   * @param linkedIds at most 100, as they stand in the property
   * @throws HubSpotCallError
   */
  findByLinkedIds(objectType: ObjectType, linkedIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Reads the properties of `config/linked-records.yml` in one account. One the account does not have links nothing. */
export function createLinkedIds(
  client: HubSpotClient,
  catalog: Pick<PortalCatalog, 'properties'>,
  links: LinkProperties,
): LinkedIds {
  async function propertiesOf(objectType: ObjectType): Promise<readonly string[]> {
    if (links[objectType].length === 0) return [];
    const definitions = await catalog.properties(objectType, 'person');
    return links[objectType].filter((name) => definitions.has(name));
  }

  return {
    async readLinkedIds(objectType, recordIds) {
      const properties = await propertiesOf(objectType);
      if (properties.length === 0 || recordIds.length === 0) return new Map();
      const { results } = await client.send({
        method: 'POST',
        path: hubspotPath('objectsBatchRead', { objectType: HUBSPOT_OBJECT_TYPE[objectType] }),
        body: {
          properties,
          propertiesWithHistory: [],
          inputs: recordIds.slice(0, MOST_IDS).map((id) => ({ id })),
        },
        schema: batchReadSchema,
        purpose: `read which record of Salesforce a ${objectType} is`,
        patience: 'person',
      });
      return new Map(
        results.flatMap((record) => {
          const linkedId = properties.map((name) => record.properties[name]).find((value) => value);
          return linkedId ? [[record.id, linkedId] as const] : [];
        }),
      );
    },

    async findByLinkedIds(objectType, linkedIds) {
      const properties = await propertiesOf(objectType);
      if (properties.length === 0 || linkedIds.length === 0) return new Map();
      const { results } = await client.send({
        method: 'POST',
        path: hubspotPath('objectsSearch', { objectType: HUBSPOT_OBJECT_TYPE[objectType] }),
        body: {
          filterGroups: properties.map((propertyName) => ({
            filters: [{ propertyName, operator: 'IN', values: linkedIds.slice(0, MOST_IDS) }],
          })),
          properties,
          limit: 2 * MOST_IDS,
        },
        schema: foundSchema,
        purpose: `look for the ${objectType} of a record of Salesforce`,
        patience: 'person',
      });
      const namedBy = Map.groupBy(
        results.flatMap(({ id, properties: values }) =>
          properties.flatMap((name) => {
            const linkedId = values[name];
            return linkedId ? [{ id, linkedId }] : [];
          }),
        ),
        ({ linkedId }) => linkedId,
      );
      return new Map(
        [...namedBy].flatMap(([linkedId, [only, ...more]]) =>
          only && more.length === 0 ? [[linkedId, only.id] as const] : [],
        ),
      );
    },
  };
}
