import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { PlannedStep } from '../../src/domain/playbook/step.ts';
import type { PeopleSnapshot } from '../../src/domain/policy/directory.ts';
import type { LinkedHandoff, Person } from '../../src/domain/policy/facts.ts';
import { CrmError, type CrmPort, type StepOutcome } from '../../src/ports/crm.ts';
import type { LinkedIds } from '../adapters/hubspot/linked-ids.ts';
import { findLinked, withLinked } from './linked-handoffs.ts';
import { VENDOR_NAME, type Vendor, vendorOfId } from './vendors.ts';

/** The CRMs of one tenant; at least one. */
export type CrmsByVendor = Readonly<Partial<Record<Vendor, CrmPort>>> & {
  /** Which records are the same in both; absent where that is not known. */
  readonly links?: LinkedIds;
};

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
    const where = vendor ? `${VENDOR_NAME[vendor]}, which is not connected` : 'no CRM that Handrail knows';
    throw new CrmError('record_not_found', `The record belongs to ${where}.`, 'id of no connected CRM');
  }

  async function linkedOf(
    objectType: ObjectType,
    recordIds: readonly string[],
  ): Promise<ReadonlyMap<string, LinkedHandoff>> {
    const { hubspot, salesforce, links } = await crmsOf();
    if (!hubspot || !salesforce || !links) return new Map();
    return findLinked({ hubspot, salesforce, links }, objectType, recordIds);
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
    const linked = await linkedOf(objectType, recordIds);
    return recordIds.map((recordId) => {
      const handoff = byId.get(recordId);
      return { recordId, handoff: handoff ? withLinked(handoff, linked) : null };
    });
  }

  return {
    loadHandoff: async (record, factNames) => {
      const crm = await crmFor(record.recordId);
      const [handoff, linked] = await Promise.all([
        crm.loadHandoff(record, factNames),
        linkedOf(record.objectType, [record.recordId]),
      ]);
      return withLinked(handoff, linked);
    },
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
    applyStep: async (step) => {
      const crms = await crmsOf();
      const first = await (await crmFor(step.record.recordId)).applyStep(await withOwnerHere(crms, step));
      const second = step.also && (await alsoApply(crms, step, step.also));
      // Told as written when either record was.
      return second?.outcome === 'written' && first.outcome === 'already_there'
        ? { ...first, outcome: 'written' }
        : first;
    },
    resolveUser: async (email) => {
      const found = await Promise.all((await all()).map((crm) => crm.resolveUser(email)));
      return found.reduce(samePerson, null);
    },
    loadPeople: async () => mergePeople(await Promise.all((await all()).map((crm) => crm.loadPeople()))),
  };
}

/** Writes to the same record in the other CRM. One that is gone there, or not connected any more, needs nothing. */
async function alsoApply(
  crms: CrmsByVendor,
  step: PlannedStep,
  { record, action }: NonNullable<PlannedStep['also']>,
): Promise<StepOutcome | null> {
  const vendor = vendorOfId(record.recordId);
  const { also: _, ...alone } = step;
  try {
    return (vendor && (await crms[vendor]?.applyStep({ ...alone, record, action }))) ?? null;
  } catch (error) {
    if (error instanceof CrmError && error.code === 'record_not_found') return null;
    throw error;
  }
}

/** A task for somebody whom the other CRM named: here they have another id, or none, and then the task is nobody's. */
async function withOwnerHere(crms: CrmsByVendor, step: PlannedStep): Promise<PlannedStep> {
  const { action, record } = step;
  if (action.kind !== 'create_task' || action.ownerId === undefined) return step;
  const [here, there] = [vendorOfId(record.recordId), vendorOfId(action.ownerId)];
  if (!here || !there || here === there) return step;
  const ownersOf = async (vendor: Vendor) => (await crms[vendor]?.loadChoices(record))?.owners ?? [];
  const email = (await ownersOf(there)).find(({ ownerId }) => ownerId === action.ownerId)?.email;
  const ownerId = (await ownersOf(here)).find((owner) => owner.email === email)?.ownerId;
  const { ownerId: _, ...task } = action;
  return { ...step, action: { ...task, ...(ownerId !== undefined && { ownerId }) } };
}

/** Whoever is active in one CRM is active; what the first CRM knows of them comes first. */
function samePerson(first: Person | null, second: Person | null): Person | null {
  if (!first || !second) return first ?? second;
  const [kept, other] = first.active === false && second.active !== false ? [second, first] : [first, second];
  const elsewhere = idsOf(other);
  return { ...other, ...kept, ...(elsewhere && { elsewhere }) };
}

function idsOf({ userId, ownerId }: Person): Person['elsewhere'] {
  if (userId === undefined && ownerId === undefined) return undefined;
  return { ...(userId !== undefined && { userId }), ...(ownerId !== undefined && { ownerId }) };
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
