import type { CrmErrorCode } from '../../../src/ports/crm.ts';
import { type RetryTiming, retryDelay, SYSTEM_TIMING } from '../system/retry.ts';
import type { SalesforceClient } from './client.ts';
import { type CallSubject, meaningOf, refusedCall } from './errors.ts';
import type { Fields } from './field-names.ts';
import { holds, jsonOf } from './mapper.ts';
import { readRecords } from './read-records.ts';
import { type RowResult, rowResultsSchema } from './schema.ts';

/** The most Salesforce takes in one call. */
const MOST_ROWS = 200;
/** Attempts for rows that somebody else is writing at the moment. */
const MOST_ROUNDS = 4;

/** A record to change: texts by field name, an empty one clears. */
export interface RowUpdate {
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}

/** How one record came out. */
export type RowOutcome =
  | { readonly id: string; readonly outcome: 'written' }
  /** It had the values already, by an attempt whose reply was lost or by somebody else. */
  | { readonly id: string; readonly outcome: 'already_there' }
  | {
      readonly id: string;
      readonly outcome: 'failed';
      readonly code: CrmErrorCode;
      /** Salesforce's own code, such as `FIELD_CUSTOM_VALIDATION_EXCEPTION`. */
      readonly errorCode: string;
      readonly message: string;
    };

/** Where many records are written. */
export interface ManyUpdate {
  readonly client: SalesforceClient;
  readonly objectName: string;
  /** The object's fields, as the catalogue has them. */
  readonly fields: Fields;
  readonly timing?: Pick<RetryTiming, 'sleep' | 'random'>;
}

/**
 * Changes many records of one object, 200 a call, each row by itself: a bad one takes none with it, and every row is told
 * by its record. When a reply is lost, the rows are read and only those that lack the values are sent again. A row
 * that somebody else holds locked is tried again by itself.
 *
 * @returns one outcome for each row, in the order given
 * @throws SalesforceCallError, CrmError when no call goes through any more; what was written until then stands
 */
export async function updateMany(
  update: ManyUpdate,
  rows: readonly RowUpdate[],
): Promise<readonly RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (let start = 0; start < rows.length; start += MOST_ROWS) {
    outcomes.push(...(await updateChunk(update, rows.slice(start, start + MOST_ROWS))));
  }
  return outcomes;
}

async function updateChunk(update: ManyUpdate, rows: readonly RowUpdate[]): Promise<readonly RowOutcome[]> {
  const { timing = SYSTEM_TIMING } = update;
  const outcomes = new Map<string, RowOutcome>();
  let left = rows;
  for (let round = 1; left.length > 0; round += 1) {
    const results = await sendRows(update, left);
    const locked: RowUpdate[] = [];
    for (const [at, row] of left.entries()) {
      const outcome = outcomeOf(update, row, results[at]);
      outcomes.set(row.id, outcome);
      if (outcome.outcome === 'failed' && meaningOf(outcome.errorCode) === 'retry') locked.push(row);
    }
    left = round < MOST_ROUNDS ? locked : [];
    const pause = retryDelay({ kind: 'backoff' }, round, timing.random);
    if (left.length > 0 && pause !== null) await timing.sleep(pause);
  }
  return rows.flatMap(({ id }) => outcomes.get(id) ?? []);
}

/** A row's result; `null` stands for one that a lost attempt had written already. */
type Sent = RowResult | null;

async function sendRows(
  update: ManyUpdate,
  rows: readonly RowUpdate[],
): Promise<readonly (Sent | undefined)[]> {
  const { client, objectName } = update;
  /** Rows of the newest attempt: those that an attempt before has not written. */
  let sent = rows;
  const send = (some: readonly RowUpdate[], findEarlier: () => Promise<(Sent | undefined)[] | null>) =>
    client.send<(Sent | undefined)[]>({
      ...subjectOf(update),
      method: 'PATCH',
      path: '/composite/sobjects',
      body: { allOrNone: false, records: some.map((row) => recordOf(update, row)) },
      schema: rowResultsSchema,
      patience: 'job',
      findEarlier,
    });
  const again = async (): Promise<(Sent | undefined)[] | null> => {
    const fieldNames = [...new Set(sent.flatMap(({ values }) => Object.keys(values)))];
    const ids = sent.map(({ id }) => id);
    const present = await readRecords(client, objectName, {
      ids,
      fields: ['Id', ...fieldNames],
      patience: 'job',
    });
    const missing = sent.filter(({ id, values }) => {
      const record = present.get(id);
      return !Object.entries(values).every(([name, text]) =>
        holds(update.fields.get(name.toLowerCase()), record?.[name], text),
      );
    });
    if (missing.length === sent.length) return null;
    sent = missing;
    const results: readonly (Sent | undefined)[] = missing.length === 0 ? [] : await send(missing, again);
    return rows.map((row): Sent | undefined => {
      const at = missing.indexOf(row);
      return at === -1 ? null : results[at];
    });
  };
  return send(rows, again);
}

function recordOf({ objectName, fields }: ManyUpdate, { id, values }: RowUpdate) {
  const json = Object.entries(values).map(
    ([name, text]) => [name, jsonOf(fields.get(name.toLowerCase()), text)] as const,
  );
  return { attributes: { type: objectName }, id, ...Object.fromEntries(json) };
}

function outcomeOf(update: ManyUpdate, { id }: RowUpdate, result: Sent | undefined): RowOutcome {
  if (result === null) return { id, outcome: 'already_there' };
  if (result?.success) return { id, outcome: 'written' };
  const [error] = result?.errors ?? [];
  const errorCode = error?.statusCode ?? 'UNKNOWN_EXCEPTION';
  const said = error?.message ?? 'Salesforce told no result';
  const failure = refusedCall({ ...subjectOf(update), namesRecord: true }, { errorCode, said });
  const gone = errorCode === 'INVALID_CROSS_REFERENCE_KEY' || errorCode === 'ENTITY_IS_DELETED';
  return {
    id,
    outcome: 'failed',
    code: gone ? 'record_not_found' : failure.code,
    errorCode,
    message: failure.message,
  };
}

function subjectOf({ objectName }: ManyUpdate): Omit<CallSubject, 'method'> & { readonly method: 'PATCH' } {
  return { method: 'PATCH', template: '/composite/sobjects', purpose: `change records of ${objectName}` };
}
