import { z } from 'zod';
import {
  askedViewSchema,
  formViewSchema,
  personViewSchema,
  reply,
  reviewViewSchema,
  trailEntryViewSchema,
} from './card-view.ts';
import { freeText, recordIdSchema } from './field-formats.ts';
import {
  BULK_ITEM_OUTCOMES,
  BULK_STATUSES,
  OBJECT_TYPES,
  PROBLEM_CODES,
  REVIEW_OUTCOMES,
} from './vocabulary.ts';

/** The most record ids one bulk request can be given; a list of the CRM may hold more. */
export const MAX_BULK_IDS = 10_000;
/** The most records one page of a bulk request shows. */
export const MAX_BULK_PAGE = 250;

const instant = z.iso.datetime();
const id = z.string().trim().min(1).max(64);

/** What a bulk form needs to know of one record type. */
export const bulkFormQuerySchema = z
  .object({ objectType: z.enum(OBJECT_TYPES) })
  .meta({ id: 'BulkFormQuery' });

/** What is filed for many records at once. */
export const bulkSubmissionSchema = z
  .object({
    /** Made by the client once per filled form: the call may be repeated, the bulk request is filed once. */
    idempotencyKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'must be 16 to 64 letters, digits, _ or -'),
    objectType: z.enum(OBJECT_TYPES),
    records: z.union([
      z.object({ recordIds: z.array(recordIdSchema).min(1).max(MAX_BULK_IDS) }),
      /** A list of the CRM, by its id or its exact name. */
      z.object({ list: z.string().trim().min(1).max(256) }),
    ]),
    exceptionTypeId: id,
    reasonCode: id,
    reason: freeText,
    proposedOwnerId: id.optional(),
    proposedStageId: id.optional(),
    expiresAt: instant,
    /** `after_preview`: nobody is asked before the requester has seen what the records come to. */
    asks: z.enum(['at_once', 'after_preview']).default('after_preview'),
  })
  .meta({ id: 'BulkSubmission' });
export type BulkSubmissionInput = z.input<typeof bulkSubmissionSchema>;

/** An approver's decision on all records. */
export const bulkDecisionSchema = z
  .object({
    outcome: z.enum(REVIEW_OUTCOMES),
    comment: freeText.default(''),
    /** The version the approver saw; a decision on anything newer is refused with `changed_meanwhile`. */
    version: z.int().positive(),
  })
  .meta({ id: 'BulkDecision' });
export type BulkDecision = z.input<typeof bulkDecisionSchema>;

/** Which records of a bulk request to show. */
export const bulkItemsQuerySchema = z
  .object({
    outcomes: z.array(z.enum(BULK_ITEM_OUTCOMES)).min(1).optional(),
    /** `next` of the page before; `outcomes` must be the same. */
    after: z.int().nonnegative().optional(),
    limit: z.int().min(1).max(MAX_BULK_PAGE).default(100),
  })
  .meta({ id: 'BulkItemsQuery' });
export type BulkItemsQuery = z.input<typeof bulkItemsQuerySchema>;

const exampleSchema = z.object({ recordId: z.string(), title: z.string() });

/** One bulk request as a person sees it. */
export const bulkViewSchema = z
  .object({
    bulkId: z.string(),
    version: z.int().positive(),
    status: z.enum(BULK_STATUSES),
    objectType: z.enum(OBJECT_TYPES),
    /** `the ids given; 3 stood there more than once`, `the list "Import of May"`. */
    source: z.string(),
    typeLabel: z.string(),
    reasonLabel: z.string(),
    reason: z.string(),
    requester: personViewSchema,
    submittedAt: instant,
    expiresAt: instant,
    policyVersion: z.int().positive(),
    /** What is asked for on every record: "Owner: Tom Becker". */
    changes: z.array(z.string()),
    counts: z.object({
      total: z.int().nonnegative(),
      waiting: z.int().nonnegative(),
      prepared: z.int().nonnegative(),
      left_out: z.int().nonnegative(),
      carrying_out: z.int().nonnegative(),
      done: z.int().nonnegative(),
      failed: z.int().nonnegative(),
    }),
    /** Who must approve for all records together; empty while it is being prepared. */
    asked: z.array(askedViewSchema.extend({ records: z.int().positive(), example: exampleSchema })),
    /** Rows of the policy that brought them in, with how many records each applies to. */
    rows: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        records: z.int().positive(),
        unknown: z.int().nonnegative(),
        because: z.string(),
        example: exampleSchema,
      }),
    ),
    reviews: z.array(reviewViewSchema),
    /** People who may still decide. */
    waitingFor: z.array(personViewSchema),
    /** What happens while nobody decides. */
    clock: z.array(z.object({ dueAt: instant, words: z.string(), firedAt: instant.optional() })),
    /** What comes next, in one sentence. */
    next: z.string(),
    can: z.object({
      review: z.boolean(),
      ask: z.boolean(),
      withdraw: z.boolean(),
      retry: z.boolean(),
    }),
  })
  .meta({ id: 'BulkView' });
export type BulkView = z.infer<typeof bulkViewSchema>;

/** One record of a bulk request. */
export const bulkItemViewSchema = z
  .object({
    recordId: z.string(),
    title: z.string(),
    outcome: z.enum(BULK_ITEM_OUTCOMES),
    /** Its exception request, once there is one. */
    requestId: z.string().optional(),
    code: z.enum(PROBLEM_CODES).optional(),
    /** What happened and what to do, for what was left out or failed. */
    words: z.string().optional(),
  })
  .meta({ id: 'BulkItemView' });
export type BulkItemView = z.infer<typeof bulkItemViewSchema>;

export const bulkFormReplySchema = reply({
  form: formViewSchema.omit({ currentOwner: true, currentStage: true }),
}).meta({ id: 'BulkFormReply' });
export type BulkFormReply = z.infer<typeof bulkFormReplySchema>;

export const bulkReplySchema = reply({ bulk: bulkViewSchema }).meta({ id: 'BulkReply' });
export type BulkReply = z.infer<typeof bulkReplySchema>;

export const bulkListReplySchema = reply({ now: instant, bulks: z.array(bulkViewSchema) }).meta({
  id: 'BulkListReply',
});
export type BulkListReply = z.infer<typeof bulkListReplySchema>;

export const bulkItemsReplySchema = reply({
  items: z.array(bulkItemViewSchema),
  /** Leads to the next page; absent on the last. */
  next: z.int().optional(),
}).meta({ id: 'BulkItemsReply' });
export type BulkItemsReply = z.infer<typeof bulkItemsReplySchema>;

export const bulkTrailReplySchema = reply({ entries: z.array(trailEntryViewSchema) }).meta({
  id: 'BulkTrailReply',
});
export type BulkTrailReply = z.infer<typeof bulkTrailReplySchema>;
