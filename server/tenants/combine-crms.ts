import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { PeopleSnapshot } from '../../src/domain/policy/directory.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { CrmError, type CrmPort } from '../../src/ports/crm.ts';
import { type Vendor, vendorOfId } from './vendors.ts';

/** The CRMs of one tenant; at least one. */
export type CrmsByVendor = Readonly<Partial<Record<Vendor, CrmPort>>>;

const NAME: Readonly<Record<Vendor, string>> = { hubspot: 'HubSpot', salesforce: 'Salesforce' };

/**
 * Several CRMs behind one port. A record and a list are looked for in the CRM their id comes from; people are those of
 * all, and somebody whom two CRMs know under one address is one person.
 *
 * @param crmsOf the CRMs that are connected now
 */
export function combineCrms(crmsOf: () => Promise<CrmsByVendor>): CrmPort {
  async function all(): Promise<readonly CrmPort[]> {
    const { hubspot, salesforce } = await crmsOf();
    return [hubspot, salesforce].filter((crm) => crm !== undefined);
  }

  /** @throws CrmError `record_not_found` for an id of a CRM that the tenant has not connected */
  async function crmFor(id: string): Promise<CrmPort> {
    const vendor = vendorOfId(id);
    const crm = vendor && (await crmsOf())[vendor];
    if (crm) return crm;
    const where = vendor ? `${NAME[vendor]}, which is not connected` : 'no CRM that Handrail knows';
    throw new CrmError('record_not_found', `The record belongs to ${where}.`, 'id of no connected CRM');
  }

  async function loadHandoffs(
    objectType: ObjectType,
    recordIds: readonly string[],
    factNames: readonly string[],
  ): ReturnType<CrmPort['loadHandoffs']> {
    const groups = Map.groupBy(recordIds, vendorOfId);
    const crms = await crmsOf();
    const found = await Promise.all(
      [...groups].map(
        async ([vendor, ids]) => (vendor && crms[vendor]?.loadHandoffs(objectType, ids, factNames)) ?? [],
      ),
    );
    const byId = new Map(found.flat().map(({ recordId, handoff }) => [recordId, handoff]));
    return recordIds.map((recordId) => ({ recordId, handoff: byId.get(recordId) ?? null }));
  }

  return {
    loadHandoff: async (record, factNames) => (await crmFor(record.recordId)).loadHandoff(record, factNames),
    loadHandoffs,
    findRecordList: async (objectType, idOrName) => {
      for (const crm of await all()) {
        const list = await crm.findRecordList(objectType, idOrName);
        if (list) return list;
      }
      return null;
    },
    readRecordList: async (listId, after) => (await crmFor(listId)).readRecordList(listId, after),
    loadChoices: async (record) => (await crmFor(record.recordId)).loadChoices(record),
    listAssociated: async (record, objectType, after) =>
      (await crmFor(record.recordId)).listAssociated(record, objectType, after),
    applyStep: async (step) => (await crmFor(step.record.recordId)).applyStep(step),
    resolveUser: async (email) => {
      const found = await Promise.all((await all()).map((crm) => crm.resolveUser(email)));
      return found.reduce(samePerson, null);
    },
    loadPeople: async () => mergePeople(await Promise.all((await all()).map((crm) => crm.loadPeople()))),
  };
}

/** Whoever is active in one CRM is active; what the first CRM knows of them comes first. */
function samePerson(first: Person | null, second: Person | null): Person | null {
  if (!first || !second) return first ?? second;
  if (first.active === false && second.active !== false) return { ...first, ...second };
  return { ...second, ...first };
}

function mergePeople(read: readonly Omit<PeopleSnapshot, 'readAt'>[]): Omit<PeopleSnapshot, 'readAt'> {
  const people = new Map<string, Person>();
  for (const person of read.flatMap(({ people }) => people)) {
    people.set(person.email, samePerson(people.get(person.email) ?? null, person) ?? person);
  }
  // A team that both CRMs call the same is one team.
  const teams = new Map<string, Set<string>>();
  const names = new Map<string, string>();
  for (const { name, members } of read.flatMap(({ teams }) => teams)) {
    const key = name.toLowerCase();
    names.set(key, names.get(key) ?? name);
    teams.set(key, new Set([...(teams.get(key) ?? []), ...members]));
  }
  return {
    people: [...people.values()],
    teams: [...teams].map(([key, members]) => ({ name: names.get(key) ?? key, members: [...members] })),
  };
}
