import { notFound } from '../hubspot-error.ts';

/** The record types that the portal keeps, by the name HubSpot uses in paths. */
export const OBJECT_TYPES = ['contacts', 'companies', 'deals', 'tickets', 'notes', 'tasks'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

interface ObjectTypeFacts {
  readonly typeId: string;
  readonly singular: string;
  readonly createdProperty: string;
  readonly modifiedProperty: string;
  /** What a read answers when it asks for no property. */
  readonly defaultProperties: readonly string[];
  /** What the `query` of a search looks at. */
  readonly searchableProperties: readonly string[];
}

/** What differs between the record types. */
export const OBJECT_TYPE_FACTS: Readonly<Record<ObjectType, ObjectTypeFacts>> = {
  contacts: {
    typeId: '0-1',
    singular: 'contact',
    createdProperty: 'createdate',
    modifiedProperty: 'lastmodifieddate',
    defaultProperties: ['email', 'firstname', 'lastname'],
    searchableProperties: ['email', 'firstname', 'lastname', 'phone'],
  },
  companies: {
    typeId: '0-2',
    singular: 'company',
    createdProperty: 'createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaultProperties: ['domain', 'name'],
    searchableProperties: ['domain', 'name'],
  },
  deals: {
    typeId: '0-3',
    singular: 'deal',
    createdProperty: 'createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaultProperties: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
    searchableProperties: ['dealname', 'description'],
  },
  tickets: {
    typeId: '0-5',
    singular: 'ticket',
    createdProperty: 'createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaultProperties: ['content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_priority', 'subject'],
    searchableProperties: ['subject', 'content'],
  },
  notes: {
    typeId: '0-46',
    singular: 'note',
    createdProperty: 'hs_createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaultProperties: [],
    searchableProperties: ['hs_note_body'],
  },
  tasks: {
    typeId: '0-27',
    singular: 'task',
    createdProperty: 'hs_createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaultProperties: [],
    searchableProperties: ['hs_task_subject', 'hs_task_body'],
  },
};

const BY_NAME = new Map<string, ObjectType>(
  OBJECT_TYPES.flatMap((type) =>
    [type, OBJECT_TYPE_FACTS[type].singular, OBJECT_TYPE_FACTS[type].typeId].map(
      (name) => [name, type] as const,
    ),
  ),
);

/** The record type that a name means: plural, singular or type id, in any case; undefined for an unknown one. */
export function findObjectType(name: string): ObjectType | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Like {@link findObjectType}. @throws HubspotError 404 for an unknown name */
export function requireObjectType(name: string): ObjectType {
  const type = findObjectType(name);
  if (!type) throw notFound(`Unable to infer object type from: ${name}`);
  return type;
}

/**
 * HubSpot's default association type ids, from type to type. A pair is listed in both directions because each
 * direction has its own id.
 */
const DEFAULT_ASSOCIATION_TYPE_IDS: Readonly<Record<string, number>> = {
  'contacts>companies': 279,
  'companies>contacts': 280,
  'deals>contacts': 3,
  'contacts>deals': 4,
  'deals>companies': 341,
  'companies>deals': 342,
  'tickets>contacts': 16,
  'contacts>tickets': 15,
  'tickets>companies': 339,
  'companies>tickets': 340,
  'deals>tickets': 27,
  'tickets>deals': 28,
  'notes>contacts': 202,
  'contacts>notes': 201,
  'notes>companies': 190,
  'companies>notes': 189,
  'notes>deals': 214,
  'deals>notes': 213,
  'notes>tickets': 228,
  'tickets>notes': 227,
  'tasks>contacts': 204,
  'contacts>tasks': 203,
  'tasks>companies': 192,
  'companies>tasks': 191,
  'tasks>deals': 216,
  'deals>tasks': 215,
  'tasks>tickets': 230,
  'tickets>tasks': 229,
};

/** The default association type id between two record types, or undefined when HubSpot has none. */
export function defaultAssociationTypeId(from: ObjectType, to: ObjectType): number | undefined {
  return DEFAULT_ASSOCIATION_TYPE_IDS[`${from}>${to}`];
}

/** The pair of record types that a default association type id joins. */
export function associationPair(typeId: number): { from: ObjectType; to: ObjectType } | undefined {
  for (const [pair, id] of Object.entries(DEFAULT_ASSOCIATION_TYPE_IDS)) {
    if (id !== typeId) continue;
    const [from, to] = pair.split('>').map((name) => findObjectType(name));
    if (from && to) return { from, to };
  }
  return undefined;
}
