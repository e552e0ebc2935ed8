import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { HandoffFacts, Person } from '../../../src/domain/policy/facts.ts';
import { CrmError } from '../../../src/ports/crm.ts';
import type { HubSpotClient } from './client.ts';
import {
  groupByObject,
  handoffOf,
  type Part,
  part,
  primaryOf,
  readOwner,
  type Values,
} from './load-handoff.ts';
import { basicProperties, OWNER_PROPERTY, personOf } from './mapper.ts';
import { HUBSPOT_OBJECT_TYPE, type HubSpotObjectType, hubspotPath } from './paths.ts';
import type { PortalCatalog } from './portal-catalog.ts';
import { associationsBatchSchema, batchReadSchema } from './schema.ts';

const BATCH_SIZE = 100;

/** Which records, and what of them. */
export interface Wanted {
  readonly objectType: ObjectType;
  readonly recordIds: readonly string[];
  readonly factNames: readonly string[];
}

/**
 * Reads up to 100 records in three calls (records, their companies' links, those companies) beside what the catalogue
 * remembers. See `CrmPort.loadHandoffs`.
 */
export async function loadHandoffs(
  client: HubSpotClient,
  catalog: PortalCatalog,
  { objectType, recordIds, factNames }: Wanted,
): Promise<readonly { recordId: string; handoff: HandoffFacts | null }[]> {
  const names = groupByObject(factNames);
  const ownNames = names.get(objectType) ?? [];
  const companyNames = objectType === 'company' ? [] : (names.get('company') ?? []);
  const wantsCompany = companyNames.length > 0;
  const [records, definitions, pipelines, owners, companyDefinitions] = await Promise.all([
    // One id that is none of HubSpot's would make it refuse the others with it.
    readMany(client, HUBSPOT_OBJECT_TYPE[objectType], recordIds.filter(isHubSpotId), [
      ...basicProperties(objectType),
      ...ownNames,
    ]),
    part(catalog.properties(objectType, 'job')),
    part(catalog.pipelines(objectType, 'job')),
    catalog.owners('all', 'job'),
    wantsCompany ? part(catalog.properties('company', 'job')) : null,
  ]);
  const known = new Map(owners.map((owner) => [owner.id, personOf(owner)]));
  const ownerOf = await missingOwners(client, records, known);
  const companies = wantsCompany
    ? await part(readCompanies(client, objectType, [...records.keys()], companyNames))
    : null;
  return recordIds.map((recordId) => {
    const values = records.get(recordId);
    if (!values) return { recordId, handoff: null };
    const owner = ownerOf(values[OWNER_PROPERTY]);
    const company = companies && (companies.ok ? companies.value(recordId) : companies);
    const parts = { values, definitions, pipelines, owner, companyDefinitions, company };
    return { recordId, handoff: handoffOf({ objectType, recordId }, names, parts) };
  });
}

function isHubSpotId(id: string): boolean {
  return /^\d{1,20}$/.test(id);
}

/** Properties by record id; records that do not exist are left out. */
async function readMany(
  client: HubSpotClient,
  objectType: HubSpotObjectType,
  ids: readonly string[],
  properties: readonly string[],
): Promise<ReadonlyMap<string, Values>> {
  const found = new Map<string, Values>();
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const { results, errors } = await client.send({
      method: 'POST',
      path: hubspotPath('objectsBatchRead', { objectType }),
      body: {
        properties: [...new Set(properties)],
        propertiesWithHistory: [],
        inputs: ids.slice(start, start + BATCH_SIZE).map((id) => ({ id })),
      },
      schema: batchReadSchema,
      purpose: `read ${objectType}`,
      patience: 'job',
    });
    // 207: what does not exist is left out; after any other gap a record that is there would count as gone.
    const gap = errors.find(({ category }) => category !== 'OBJECT_NOT_FOUND');
    if (gap) {
      throw new CrmError(
        'unavailable',
        `HubSpot did not show all ${objectType} that were asked for.`,
        `batch read of ${objectType}: ${gap.category}`,
      );
    }
    for (const { id, properties: values } of results) found.set(id, values);
  }
  return found;
}

/** Owners that were deactivated are not among the portal's owners; each is read once. */
async function missingOwners(
  client: HubSpotClient,
  records: ReadonlyMap<string, Values>,
  known: ReadonlyMap<string, Person | null>,
): Promise<(ownerId: string | null | undefined) => Part<Person | null>> {
  const ids = new Set([...records.values()].flatMap((values) => values[OWNER_PROPERTY] || []));
  const read = new Map<string, Part<Person | null>>();
  for (const ownerId of ids) {
    const person = known.get(ownerId);
    read.set(
      ownerId,
      person === undefined ? await part(readOwner(client, ownerId, 'job')) : { ok: true, value: person },
    );
  }
  return (ownerId) => (ownerId && read.get(ownerId)) || { ok: true, value: null };
}

/** The primary company of each record, as `loadHandoff` finds it. */
async function readCompanies(
  client: HubSpotClient,
  objectType: ObjectType,
  recordIds: readonly string[],
  properties: readonly string[],
): Promise<(recordId: string) => Part<Values>> {
  const links = new Map<string, Part<string>>();
  for (let start = 0; start < recordIds.length; start += BATCH_SIZE) {
    const { results } = await client.send({
      method: 'POST',
      path: hubspotPath('associationsBatchRead', {
        objectType: HUBSPOT_OBJECT_TYPE[objectType],
        toObjectType: 'companies',
      }),
      body: { inputs: recordIds.slice(start, start + BATCH_SIZE).map((id) => ({ id })) },
      schema: associationsBatchSchema,
      purpose: `list the companies of ${HUBSPOT_OBJECT_TYPE[objectType]}`,
      patience: 'job',
    });
    for (const { from, to } of results) {
      const associated = to.map(({ toObjectId, associationTypes }) => ({
        id: toObjectId,
        typeIds: associationTypes
          .filter(({ category }) => category === 'HUBSPOT_DEFINED')
          .map(({ typeId }) => typeId),
      }));
      links.set(from.id, primaryOf(objectType, associated));
    }
  }
  const ids = new Set([...links.values()].flatMap((link) => (link.ok ? [link.value] : [])));
  const companies = await readMany(client, 'companies', [...ids], properties);
  return (recordId) => {
    const link = links.get(recordId) ?? primaryOf(objectType, []);
    if (!link.ok) return link;
    const values = companies.get(link.value);
    return values ? { ok: true, value: values } : { ok: false, why: 'the company could not be read' };
  };
}
