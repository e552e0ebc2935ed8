import type { HubSpotClient } from '../client.ts';
import { HubSpotCallError } from '../errors.ts';
import { hubspotPath } from '../paths.ts';
import { anyDocumentSchema, listIdMappingSchema } from './flow-schema.ts';
import { asList, asObject, idOf, member } from './json-shape.ts';
import { type ListBook, type ListReading, listBook, readList } from './lists.ts';

/** Ids of one call of the mapping of older list ids. */
const MAPPED_AT_ONCE = 1_000;

/**
 * Reads the lists that these flows look at, and the lists those look at, each once. A list that HubSpot does not show
 * stays unknown, and with it every filter that needs it.
 *
 * @throws CrmError `unavailable`
 */
export async function readListsOf(client: HubSpotClient, documents: readonly unknown[]): Promise<ListBook> {
  const excluded = [...new Set(documents.flatMap(exclusionIds))];
  const legacy = await mapLegacyIds(client, excluded);
  const lists = new Map<string, ListReading>();
  const wanted = new Set([...documents.flatMap(filterListIds), ...excluded, ...(legacy?.values() ?? [])]);
  // A set's iterator sees what is added while it is read.
  for (const listId of wanted) {
    const document = await fetchList(client, listId);
    if (document === null) continue;
    lists.set(listId, 'why' in document ? { kind: 'unknown', why: document.why } : readList(document.raw));
    if ('raw' in document) for (const inner of filterListIds(document.raw)) wanted.add(inner);
  }
  return listBook(lists, legacy);
}

/** Null when there is no such list. */
async function fetchList(
  client: HubSpotClient,
  listId: string,
): Promise<{ readonly raw: unknown } | { readonly why: string } | null> {
  try {
    const raw = await client.send({
      method: 'GET',
      path: hubspotPath('list', { listId }),
      query: { includeFilters: 'true' },
      schema: anyDocumentSchema,
      purpose: `read list ${listId}`,
      patience: 'job',
    });
    return { raw };
  } catch (error) {
    if (!(error instanceof HubSpotCallError) || error.retryable) throw error;
    return error.status === 404 ? null : { why: `HubSpot does not show list ${listId} to this token` };
  }
}

/** The lists API's id for each older id among these; null when HubSpot does not tell. */
async function mapLegacyIds(
  client: HubSpotClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string> | null> {
  try {
    return await askLegacyIds(client, ids);
  } catch (error) {
    if (!(error instanceof HubSpotCallError) || error.retryable) throw error;
    return null;
  }
}

async function askLegacyIds(
  client: HubSpotClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const legacy = new Map<string, string>();
  for (let from = 0; from < ids.length; from += MAPPED_AT_ONCE) {
    const { legacyListIdsToIdsMapping } = await client.send({
      method: 'POST',
      path: hubspotPath('listIdMapping', {}),
      body: ids.slice(from, from + MAPPED_AT_ONCE),
      schema: listIdMappingSchema,
      purpose: 'look up the older ids of lists',
      patience: 'job',
    });
    for (const { legacyListId, listId } of legacyListIdsToIdsMapping) legacy.set(legacyListId, listId);
  }
  return legacy;
}

/** Whether a flow or a list names this list anywhere, by the lists API's id. */
export function namesList(document: unknown, listId: string): boolean {
  return exclusionIds(document).includes(listId) || filterListIds(document).includes(listId);
}

function exclusionIds(document: unknown): readonly string[] {
  const flow = asObject(document);
  const ids = (flow && asList(member(flow, 'suppressionListIds'))) ?? [];
  return ids.flatMap((one) => idOf(one) ?? []);
}

/** The ids of lists that filters anywhere in a document ask for. */
function filterListIds(document: unknown): readonly string[] {
  const found = new Set<string>();
  const left: unknown[] = [document];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const object = asObject(value);
    const listId =
      object && member(object, 'filterType') === 'IN_LIST' ? idOf(member(object, 'listId')) : null;
    if (listId !== null) found.add(listId);
    left.push(...Object.values(value));
  }
  return [...found];
}
