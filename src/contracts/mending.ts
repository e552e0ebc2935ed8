import { z } from 'zod';
import { reply } from './card-view.ts';
import { freeText } from './field-formats.ts';
import { adminTaskViewSchema, coverageItemSchema, pressSchema } from './settings.ts';
import { MEND_OBSTACLES, MEND_STATUSES, MEND_WAYS } from './vocabulary.ts';

const instant = z.iso.datetime();

/** One place of a workflow's definition that changes, in words and in JSON. */
export const changeLineViewSchema = z
  .object({
    kind: z.enum(['added', 'removed', 'changed']),
    /** Such as `suppressionFilterBranch.filterBranches[1]`; empty for the definition as a whole. */
    path: z.string(),
    /** What it means. */
    sentence: z.string(),
    /** JSON; absent where nothing was there. */
    before: z.string().optional(),
    /** JSON; absent where nothing is there any more. */
    after: z.string().optional(),
  })
  .meta({ id: 'ChangeLineView' });
export type ChangeLineView = z.infer<typeof changeLineViewSchema>;

/** What would be done about a workflow, to be read before it is done. */
export const mendProposalViewSchema = z
  .object({
    at: instant,
    /** The revision it was worked out for; another one is refused. */
    revision: z.string().nullable(),
    outcome: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('offered'),
        way: z.enum(MEND_WAYS),
        lines: z.array(changeLineViewSchema),
        /** What is made beside it; absent when nothing. */
        makes: z.string().optional(),
        /** What would be said of the workflow then. */
        evidence: z.string(),
      }),
      z.object({
        kind: z.literal('explained'),
        code: z.enum(MEND_OBSTACLES),
        why: z.string(),
        /** What to do by hand, one step each. */
        advice: z.array(z.string()),
      }),
      z.object({ kind: z.literal('not_needed'), why: z.string() }),
    ]),
  })
  .meta({ id: 'MendProposalView' });
export type MendProposalView = z.infer<typeof mendProposalViewSchema>;

/** What became of applying or undoing a mend. */
export const mendOutcomeViewSchema = z
  .object({
    at: instant,
    by: z.string(),
    /** `gone`: the workflow was deleted; `refused`: nothing was changed; `failed`: look at the workflow. */
    kind: z.enum(['applied', 'undone', 'gone', 'refused', 'failed']),
    /** What happened and what to do next. */
    words: z.string(),
    /** Where the CRM has something else than was meant; empty when it has not. */
    differences: z.array(changeLineViewSchema),
  })
  .meta({ id: 'MendOutcomeView' });
export type MendOutcomeView = z.infer<typeof mendOutcomeViewSchema>;

/** The newest mend of a workflow. */
export const mendViewSchema = z
  .object({
    mendId: z.string(),
    way: z.enum(MEND_WAYS),
    status: z.enum(MEND_STATUSES),
    by: z.string(),
    startedAt: instant,
    appliedAt: instant.optional(),
    undoneAt: instant.optional(),
    undoneBy: z.string().optional(),
    /** Why it did not come about. */
    trouble: z.string().optional(),
  })
  .meta({ id: 'MendView' });
export type MendView = z.infer<typeof mendViewSchema>;

/** One workflow with what was proposed and done about it. Made of what Handrail keeps. */
export const workflowReplySchema = reply({
  now: instant,
  /** As last judged; null for one that no check has seen. */
  item: coverageItemSchema.nullable(),
  /** The newest run of each task about it. */
  tasks: z.array(adminTaskViewSchema),
  /** What was proposed last; null when nothing was, or when it was mended since. */
  proposal: mendProposalViewSchema.nullable(),
  /** What the last press came to, of applying and undoing; null before. */
  outcome: mendOutcomeViewSchema.nullable(),
  mend: mendViewSchema.nullable(),
}).meta({ id: 'WorkflowReply' });
export type WorkflowReply = z.infer<typeof workflowReplySchema>;
export type WorkflowView = Extract<WorkflowReply, { ok: true }>;

export const applyMendInputSchema = pressSchema
  .extend({
    /** Of the proposal that the person saw. */
    revision: z.string().min(1).max(100),
  })
  .meta({ id: 'ApplyMendInput' });

/** The longest reason of a mark, in characters. */
export const MAX_REVIEW_REASON = 500;

export const markReviewedInputSchema = pressSchema
  .extend({ reason: freeText.min(1).max(MAX_REVIEW_REASON) })
  .meta({ id: 'MarkReviewedInput' });
export type MarkReviewedInput = z.input<typeof markReviewedInputSchema>;
