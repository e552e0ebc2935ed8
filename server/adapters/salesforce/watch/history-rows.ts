import { z } from 'zod';
import type { SalesforceClient } from '../client.ts';
import { SalesforceCallError } from '../errors.ts';
import { queryAll, quotedList } from '../queries.ts';
import { instantOf } from './instants.ts';
import { HISTORY_OF } from './watched-fields.ts';

/** A value as history keeps it; of long texts it keeps none. */
const valueSchema = z.union([z.string(), z.number(), z.boolean()]).nullish();

/** One row of an object's field history. */
export interface HistoryRow {
  readonly recordId: string;
  /** Salesforce's word for what changed: a field, a relationship such as `Owner`, or a happening such as `created`. */
  readonly field: string;
  readonly dataType: string | null;
  readonly from: string | number | boolean | null;
  readonly to: string | number | boolean | null;
  readonly userId: string;
  /** ISO 8601 instant, precise to the second. */
  readonly at: string;
}

/**
 * Reads the field history of records of one object from a moment on, oldest first.
 *
 * @returns null when the org keeps no history of the object
 * @throws SalesforceCallError
 */
export async function readHistory(
  client: SalesforceClient,
  objectName: string,
  recordIds: readonly string[],
  since: Date,
): Promise<readonly HistoryRow[] | null> {
  const history = HISTORY_OF[objectName];
  if (!history) return null;
  const { object, parent } = history;
  const rowSchema = z.looseObject({
    Field: z.string(),
    DataType: z.string().nullish(),
    OldValue: valueSchema,
    NewValue: valueSchema,
    CreatedById: z.string(),
    CreatedDate: z.string(),
  });
  const record = rowSchema.transform(
    (row): HistoryRow => ({
      recordId: String(row[parent]),
      field: row.Field,
      dataType: row.DataType ?? null,
      from: row.OldValue ?? null,
      to: row.NewValue ?? null,
      userId: row.CreatedById,
      at: instantOf(row.CreatedDate),
    }),
  );
  // A row says only the second it belongs to.
  const from = new Date(Math.floor(since.getTime() / 1000) * 1000).toISOString();
  try {
    return await queryAll(client, {
      soql: `SELECT ${parent}, Field, DataType, OldValue, NewValue, CreatedById, CreatedDate FROM ${object} WHERE ${parent} IN ${quotedList(recordIds)} AND CreatedDate >= ${from} ORDER BY CreatedDate, Id`,
      record,
      purpose: `read the field history of ${objectName}`,
      patience: 'job',
    });
  } catch (error) {
    if (error instanceof SalesforceCallError && error.errorCode === 'INVALID_TYPE') return null;
    throw error;
  }
}
