import { hash } from 'node:crypto';
import { OBJECT_TYPES, type ObjectType } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type { WatchEvent } from '../../../../src/ports/watch-store.ts';
import { HUBSPOT_TYPE_ID } from '../paths.ts';

const number = z.union([z.number(), z.string()]).transform(String);

/** Only what says where to look, and what tells one happening from another. */
const eventSchema = z.object({
  portalId: number.pipe(z.string().regex(/^\d{1,20}$/)),
  subscriptionType: z.string(),
  objectId: number.pipe(z.string().regex(/^\d{1,20}$/)),
  objectTypeId: z.string().optional().catch(undefined),
  subscriptionId: number.optional().catch(undefined),
  propertyName: z.string().nullish().catch(null),
  propertyValue: z.unknown(),
  // From 2000 to 2286: what the database can hold, and no year of another calendar.
  occurredAt: z.coerce.number().min(946_684_800_000).max(9_999_999_999_999),
});
type HubSpotEvent = z.infer<typeof eventSchema>;

/** What becomes of each happening that HubSpot tells; those that are not here are known to be of no interest. */
const KINDS: Readonly<Record<string, WatchEvent['kind']>> = {
  propertyChange: 'changed',
  creation: 'changed',
  restore: 'changed',
  merge: 'changed',
  deletion: 'deleted',
  privacyDeletion: 'deleted',
};
const OF_NO_INTEREST: ReadonlySet<string> = new Set(['associationChange']);

const BY_TYPE_ID = new Map(OBJECT_TYPES.map((type) => [HUBSPOT_TYPE_ID[type], type]));
const BY_NAME = new Map<string, ObjectType>(OBJECT_TYPES.map((type) => [type, type]));

/** A webhook's body by whose account it is about. */
export interface WebhookEvents {
  readonly byPortal: ReadonlyMap<string, readonly WatchEvent[]>;
  /** Events about what is not watched. */
  readonly ignored: number;
  /** Events of a kind or shape that nobody has heard of. */
  readonly unknown: number;
}

/**
 * Reads what HubSpot's webhook told (an array of up to 100 events; more are taken as well). An event that is not
 * understood is counted and keeps none of the others from being taken. No value is kept: it may be personal, and it is
 * read again from the record anyway.
 *
 * @param body as parsed from JSON
 * @returns null for what is no array of events at all
 */
export function readWebhook(body: unknown): WebhookEvents | null {
  if (!Array.isArray(body)) return null;
  const byPortal = new Map<string, WatchEvent[]>();
  let ignored = 0;
  let unknown = 0;
  for (const one of body) {
    const parsed = eventSchema.safeParse(one);
    const event = parsed.success ? understood(parsed.data) : 'unknown';
    if (event === 'unknown') unknown += 1;
    else if (event === 'ignored') ignored += 1;
    else if (parsed.success) {
      const ofPortal = byPortal.get(parsed.data.portalId);
      if (ofPortal) ofPortal.push(event);
      else byPortal.set(parsed.data.portalId, [event]);
    }
  }
  return { byPortal, ignored, unknown };
}

function understood(event: HubSpotEvent): WatchEvent | 'ignored' | 'unknown' {
  // `object.propertyChange` with a type id, or the older `deal.propertyChange`.
  const [subject = '', happening = ''] = event.subscriptionType.split('.');
  if (OF_NO_INTEREST.has(happening)) return 'ignored';
  const kind = KINDS[happening];
  if (kind === undefined) return 'unknown';
  const objectType = subject === 'object' ? BY_TYPE_ID.get(event.objectTypeId ?? '') : BY_NAME.get(subject);
  if (!objectType) return subject === 'object' && event.objectTypeId ? 'ignored' : 'unknown';
  return {
    eventKey: keyOf(event),
    record: { objectType, recordId: event.objectId },
    kind,
    occurredAt: new Date(event.occurredAt).toISOString(),
  };
}

/**
 * HubSpot's event id is not unique, so an event is known by what it says: subscription, object, property, value and
 * time. The attempt is left out, which is what makes a repetition the same event.
 */
function keyOf(event: HubSpotEvent): string {
  const {
    subscriptionId,
    subscriptionType,
    objectTypeId,
    objectId,
    propertyName,
    propertyValue,
    occurredAt,
  } = event;
  const said = [
    subscriptionId,
    subscriptionType,
    objectTypeId,
    objectId,
    propertyName,
    propertyValue,
    occurredAt,
  ];
  return hash('sha256', JSON.stringify(said), 'base64url').slice(0, 27);
}
