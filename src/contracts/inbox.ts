import { z } from 'zod';
import { personViewSchema, reply, requestViewSchema } from './card-view.ts';
import { freeText, recordRefSchema } from './field-formats.ts';
import { problemSchema } from './problem.ts';
import { INBOX_VIEWS, REQUEST_STATUSES, REVIEW_OUTCOMES } from './vocabulary.ts';

/** The most requests one page of the inbox shows, and the most that one decision can be about. */
export const MAX_INBOX_PAGE = 100;

const requestId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be a request id');

/**
 * What to list. It is sent in a body, never in a query: what people search for names people, and addresses end up
 * in logs.
 */
export const inboxQuerySchema = z
  .object({
    view: z.enum(INBOX_VIEWS),
    exceptionTypeId: z.string().trim().min(1).max(64).optional(),
    status: z.enum(REQUEST_STATUSES).optional(),
    /** E-mail address of who filed it. */
    requester: z.email().toLowerCase().optional(),
    /** Words that all occur in record title, type, requester or reason; case and accents do not matter. */
    text: freeText.max(200).optional(),
    /** Filed at this instant or later. */
    from: z.iso.datetime().optional(),
    /** Filed before this instant. */
    before: z.iso.datetime().optional(),
    /** `next` of the page before; the other fields must be the same. */
    cursor: z.string().max(200).optional(),
    limit: z.int().min(1).max(MAX_INBOX_PAGE).default(25),
  })
  .meta({ id: 'InboxQuery' });
export type InboxQuery = z.input<typeof inboxQuerySchema>;

/** One request with everything a decision needs. */
export const inboxItemSchema = requestViewSchema
  .omit({ steps: true, notices: true, can: true })
  .extend({
    record: recordRefSchema,
    recordTitle: z.string(),
    /** Why the caller is asked, in plain words; absent when they are not. */
    whyMe: z.string().optional(),
    /** Whether the caller may decide it now. */
    canReview: z.boolean(),
    /** Whether the caller may ask for information, answer, or hand their seat over. */
    can: requestViewSchema.shape.can.pick({ ask: true, answer: true, handOver: true }),
  })
  .meta({ id: 'InboxItem' });
export type InboxItem = z.infer<typeof inboxItemSchema>;

const choice = z.object({ value: z.string(), label: z.string() });

export const inboxReplySchema = reply({
  viewer: personViewSchema,
  /** The server's clock. */
  now: z.iso.datetime(),
  /** `own`: the caller holds no role of the policy and sees what they filed or were asked about. */
  scope: z.enum(['everything', 'own']),
  /** Requests in each view, before any other filter. */
  counts: z.object({
    waiting_for_me: z.int().nonnegative(),
    all_open: z.int().nonnegative(),
    decided_by_me: z.int().nonnegative(),
    all: z.int().nonnegative(),
  }),
  /** Requests that match all filters, on this page and the others. */
  matching: z.int().nonnegative(),
  items: z.array(inboxItemSchema),
  /** Leads to the next page; absent on the last. */
  next: z.string().optional(),
  /** What can be filtered by: types of the policy in force, people who filed what the caller may see. */
  choices: z.object({ types: z.array(choice), requesters: z.array(choice) }),
}).meta({ id: 'InboxReply' });
export type InboxReply = z.infer<typeof inboxReplySchema>;

/** One decision with one comment on many requests, each in the version the approver saw. */
export const bulkReviewSchema = z
  .object({
    items: z
      .array(z.object({ requestId, version: z.int().positive() }))
      .min(1)
      .max(MAX_INBOX_PAGE)
      .refine((items) => new Set(items.map((item) => item.requestId)).size === items.length, {
        message: 'must name each request once',
      }),
    outcome: z.enum(REVIEW_OUTCOMES),
    comment: freeText.default(''),
  })
  .meta({ id: 'BulkReview' });
export type BulkReview = z.input<typeof bulkReviewSchema>;

/** What became of each request, in the order they were named. */
export const bulkReviewReplySchema = reply({
  results: z.array(
    z.discriminatedUnion('ok', [
      z.object({
        requestId: z.string(),
        ok: z.literal(true),
        status: z.enum(REQUEST_STATUSES),
        version: z.int().positive(),
      }),
      z.object({ requestId: z.string(), ok: z.literal(false), problem: problemSchema }),
    ]),
  ),
}).meta({ id: 'BulkReviewReply' });
export type BulkReviewReply = z.infer<typeof bulkReviewReplySchema>;
