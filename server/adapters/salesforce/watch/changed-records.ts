import type { ObjectType } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type { ChangedPage, ChangedRecord } from '../../../../src/ports/record-changes.ts';
import type { SalesforceClient } from '../client.ts';
import { quoted } from '../queries.ts';
import { pageSchema } from '../schema.ts';
import { objectsOfType } from '../sobjects.ts';
import { instantOf } from './instants.ts';

const PAGE_SIZE = 200;

const stampSchema = z.object({ Id: z.string(), SystemModstamp: z.string() });

/** The last record of a page. Records of one moment stand in the order of their ids, those of two objects too. */
const placeSchema = z.object({ at: z.string(), id: z.string() });
type Place = z.infer<typeof placeSchema>;

/**
 * See `RecordChanges.changedRecords`. By `SystemModstamp`: it is indexed, and moves with every write, where
 * `LastModifiedDate` stands still for what the system itself does and can be set by whoever imports. Deleted records
 * are found too, and are gone when they are read.
 */
export async function changedRecords(
  client: SalesforceClient,
  objectType: ObjectType,
  since: Date,
  next: string | undefined,
): Promise<ChangedPage> {
  const place = next === undefined ? null : placeSchema.parse(JSON.parse(next));
  const found: ChangedRecord[] = [];
  for (const { name } of objectsOfType(objectType)) found.push(...(await pageOf(client, name, since, place)));
  const records = found
    .toSorted((a, b) => compare(a.modifiedAt, b.modifiedAt) || compare(a.recordId, b.recordId))
    .slice(0, PAGE_SIZE);
  const last = records.at(-1);
  const isFull = records.length === PAGE_SIZE && last !== undefined;
  return { records, ...(isFull && { next: JSON.stringify({ at: last.modifiedAt, id: last.recordId }) }) };
}

async function pageOf(
  client: SalesforceClient,
  object: string,
  since: Date,
  place: Place | null,
): Promise<readonly ChangedRecord[]> {
  const condition = place
    ? `(SystemModstamp > ${place.at} OR (SystemModstamp = ${place.at} AND Id > ${quoted(place.id)}))`
    : `SystemModstamp >= ${since.toISOString()}`;
  const { records } = await client.send({
    method: 'GET',
    path: '/queryAll',
    template: '/queryAll',
    query: {
      q: `SELECT Id, SystemModstamp FROM ${object} WHERE ${condition} ORDER BY SystemModstamp, Id LIMIT ${PAGE_SIZE}`,
    },
    schema: pageSchema(stampSchema),
    purpose: `look for changed records of ${object}`,
    patience: 'job',
  });
  return records.map(({ Id, SystemModstamp }) => ({ recordId: Id, modifiedAt: instantOf(SystemModstamp) }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
