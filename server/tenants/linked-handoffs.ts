import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { HandoffFacts, LinkedHandoff, RecordRef } from '../../src/domain/policy/facts.ts';
import { CrmError, type CrmPort } from '../../src/ports/crm.ts';
import type { LinkedIds } from '../adapters/hubspot/linked-ids.ts';
import { longId } from '../adapters/salesforce/long-id.ts';
import { VENDOR_NAME, vendorOfId } from './vendors.ts';

/** Both CRMs of a tenant, and what keeps their records in step. */
export interface LinkedCrms {
  readonly hubspot: CrmPort;
  readonly salesforce: CrmPort;
  readonly links: LinkedIds;
}

/**
 * Finds, for records that were read from one CRM, the same records in the other one, with their owners. A link that
 * nobody can read now is left out: the request is then about its own record alone.
 *
 * @param records of one type, at most 100
 * @returns by record id; nothing for a record that has no other
 */
export async function findLinked(
  crms: LinkedCrms,
  objectType: ObjectType,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, LinkedHandoff>> {
  try {
    const pairs = [
      ...(await fromHubSpot(crms, objectType, idsOf(recordIds, 'hubspot'))),
      ...(await fromSalesforce(crms, objectType, idsOf(recordIds, 'salesforce'))),
    ];
    return new Map(pairs);
  } catch (error) {
    if (error instanceof CrmError) return new Map();
    throw error;
  }
}

/** A handoff with what the other CRM says of the same record. */
export function withLinked(handoff: HandoffFacts, linked: ReadonlyMap<string, LinkedHandoff>): HandoffFacts {
  const found = linked.get(handoff.record.recordId);
  return found ? { ...handoff, linked: found } : handoff;
}

function idsOf(recordIds: readonly string[], vendor: 'hubspot' | 'salesforce'): readonly string[] {
  return recordIds.filter((id) => vendorOfId(id) === vendor);
}

type Pair = readonly [recordId: string, linked: LinkedHandoff];

async function fromHubSpot(
  { salesforce, links }: LinkedCrms,
  objectType: ObjectType,
  recordIds: readonly string[],
): Promise<readonly Pair[]> {
  if (recordIds.length === 0) return [];
  const named = [...(await links.readLinkedIds(objectType, recordIds))]
    .map(([recordId, id]) => [recordId, longId(id)] as const)
    // What stands in the property may be no id at all.
    .filter(([, id]) => vendorOfId(id) === 'salesforce');
  return ownersThere(salesforce, VENDOR_NAME.salesforce, objectType, named);
}

async function fromSalesforce(
  { hubspot, links }: LinkedCrms,
  objectType: ObjectType,
  recordIds: readonly string[],
): Promise<readonly Pair[]> {
  if (recordIds.length === 0) return [];
  // The property holds whichever form of the id the connection wrote. Half of the records at a time fit a search.
  const half = Math.ceil(recordIds.length / 2);
  const found = new Map<string, string>();
  for (const part of [recordIds.slice(0, half), recordIds.slice(half)]) {
    const forms = part.flatMap((id) => [id, id.slice(0, 15)]);
    for (const [id, recordId] of await links.findByLinkedIds(objectType, forms))
      found.set(longId(id), recordId);
  }
  return ownersThere(hubspot, VENDOR_NAME.hubspot, objectType, [...found]);
}

/** @param named ids of records, each with the id it has in `crm` */
async function ownersThere(
  crm: CrmPort,
  name: string,
  objectType: ObjectType,
  named: readonly (readonly [recordId: string, there: string])[],
): Promise<readonly Pair[]> {
  if (named.length === 0) return [];
  const ids = [...new Set(named.map(([, there]) => there))];
  const read = new Map<string, HandoffFacts>();
  // One record is read with the patience of a person who waits.
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) {
    const handoff = await crm.loadHandoff({ objectType, recordId: only }, []);
    if (handoff.unavailable === undefined) read.set(only, handoff);
  } else {
    for (const { recordId, handoff } of await crm.loadHandoffs(objectType, ids, [])) {
      if (handoff) read.set(recordId, handoff);
    }
  }
  return named.flatMap(([recordId, there]): readonly Pair[] => {
    const handoff = read.get(there);
    return handoff ? [[recordId, linkedAs(handoff.record, name, handoff)]] : [];
  });
}

function linkedAs(record: RecordRef, crm: string, { owner }: HandoffFacts): LinkedHandoff {
  return { record, crm, owner };
}
