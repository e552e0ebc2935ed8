import { setImmediate as nextTurn } from 'node:timers/promises';
import { deleteRecord, saveRecord } from '../engine/save-record.ts';
import type { Transaction, WriteOptions } from '../engine/transaction.ts';
import type { OrgFace } from '../routes/org-face.ts';
import { findByExternalId } from '../routes/sobjects.ts';
import { SalesforceError, saveError } from '../salesforce-error.ts';
import { makeRecordId, toLongId } from '../store/record-ids.ts';
import { type BulkJob, type BulkOrder, lineEndOf } from './bulk-job.ts';
import { type CsvRow, type CsvTable, parseCsv } from './csv.ts';

/** Rows between two looks at whether the job was aborted. */
const CHUNK = 200;
/** Word for "make this field empty": an empty field is left as it is. */
const CLEAR = '#N/A';

/** The ingest jobs of an org. What a job does goes on after whoever asked for it has gone. */
export class BulkJobs {
  readonly #face: OrgFace;
  readonly #jobs = new Map<string, BulkJob>();
  #made = 0;
  #held: PromiseWithResolvers<void> | undefined;
  #holdAfter = 0;

  constructor(face: OrgFace) {
    this.#face = face;
  }

  /** Newest last. */
  get all(): readonly BulkJob[] {
    return [...this.#jobs.values()];
  }

  /** Lets jobs rest before their next rows once so many are done, until they are released: an org that is busy. */
  hold(afterRows = 0): void {
    this.#held ??= Promise.withResolvers();
    this.#holdAfter = afterRows;
  }

  release(): void {
    this.#held?.resolve();
    this.#held = undefined;
  }

  make(order: BulkOrder, userId: string, apiVersion: string): BulkJob {
    this.#made += 1;
    const job: BulkJob = {
      id: makeRecordId('750', this.#made),
      order,
      userId,
      apiVersion,
      createdAt: this.#face.org.clock.now(),
      state: 'Open',
      table: undefined,
      results: [],
      errorMessage: undefined,
    };
    this.#jobs.set(job.id, job);
    return job;
  }

  /** @throws SalesforceError 404 */
  get(id: string): BulkJob {
    const job = this.#jobs.get(toLongId(id) ?? '');
    if (!job) throw new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist');
    return job;
  }

  /** Takes the data of a job, once. @throws SalesforceError for a job that has some or wants none any more */
  upload(job: BulkJob, text: string): void {
    if (job.state !== 'Open' || job.table !== undefined) {
      throw invalidState(`Job is not open, or has data: ${job.id}`);
    }
    try {
      job.table = parseCsv(text, lineEndOf(job.order));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // The real org looks at the data when it comes to it.
      job.table = { columns: [], rows: [] };
      job.errorMessage = `InvalidBatch : Failed to parse CSV: ${error.message}`;
    }
  }

  /** Begins the work. @throws SalesforceError for a job that is not open */
  start(job: BulkJob): void {
    if (job.state !== 'Open') throw invalidState(`Job is not open: ${job.id}`);
    job.state = 'UploadComplete';
    void this.#run(job);
  }

  /** Ends a job that is not done; what it wrote stands. @throws SalesforceError for one that is */
  abort(job: BulkJob): void {
    if (job.state === 'JobComplete' || job.state === 'Failed') throw invalidState(`Job is done: ${job.id}`);
    job.state = 'Aborted';
  }

  /** @throws SalesforceError for a job that works or waits for data */
  remove(job: BulkJob): void {
    if (job.state === 'Open' || job.state === 'InProgress') {
      throw invalidState(`Job is not done: ${job.id}`);
    }
    this.#jobs.delete(job.id);
  }

  async #run(job: BulkJob): Promise<void> {
    await this.#rest(job);
    if (job.state === 'Aborted') return;
    job.state = 'InProgress';
    job.errorMessage ??= this.#faultOf(job, job.table ?? { columns: [], rows: [] });
    if (job.errorMessage !== undefined) {
      job.state = 'Failed';
      return;
    }
    for (const row of job.table?.rows ?? []) {
      if (this.#held || job.results.length % CHUNK === 0) await this.#rest(job);
      if (isAborted(job)) return;
      job.results.push(this.#runRow(job, row));
    }
    job.state = 'JobComplete';
  }

  async #rest(job: BulkJob): Promise<void> {
    await nextTurn();
    if (this.#held && job.results.length >= this.#holdAfter) await this.#held.promise;
  }

  /** What is wrong with a job as a whole. */
  #faultOf({ order, userId }: BulkJob, { columns }: CsvTable): string | undefined {
    const { schema } = this.#face.org.core;
    const object = schema.findObject(order.object);
    for (const name of columns) {
      const field = object && schema.findField(object.name, name);
      const isHidden = field && this.#face.hidden.has(`${userId} ${object.name}.${field.name}`);
      if (!field || isHidden) return `InvalidBatch : Field name not found : ${name}`;
    }
    const needsId = order.operation !== 'insert' && order.operation !== 'upsert';
    if (needsId && !columns.some((name) => name.toLowerCase() === 'id')) {
      return 'InvalidBatch : Missing Id field';
    }
    return undefined;
  }

  #runRow(job: BulkJob, row: CsvRow) {
    const options: WriteOptions = {
      userId: job.userId,
      source: { kind: 'api', name: `/jobs/ingest/${job.id}`, method: 'BULK' },
      assign:
        job.order.assignmentRuleId === undefined
          ? { kind: 'none' }
          : { kind: 'rule', name: job.order.assignmentRuleId },
    };
    try {
      const { id, created } = this.#face.org.transact(options, (one) => this.#write(job.order, one, row));
      return { row, id, created, error: undefined };
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      const { errorCode, message, fields = [] } = error;
      return {
        row,
        id: row.Id ?? '',
        created: false,
        error: `${errorCode}:${message}:${fields.join(',')}--`,
      };
    }
  }

  #write(order: BulkOrder, transaction: Transaction, row: CsvRow) {
    const { org } = this.#face;
    const object = org.core.schema.object(order.object);
    const { Id = '', ...rest } = row;
    const values = Object.fromEntries(
      Object.entries(rest)
        .filter(([, text]) => text !== '')
        .map(([name, text]) => [name, text === CLEAR ? null : text]),
    );
    const save = (id: string | undefined) => ({
      id: saveRecord(org.core, transaction, { objectName: object.name, id, values }).id,
      created: id === undefined,
    });
    switch (order.operation) {
      case 'insert':
        return save(undefined);
      case 'update':
        if (Id === '') throw saveError('MISSING_ARGUMENT', 'Id not specified in an update call');
        return save(Id);
      case 'upsert': {
        const name = order.externalIdFieldName ?? 'Id';
        const value = row[name] ?? '';
        if (value === '') throw saveError('MISSING_ARGUMENT', `${name} not specified`);
        const found = findByExternalId(this.#face, object, name, value);
        if (found.length > 1) throw saveError('DUPLICATE_EXTERNAL_ID', `${name}: ${value}`, [name]);
        return save(found[0]?.id);
      }
      default:
        deleteRecord(org.core, transaction, object.name, Id);
        return { id: Id, created: false };
    }
  }
}

/** Read through a function: the state changes while the job rests. */
function isAborted({ state }: BulkJob): boolean {
  return state === 'Aborted';
}

function invalidState(message: string): SalesforceError {
  return new SalesforceError(400, 'INVALIDJOBSTATE', message);
}
