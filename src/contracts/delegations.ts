import { z } from 'zod';
import { personViewSchema, reply } from './card-view.ts';
import { freeText } from './field-formats.ts';

/** The longest reason of a delegation, in characters. */
export const MAX_DELEGATION_REASON = 500;

const instant = z.iso.datetime();

/** One delegation as its people see it. */
export const delegationViewSchema = z
  .object({
    delegationId: z.string(),
    /** Who is away. */
    delegator: personViewSchema,
    /** Who stands in for them. */
    delegate: personViewSchema,
    from: instant,
    until: instant,
    reason: z.string(),
    /** Name of who set it. */
    setBy: z.string(),
    hasBegun: z.boolean(),
    /** A time in which the delegate is away too, so that nobody stands in. */
    uncovered: z.object({ from: instant, until: instant }).optional(),
  })
  .meta({ id: 'DelegationView' });
export type DelegationView = z.infer<typeof delegationViewSchema>;

/** What a person sees of absences that concern them: those that are not over. */
export const delegationsReplySchema = reply({
  viewer: personViewSchema,
  /** The server's clock. */
  now: instant,
  /** The caller is away. */
  away: z.array(delegationViewSchema),
  /** The caller stands in for somebody. */
  standingIn: z.array(delegationViewSchema),
}).meta({ id: 'DelegationsReply' });
export type DelegationsReply = z.infer<typeof delegationsReplySchema>;

/** Somebody goes away: who decides in their place, from when until when, and why. */
export const delegationInputSchema = z
  .object({
    delegate: z.email().toLowerCase(),
    from: instant,
    until: instant,
    reason: freeText.min(1).max(MAX_DELEGATION_REASON),
  })
  .meta({ id: 'DelegationInput' });
export type DelegationInput = z.input<typeof delegationInputSchema>;
