import { OBJECT_TYPES, type ObjectType } from '@handrail/contracts/vocabulary';
import { AssociationTypes } from '@hubspot/api-client';
import type { Fact, HandoffFacts, Person, RecordRef } from '../../../src/domain/policy/facts.ts';
import { CrmError } from '../../../src/ports/crm.ts';
import { type Associated, listAssociated } from './associations.ts';
import type { HubSpotClient, Patience } from './client.ts';
import { HubSpotCallError, propertiesMissing } from './errors.ts';
import { basicProperties, factOf, OWNER_PROPERTY, personOf, stageOf, titleOf, unreadable } from './mapper.ts';
import { hubspotPath } from './paths.ts';
import type { PortalCatalog, PropertyDefinitions } from './portal-catalog.ts';
import { propertyGaps } from './properties.ts';
import { readRecord } from './read-record.ts';
import { type HubSpotPipeline, type HubSpotRecord, ownerSchema } from './schema.ts';

/** A part that was read, or why it was not. */
export type Part<T> = { readonly ok: true; readonly value: T } | NotRead;

interface NotRead {
  readonly ok: false;
  readonly why: string;
  readonly error?: CrmError;
}

export type Values = HubSpotRecord['properties'];

/** HubSpot's own "primary" association of each record type with a company. */
const PRIMARY_COMPANY: Readonly<Partial<Record<ObjectType, number>>> = {
  deal: AssociationTypes.primaryDealToCompany,
  contact: AssociationTypes.primaryContactToCompany,
  ticket: AssociationTypes.primaryTicketToCompany,
};

/**
 * Reads a record with the named facts in two rounds of parallel calls: record, definitions, pipelines and company
 * link first; then owner and company. See `CrmPort.loadHandoff`.
 */
export async function loadHandoff(
  client: HubSpotClient,
  catalog: PortalCatalog,
  record: RecordRef,
  factNames: readonly string[],
): Promise<HandoffFacts> {
  const names = groupByObject(factNames);
  const ownNames = names.get(record.objectType) ?? [];
  const companyNames = record.objectType === 'company' ? [] : (names.get('company') ?? []);
  const wantsCompany = companyNames.length > 0;

  const [own, definitions, pipelines, companyDefinitions, companyId] = await Promise.all([
    part(readRecord(client, record, [...basicProperties(record.objectType), ...ownNames], 'person')),
    part(catalog.properties(record.objectType, 'person')),
    part(catalog.pipelines(record.objectType, 'person')),
    wantsCompany ? part(catalog.properties('company', 'person')) : null,
    wantsCompany ? findPrimaryCompany(client, record) : null,
  ]);
  if (!own.ok) {
    if (own.error?.code === 'record_not_found') throw own.error;
    return nothingReadable(record, factNames, own.why);
  }

  const values = own.value;
  const [owner, company] = await Promise.all([
    part(readOwner(client, values[OWNER_PROPERTY])),
    companyId && readCompany(client, companyId, companyNames),
  ]);
  return handoffOf(record, names, { values, definitions, pipelines, owner, companyDefinitions, company });
}

/** What was read of one record and around it. Company parts are null when no company fact is wanted. */
export interface ReadParts {
  readonly values: Values;
  readonly definitions: Part<PropertyDefinitions>;
  readonly pipelines: Part<readonly HubSpotPipeline[]>;
  readonly owner: Part<Person | null>;
  readonly companyDefinitions: Part<PropertyDefinitions> | null;
  readonly company: Part<Values> | null;
}

/** Puts the facts of one record together. @param names fact names by their object */
export function handoffOf(
  record: RecordRef,
  names: ReadonlyMap<string, readonly string[]>,
  { values, definitions, pipelines, owner, companyDefinitions, company }: ReadParts,
): HandoffFacts {
  const own = { ok: true, value: values } as const;
  const gaps = definitions.ok ? propertyGaps(definitions.value) : [];
  const facts = new Map<string, Fact>();
  for (const [object, properties] of names) {
    for (const property of properties) {
      const name = `${object}.${property}`;
      if (object === record.objectType) facts.set(name, propertyFact(object, property, definitions, own));
      else if (object === 'owner') facts.set(name, ownerFact(property, values[OWNER_PROPERTY], owner));
      else if (object === 'company' && companyDefinitions && company) {
        facts.set(name, propertyFact(object, property, companyDefinitions, company));
      } else facts.set(name, unreadable(foreignFact(object, record.objectType)));
    }
  }
  return {
    record,
    title: titleOf(record, values),
    facts: Object.fromEntries(facts),
    owner: owner.ok ? owner.value : null,
    stage: stageOf(record.objectType, values, pipelines.ok ? pipelines.value : []),
    ...(gaps.length > 0 && { notReady: propertiesMissing(gaps.map(({ name }) => name)) }),
  };
}

/** Fact names by their object. `request.*` is left out: those facts come from the request, not from the CRM. */
export function groupByObject(factNames: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of new Set(factNames)) {
    const [object = '', ...rest] = name.split('.');
    if (object === 'request') continue;
    groups.set(object, [...(groups.get(object) ?? []), rest.join('.')]);
  }
  return groups;
}

export async function part<T>(reading: Promise<T>): Promise<Part<T>> {
  try {
    return { ok: true, value: await reading };
  } catch (error) {
    if (error instanceof CrmError) return { ok: false, why: error.message, error };
    throw error;
  }
}

function nothingReadable(record: RecordRef, factNames: readonly string[], why: string): HandoffFacts {
  const names = factNames.filter((name) => !name.startsWith('request.'));
  return {
    record,
    title: record.recordId,
    facts: Object.fromEntries(names.map((name) => [name, unreadable(why)])),
    owner: null,
    stage: null,
    unavailable: why,
  };
}

/** The company HubSpot calls primary, or the only one. Among several without a primary, none may be guessed. */
async function findPrimaryCompany(client: HubSpotClient, record: RecordRef): Promise<Part<string>> {
  const companies = await part(listAssociated(client, record, 'companies', 'person'));
  return companies.ok ? primaryOf(record.objectType, companies.value) : companies;
}

/** The same among companies that have been read. */
export function primaryOf(objectType: ObjectType, companies: readonly Associated[]): Part<string> {
  const primary = companies.find(({ typeIds }) => typeIds.some((id) => id === PRIMARY_COMPANY[objectType]));
  const [only, another] = companies;
  const found = primary ?? (another ? undefined : only);
  if (found) return { ok: true, value: found.id };
  const why = another
    ? `this ${objectType} has ${companies.length} companies and none of them is primary`
    : `no company is associated with this ${objectType}`;
  return { ok: false, why };
}

async function readCompany(
  client: HubSpotClient,
  companyId: Part<string>,
  properties: readonly string[],
): Promise<Part<Values>> {
  if (!companyId.ok) return companyId;
  return part(readRecord(client, { objectType: 'company', recordId: companyId.value }, properties, 'person'));
}

/** The owner's person, also when deactivated since; null without owner, or when the owner is a queue. */
export async function readOwner(
  client: HubSpotClient,
  ownerId: string | null | undefined,
  patience: Patience = 'person',
): Promise<Person | null> {
  if (!ownerId) return null;
  const read = async (archived: boolean) =>
    client.send({
      method: 'GET',
      path: hubspotPath('owner', { ownerId }),
      query: { archived: String(archived) },
      schema: ownerSchema,
      purpose: 'read the owner of the record',
      patience,
    });
  try {
    return personOf(await read(false));
  } catch (error) {
    if (error instanceof HubSpotCallError && error.status === 404) return personOf(await read(true));
    throw error;
  }
}

function propertyFact(
  objectType: ObjectType,
  property: string,
  definitions: Part<PropertyDefinitions>,
  values: Part<Values>,
): Fact {
  if (!values.ok) return unreadable(values.why);
  if (!definitions.ok) return unreadable(definitions.why);
  return factOf(objectType, property, definitions.value.get(property), values.value[property]);
}

function ownerFact(property: string, ownerId: string | null | undefined, owner: Part<Person | null>): Fact {
  if (property !== 'team' && property !== 'email') {
    return unreadable('of an owner, Handrail reads owner.team and owner.email only');
  }
  if (!ownerId) return { state: 'blank' };
  if (!owner.ok) return unreadable(owner.why);
  if (!owner.value) return unreadable('the owner of this record is not a person');
  const value = owner.value[property];
  return value === undefined ? { state: 'blank' } : { state: 'known', value };
}

function foreignFact(object: string, objectType: ObjectType): string {
  const known: readonly string[] = [...OBJECT_TYPES, 'owner'];
  return known.includes(object)
    ? `this record is a ${objectType}`
    : `Handrail reads no ${object} from HubSpot`;
}
