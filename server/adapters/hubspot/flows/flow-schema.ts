import { z } from 'zod';

/** Only what paging and reading need: everything else of a flow is read with tolerance, key by key. */
const id = z.union([z.string(), z.number()]).transform(String);
const paging = z.object({ next: z.object({ after: z.string() }).optional() }).nullish();

export const flowPageSchema = z.object({
  results: z.array(z.looseObject({ id, name: z.string().nullish() })),
  paging,
});

/** A batch read: 200, or 207 with `errors`. Which flow failed is told by what is missing from `results`. */
export const flowBatchSchema = z.object({ results: z.array(z.unknown()) });

/** A flow or a list, of whatever shape. */
export const anyDocumentSchema = z.unknown();

export const listIdMappingSchema = z.object({
  legacyListIdsToIdsMapping: z.array(z.object({ listId: id, legacyListId: id })),
});
