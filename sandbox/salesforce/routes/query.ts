import { type Request, type Response, Router } from 'express';
import { pathParam, queryText } from '../http/read-call.ts';
import { queryColumns } from '../soql/query-columns.ts';
import type { QueryPage } from '../soql/query-cursors.ts';
import { runQuery } from '../soql/run-query.ts';
import { malformedQuery } from '../soql/soql-error.ts';
import { type OrgFace, querySource, versionOf } from './org-face.ts';

const STANDARD_SIZE = 2000;
const LEAST_SIZE = 200;

/** `/query`: SOQL, in pages, or its columns alone; `/queryAll` finds deleted records too. */
export function queryRoutes(face: OrgFace): Router {
  const router = Router({ mergeParams: true });

  const answer = (req: Request, res: Response, withDeleted: boolean) => {
    const soql = queryText(req, 'q');
    if (soql === undefined) throw malformedQuery('A query string has to be specified');
    const source = { ...querySource(face, res), withDeleted };
    if (queryText(req, 'columns') === 'true') {
      res.json(queryColumns(source, soql));
      return;
    }
    const found = runQuery(source, soql, versionOf(req));
    res.json(pageReply(face.cursors.open(found, pageSize(req)), versionOf(req)));
  };
  router.get('/query', (req, res) => answer(req, res, false));
  router.get('/queryAll', (req, res) => answer(req, res, true));

  router.get('/query/:locator', (req, res) => {
    res.json(pageReply(face.cursors.next(pathParam(req, 'locator'), pageSize(req)), versionOf(req)));
  });

  return router;
}

/** A page as the API answers it. @param version of the API, as it stands in addresses */
export function pageReply({ next, totalSize, done, records }: QueryPage, version: string) {
  const more = next !== undefined && { nextRecordsUrl: `/services/data/${version}/query/${next}` };
  return { totalSize, done, ...more, records };
}

/** The header is a wish: sizes outside 200 to 2,000 are brought inside. */
export function pageSize(req: Request): number {
  const wish = /batchSize=(\d+)/.exec(req.get('sforce-query-options') ?? '')?.[1];
  return wish === undefined ? STANDARD_SIZE : Math.min(STANDARD_SIZE, Math.max(LEAST_SIZE, Number(wish)));
}
