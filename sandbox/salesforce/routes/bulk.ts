import { Router, text } from 'express';
import { z } from 'zod';
import { BULK_OPERATIONS, jobInfo, lineEndOf, resultTable } from '../bulk/bulk-job.ts';
import type { BulkJobs } from '../bulk/bulk-jobs.ts';
import { writeCsv } from '../bulk/csv.ts';
import { callerOf } from '../http/org-caller.ts';
import { pathParam, queryText, readBody } from '../http/read-call.ts';
import { SalesforceError } from '../salesforce-error.ts';
import { checkWritable, type OrgFace, versionOf } from './org-face.ts';

const OrderBody = z.object({
  object: z.string(),
  operation: z.enum(BULK_OPERATIONS),
  externalIdFieldName: z.string().optional(),
  assignmentRuleId: z.string().optional(),
  contentType: z.literal('CSV').optional(),
  columnDelimiter: z.literal('COMMA').optional(),
  lineEnding: z.enum(['LF', 'CRLF']).default('LF'),
});
const StateBody = z.object({ state: z.enum(['UploadComplete', 'Aborted']) });
const JOBS_A_PAGE = 1000;

/** `/jobs/ingest`: Bulk API 2.0. Queries in bulk are not part of the sandbox. */
export function bulkRoutes(face: OrgFace, jobs: BulkJobs): Router {
  const router = Router({ mergeParams: true });
  const jobOf = (req: Parameters<typeof pathParam>[0]) => jobs.get(pathParam(req, 'id'));

  router.post('/jobs/ingest', (req, res) => {
    const order = readBody(req, OrderBody);
    const object = face.org.core.schema.findObject(order.object);
    if (!object) {
      throw new SalesforceError(400, 'INVALIDENTITY', `Unsupported object: ${order.object}`);
    }
    checkWritable(face, res, object, {});
    const external = order.externalIdFieldName;
    const field = external === undefined ? undefined : face.org.core.schema.findField(object.name, external);
    if (order.operation === 'upsert' && !(field?.externalId || field?.name === 'Id')) {
      throw new SalesforceError(400, 'INVALIDJOB', 'External ID was blank or is no external id');
    }
    const job = jobs.make({ ...order, object: object.name }, callerOf(res), versionOf(req).slice(1));
    res.json(jobInfo(job));
  });

  /** Newest first; one page is enough for the sandbox. */
  router.get('/jobs/ingest', (req, res) => {
    const type = queryText(req, 'jobType');
    const found = type === undefined || type === 'V2Ingest' ? jobs.all.toReversed() : [];
    res.json({ done: true, records: found.slice(0, JOBS_A_PAGE).map(jobInfo), nextRecordsUrl: null });
  });

  router.get('/jobs/ingest/:id', (req, res) => {
    res.json(jobInfo(jobOf(req)));
  });

  router.put('/jobs/ingest/:id/batches', text({ type: 'text/csv', limit: '150mb' }), (req, res) => {
    const body: unknown = req.body;
    if (typeof body !== 'string') {
      throw new SalesforceError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content type must be text/csv');
    }
    jobs.upload(jobOf(req), body);
    res.status(201).end();
  });

  router.patch('/jobs/ingest/:id', (req, res) => {
    const job = jobOf(req);
    if (readBody(req, StateBody).state === 'Aborted') jobs.abort(job);
    else jobs.start(job);
    res.json(jobInfo(job));
  });

  router.delete('/jobs/ingest/:id', (req, res) => {
    jobs.remove(jobOf(req));
    res.status(204).end();
  });

  for (const kind of ['successfulResults', 'failedResults', 'unprocessedrecords'] as const) {
    router.get(`/jobs/ingest/:id/${kind}`, (req, res) => {
      const job = jobOf(req);
      res.type('text/csv').send(writeCsv(resultTable(job, kind), lineEndOf(job.order)));
    });
  }

  return router;
}
