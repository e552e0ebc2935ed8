import { CrmError } from '../../../../src/ports/crm.ts';
import type { RequestRows, WrittenRow } from '../../../../src/ports/request-rows.ts';
import type { RowKind } from '../../../../src/ports/row-inbox.ts';
import type { SalesforceClient } from '../client.ts';
import { fieldsMissing, malformedReply, SalesforceCallError } from '../errors.ts';
import { queryAll, quoted, quotedList } from '../queries.ts';
import { describeSchema, recordSchema, type SalesforceRecord } from '../schema.ts';
import { isSalesforceId } from '../sobjects.ts';
import { decisionRow } from './map-decision.ts';
import { exceptionRow } from './map-exception.ts';
import { ROW_OBJECTS, type RowObject } from './row-objects.ts';
import { stampsSchema } from './stamps.ts';

/** Codes by which Salesforce says that a query names what the integration user cannot see. */
const HIDDEN = new Set(['INVALID_FIELD', 'INVALID_TYPE']);

/** Ids of one query: its text stays well under what an address may have. */
const MOST_IDS = 200;

type Page = Parameters<RequestRows['listWaiting']>[1];

/**
 * A page by position and not by a cursor of the org: it outlives the session, and rows that come in between are found
 * behind it.
 */
export async function listWaiting(
  client: SalesforceClient,
  kind: RowKind,
  { since, after, limit }: Page,
): Promise<readonly WrittenRow[]> {
  const { stateField, waiting } = ROW_OBJECTS[kind];
  const conditions = [`${stateField} = ${quoted(waiting)}`];
  if (after) {
    const { modifiedAt, rowId } = after;
    conditions.push(
      `(SystemModstamp > ${modifiedAt} OR (SystemModstamp = ${modifiedAt} AND Id > ${quoted(rowId)}))`,
    );
  } else if (since !== null) conditions.push(`SystemModstamp >= ${since}`);
  return query(client, kind, `WHERE ${conditions.join(' AND ')} ORDER BY SystemModstamp, Id LIMIT ${limit}`);
}

/** Rows by their ids, whatever they say. */
export async function readRows(
  client: SalesforceClient,
  kind: RowKind,
  rowIds: readonly string[],
): Promise<ReadonlyMap<string, WrittenRow>> {
  const wanted = [...new Set(rowIds)].filter(isSalesforceId);
  const found = new Map<string, WrittenRow>();
  for (let start = 0; start < wanted.length; start += MOST_IDS) {
    const ids = quotedList(wanted.slice(start, start + MOST_IDS));
    for (const row of await query(client, kind, `WHERE Id IN ${ids} ORDER BY SystemModstamp, Id`)) {
      found.set(row.rowId, row);
    }
  }
  return found;
}

async function query(client: SalesforceClient, kind: RowKind, rest: string): Promise<readonly WrittenRow[]> {
  const object = ROW_OBJECTS[kind];
  const call = { purpose: `read what people wrote into ${object.name}`, patience: 'job' } as const;
  try {
    const records = await queryAll(client, {
      ...call,
      soql: `SELECT ${object.fields.join(', ')} FROM ${object.name} ${rest}`,
      record: recordSchema,
    });
    return records.map((record) => rowOf(kind, record));
  } catch (error) {
    throw await explained(client, object, error);
  }
}

function rowOf(kind: RowKind, record: SalesforceRecord): WrittenRow {
  const stamps = stampsSchema.safeParse(record);
  if (!stamps.success) {
    const { name } = ROW_OBJECTS[kind];
    const fields = stamps.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw malformedReply({ method: 'GET', template: '/query', purpose: `read ${name}` }, fields);
  }
  return kind === 'exception' ? exceptionRow(stamps.data, record) : decisionRow(stamps.data, record);
}

/** A query that names a hidden field fails as a whole: which one it is, an administrator must be told. */
async function explained(
  client: SalesforceClient,
  { name, fields }: RowObject,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof SalesforceCallError) || !HIDDEN.has(error.errorCode ?? '')) return error;
  const visible = await visibleFields(client, name);
  const missing = fields.filter((field) => !visible.has(field.toLowerCase()));
  return new CrmError(
    'properties_missing',
    fieldsMissing(name, missing.length > 0 ? missing : fields),
    `${name}: ${error.internal}`,
    { cause: error },
  );
}

async function visibleFields(client: SalesforceClient, objectName: string): Promise<ReadonlySet<string>> {
  try {
    const { fields } = await client.send({
      method: 'GET',
      path: `/sobjects/${objectName}/describe`,
      template: '/sobjects/{object}/describe',
      schema: describeSchema,
      purpose: `read which fields ${objectName} has`,
      namesRecord: true,
      patience: 'job',
    });
    return new Set(fields.map((field) => field.name.toLowerCase()));
  } catch (error) {
    // An object that cannot be described has no field that could be seen.
    if (error instanceof SalesforceCallError && !error.retryable) return new Set();
    throw error;
  }
}
