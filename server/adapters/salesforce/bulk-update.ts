import { SYSTEM_TIMING } from '../system/retry.ts';
import { type BulkJobs, createBulkJobs, type ResultRow } from './bulk-jobs.ts';
import type { CallSubject } from './errors.ts';
import { jsonOf } from './mapper.ts';
import { readRecords } from './read-records.ts';
import { failedRow, type ManyUpdate, type RowOutcome, type RowUpdate, rowStands } from './row-outcome.ts';
import type { BulkJobInfo } from './schema.ts';

/** Rows of one job: Salesforce works through ten thousand at a time, and a job of this size is sent in one call. */
const ROWS_A_JOB = 10_000;
/** The word that clears a field; an empty one leaves it as it is. */
const CLEAR = '#N/A';

/**
 * Changes many records of one object by Bulk API 2.0, each row by itself. Before anything is sent, jobs of an attempt that
 * was killed are waited for and the rows are read: those that hold the values already are not sent. So each row is
 * written once, however often the work is begun anew. No assignment rule runs, because the jobs name none.
 *
 * @param rows with each record once
 * @returns one outcome for each row, in the order given; a row that somebody held locked is told as failed with
 * `UNABLE_TO_LOCK_ROW`
 * @throws SalesforceCallError, CrmError `unavailable` when calls do not go through or a job takes too long; what was
 * written until then stands, and a further attempt finds it
 *
 * Source: Bulk API 2.0 Developer Guide, "Create, upload, close, check, get results".
 */
export async function bulkUpdate(
  update: ManyUpdate,
  rows: readonly RowUpdate[],
): Promise<readonly RowOutcome[]> {
  const jobs = createBulkJobs(update.client, update.objectName, { ...SYSTEM_TIMING, ...update.timing });
  await jobs.settleEarlier();
  const outcomes: RowOutcome[] = [];
  for (let start = 0; start < rows.length; start += ROWS_A_JOB) {
    outcomes.push(...(await updateSome(update, jobs, rows.slice(start, start + ROWS_A_JOB))));
  }
  return outcomes;
}

async function updateSome(
  update: ManyUpdate,
  jobs: BulkJobs,
  rows: readonly RowUpdate[],
): Promise<readonly RowOutcome[]> {
  const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const present = await readRecords(update.client, update.objectName, {
    ids: rows.map(({ id }) => id),
    fields: ['Id', ...columns],
    patience: 'job',
  });
  const isThere = (row: RowUpdate) => rowStands(update, row, present.get(row.id));
  const left = rows.filter((row) => !isThere(row));
  const told = left.length === 0 ? new Map<string, RowOutcome>() : await runJob(update, jobs, left, columns);
  return rows.map((row) => told.get(row.id) ?? { id: row.id, outcome: 'already_there' });
}

async function runJob(
  update: ManyUpdate,
  jobs: BulkJobs,
  rows: readonly RowUpdate[],
  columns: readonly string[],
): Promise<Map<string, RowOutcome>> {
  const job = await jobs.run(csvOf(update, rows, columns));
  const subject: CallSubject = {
    method: 'PUT',
    template: '/jobs/ingest/{jobId}/batches',
    purpose: `change records of ${update.objectName}`,
  };
  const told = new Map<string, RowOutcome>();
  for (const { Id: id = '' } of await jobs.results(job.id, 'successfulResults')) {
    told.set(id, { id, outcome: 'written' });
  }
  for (const row of await jobs.results(job.id, 'failedResults')) {
    const id = row.Id ?? '';
    told.set(id, failedRow(subject, id, refusalIn(row)));
  }
  const unprocessed = notDone(job);
  for (const { id } of rows) if (!told.has(id)) told.set(id, failedRow(subject, id, unprocessed));
  await jobs.forget(job.id);
  return told;
}

/** `CODE:message:fields--`, as Salesforce writes why a row failed. */
function refusalIn({ sf__Error: text = '' }: ResultRow) {
  const [, errorCode = 'UNKNOWN_EXCEPTION', said = ''] =
    /^([A-Z_]+):([\s\S]*?)(?::[^:]*--)?$/.exec(text) ?? [];
  return { errorCode, said: said || text || 'Salesforce told no reason' };
}

/** Why a row that a job did not come to was not written. */
function notDone({ state, errorMessage }: BulkJobInfo) {
  const said = errorMessage || `the job ended as ${state}`;
  // A job that fails by its data fails again; one that somebody aborted, or that ran out of time, does not.
  const errorCode = /^InvalidBatch/i.test(said) ? 'INVALID_BATCH' : 'SERVER_UNAVAILABLE';
  return { errorCode, said };
}

function csvOf({ fields }: ManyUpdate, rows: readonly RowUpdate[], columns: readonly string[]): string {
  const lines = rows.map(({ id, values }) => [
    id,
    ...columns.map((name) => {
      const text = values[name];
      if (text === undefined) return '';
      const value = jsonOf(fields.get(name.toLowerCase()), text);
      return value === null ? CLEAR : String(value);
    }),
  ]);
  return [['Id', ...columns], ...lines]
    .map((line) => `${line.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\n`)
    .join('');
}
