import { retryDelay, SYSTEM_TIMING } from '../system/retry.ts';
import { bulkUpdate } from './bulk-update.ts';
import { type CallSubject, meaningOf } from './errors.ts';
import { jsonOf } from './mapper.ts';
import { readRecords } from './read-records.ts';
import { failedRow, type ManyUpdate, type RowOutcome, type RowUpdate, rowStands } from './row-outcome.ts';
import { type RowResult, rowResultsSchema } from './schema.ts';

/** The most Salesforce takes in one call. */
const MOST_ROWS = 200;
/** The most rows that go 200 a call; more go as a bulk job, which takes a handful of the day's calls. */
const MOST_BY_CALLS = 2_000;
/** Attempts for rows that somebody else is writing at the moment. */
const MOST_ROUNDS = 4;

/**
 * Changes many records of one object, 200 a call, each row by itself: a bad one takes none with it, and every row is told
 * by its record. More than 2,000 rows go as jobs of Bulk API 2.0, unless a record is there twice: its rows have an order,
 * and a job has none. When a reply is lost, the rows are read and only those that lack the values are sent again. A row
 * that somebody else holds locked is tried again by itself.
 *
 * @returns one outcome for each row, in the order given
 * @throws SalesforceCallError, CrmError when no call goes through any more; what was written until then stands
 */
export async function updateMany(
  update: ManyUpdate,
  rows: readonly RowUpdate[],
): Promise<readonly RowOutcome[]> {
  const isBulk = rows.length > MOST_BY_CALLS && new Set(rows.map(({ id }) => id)).size === rows.length;
  if (!isBulk) return updateByCalls(update, rows);
  const outcomes = await bulkUpdate(update, rows);
  const locked = new Set(outcomes.filter(isLocked).map(({ id }) => id));
  const again = await updateByCalls(
    update,
    rows.filter(({ id }) => locked.has(id)),
  );
  const anew = new Map(again.map((one) => [one.id, one]));
  return outcomes.map((one) => anew.get(one.id) ?? one);
}

async function updateByCalls(update: ManyUpdate, rows: readonly RowUpdate[]): Promise<readonly RowOutcome[]> {
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
      if (isLocked(outcome)) locked.push(row);
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
    const missing = sent.filter((row) => !rowStands(update, row, present.get(row.id)));
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

/** Somebody else was writing the record; nothing was done. */
function isLocked(one: RowOutcome): boolean {
  return one.outcome === 'failed' && meaningOf(one.errorCode) === 'retry';
}

function outcomeOf(update: ManyUpdate, { id }: RowUpdate, result: Sent | undefined): RowOutcome {
  if (result === null) return { id, outcome: 'already_there' };
  if (result?.success) return { id, outcome: 'written' };
  const [error] = result?.errors ?? [];
  const errorCode = error?.statusCode ?? 'UNKNOWN_EXCEPTION';
  const said = error?.message ?? 'Salesforce told no result';
  return failedRow(subjectOf(update), id, { errorCode, said });
}

function subjectOf({ objectName }: ManyUpdate): Omit<CallSubject, 'method'> & { readonly method: 'PATCH' } {
  return { method: 'PATCH', template: '/composite/sobjects', purpose: `change records of ${objectName}` };
}
