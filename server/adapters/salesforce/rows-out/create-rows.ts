import { z } from 'zod';
import { refusedCall } from '../errors.ts';
import { jsonOf } from '../mapper.ts';
import { queryAll, quotedList } from '../queries.ts';
import type { ManyUpdate, RowOutcome } from '../row-outcome.ts';
import { type RowResult, rowResultsSchema } from '../schema.ts';
import { chunksOf } from './chunks.ts';

/** A row to create: texts by field name, its key among them. */
export interface NewRow {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

/** How a row came out, by its key. */
export type NewRowOutcome = { readonly key: string } & RowOutcome;

/** Where rows are created. */
export interface Creation extends Pick<ManyUpdate, 'client' | 'objectName' | 'fields'> {
  /** The external id that makes a row one. */
  readonly keyField: string;
}

/**
 * Creates rows that have a key of their own, 200 a call, each row by itself. After a lost reply the keys are looked up
 * and only what is missing is sent again, so that no row comes twice.
 *
 * @returns one outcome for each row, in the order given
 * @throws SalesforceCallError, CrmError when no call goes through any more; what was created until then stands
 */
export async function createRows(
  creation: Creation,
  rows: readonly NewRow[],
): Promise<readonly NewRowOutcome[]> {
  const outcomes: NewRowOutcome[] = [];
  for (const chunk of chunksOf(rows)) outcomes.push(...(await createChunk(creation, chunk)));
  return outcomes;
}

async function createChunk(creation: Creation, rows: readonly NewRow[]): Promise<readonly NewRowOutcome[]> {
  const { client, objectName, keyField } = creation;
  const there = new Map<string, string>();
  let left = rows;
  const send = (): Promise<readonly RowResult[]> => {
    const sent = left;
    return client.send<readonly RowResult[]>({
      method: 'PATCH',
      path: `/composite/sobjects/${objectName}/${keyField}`,
      template: '/composite/sobjects/{object}/{field}',
      body: { allOrNone: false, records: sent.map((row) => recordOf(creation, row)) },
      schema: rowResultsSchema,
      purpose: `create rows of ${objectName}`,
      patience: 'job',
      findEarlier: async () => {
        for (const [key, id] of await findByKeys(
          creation,
          sent.map((row) => row.key),
        ))
          there.set(key, id);
        left = sent.filter(({ key }) => !there.has(key));
        if (left.length === sent.length) return null;
        return left.length === 0 ? [] : send();
      },
    });
  };
  const results = await send();
  const byKey = new Map(left.map(({ key }, at) => [key, results[at]]));
  return rows.map(({ key }) => outcomeOf(creation, key, there.get(key), byKey.get(key)));
}

async function findByKeys(
  { client, objectName, keyField }: Creation,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await queryAll(client, {
    soql: `SELECT Id, ${keyField} FROM ${objectName} WHERE ${keyField} IN ${quotedList(keys)}`,
    record: z.looseObject({ Id: z.string() }),
    purpose: `look for rows of ${objectName}`,
    patience: 'job',
  });
  return new Map(found.map((row) => [String(Reflect.get(row, keyField)), row.Id]));
}

function recordOf({ objectName, fields }: Creation, { values }: NewRow) {
  const json = Object.entries(values).map(
    ([name, text]) => [name, jsonOf(fields.get(name.toLowerCase()), text)] as const,
  );
  return { attributes: { type: objectName }, ...Object.fromEntries(json) };
}

function outcomeOf(
  { objectName }: Creation,
  key: string,
  there: string | undefined,
  result: RowResult | undefined,
): NewRowOutcome {
  if (there !== undefined) return { key, id: there, outcome: 'already_there' };
  const id = result?.id ?? '';
  if (result?.success) return { key, id, outcome: 'written' };
  const [error] = result?.errors ?? [];
  const errorCode = error?.statusCode ?? 'UNKNOWN_EXCEPTION';
  const said = error?.message ?? 'Salesforce told no result';
  const failure = refusedCall(
    {
      method: 'PATCH',
      template: '/composite/sobjects/{object}/{field}',
      purpose: `create rows of ${objectName}`,
    },
    { errorCode, said },
  );
  // What the row points to was deleted.
  const gone = errorCode === 'INVALID_CROSS_REFERENCE_KEY' || errorCode === 'ENTITY_IS_DELETED';
  return {
    key,
    id,
    outcome: 'failed',
    code: gone ? 'record_not_found' : failure.code,
    errorCode,
    message: failure.message,
  };
}
