import { z } from 'zod';
import { CrmError } from '../../../src/ports/crm.ts';
import type { RetryTiming } from '../system/retry.ts';
import type { SalesforceClient, SalesforceRequest } from './client.ts';
import { noReply, SalesforceCallError } from './errors.ts';
import { type BulkJobInfo, bulkJobSchema, bulkJobsSchema, csvRowsSchema, identitySchema } from './schema.ts';

/** A row of a job's results by column. */
export type ResultRow = Readonly<Record<string, string>>;
export type ResultKind = 'successfulResults' | 'failedResults' | 'unprocessedrecords';

const FIRST_LOOK_MS = 500;
const LONGEST_LOOK_MS = 10_000;
/** A busy org lets a job wait; after this a later attempt finds it. */
const PATIENCE_MS = 15 * 60_000;
/** Jobs whose data were taken and whose work is not done. */
const WORKING: ReadonlySet<string> = new Set(['UploadComplete', 'InProgress']);
/** Jobs made for the same rows because the data of the one before were in doubt. */
const MOST_UPLOADS = 3;
const ANY = z.unknown();

/** Update jobs of Bulk API 2.0 on one object. Each method throws SalesforceCallError or CrmError `unavailable`. */
export interface BulkJobs {
  /**
   * Waits until no job of this user changes the object: what an attempt before began goes on after it was killed, and
   * only then the rows say what is left to do.
   */
  settleEarlier(): Promise<void>;
  /** Sends the rows and waits until they are done; a job that ended early is given back as it ended. */
  run(csv: string): Promise<BulkJobInfo>;
  results(jobId: string, kind: ResultKind): Promise<readonly ResultRow[]>;
  /** Takes a job that is done away with its data. One that cannot be taken away is left to Salesforce, which does. */
  forget(jobId: string): Promise<void>;
}

export function createBulkJobs(
  client: SalesforceClient,
  objectName: string,
  timing: Pick<RetryTiming, 'sleep' | 'now'>,
): BulkJobs {
  const purpose = `change records of ${objectName} in bulk`;
  const call = <T>(
    request: Pick<SalesforceRequest<T>, 'method' | 'path' | 'template' | 'schema'> &
      Partial<SalesforceRequest<T>>,
  ): Promise<T> => client.send({ purpose, patience: 'job', ...request });
  const ofJob = (id: string) => ({ path: `/jobs/ingest/${id}`, template: '/jobs/ingest/{jobId}' });
  const look = (id: string) => call({ method: 'GET', ...ofJob(id), schema: bulkJobSchema });

  async function waitFor(id: string): Promise<BulkJobInfo> {
    const giveUpAt = timing.now() + PATIENCE_MS;
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(LONGEST_LOOK_MS, pause * 1.5)) {
      const job = await look(id);
      if (!WORKING.has(job.state)) return job;
      if (timing.now() + pause > giveUpAt) throw stillWorking(id);
      await timing.sleep(pause);
    }
  }

  async function earlier(): Promise<readonly string[]> {
    const path = '/services/oauth2/userinfo';
    const { user_id: me } = await call({ method: 'GET', path, template: path, schema: identitySchema });
    const found: string[] = [];
    for (let path: string | undefined = '/jobs/ingest?jobType=V2Ingest'; path !== undefined; ) {
      const page: z.infer<typeof bulkJobsSchema> = await call({
        method: 'GET',
        path,
        template: '/jobs/ingest',
        schema: bulkJobsSchema,
      });
      for (const { id, object, operation, state, createdById } of page.records) {
        const isOurs = createdById?.slice(0, 15) === me.slice(0, 15);
        if (isOurs && object === objectName && operation === 'update' && WORKING.has(state ?? '')) {
          found.push(id);
        }
      }
      path = page.done ? undefined : (page.nextRecordsUrl ?? undefined);
    }
    return found;
  }

  async function make(): Promise<string> {
    const { id } = await call({
      method: 'POST',
      path: '/jobs/ingest',
      template: '/jobs/ingest',
      body: { object: objectName, operation: 'update', contentType: 'CSV', lineEnding: 'LF' },
      schema: bulkJobSchema,
    });
    return id;
  }

  /**
   * A job takes data once. Where it is in doubt whether it has them, it is left open, so that nothing comes of it, and
   * another one is made.
   */
  async function upload(id: string, csv: string): Promise<void> {
    await call({
      method: 'PUT',
      path: `/jobs/ingest/${id}/batches`,
      template: '/jobs/ingest/{jobId}/batches',
      csv,
      schema: ANY,
      findEarlier: async () => {
        throw noReply(
          { method: 'PUT', template: '/jobs/ingest/{jobId}/batches', purpose },
          { what: 'the data may have come', mayHaveHappened: true, retry: { kind: 'never' } },
        );
      },
    });
  }

  async function begin(id: string): Promise<void> {
    await call({
      method: 'PATCH',
      ...ofJob(id),
      body: { state: 'UploadComplete' },
      schema: bulkJobSchema,
      findEarlier: async () => {
        const job = await look(id);
        return job.state === 'Open' ? null : job;
      },
    });
  }

  return {
    async settleEarlier() {
      for (const id of await earlier()) await waitFor(id);
    },

    async run(csv) {
      for (let attempt = 1; ; attempt += 1) {
        const id = await make();
        try {
          await upload(id, csv);
        } catch (error) {
          if (!(error instanceof SalesforceCallError && error.mayHaveHappened)) throw error;
          if (attempt >= MOST_UPLOADS) throw error;
          continue;
        }
        await begin(id);
        return waitFor(id);
      }
    },

    results: (jobId, kind) =>
      call({
        method: 'GET',
        path: `/jobs/ingest/${jobId}/${kind}`,
        template: `/jobs/ingest/{jobId}/${kind}`,
        schema: csvRowsSchema,
      }),

    async forget(jobId) {
      try {
        await call({ method: 'DELETE', ...ofJob(jobId), schema: ANY });
      } catch (error) {
        if (!(error instanceof SalesforceCallError)) throw error;
      }
    },
  };
}

function stillWorking(id: string): CrmError {
  return new CrmError(
    'unavailable',
    'Salesforce is still working on the changes. Handrail looks again later and sends nothing twice.',
    `bulk job ${id} is not done`,
  );
}
