import type { CsvRow, CsvTable } from './csv.ts';

export const BULK_OPERATIONS = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const;
export type BulkOperation = (typeof BULK_OPERATIONS)[number];

export type BulkState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';

/** How a job was asked for. */
export interface BulkOrder {
  readonly object: string;
  readonly operation: BulkOperation;
  readonly externalIdFieldName?: string | undefined;
  /** The assignment rule to run; none runs when left out. */
  readonly assignmentRuleId?: string | undefined;
  readonly lineEnding: 'LF' | 'CRLF';
}

/** What became of one row. */
export interface BulkRowResult {
  readonly row: CsvRow;
  /** The record; empty when a row that would have made one failed. */
  readonly id: string;
  readonly created: boolean;
  /** As the org words it; undefined for a row that went through. */
  readonly error: string | undefined;
}

/** One ingest job. */
export interface BulkJob {
  readonly id: string;
  readonly order: BulkOrder;
  readonly userId: string;
  readonly apiVersion: string;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  state: BulkState;
  table: CsvTable | undefined;
  readonly results: BulkRowResult[];
  errorMessage: string | undefined;
}

export function lineEndOf({ lineEnding }: BulkOrder): '\n' | '\r\n' {
  return lineEnding === 'CRLF' ? '\r\n' : '\n';
}

/** The job as replies show it. */
export function jobInfo(job: BulkJob) {
  const { id, order, state, results, errorMessage } = job;
  const at = new Date(job.createdAt).toISOString().replace('Z', '+0000');
  const failed = results.filter(({ error }) => error !== undefined).length;
  return {
    id,
    operation: order.operation,
    object: order.object,
    createdById: job.userId,
    createdDate: at,
    systemModstamp: at,
    state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.apiVersion),
    jobType: 'V2Ingest',
    ...(state === 'Open' && { contentUrl: `services/data/v${job.apiVersion}/jobs/ingest/${id}/batches` }),
    lineEnding: order.lineEnding,
    columnDelimiter: 'COMMA',
    ...(order.externalIdFieldName !== undefined && { externalIdFieldName: order.externalIdFieldName }),
    ...(order.assignmentRuleId !== undefined && { assignmentRuleId: order.assignmentRuleId }),
    numberRecordsProcessed: results.length,
    numberRecordsFailed: failed,
    retries: 0,
    ...(errorMessage !== undefined && { errorMessage }),
  };
}

/** The rows that went through, failed, or were not come to, as the job's results name them. */
export function resultTable(
  job: BulkJob,
  kind: 'successfulResults' | 'failedResults' | 'unprocessedrecords',
): CsvTable {
  const columns = job.table?.columns ?? [];
  switch (kind) {
    case 'successfulResults':
      return {
        columns: ['sf__Id', 'sf__Created', ...columns],
        rows: job.results
          .filter(({ error }) => error === undefined)
          .map(({ row, id, created }) => ({ ...row, sf__Id: id, sf__Created: String(created) })),
      };
    case 'failedResults':
      return {
        columns: ['sf__Id', 'sf__Error', ...columns],
        rows: job.results.flatMap(({ row, id, error }) =>
          error === undefined ? [] : [{ ...row, sf__Id: id, sf__Error: error }],
        ),
      };
    case 'unprocessedrecords':
      return { columns, rows: job.table?.rows.slice(job.results.length) ?? [] };
  }
}
