import { notFound } from '../hubspot-error.ts';
import type { HistoryEntry, PortalRecord } from '../store/model.ts';
import { findObjectType, OBJECT_TYPE_FACTS } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';

/** What a read asks for. */
export interface ReadWish {
  readonly properties: readonly string[];
  readonly propertiesWithHistory: readonly string[];
  readonly associations: readonly string[];
}

export const NO_WISH: ReadWish = { properties: [], propertiesWithHistory: [], associations: [] };

/**
 * A record as HubSpot answers it: the id and the two dates always, a known property without value as null, an
 * unknown one left out.
 */
export function recordReply(portal: Portal, record: PortalRecord, wish: ReadWish): Record<string, unknown> {
  const facts = OBJECT_TYPE_FACTS[record.objectType];
  const asked = wish.properties.length > 0 ? wish.properties : facts.defaultProperties;
  const names = [
    ...asked,
    ...wish.propertiesWithHistory,
    facts.createdProperty,
    facts.modifiedProperty,
    'hs_object_id',
  ];
  const known = names.filter((name) => portal.catalog.find(record.objectType, name));
  const properties = Object.fromEntries(known.map((name) => [name, portal.value(record, name) || null]));
  return {
    id: record.id,
    properties,
    ...(wish.propertiesWithHistory.length > 0 && {
      propertiesWithHistory: Object.fromEntries(
        wish.propertiesWithHistory
          .filter((name) => portal.catalog.find(record.objectType, name))
          .map((name) => [name, portal.history(record, name).map(historyReply)]),
      ),
    }),
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    archived: record.archivedAt !== undefined,
    ...(record.archivedAt !== undefined && { archivedAt: new Date(record.archivedAt).toISOString() }),
    ...associationsReply(portal, record, wish.associations),
  };
}

/** What create and update answer: every property that has a value. */
export function wholeRecordReply(portal: Portal, record: PortalRecord): Record<string, unknown> {
  return recordReply(portal, record, { ...NO_WISH, properties: [...record.history.keys()] });
}

function historyReply(entry: HistoryEntry): Record<string, unknown> {
  const { at, ...rest } = entry;
  return { ...rest, timestamp: new Date(at).toISOString() };
}

function associationsReply(
  portal: Portal,
  record: PortalRecord,
  wanted: readonly string[],
): Record<string, unknown> {
  const lists: Record<string, unknown> = {};
  for (const name of wanted) {
    const toType = findObjectType(name);
    if (!toType) throw notFound(`Unable to infer object type from: ${name}`);
    const ends = portal.associations
      .list({ type: record.objectType, id: record.id }, toType)
      .filter((end) => portal.find(toType, end.toId));
    if (ends.length === 0) continue;
    const label = `${OBJECT_TYPE_FACTS[record.objectType].singular}_to_${OBJECT_TYPE_FACTS[toType].singular}`;
    lists[toType] = { results: ends.map((end) => ({ id: end.toId, type: label })) };
  }
  return Object.keys(lists).length > 0 ? { associations: lists } : {};
}
