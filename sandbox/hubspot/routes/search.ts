import { Router } from 'express';
import { z } from 'zod';
import { objectTypeParam, readBody } from '../http/read-request.ts';
import { validationError } from '../hubspot-error.ts';
import type { Portal } from '../store/portal.ts';
import { SEARCH_OPERATORS, type SearchSort, searchRecords } from '../store/search-records.ts';
import { NO_WISH, recordReply } from './record-reply.ts';

const MAX_GROUPS = 5;
const MAX_FILTERS_PER_GROUP = 6;
const MAX_FILTERS = 18;
const MAX_PAGE = 200;
const MAX_RESULTS = 10_000;
const MAX_BODY_CHARS = 3_000;

const Filter = z.object({
  propertyName: z.string(),
  operator: z.enum(SEARCH_OPERATORS),
  value: z.union([z.string(), z.number(), z.boolean()]).transform(String).optional(),
  highValue: z.union([z.string(), z.number()]).transform(String).optional(),
  values: z.array(z.union([z.string(), z.number()]).transform(String)).optional(),
});
const SearchBody = z.object({
  query: z.string().default(''),
  limit: z.number().int().min(0).max(MAX_PAGE).default(10),
  after: z.union([z.string(), z.number()]).default(0).transform(Number),
  sorts: z
    .array(
      z.union([
        z.string(),
        z.object({
          propertyName: z.string(),
          direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING'),
        }),
      ]),
    )
    .default([]),
  properties: z.array(z.string()).default([]),
  filterGroups: z.array(z.object({ filters: z.array(Filter) })).default([]),
});

/** CRM search v3 with HubSpot's limits. */
export function searchRoutes(portal: Portal): Router {
  const router = Router();
  router.post('/crm/v3/objects/:objectType/search', (req, res) => {
    const type = objectTypeParam(req);
    const body = readBody(req, SearchBody);
    checkLimits(body, JSON.stringify(req.body).length);
    const found = searchRecords(portal, type, {
      filterGroups: body.filterGroups,
      text: body.query,
      sorts: body.sorts.map(toSort),
    });
    const end = body.after + body.limit;
    const wish = { ...NO_WISH, properties: body.properties };
    res.json({
      total: found.length,
      results: found.slice(body.after, end).map((record) => recordReply(portal, record, wish)),
      ...(end < Math.min(found.length, MAX_RESULTS) && { paging: { next: { after: String(end) } } }),
    });
  });
  return router;
}

function checkLimits(body: z.infer<typeof SearchBody>, chars: number): void {
  const counts = body.filterGroups.map((group) => group.filters.length);
  if (counts.length > MAX_GROUPS)
    throw validationError(`Too many filter groups: ${counts.length}, at most ${MAX_GROUPS}`);
  if (counts.some((count) => count > MAX_FILTERS_PER_GROUP)) {
    throw validationError(`Too many filters in a group, at most ${MAX_FILTERS_PER_GROUP}`);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > MAX_FILTERS) throw validationError(`Too many filters: ${total}, at most ${MAX_FILTERS}`);
  if (!Number.isInteger(body.after) || body.after < 0) throw validationError('after must be a whole number');
  if (body.after + body.limit > MAX_RESULTS) {
    throw validationError(`A search answers at most ${MAX_RESULTS} results; narrow the filters`);
  }
  if (chars > MAX_BODY_CHARS)
    throw validationError(`Search body of ${chars} characters, at most ${MAX_BODY_CHARS}`);
  if (body.sorts.length > 1) throw validationError('Only one sort is supported');
}

/** A sort given as text names the property, a leading `-` turns it round. */
function toSort(sort: string | SearchSort): SearchSort {
  if (typeof sort !== 'string') return sort;
  return sort.startsWith('-')
    ? { propertyName: sort.slice(1), direction: 'DESCENDING' }
    : { propertyName: sort, direction: 'ASCENDING' };
}
