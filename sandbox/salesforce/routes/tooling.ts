import { parseQuery } from '@jetstreamapp/soql-parser-js';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { pathParam, queryText, readBody } from '../http/read-call.ts';
import { notFound, SalesforceError } from '../salesforce-error.ts';
import { type QuerySource, queriedObject } from '../soql/query-source.ts';
import { type QueryAnswer, runQuery } from '../soql/run-query.ts';
import { selectedFields, toRecord } from '../soql/select-fields.ts';
import { malformedQuery } from '../soql/soql-error.ts';
import { toLongId } from '../store/record-ids.ts';
import { toolingSource } from '../tooling/tooling-source.ts';
import { describeObject, summarizeObject } from './describe.ts';
import { maySeeSetup, type OrgFace, querySource, versionOf } from './org-face.ts';
import { pageReply, pageSize } from './query.ts';

/** The real call takes so many sub-requests. */
const MOST_SUBREQUESTS = 25;

const CompositeBody = z.object({
  allOrNone: z.boolean().optional(),
  compositeRequest: z
    .array(z.object({ method: z.string(), url: z.string(), referenceId: z.string() }))
    .min(1)
    .max(MOST_SUBREQUESTS),
});

/** `/tooling`: queries and single records of the org's setup, read only. */
export function toolingRoutes(face: OrgFace): Router {
  const router = Router({ mergeParams: true });
  const source = (res: Response): QuerySource =>
    toolingSource(querySource(face, res), face.org.core.metadata, maySeeSetup(face, res));

  router.get('/tooling/query', (req, res) => {
    const soql = queryText(req, 'q');
    if (soql === undefined) throw malformedQuery('A query string has to be specified');
    const answer = runToolingQuery(source(res), soql, toolingVersion(req));
    res.json(pageReply(face.cursors.open(answer, pageSize(req)), toolingVersion(req)));
  });

  router.get('/tooling/query/:locator', (req, res) => {
    const page = face.cursors.next(pathParam(req, 'locator'), pageSize(req));
    res.json(pageReply(page, toolingVersion(req)));
  });

  router.get('/tooling/sobjects', (req, res) => {
    const seen = source(res);
    const objects = seen.org.schema.objects.filter(({ name }) => !seen.isObjectHidden?.(name));
    const sobjects = objects.map((object) => summarizeObject(object, toolingVersion(req)));
    res.json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects });
  });

  router.get('/tooling/sobjects/:object/describe', (req, res) => {
    const seen = source(res);
    const object = seen.org.schema.object(pathParam(req, 'object'));
    if (seen.isObjectHidden?.(object.name)) throw notFound();
    res.json(describeObject(seen, object, toolingVersion(req)));
  });

  router.get('/tooling/sobjects/:object/:id', (req, res) => {
    res.json(oneRecord(source(res), pathParam(req, 'object'), pathParam(req, 'id'), toolingVersion(req)));
  });

  /** Up to 25 readings for one call of the day's limit. The sandbox takes only readings of single records. */
  router.post('/tooling/composite', (req, res) => {
    const { compositeRequest } = readBody(req, CompositeBody);
    const seen = source(res);
    res.json({
      compositeResponse: compositeRequest.map(({ method, url, referenceId }) => ({
        ...answerOf(seen, method, url, toolingVersion(req)),
        httpHeaders: {},
        referenceId,
      })),
    });
  });

  return router;
}

function answerOf(source: QuerySource, method: string, url: string, version: string) {
  const [, object, id] = /^\/services\/data\/v\d+\.0\/tooling\/sobjects\/(\w+)\/(\w+)$/.exec(url) ?? [];
  try {
    if (method !== 'GET' || object === undefined || id === undefined) {
      throw new SalesforceError(501, 'NOT_IMPLEMENTED', `The sandbox org does not know ${method} ${url}`);
    }
    return { httpStatusCode: 200, body: oneRecord(source, object, id, version) };
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    return { httpStatusCode: error.status, body: [error.document] };
  }
}

function oneRecord(source: QuerySource, name: string, id: string, version: string) {
  const object = queriedObject(source, name);
  const found = source.rows?.(object.name)?.find(({ values }) => values.Id === toLongId(id));
  if (!found) throw notFound();
  const fields = object.fields.map((field) => ({ type: 'Field' as const, field: field.name }));
  return toRecord(source, selectedFields(source, object, fields, {}), found, version);
}

/** Metadata is made for one row at a time; the real org refuses such a query of several rows in these words. */
function runToolingQuery(source: QuerySource, soql: string, version: string): QueryAnswer {
  const answer = runQuery(source, soql, version);
  if (answer.totalSize > 1 && asksForMetadata(soql)) {
    throw malformedQuery(
      `When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: ${answer.totalSize}`,
    );
  }
  return answer;
}

function asksForMetadata(soql: string): boolean {
  return (parseQuery(soql).fields ?? []).some(
    (field) => field.type === 'Field' && /^(?:metadata|fullname)$/i.test(field.field),
  );
}

/** Addresses of the Tooling API, and of its pages, hold its name behind the version. */
function toolingVersion(req: Request): string {
  return `${versionOf(req)}/tooling`;
}
