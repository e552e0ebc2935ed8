import { z } from 'zod';
import { coverViewSchema, groupViewSchema } from './coverage.ts';
import { disputesViewSchema } from './dispute.ts';
import { changeIdSchema, recordRefSchema } from './field-formats.ts';
import { messageViewSchema, noticeViewSchema } from './message.ts';
import { personViewSchema } from './person.ts';
import { problemSchema } from './problem.ts';
import {
  END_REASONS,
  EXTENSION_OUTCOMES,
  MATTER_KINDS,
  OWED_OUTCOMES,
  REQUEST_STATUSES,
  REVIEW_OUTCOMES,
  STEP_STATUSES,
  TRUTHS,
} from './vocabulary.ts';

const instant = z.iso.datetime();

export { type PersonView, personViewSchema } from './person.ts';

/** One condition of a rule: what it wanted, what it saw. */
export const conditionViewSchema = z
  .object({ truth: z.enum(TRUTHS), wanted: z.string(), saw: z.string() })
  .meta({ id: 'ConditionView' });

/** One policy row, with the sentence that says why its approvers are asked or not. */
export const rowViewSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    truth: z.enum(TRUTHS),
    because: z.string(),
    conditions: z.array(conditionViewSchema),
    /** The nearest change that would have spared its approvers; absent when none would or they are not asked. */
    avoidedBy: z.string().optional(),
  })
  .meta({ id: 'DecisionRightView' });

/** One approver, or several of whom `approve` must say yes, with the reason they are asked. */
export const askedViewSchema = z
  .object({
    role: z.string(),
    label: z.string(),
    approve: z.int().positive(),
    /** Rejections that reject the request. */
    deny: z.int().positive(),
    /** Labels of roles for which the same person may not count. */
    distinctFrom: z.array(z.string()),
    /** Approvals and rejections by these people so far. */
    approved: z.int().nonnegative(),
    rejected: z.int().nonnegative(),
    people: z.array(personViewSchema),
    /** Who may decide in the place of one of them, both by name; absent when nobody does. */
    delegates: z.array(z.object({ name: z.string(), inPlaceOf: z.string() })).optional(),
    because: z.string(),
  })
  .meta({ id: 'AskedView' });
export type AskedView = z.infer<typeof askedViewSchema>;

/** Who will be asked and why, down to the condition. */
export const decisionViewSchema = z
  .object({
    policyVersion: z.int().positive(),
    criteria: z.object({ truth: z.enum(TRUTHS), conditions: z.array(conditionViewSchema) }),
    asked: z.array(askedViewSchema),
    rows: z.array(rowViewSchema),
    unknownFacts: z.array(z.string()),
  })
  .meta({ id: 'DecisionView' });
export type DecisionView = z.infer<typeof decisionViewSchema>;

/** What standard routing would do with the record. */
export const standardPathViewSchema = z
  .object({
    state: z.enum(['known', 'unknown', 'none']),
    label: z.string().optional(),
    words: z.string(),
  })
  .meta({ id: 'StandardPathView' });

const choice = z.object({ value: z.string(), label: z.string() });

export const exceptionTypeViewSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    definition: z.string(),
    criteria: z.string(),
    example: z.string(),
    counterExample: z.string().optional(),
    reasonCodes: z.array(choice),
    reasonPrompt: z.string(),
    reasonMinLength: z.int().nonnegative(),
    evidence: z.array(z.string()),
    owner: z.enum(['required', 'optional', 'none']),
    stage: z.enum(['required', 'optional', 'none']),
    defaultDays: z.int().positive(),
    maxDays: z.int().positive(),
    /** There when the viewer may have it take effect at once. */
    breakGlass: z
      .object({ reviewHours: z.number().positive(), prompt: z.string(), minLength: z.int().nonnegative() })
      .optional(),
  })
  .meta({ id: 'ExceptionTypeView' });
export type ExceptionTypeView = z.infer<typeof exceptionTypeViewSchema>;

/** All that the form needs. `now` is the server's clock: the card counts days from it. */
export const formViewSchema = z
  .object({
    now: instant,
    types: z.array(exceptionTypeViewSchema),
    owners: z.array(choice),
    stages: z.array(choice),
    currentOwner: z.string().optional(),
    currentStage: z.string().optional(),
    /** Set when owners and stages could not be read; the request can be filed without them where the type allows. */
    choicesMissing: z.string().optional(),
    /** A change of this record without leave that a request may explain afterwards: the newest; absent without one. */
    retroactive: z
      .object({
        changeId: changeIdSchema,
        words: z.string(),
        /** What was written, where it is an owner or a stage that can be proposed. */
        ownerId: z.string().optional(),
        stageId: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: 'FormView' });
export type FormView = z.infer<typeof formViewSchema>;

export const reviewViewSchema = z
  .object({
    reviewer: personViewSchema,
    /** Names of those in whose place they decided; absent when for themselves alone. */
    inPlaceOf: z.array(z.string()).optional(),
    outcome: z.enum(REVIEW_OUTCOMES),
    comment: z.string(),
    at: instant,
  })
  .meta({ id: 'ReviewView' });

export const stepViewSchema = z
  .object({ words: z.string(), status: z.enum(STEP_STATUSES), note: z.string().optional() })
  .meta({ id: 'StepView' });

/** One extension that was asked for. */
export const extensionViewSchema = z
  .object({
    number: z.int().positive(),
    by: personViewSchema,
    reason: z.string(),
    from: instant,
    until: instant,
    askedAt: instant,
    outcome: z.enum(EXTENSION_OUTCOMES),
    decidedAt: instant.optional(),
    /** Why it was rejected, in one sentence. */
    rejectedBecause: z.string().optional(),
    decision: decisionViewSchema,
    reviews: z.array(reviewViewSchema),
    canWithdraw: z.boolean(),
  })
  .meta({ id: 'ExtensionView' });
export type ExtensionView = z.infer<typeof extensionViewSchema>;

/** One exception request as a person sees it. */
export const requestViewSchema = z
  .object({
    requestId: z.string(),
    version: z.int().positive(),
    status: z.enum(REQUEST_STATUSES),
    typeLabel: z.string(),
    reasonLabel: z.string(),
    reason: z.string(),
    requester: personViewSchema,
    submittedAt: instant,
    expiresAt: instant,
    /** The bulk request that was decided for this record and others; absent for a request of its own. */
    bulkId: z.string().optional(),
    /** Set when it was filed for a change that had been made already: which one, in words. */
    retroactive: z.string().optional(),
    /** The workflow that filed it in the requester's name; absent when they filed it themselves. */
    filedByWorkflow: z.string().optional(),
    /** What was asked for: "Owner: Maya Chen → Tom Becker". */
    changes: z.array(z.object({ label: z.string(), from: z.string(), to: z.string() })),
    decision: decisionViewSchema,
    reviews: z.array(reviewViewSchema),
    /** What happens while nobody decides, in order; `firedAt` once it has. Empty for a type without a clock. */
    clock: z.array(z.object({ dueAt: instant, words: z.string(), firedAt: instant.optional() })),
    /** Who was asked later than at filing, and why, oldest first. */
    additions: z.array(z.object({ at: instant, words: z.string() })),
    /** Who stands in for whom; `barred`: who stands in for the requester, and so cannot decide meanwhile. */
    standIns: z.array(
      z.object({
        kind: z.enum(['stands_in', 'barred']),
        person: personViewSchema,
        inPlaceOf: personViewSchema,
        until: instant,
        reason: z.string().optional(),
      }),
    ),
    /** Questions and answers, oldest first. */
    conversation: z.array(messageViewSchema),
    /** Seats that changed hands, oldest first. */
    handOvers: z.array(
      z.object({ from: personViewSchema, to: personViewSchema, reason: z.string(), at: instant }),
    ),
    /** Who was told what, oldest first. */
    notices: z.array(noticeViewSchema),
    /** People who may still decide. */
    waitingFor: z.array(personViewSchema),
    approvedAt: instant.optional(),
    endedAt: instant.optional(),
    endReason: z.enum(END_REASONS).optional(),
    /** Why it was rejected, in one sentence. */
    rejectedBecause: z.string().optional(),
    steps: z.array(stepViewSchema),
    /** What comes next, in one sentence. */
    next: z.string(),
    nextSteps: z.string(),
    standardPath: standardPathViewSchema,
    /** Objections; absent when the policy provides none for this type. */
    disputes: disputesViewSchema.optional(),
    /** What went wrong, while the request needs attention. */
    failure: z.string().optional(),
    /** What waits for a decision, and what `can.review` is about; absent when nothing does. */
    matter: z.enum(MATTER_KINDS).optional(),
    /** Extensions that were asked for, oldest first. */
    extensions: z.array(extensionViewSchema),
    /** There when the viewer may ask for a later end now: from when to when at most, and how often still. */
    extend: z
      .object({
        from: instant,
        latest: instant,
        left: z.int().positive(),
        reasonMinLength: z.int().nonnegative(),
      })
      .optional(),
    /** There when it took effect before anybody approved it, also once it was reviewed. */
    breakGlass: z
      .object({
        reason: z.string(),
        dueAt: instant,
        outcome: z.enum(OWED_OUTCOMES),
        decidedAt: instant.optional(),
      })
      .optional(),
    /** Why it was taken back, and which fields were left because somebody changed them since. */
    reverted: z.object({ because: z.string(), left: z.array(z.string()) }).optional(),
    can: z.object({
      review: z.boolean(),
      ask: z.boolean(),
      answer: z.boolean(),
      handOver: z.boolean(),
      withdraw: z.boolean(),
      end: z.boolean(),
      retry: z.boolean(),
    }),
  })
  .meta({ id: 'RequestView' });
export type RequestView = z.infer<typeof requestViewSchema>;

/**
 * Everything the card shows for one record. `live` is the request that occupies the record, `previous` the newest
 * finished one; `form` is there whenever a new request can be filed.
 */
export const cardViewSchema = z
  .object({
    record: recordRefSchema,
    recordTitle: z.string(),
    viewer: personViewSchema,
    standardPath: standardPathViewSchema,
    live: requestViewSchema.optional(),
    previous: requestViewSchema.optional(),
    form: formViewSchema.optional(),
    /** On a company: the records that its newest exception covers. */
    group: groupViewSchema.optional(),
    /** On a deal or contact: the companies' exceptions that cover it, the one that governs first. */
    coveredBy: z.array(coverViewSchema).optional(),
    /** Plain words for what to know first: the CRM could not be read, or two CRMs name different owners. */
    notice: z.string().optional(),
  })
  .meta({ id: 'CardView' });
export type CardView = z.infer<typeof cardViewSchema>;

/** One entry of the trail in words. */
export const trailEntryViewSchema = z
  .object({ seq: z.int().positive(), at: instant, who: z.string(), what: z.string(), hash: z.string() })
  .meta({ id: 'TrailEntryView' });
export type TrailEntryView = z.infer<typeof trailEntryViewSchema>;

/** What a card route answers with status 200: the thing asked for, or why it was refused. */
export function reply<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), ...shape }),
    z.object({ ok: z.literal(false), problem: problemSchema }),
  ]);
}

export const cardReplySchema = reply({ card: cardViewSchema }).meta({ id: 'CardReply' });
export type CardReply = z.infer<typeof cardReplySchema>;

export const previewReplySchema = reply({
  decision: decisionViewSchema,
  /** Problems that a submit of this draft would meet, as far as it is filled. */
  warnings: z.array(z.string()),
}).meta({ id: 'PreviewReply' });
export type PreviewReply = z.infer<typeof previewReplySchema>;

export const peopleReplySchema = reply({ people: z.array(choice) }).meta({ id: 'PeopleReply' });
/** `value` is an e-mail address. */
export type PeopleReply = z.infer<typeof peopleReplySchema>;

export const trailReplySchema = reply({ entries: z.array(trailEntryViewSchema) }).meta({ id: 'TrailReply' });
export type TrailReply = z.infer<typeof trailReplySchema>;
