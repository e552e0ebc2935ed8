import { OBJECT_TYPES, type ObjectType } from '@handrail/contracts/vocabulary';
import type { HubSpotClient } from './client.ts';
import { HubSpotCallError } from './errors.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from './paths.ts';
import { readProperties } from './portal-catalog.ts';
import {
  GROUP_DEFINITION,
  PROPERTY_DEFINITIONS,
  type PropertyDefinition,
  type PropertyGap,
  propertyGaps,
} from './properties.ts';
import {
  acceptedSchema,
  type HubSpotProperty,
  propertyGroupListSchema,
  propertyGroupSchema,
  propertySchema,
} from './schema.ts';

export interface InstallEntry {
  readonly objectType: ObjectType;
  readonly kind: 'group' | 'property';
  readonly name: string;
  /** On a dry run: what would be done. */
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'conflict';
  /** What was corrected, or what stands in the way and what to do about it; empty otherwise. */
  readonly detail: string;
}

export interface InstallReport {
  readonly dryRun: boolean;
  readonly entries: readonly InstallEntry[];
  /** True when nothing is in conflict. */
  readonly complete: boolean;
}

type Correction = Partial<Pick<PropertyDefinition, 'label' | 'description' | 'fieldType' | 'options'>> & {
  readonly groupName?: string;
};

/**
 * Brings the property group and the properties of a portal to what Handrail needs. Safe to repeat and to break off:
 * it creates what is missing, corrects labels, help texts, groups and options, and touches nothing else. Options
 * that others added stay. A property of our name with another type is left alone and reported as a conflict.
 *
 * @param objectTypes the record types to equip
 * @throws CrmError `unavailable`, or `refused` when the token may not manage properties
 */
export async function installProperties(
  client: HubSpotClient,
  objectTypes: readonly ObjectType[],
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<InstallReport> {
  const entries: InstallEntry[] = [];
  for (const objectType of objectTypes) {
    const present = await readProperties(client, objectType, 'job');
    entries.push(await installGroup(client, objectType, dryRun));
    for (const definition of PROPERTY_DEFINITIONS) {
      entries.push(
        await installProperty(client, objectType, definition, present.get(definition.name), dryRun),
      );
    }
  }
  return { dryRun, entries, complete: entries.every(({ outcome }) => outcome !== 'conflict') };
}

/**
 * What a portal lacks for steps to go through; empty when it is ready.
 *
 * @throws CrmError `unavailable`, `refused`
 */
export async function checkProperties(
  client: HubSpotClient,
  objectTypes: readonly ObjectType[] = OBJECT_TYPES,
): Promise<readonly (PropertyGap & { readonly objectType: ObjectType })[]> {
  const found = await Promise.all(
    objectTypes.map(async (objectType) => {
      const gaps = propertyGaps(await readProperties(client, objectType, 'person'));
      return gaps.map((gap) => ({ ...gap, objectType }));
    }),
  );
  return found.flat();
}

async function installGroup(
  client: HubSpotClient,
  objectType: ObjectType,
  dryRun: boolean,
): Promise<InstallEntry> {
  const { name, label } = GROUP_DEFINITION;
  const entry = { objectType, kind: 'group', name } as const;
  const hubspotType = HUBSPOT_OBJECT_TYPE[objectType];
  const findGroup = async () => {
    const { results } = await client.send({
      method: 'GET',
      path: hubspotPath('propertyGroups', { objectType: hubspotType }),
      schema: propertyGroupListSchema,
      purpose: `read the property groups of a ${objectType}`,
      patience: 'job',
    });
    return results.find((group) => group.name === name) ?? null;
  };

  const present = await findGroup();
  if (!present) {
    if (!dryRun) {
      await client.send({
        method: 'POST',
        path: hubspotPath('propertyGroups', { objectType: hubspotType }),
        body: GROUP_DEFINITION,
        schema: propertyGroupSchema,
        purpose: `create the property group of a ${objectType}`,
        patience: 'job',
        findEarlier: findGroup,
      });
    }
    return { ...entry, outcome: 'created', detail: '' };
  }
  if (present.label === label) return { ...entry, outcome: 'unchanged', detail: '' };
  if (!dryRun) {
    await client.send({
      method: 'PATCH',
      path: hubspotPath('propertyGroup', { objectType: hubspotType, groupName: name }),
      body: { label },
      schema: acceptedSchema,
      purpose: `correct the property group of a ${objectType}`,
      patience: 'job',
    });
  }
  return { ...entry, outcome: 'updated', detail: 'label' };
}

async function installProperty(
  client: HubSpotClient,
  objectType: ObjectType,
  wanted: PropertyDefinition,
  present: HubSpotProperty | undefined,
  dryRun: boolean,
): Promise<InstallEntry> {
  const entry = { objectType, kind: 'property', name: wanted.name } as const;
  if (!present) {
    const conflict = dryRun ? null : await conflictOf(createProperty(client, objectType, wanted));
    return conflict === null
      ? { ...entry, outcome: 'created', detail: '' }
      : { ...entry, outcome: 'conflict', detail: conflict };
  }
  if (present.type !== wanted.type) {
    return {
      ...entry,
      outcome: 'conflict',
      detail: `The ${objectType} property ${wanted.name} has the type ${present.type}; Handrail needs ${wanted.type}. Delete it in HubSpot's property settings, then run "handrail install" again.`,
    };
  }
  const correction = correctionOf(wanted, present);
  const corrected = Object.keys(correction).join(', ');
  if (corrected === '') return { ...entry, outcome: 'unchanged', detail: '' };
  const conflict = dryRun
    ? null
    : await conflictOf(correctProperty(client, objectType, wanted.name, correction));
  return conflict === null
    ? { ...entry, outcome: 'updated', detail: corrected }
    : { ...entry, outcome: 'conflict', detail: conflict };
}

/** HubSpot's reason when it will not have one property; whatever would stop the others too is thrown. */
async function conflictOf(write: Promise<unknown>): Promise<string | null> {
  try {
    await write;
    return null;
  } catch (error) {
    if (error instanceof HubSpotCallError && error.code === 'refused' && error.status !== 403)
      return error.message;
    throw error;
  }
}

async function createProperty(
  client: HubSpotClient,
  objectType: ObjectType,
  wanted: PropertyDefinition,
): Promise<HubSpotProperty> {
  const hubspotType = HUBSPOT_OBJECT_TYPE[objectType];
  return client.send({
    method: 'POST',
    path: hubspotPath('properties', { objectType: hubspotType }),
    body: {
      ...wanted,
      groupName: GROUP_DEFINITION.name,
      displayOrder: PROPERTY_DEFINITIONS.indexOf(wanted),
      options: numbered(wanted.options),
    },
    schema: propertySchema,
    purpose: `create the ${objectType} property ${wanted.name}`,
    patience: 'job',
    findEarlier: async () => (await readProperties(client, objectType, 'job')).get(wanted.name) ?? null,
  });
}

async function correctProperty(
  client: HubSpotClient,
  objectType: ObjectType,
  propertyName: string,
  correction: Correction,
): Promise<void> {
  await client.send({
    method: 'PATCH',
    path: hubspotPath('property', { objectType: HUBSPOT_OBJECT_TYPE[objectType], propertyName }),
    body: { ...correction, ...(correction.options && { options: numbered(correction.options) }) },
    schema: acceptedSchema,
    purpose: `correct the ${objectType} property ${propertyName}`,
    patience: 'job',
  });
}

function correctionOf(wanted: PropertyDefinition, present: HubSpotProperty): Correction {
  const options = [
    ...wanted.options,
    ...present.options.filter(({ value }) => !wanted.options.some((option) => option.value === value)),
  ];
  const optionsStand = wanted.options.every(({ value, label }) =>
    present.options.some((option) => option.value === value && option.label === label),
  );
  return {
    ...(present.label !== wanted.label && { label: wanted.label }),
    ...(present.description !== wanted.description && { description: wanted.description }),
    ...(present.fieldType !== wanted.fieldType && { fieldType: wanted.fieldType }),
    ...(present.groupName !== GROUP_DEFINITION.name && { groupName: GROUP_DEFINITION.name }),
    ...(!optionsStand && { options }),
  };
}

/** Options as HubSpot takes them; `hidden` is required there. */
function numbered(options: PropertyDefinition['options']) {
  return options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false }));
}
