import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { HubSpotClient } from './client.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from './paths.ts';
import { readProperties } from './portal-catalog.ts';
import { GROUP_DEFINITION, PROPERTY_DEFINITIONS } from './properties.ts';
import { acceptedSchema, propertyGroupListSchema } from './schema.ts';

export interface UninstallEntry {
  readonly objectType: ObjectType;
  readonly kind: 'group' | 'property';
  readonly name: string;
  /** On a dry run: what would be done. `kept`: it is not as Handrail makes it, or others use it. */
  readonly outcome: 'removed' | 'absent' | 'kept';
  readonly detail: string;
}

/**
 * Takes away what `installProperties` made on one record type: the properties first, then their group. Safe to repeat
 * and to break off. A property of our name that has another type or stands in another group is somebody else's and
 * stays; so does the group while others keep properties in it. HubSpot keeps a deleted property and its values for 90
 * days, in which an administrator can restore it.
 *
 * @throws CrmError `unavailable`, or `refused` when the token may not manage properties
 */
export async function uninstallProperties(
  client: HubSpotClient,
  objectType: ObjectType,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<readonly UninstallEntry[]> {
  const present = await readProperties(client, objectType, 'job');
  const entries: UninstallEntry[] = [];
  for (const { name, type } of PROPERTY_DEFINITIONS) {
    const entry = { objectType, kind: 'property', name } as const;
    const found = present.get(name);
    if (!found) {
      entries.push({ ...entry, outcome: 'absent', detail: '' });
    } else if (found.type !== type || found.groupName !== GROUP_DEFINITION.name) {
      entries.push({ ...entry, outcome: 'kept', detail: 'it is not the one that Handrail made' });
    } else {
      if (!dryRun) await removeProperty(client, objectType, name);
      entries.push({ ...entry, outcome: 'removed', detail: '' });
    }
  }
  const removed = new Set(entries.filter(({ outcome }) => outcome === 'removed').map(({ name }) => name));
  const others = [...present.values()].filter(
    ({ name, groupName }) => groupName === GROUP_DEFINITION.name && !removed.has(name),
  );
  entries.push(await removeGroup(client, objectType, others.length, dryRun));
  return entries;
}

async function removeGroup(
  client: HubSpotClient,
  objectType: ObjectType,
  others: number,
  dryRun: boolean,
): Promise<UninstallEntry> {
  const { name } = GROUP_DEFINITION;
  const entry = { objectType, kind: 'group', name } as const;
  const hubspotType = HUBSPOT_OBJECT_TYPE[objectType];
  const isThere = async () => {
    const { results } = await client.send({
      method: 'GET',
      path: hubspotPath('propertyGroups', { objectType: hubspotType }),
      schema: propertyGroupListSchema,
      purpose: `read the property groups of a ${objectType}`,
      patience: 'job',
    });
    return results.some((group) => group.name === name);
  };
  if (!(await isThere())) return { ...entry, outcome: 'absent', detail: '' };
  if (others > 0) return { ...entry, outcome: 'kept', detail: `${others} properties of others stand in it` };
  if (!dryRun) {
    await client.send({
      method: 'DELETE',
      path: hubspotPath('propertyGroup', { objectType: hubspotType, groupName: name }),
      schema: acceptedSchema,
      purpose: `remove the property group of a ${objectType}`,
      patience: 'job',
      findEarlier: async () => ((await isThere()) ? null : 'gone'),
    });
  }
  return { ...entry, outcome: 'removed', detail: '' };
}

async function removeProperty(
  client: HubSpotClient,
  objectType: ObjectType,
  propertyName: string,
): Promise<void> {
  await client.send({
    method: 'DELETE',
    path: hubspotPath('property', { objectType: HUBSPOT_OBJECT_TYPE[objectType], propertyName }),
    schema: acceptedSchema,
    purpose: `remove the ${objectType} property ${propertyName}`,
    patience: 'job',
    // The reply of an attempt that went through may have been lost: a second DELETE would find nothing.
    findEarlier: async () =>
      (await readProperties(client, objectType, 'job')).has(propertyName) ? null : 'gone',
  });
}
