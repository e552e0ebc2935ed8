import { z } from 'zod';

/** HubSpot sends record ids as strings or as 64-bit numbers, depending on the endpoint. */
const id = z.union([z.string(), z.number()]).transform(String);
const paging = z.object({ next: z.object({ after: z.string() }).optional() }).optional();

export const recordSchema = z.object({
  id,
  properties: z.record(z.string(), z.string().nullish()),
});
export type HubSpotRecord = z.infer<typeof recordSchema>;

/** Answer of a create: only the id matters. */
export const createdSchema = z.object({ id });

/** Answer of a write whose content does not matter. */
export const acceptedSchema = z.unknown();

/** A batch read: 200, or 207 with `errors` for the inputs that failed. */
export const batchReadSchema = z.object({
  results: z.array(recordSchema),
  errors: z.array(z.object({ category: z.string(), message: z.string() })).default([]),
});

/** Many records' associations with one type. Records without any are left out. */
export const associationsBatchSchema = z.object({
  results: z.array(
    z.object({
      from: z.object({ id }),
      to: z.array(
        z.object({
          toObjectId: id,
          associationTypes: z.array(z.object({ category: z.string(), typeId: z.number() })),
        }),
      ),
    }),
  ),
});

export const listSchema = z.object({
  list: z.object({ listId: id, name: z.string(), objectTypeId: z.string() }),
});

export const listMembersSchema = z.object({ results: z.array(z.object({ recordId: id })), paging });

export const associationPageSchema = z.object({
  results: z.array(
    z.object({
      toObjectId: id,
      associationTypes: z.array(z.object({ category: z.string(), typeId: z.number() })),
    }),
  ),
  paging,
});

export const ownerSchema = z.object({
  id,
  type: z.string().default('PERSON'),
  email: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  userId: z.number().nullish(),
  /** Stays when the user is deactivated, unlike `userId`. */
  userIdIncludingInactive: z.number().nullish(),
  archived: z.boolean(),
  teams: z.array(z.object({ name: z.string(), primary: z.boolean() })).nullish(),
});
export type HubSpotOwner = z.infer<typeof ownerSchema>;
export const ownerPageSchema = z.object({ results: z.array(ownerSchema), paging });

/** Members are user ids, which HubSpot sends as text here and as numbers on an owner. */
export const teamListSchema = z.object({
  results: z.array(
    z.object({ name: z.string(), userIds: z.array(id), secondaryUserIds: z.array(id).default([]) }),
  ),
});
export type HubSpotTeam = z.infer<typeof teamListSchema>['results'][number];

export const pipelineListSchema = z.object({
  results: z.array(
    z.object({
      id,
      label: z.string(),
      displayOrder: z.number().default(0),
      stages: z.array(
        z.object({
          id,
          label: z.string(),
          displayOrder: z.number().default(0),
          metadata: z.object({ isClosed: z.string().optional() }).optional(),
        }),
      ),
    }),
  ),
});
export type HubSpotPipeline = z.infer<typeof pipelineListSchema>['results'][number];

export const propertySchema = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string().default(''),
  type: z.string(),
  fieldType: z.string(),
  groupName: z.string().default(''),
  options: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
});
export type HubSpotProperty = z.infer<typeof propertySchema>;
export const propertyListSchema = z.object({ results: z.array(propertySchema) });

export const propertyGroupSchema = z.object({ name: z.string(), label: z.string() });
export const propertyGroupListSchema = z.object({ results: z.array(propertyGroupSchema) });

const errorContext = z.record(z.string(), z.array(z.string())).optional().catch(undefined);

/** HubSpot's error body. A body that is none (a proxy's page, an empty reply) reads as one without details. */
export const errorBodySchema = z
  .object({
    message: z.string().optional().catch(undefined),
    category: z.string().optional().catch(undefined),
    correlationId: z.string().optional().catch(undefined),
    /** Of a 429: DAILY, TEN_SECONDLY_ROLLING or SECONDLY. */
    policyName: z.string().optional().catch(undefined),
    errors: z
      .array(z.object({ message: z.string(), code: z.string().optional(), context: errorContext }))
      .default([])
      .catch([]),
  })
  .catch({ errors: [] });
export type HubSpotErrorBody = z.infer<typeof errorBodySchema>;
