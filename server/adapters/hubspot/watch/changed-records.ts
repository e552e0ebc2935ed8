import type { ObjectType } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type { ChangedPage, ChangedRecord } from '../../../../src/ports/record-changes.ts';
import type { HubSpotClient } from '../client.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from '../paths.ts';

const PAGE_SIZE = 200;
/** A search gives no more results than this, however many match (HubSpot documentation, "CRM search", limits). */
const MOST_RESULTS = 10_000;

/** The property that says when a record was last changed. */
const MODIFIED: Readonly<Record<ObjectType, string>> = {
  deal: 'hs_lastmodifieddate',
  contact: 'lastmodifieddate',
  company: 'hs_lastmodifieddate',
  ticket: 'hs_lastmodifieddate',
};

const foundSchema = z.object({
  results: z.array(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      properties: z.record(z.string(), z.string().nullish()),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});

/**
 * Where a look through changed records stands: `from` is the moment the window begins at. Within a window pages are
 * counted, up to HubSpot's cap; then a new window begins at the last record. `tie` leads through more records of one
 * millisecond than a window holds (an import), in the order of their ids.
 */
const placeSchema = z.object({
  from: z.number().int(),
  after: z.string().optional(),
  tie: z.string().optional(),
});
type Place = z.infer<typeof placeSchema>;

/** See `RecordChanges.changedRecords`. */
export async function changedRecords(
  client: HubSpotClient,
  objectType: ObjectType,
  since: Date,
  next: string | undefined,
): Promise<ChangedPage> {
  const place = next === undefined ? { from: since.getTime() } : placeSchema.parse(JSON.parse(next));
  const modified = MODIFIED[objectType];
  const hubspotType = HUBSPOT_OBJECT_TYPE[objectType];
  const { results, paging } = await client.send({
    method: 'POST',
    path: hubspotPath('objectsSearch', { objectType: hubspotType }),
    body: {
      ...searchFor(place, modified),
      properties: [modified],
      limit: PAGE_SIZE,
      ...(place.after !== undefined && { after: place.after }),
    },
    schema: foundSchema,
    purpose: `look for changed ${hubspotType}`,
    patience: 'job',
  });
  const records = results.flatMap(({ id, properties }) => {
    const at = Date.parse(properties[modified] ?? '');
    return Number.isNaN(at) ? [] : [{ recordId: id, modifiedAt: new Date(at).toISOString() }];
  });
  const onward = placeAfter(place, {
    records,
    full: results.length === PAGE_SIZE,
    after: paging?.next?.after,
  });
  return { records, ...(onward && { next: JSON.stringify(onward) }) };
}

function searchFor({ from, tie }: Place, modified: string): object {
  const at = (operator: 'GTE' | 'EQ') => ({ propertyName: modified, operator, value: String(from) });
  if (tie === undefined) return search([at('GTE')], modified);
  return search([at('EQ'), { propertyName: 'hs_object_id', operator: 'GT', value: tie }], 'hs_object_id');
}

function search(filters: readonly object[], sortedBy: string): object {
  return { filterGroups: [{ filters }], sorts: [{ propertyName: sortedBy, direction: 'ASCENDING' }] };
}

function placeAfter(
  { from, tie }: Place,
  page: {
    readonly records: readonly ChangedRecord[];
    readonly full: boolean;
    readonly after: string | undefined;
  },
): Place | null {
  const last = page.records.at(-1);
  if (tie !== undefined) return page.full && last ? { from, tie: last.recordId } : { from: from + 1 };
  if (page.after !== undefined && Number(page.after) + PAGE_SIZE <= MOST_RESULTS) {
    return { from, after: page.after };
  }
  // A full page without a next one: the cap. The end of what matches looks the same once in 50 windows; the search
  // that is one too many then finds only what was seen.
  if (!page.full || !last) return null;
  const lastAt = Date.parse(last.modifiedAt);
  return lastAt > from ? { from: lastAt } : { from, tie: '0' };
}
