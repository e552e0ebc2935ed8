import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { HubSpotClient, Patience } from './client.ts';
import { personOf } from './mapper.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from './paths.ts';
import { propertyGaps } from './properties.ts';
import {
  type HubSpotOwner,
  type HubSpotPipeline,
  type HubSpotProperty,
  ownerPageSchema,
  pipelineListSchema,
  propertyListSchema,
} from './schema.ts';

/** Property definitions of one object type by name. */
export type PropertyDefinitions = ReadonlyMap<string, HubSpotProperty>;

/** Long enough to serve the calls of one screen, short enough that an administrator sees a change take effect. */
const TIME_TO_LIVE_MS = 60_000;
const OWNERS_PER_PAGE = 500;

/** The part of a portal that changes rarely: definitions, pipelines, people. Failed reads are not kept. */
export interface PortalCatalog {
  properties(objectType: ObjectType, patience: Patience): Promise<PropertyDefinitions>;
  /** In the portal's order; empty for records without pipelines. */
  pipelines(objectType: ObjectType, patience: Patience): Promise<readonly HubSpotPipeline[]>;
  /** Every owner that is not archived. */
  owners(which: 'all', patience: Patience): Promise<readonly HubSpotOwner[]>;
  /** Somebody by their address in lower case; null for nobody, which is not remembered. */
  person(email: string, patience: Patience): Promise<Person | null>;
}

/** Makes a catalogue that reads each part at most once a minute. All methods throw HubSpotCallError. */
export function createPortalCatalog(client: HubSpotClient, clock: Clock): PortalCatalog {
  return {
    properties: keepAwhile(
      clock,
      (objectType: ObjectType, patience) => readProperties(client, objectType, patience),
      // A portal that is not ready is asked again each time, so that "handrail install" takes effect at once.
      (definitions) => propertyGaps(definitions).length === 0,
    ),
    pipelines: keepAwhile(clock, (objectType: ObjectType, patience) =>
      readPipelines(client, objectType, patience),
    ),
    owners: keepAwhile(clock, (_all: 'all', patience) => readOwners(client, patience)),
    // A form that is being filled resolves every approver of the policy again and again.
    person: keepAwhile(
      clock,
      (email: string, patience) => findPerson(client, email, patience),
      (person) => person !== null,
    ),
  };
}

type KeyedRead<Key, T> = (key: Key, patience: Patience) => Promise<T>;

/**
 * Answers from memory while the last read is young. Reads under way are not shared: a person's call must not hang on
 * a job's patience.
 */
function keepAwhile<Key, T>(
  clock: Clock,
  read: KeyedRead<Key, T>,
  worthKeeping: (value: T) => boolean = () => true,
): KeyedRead<Key, T> {
  const kept = new Map<Key, { readonly until: number; readonly value: T }>();
  return async (key, patience) => {
    const known = kept.get(key);
    if (known && known.until > clock.now().getTime()) return known.value;
    const value = await read(key, patience);
    if (worthKeeping(value)) kept.set(key, { until: clock.now().getTime() + TIME_TO_LIVE_MS, value });
    return value;
  };
}

/** Reads the definitions of one object type, archived ones left out. */
export async function readProperties(
  client: HubSpotClient,
  objectType: ObjectType,
  patience: Patience,
): Promise<PropertyDefinitions> {
  const { results } = await client.send({
    method: 'GET',
    path: hubspotPath('properties', { objectType: HUBSPOT_OBJECT_TYPE[objectType] }),
    schema: propertyListSchema,
    purpose: `read which properties a ${objectType} has`,
    patience,
  });
  return new Map(results.map((property) => [property.name, property]));
}

async function readPipelines(
  client: HubSpotClient,
  objectType: ObjectType,
  patience: Patience,
): Promise<readonly HubSpotPipeline[]> {
  if (objectType !== 'deal' && objectType !== 'ticket') return [];
  const { results } = await client.send({
    method: 'GET',
    path: hubspotPath('pipelines', { objectType: HUBSPOT_OBJECT_TYPE[objectType] }),
    schema: pipelineListSchema,
    purpose: `read the ${objectType} pipelines`,
    patience,
  });
  return inOrder(results).map((pipeline) => ({ ...pipeline, stages: inOrder(pipeline.stages) }));
}

/** Reads all owners: the active ones, or those whose users were deactivated or removed. */
export async function readOwners(
  client: HubSpotClient,
  patience: Patience,
  { archived } = { archived: false },
): Promise<readonly HubSpotOwner[]> {
  const owners: HubSpotOwner[] = [];
  let after: string | undefined;
  do {
    const page = await client.send({
      method: 'GET',
      path: hubspotPath('owners', {}),
      query: {
        limit: String(OWNERS_PER_PAGE),
        archived: String(archived),
        ...(after !== undefined && { after }),
      },
      schema: ownerPageSchema,
      purpose: 'list the owners',
      patience,
    });
    owners.push(...page.results);
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return owners;
}

async function findPerson(client: HubSpotClient, email: string, patience: Patience): Promise<Person | null> {
  const { results } = await client.send({
    method: 'GET',
    path: hubspotPath('owners', {}),
    query: { email, archived: 'false' },
    schema: ownerPageSchema,
    purpose: 'look up a person',
    patience,
  });
  const people = results.flatMap((owner) => personOf(owner) ?? []);
  return people.find((person) => person.email === email) ?? null;
}

function inOrder<T extends { readonly displayOrder: number }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.displayOrder - b.displayOrder);
}
