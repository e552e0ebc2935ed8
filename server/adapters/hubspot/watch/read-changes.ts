import { z } from 'zod';
import type { RecordRef } from '../../../../src/domain/policy/facts.ts';
import { byTime, type FieldChange, type PresentValue } from '../../../../src/domain/watch/field-change.ts';
import { CrmError } from '../../../../src/ports/crm.ts';
import type { RecordReading } from '../../../../src/ports/record-changes.ts';
import type { HubSpotClient } from '../client.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from '../paths.ts';
import { changeSourceOf } from './change-source.ts';
import { watchedProperties } from './watched-properties.ts';

const valueSchema = z.object({
  value: z.string().nullish(),
  timestamp: z.iso.datetime({ offset: true }),
  sourceType: z.string().nullish(),
  sourceId: z.string().nullish(),
  sourceLabel: z.string().nullish(),
  updatedByUserId: z.number().nullish(),
});
type HistoryValue = z.infer<typeof valueSchema>;

const recordSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  properties: z.record(z.string(), z.string().nullish()),
  propertiesWithHistory: z.record(z.string(), z.array(valueSchema)).default({}),
  updatedAt: z.iso.datetime({ offset: true }),
});
type HistoryRecord = z.infer<typeof recordSchema>;

const batchSchema = z.object({
  results: z.array(recordSchema),
  errors: z.array(z.object({ category: z.string() })).default([]),
});

/** See `RecordChanges.readChanges`: one call for at most 50 records, which is what HubSpot reads with history. */
export async function readChanges(
  client: HubSpotClient,
  records: readonly RecordRef[],
  since: Date,
): Promise<readonly (RecordReading | null)[]> {
  const [first] = records;
  if (!first) return [];
  const { objectType } = first;
  const hubspotType = HUBSPOT_OBJECT_TYPE[objectType];
  const names = [...watchedProperties(objectType).keys()];
  const { results, errors } = await client.send({
    method: 'POST',
    path: hubspotPath('objectsBatchRead', { objectType: hubspotType }),
    body: {
      properties: names,
      propertiesWithHistory: names,
      inputs: records.map(({ recordId }) => ({ id: recordId })),
    },
    schema: batchSchema,
    purpose: `read what changed in ${hubspotType}`,
    patience: 'job',
  });
  // 207: what does not exist is left out; after any other gap a record that is there would count as gone.
  const gap = errors.find(({ category }) => category !== 'OBJECT_NOT_FOUND');
  if (gap) {
    throw new CrmError(
      'unavailable',
      `HubSpot did not show all ${hubspotType} that changed.`,
      `batch read of ${hubspotType} with history: ${gap.category}`,
    );
  }
  const found = new Map(results.map((result) => [result.id, result]));
  return records.map((record) => {
    const result = found.get(record.recordId);
    return result ? readingOf(record, result, since) : null;
  });
}

function readingOf(record: RecordRef, found: HistoryRecord, since: Date): RecordReading {
  const present: PresentValue[] = [];
  const changes: FieldChange[] = [];
  for (const [property, field] of watchedProperties(record.objectType)) {
    // Newest first by HubSpot's documents; sorted all the same, since everything after stands on it.
    const history = (found.propertiesWithHistory[property] ?? []).toSorted(
      (a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp),
    );
    const [newest] = history;
    present.push({
      field,
      property,
      value: blankToNull(newest ? newest.value : found.properties[property]),
      changedAt: newest ? instantOf(newest) : null,
    });
    for (const [at, one] of history.entries()) {
      if (Date.parse(one.timestamp) < since.getTime()) break;
      const from = blankToNull(history[at + 1]?.value);
      const to = blankToNull(one.value);
      if (from === to) continue;
      changes.push({
        record,
        field,
        property,
        from,
        to,
        changedAt: instantOf(one),
        source: changeSourceOf(one),
      });
    }
  }
  const modifiedAt = new Date(found.updatedAt).toISOString();
  return { record, modifiedAt, changes: changes.toSorted(byTime), present };
}

/** HubSpot tells an emptied property as an empty text. */
function blankToNull(value: string | null | undefined): string | null {
  return value ? value : null;
}

function instantOf({ timestamp }: HistoryValue): string {
  return new Date(timestamp).toISOString();
}
