import type { AutomationReading, TidyOutcome } from '../../../../src/ports/automations.ts';
import type { HubSpotClient } from '../client.ts';
import { HubSpotCallError } from '../errors.ts';
import { HUBSPOT_TYPE_ID, hubspotPath } from '../paths.ts';
import { acceptedSchema } from '../schema.ts';
import { anyDocumentSchema } from './flow-schema.ts';
import { HOLD_FILTER, meansHold } from './hold-filter.ts';
import { asObject, member } from './json-shape.ts';
import { listIdOf } from './lists.ts';
import { HOLD_LIST_NAME } from './mend-draft.ts';
import { namesList } from './read-lists.ts';

/** The list of tagged contacts, or what stands in its place. */
export interface HoldList {
  readonly listId: string;
  /** False for a list of our name that somebody else made, or changed. */
  readonly isOurs: boolean;
}

/**
 * Looks for the list of contacts on hold, by its name. Null when there is none.
 *
 * @throws HubSpotCallError
 */
export async function findHoldList(client: HubSpotClient): Promise<HoldList | null> {
  try {
    const raw = await client.send({
      method: 'GET',
      path: hubspotPath('listByName', {
        objectTypeId: HUBSPOT_TYPE_ID.contact,
        listName: HOLD_LIST_NAME,
      }),
      query: { includeFilters: 'true' },
      schema: anyDocumentSchema,
      purpose: 'look for the list of contacts on hold',
      patience: 'job',
    });
    return holdListOf(raw);
  } catch (error) {
    if (error instanceof HubSpotCallError && error.status === 404) return null;
    throw error;
  }
}

function holdListOf(raw: unknown): HoldList | null {
  const listId = listIdOf(raw);
  if (listId === null) return null;
  const outer = asObject(raw) ?? {};
  const list = asObject(member(outer, 'list')) ?? outer;
  const isOurs = member(list, 'processingType') === 'DYNAMIC' && meansHold(member(list, 'filterBranch'));
  return { listId, isOurs };
}

/**
 * Makes the list of contacts on hold; one that another run made meanwhile is used.
 *
 * @throws HubSpotCallError; `refused` also when the account may have no further active list
 */
export async function makeHoldList(client: HubSpotClient): Promise<HoldList> {
  try {
    await client.send({
      method: 'POST',
      path: hubspotPath('lists', {}),
      body: {
        name: HOLD_LIST_NAME,
        objectTypeId: HUBSPOT_TYPE_ID.contact,
        processingType: 'DYNAMIC',
        filterBranch: HOLD_FILTER,
      },
      schema: anyDocumentSchema,
      purpose: 'make the list of contacts on hold',
      patience: 'job',
      findEarlier: () => findHoldList(client),
    });
  } catch (error) {
    const isTaken = error instanceof HubSpotCallError && (error.status === 409 || error.status === 400);
    const earlier = isTaken ? await findHoldList(client) : null;
    if (!earlier) throw error;
  }
  const made = await findHoldList(client);
  if (made) return made;
  throw new Error('HubSpot made a list and does not know it (this is a bug)');
}

/**
 * Removes the list of contacts on hold, unless a workflow names it, or one that cannot be read might.
 *
 * @throws HubSpotCallError
 */
export async function tidyHoldList(
  client: HubSpotClient,
  readAll: () => Promise<readonly AutomationReading[]>,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<TidyOutcome> {
  const found = await findHoldList(client);
  if (!found) return { outcome: 'absent', detail: '' };
  if (!found.isOurs) {
    const detail = `the list "${HOLD_LIST_NAME}" has another filter than Handrail gave it`;
    return { outcome: 'not_ours', detail };
  }
  const users = usersOf(await readAll(), found.listId);
  if (users.length > 0) {
    const more = users.length > MOST_NAMED ? ' and others' : '';
    return { outcome: 'kept', detail: `it is used by ${users.slice(0, MOST_NAMED).join(', ')}${more}` };
  }
  if (dryRun) return { outcome: 'removed', detail: '' };
  try {
    await client.send({
      method: 'DELETE',
      path: hubspotPath('list', { listId: found.listId }),
      schema: acceptedSchema,
      purpose: 'remove the list of contacts on hold',
      patience: 'job',
      findEarlier: async () => ((await findHoldList(client)) ? null : 'gone'),
    });
    return { outcome: 'removed', detail: '' };
  } catch (error) {
    if (!(error instanceof HubSpotCallError) || error.retryable || error.status === 403) throw error;
    return { outcome: 'kept', detail: error.message.replace(/\.$/, '') };
  }
}

const MOST_NAMED = 3;

function usersOf(readings: readonly AutomationReading[], listId: string): readonly string[] {
  return readings.flatMap((reading) => {
    if (reading.kind === 'unreadable') return [`workflow ${reading.id}, perhaps: it cannot be read`];
    const isUser = namesList(reading.mendable?.document, listId);
    return isUser ? [`"${reading.automation.name}"`] : [];
  });
}
