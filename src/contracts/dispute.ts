import { z } from 'zod';
import { freeText } from './field-formats.ts';
import { personViewSchema } from './person.ts';
import { DISPUTE_GROUNDS, DISPUTE_OUTCOMES, DISPUTE_STATUSES } from './vocabulary.ts';

const instant = z.iso.datetime();

/** One objection to an active exception, with what became of it. */
export const disputeViewSchema = z
  .object({
    number: z.int().positive(),
    status: z.enum(DISPUTE_STATUSES),
    objector: personViewSchema,
    /** What lets them object: "owner of the record". */
    standing: z.string(),
    /** A sentence. */
    ground: z.string(),
    reason: z.string(),
    openedAt: instant,
    dueAt: instant,
    /** The role that decides, and its people who had no part in the matter. */
    decidedByRole: z.string(),
    deciders: z.array(personViewSchema),
    closedAt: instant.optional(),
    decidedBy: personViewSchema.optional(),
    comment: z.string().optional(),
    /** Where it stands, in one sentence. */
    words: z.string(),
  })
  .meta({ id: 'DisputeView' });
export type DisputeView = z.infer<typeof disputeViewSchema>;

/** Objections to a request, and what the person who looks may do about them. */
export const disputesViewSchema = z
  .object({
    /** Oldest first; at most the last one is open. */
    items: z.array(disputeViewSchema),
    canObject: z.boolean(),
    canDecide: z.boolean(),
    /** What can be objected to, for the form. */
    grounds: z.array(z.object({ value: z.enum(DISPUTE_GROUNDS), label: z.string() })),
    /** Who would decide and until when, and what follows when nobody does. */
    rule: z.string(),
  })
  .meta({ id: 'DisputesView' });
export type DisputesView = z.infer<typeof disputesViewSchema>;

/** What somebody who objects says. */
export const objectionInputSchema = z
  .object({ ground: z.enum(DISPUTE_GROUNDS), reason: freeText })
  .meta({ id: 'ObjectionInput' });
export type ObjectionInput = z.input<typeof objectionInputSchema>;

/** What somebody who decides on an objection says. */
export const disputeDecisionSchema = z
  .object({
    outcome: z.enum(DISPUTE_OUTCOMES),
    comment: freeText.default(''),
    /** The version that was seen; a decision on anything newer is refused with `changed_meanwhile`. */
    version: z.int().positive(),
  })
  .meta({ id: 'DisputeDecision' });
export type DisputeDecision = z.input<typeof disputeDecisionSchema>;
