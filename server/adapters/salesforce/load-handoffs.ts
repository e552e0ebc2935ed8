import { OBJECT_TYPES, type ObjectType } from '@handrail/contracts/vocabulary';
import type { Fact, HandoffFacts, Person, RecordRef, StageRef } from '../../../src/domain/policy/facts.ts';
import { CrmError } from '../../../src/ports/crm.ts';
import type { Patience, SalesforceClient } from './client.ts';
import { fieldsMissing } from './errors.ts';
import { type Fields, fieldOf, missingTagFields } from './field-names.ts';
import { factOf, stageOf, titleOf, unreadable } from './mapper.ts';
import { type OrgCatalog, readUsers } from './org-catalog.ts';
import { readRecords } from './read-records.ts';
import type { SalesforceRecord } from './schema.ts';
import { basicFields, objectOf, objectOfType, type SalesforceObject } from './sobjects.ts';

/** A part that was read, or why it was not. */
type Part<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** What every reading works with. */
export interface Reading {
  readonly client: SalesforceClient;
  readonly catalog: OrgCatalog;
  readonly patience: Patience;
}

/**
 * Reads one record with the named facts. See `CrmPort.loadHandoff`.
 *
 * @throws CrmError `record_not_found`
 */
export async function loadHandoff(
  reading: Reading,
  record: RecordRef,
  factNames: readonly string[],
): Promise<HandoffFacts> {
  let found: HandoffFacts | null;
  try {
    const [one] = await loadRecords(reading, objectOf(record), [record], factNames);
    found = one?.handoff ?? null;
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return nothingReadable(record, factNames, error.message);
  }
  if (found) return found;
  throw new CrmError(
    'record_not_found',
    'Salesforce does not know this record. It may have been deleted or merged into another one.',
    `${objectOf(record).name}: not among the records`,
  );
}

/** Reads many records of one type. See `CrmPort.loadHandoffs`. @throws CrmError */
export async function loadHandoffs(
  reading: Reading,
  objectType: ObjectType,
  recordIds: readonly string[],
  factNames: readonly string[],
): Promise<readonly { recordId: string; handoff: HandoffFacts | null }[]> {
  const records = recordIds.map((recordId) => ({ objectType, recordId }));
  const found = new Map<string, HandoffFacts | null>();
  // Leads and contacts are one record type and two objects.
  for (const object of new Set(records.map(objectOf))) {
    const own = records.filter((record) => objectOf(record) === object);
    for (const { recordId, handoff } of await loadRecords(reading, object, own, factNames)) {
      found.set(recordId, handoff);
    }
  }
  return recordIds.map((recordId) => ({ recordId, handoff: found.get(recordId) ?? null }));
}

async function loadRecords(
  { client, catalog, patience }: Reading,
  object: SalesforceObject,
  records: readonly RecordRef[],
  factNames: readonly string[],
): Promise<readonly { recordId: string; handoff: HandoffFacts | null }[]> {
  const names = groupByObject(factNames);
  const fields = await catalog.fields(object.name, patience);
  const own = records[0]?.objectType ?? 'deal';
  const wanted = (names.get(own) ?? []).flatMap((property) => fieldOf(own, property, fields)?.name ?? []);
  const visible = basicFields(object).filter((name) => fields.has(name.toLowerCase()));
  const ids = records.map(({ recordId }) => recordId);
  const values = await readRecords(client, object.name, { ids, fields: [...visible, ...wanted], patience });

  const companyNames = own === 'company' ? [] : (names.get('company') ?? []);
  const [stages, owners, companies] = await Promise.all([
    part(catalog.stages(object, patience)),
    part(readUsers(client, idsIn(values, 'OwnerId'), patience)),
    companyNames.length === 0
      ? null
      : part(readCompanies({ client, catalog, patience }, object, values, companyNames)),
  ]);
  return records.map((record) => {
    const present = values.get(record.recordId);
    const handoff =
      present === undefined
        ? null
        : handoffOf(record, object, { names, fields, present, stages, owners, companies });
    return { recordId: record.recordId, handoff };
  });
}

interface Companies {
  readonly fields: Fields;
  readonly values: ReadonlyMap<string, SalesforceRecord>;
}

interface Parts {
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly fields: Fields;
  readonly present: SalesforceRecord;
  readonly stages: Part<readonly StageRef[]>;
  readonly owners: Part<ReadonlyMap<string, Person | null>>;
  readonly companies: Part<Companies> | null;
}

function handoffOf(record: RecordRef, object: SalesforceObject, parts: Parts): HandoffFacts {
  const { names, fields, present, stages, owners, companies } = parts;
  const ownerId = textIn(present, 'OwnerId');
  const owner = owners.ok ? (owners.value.get(ownerId) ?? null) : null;
  const facts = new Map<string, Fact>();
  for (const [factObject, properties] of names) {
    for (const property of properties) {
      const name = `${factObject}.${property}`;
      if (factObject === record.objectType)
        facts.set(name, fieldFact(record.objectType, property, fields, present));
      else if (factObject === 'owner') facts.set(name, ownerFact(property, ownerId, owners));
      else if (factObject === 'company' && companies) {
        facts.set(name, companyFact(property, textIn(present, object.accountField), record, companies));
      } else facts.set(name, unreadable(foreignFact(factObject, record.objectType)));
    }
  }
  const missing = missingTagFields(fields);
  return {
    record,
    title: titleOf(record, object, present),
    facts: Object.fromEntries(facts),
    owner,
    stage: stageOf(object, present, stages.ok ? stages.value : []),
    ...(missing.length > 0 && { notReady: fieldsMissing(object.name, missing) }),
  };
}

async function readCompanies(
  { client, catalog, patience }: Reading,
  { accountField = '' }: SalesforceObject,
  records: ReadonlyMap<string, SalesforceRecord>,
  properties: readonly string[],
): Promise<Companies> {
  const account = objectOfType('company').name;
  const fields = await catalog.fields(account, patience);
  const wanted = properties.flatMap((property) => fieldOf('company', property, fields)?.name ?? []);
  const ids = idsIn(records, accountField);
  return { fields, values: await readRecords(client, account, { ids, fields: ['Id', ...wanted], patience }) };
}

function companyFact(
  property: string,
  accountId: string,
  record: RecordRef,
  companies: Part<Companies>,
): Fact {
  if (!companies.ok) return unreadable(companies.why);
  if (accountId === '') return unreadable(`this ${record.objectType} belongs to no account`);
  const values = companies.value.values.get(accountId);
  if (!values) return unreadable('the account could not be read');
  return fieldFact('company', property, companies.value.fields, values);
}

function fieldFact(objectType: ObjectType, property: string, fields: Fields, values: SalesforceRecord): Fact {
  const field = fieldOf(objectType, property, fields);
  if (field) return factOf(property, field, values[field.name]);
  return unreadable(
    `the org has no ${objectType} property ${property}, or hides it from the integration user`,
  );
}

function ownerFact(
  property: string,
  ownerId: string,
  owners: Part<ReadonlyMap<string, Person | null>>,
): Fact {
  if (property !== 'team' && property !== 'email') {
    return unreadable('of an owner, Handrail reads owner.team and owner.email only');
  }
  if (ownerId === '') return { state: 'blank' };
  if (!owners.ok) return unreadable(owners.why);
  const owner = owners.value.get(ownerId);
  if (!owner) return unreadable('the owner of this record is not a person');
  const value = owner[property];
  return value === undefined ? { state: 'blank' } : { state: 'known', value };
}

function foreignFact(object: string, objectType: ObjectType): string {
  const known: readonly string[] = [...OBJECT_TYPES, 'owner'];
  return known.includes(object)
    ? `this record is a ${objectType}`
    : `Handrail reads no ${object} from Salesforce`;
}

/** Fact names by their object. `request.*` is left out: those facts come from the request, not from the CRM. */
function groupByObject(factNames: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of new Set(factNames)) {
    const [object = '', ...rest] = name.split('.');
    if (object === 'request') continue;
    groups.set(object, [...(groups.get(object) ?? []), rest.join('.')]);
  }
  return groups;
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

async function part<T>(reading: Promise<T>): Promise<Part<T>> {
  try {
    return { ok: true, value: await reading };
  } catch (error) {
    if (error instanceof CrmError) return { ok: false, why: error.message };
    throw error;
  }
}

function idsIn(records: ReadonlyMap<string, SalesforceRecord>, field: string): readonly string[] {
  return [...records.values()].map((values) => textIn(values, field)).filter((id) => id !== '');
}

function textIn(values: SalesforceRecord, field: string | undefined): string {
  const value = field === undefined ? null : values[field];
  return typeof value === 'string' ? value : '';
}
