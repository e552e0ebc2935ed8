import { z } from 'zod';

/** A value of a field, as JSON has it. */
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type SalesforceValue = z.infer<typeof value>;

/** A record's plain fields; what stands in a relationship is left out. */
export const recordSchema = z
  .record(z.string(), z.unknown())
  .transform((record): Readonly<Record<string, SalesforceValue>> => {
    const plain = Object.entries(record).flatMap(([name, raw]) => {
      const parsed = value.safeParse(raw);
      return parsed.success ? [[name, parsed.data] as const] : [];
    });
    return Object.fromEntries(plain);
  });
export type SalesforceRecord = z.infer<typeof recordSchema>;

/** Many records by id: null in the place of one that is not there. */
export const retrievedSchema = z.array(recordSchema.nullable());

export const describeSchema = z.object({
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      updateable: z.boolean().default(false),
      picklistValues: z
        .array(
          z.object({ value: z.string(), label: z.string().nullish(), active: z.boolean().default(true) }),
        )
        .default([]),
    }),
  ),
});
export type DescribedField = z.infer<typeof describeSchema>['fields'][number];

/** A page of a query. */
export function pageSchema<T extends z.ZodType>(record: T) {
  return z.object({ done: z.boolean(), nextRecordsUrl: z.string().optional(), records: z.array(record) });
}

export const userSchema = z.object({
  Id: z.string(),
  Name: z.string().nullish(),
  Email: z.string().nullish(),
  IsActive: z.boolean(),
  UserRole: z.object({ Name: z.string() }).nullish(),
});
export type SalesforceUser = z.infer<typeof userSchema>;

export const stageSchema = z.object({ MasterLabel: z.string(), ApiName: z.string() });
export const groupSchema = z.object({ Id: z.string(), Name: z.string().nullish() });
export const groupMemberSchema = z.object({ GroupId: z.string(), UserOrGroupId: z.string() });
export const listViewSchema = z.object({ Id: z.string(), Name: z.string(), SobjectType: z.string() });
export const listViewQuerySchema = z.object({ query: z.string() });
/** A record of which only the id matters, which its address ends with whatever was selected. */
export const addressedSchema = z
  .object({ attributes: z.object({ url: z.string() }) })
  .transform(({ attributes }) => attributes.url.split('/').at(-1) ?? '');
export const memberSchema = z.object({
  Id: z.string(),
  Name: z.string().nullish(),
  IsClosed: z.boolean().optional(),
});

/** Answer of an upsert; `created` is false when the record was there. */
export const upsertSchema = z.object({ id: z.string(), created: z.boolean().default(true) });
export const foundSchema = z.object({ Id: z.string() });

/** Answer of a write whose content does not matter: none at all. */
export const acceptedSchema = z.unknown();

/** One row's result of a collection. */
export const rowResultSchema = z.object({
  id: z.string().nullish(),
  success: z.boolean(),
  errors: z
    .array(z.object({ statusCode: z.string(), message: z.string(), fields: z.array(z.string()).default([]) }))
    .default([]),
});
export const rowResultsSchema = z.array(rowResultSchema);
export type RowResult = z.infer<typeof rowResultSchema>;

/** A job of Bulk API 2.0. */
export const bulkJobSchema = z.object({
  id: z.string().min(1),
  state: z.enum(['Open', 'UploadComplete', 'InProgress', 'JobComplete', 'Aborted', 'Failed']),
  errorMessage: z.string().nullish(),
});
export type BulkJobInfo = z.infer<typeof bulkJobSchema>;

/** One page of the jobs of an org; jobs of other kinds leave fields out. */
export const bulkJobsSchema = z.object({
  done: z.boolean().default(true),
  nextRecordsUrl: z.string().nullish(),
  records: z.array(
    z.object({
      id: z.string(),
      object: z.string().nullish(),
      operation: z.string().nullish(),
      state: z.string().nullish(),
      createdById: z.string().nullish(),
    }),
  ),
});

/** Rows of a job, which the client has read from CSV; no rows may come as an empty body. */
export const csvRowsSchema = z
  .union([z.array(z.record(z.string(), z.string())), z.null(), z.literal('')])
  .transform((rows) => (Array.isArray(rows) ? rows : []));

/** Who a session belongs to. */
export const identitySchema = z.object({ user_id: z.string().min(1), organization_id: z.string().min(1) });
