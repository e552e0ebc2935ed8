import { z } from 'zod';
import { changeIdSchema, freeText, idempotencyKey, recordRefSchema } from './field-formats.ts';
import { REVIEW_OUTCOMES } from './vocabulary.ts';

const id = z.string().trim().min(1).max(64);

/** A form that is being filled: everything may still be missing. */
export const draftSchema = z
  .object({
    record: recordRefSchema,
    exceptionTypeId: id,
    proposedOwnerId: id.optional(),
    proposedStageId: id.optional(),
    expiresAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'ExceptionDraft' });
export type ExceptionDraft = z.infer<typeof draftSchema>;

/** What a rep submits. */
export const submissionSchema = z
  .object({
    /** Made by the card once per filled form: HubSpot may repeat the call, the request is filed once. */
    idempotencyKey,
    record: recordRefSchema,
    exceptionTypeId: id,
    reasonCode: id,
    reason: freeText,
    proposedOwnerId: id.optional(),
    proposedStageId: id.optional(),
    expiresAt: z.iso.datetime(),
    /** Take effect before anybody has decided, and why that cannot wait. Refused where the policy does not allow it. */
    breakGlass: z.object({ reason: freeText }).optional(),
    /** Filed afterwards, for a change that was found to have been made without leave. */
    retroactive: z.object({ changeId: changeIdSchema }).optional(),
  })
  .meta({ id: 'ExceptionSubmission' });
export type ExceptionSubmission = z.infer<typeof submissionSchema>;

/** A later end that the requester asks for. */
export const extensionInputSchema = z
  .object({
    until: z.iso.datetime(),
    reason: freeText,
    /** The version the requester saw. */
    version: z.int().positive(),
  })
  .meta({ id: 'ExtensionInput' });
export type ExtensionInput = z.input<typeof extensionInputSchema>;

/** What an approver says. */
export const reviewInputSchema = z
  .object({
    outcome: z.enum(REVIEW_OUTCOMES),
    comment: freeText.default(''),
    /** The version the approver saw; a decision on anything newer is refused with `changed_meanwhile`. */
    version: z.int().positive(),
  })
  .meta({ id: 'ReviewInput' });
export type ReviewInput = z.input<typeof reviewInputSchema>;

/** A question or an answer. */
export const textInputSchema = z
  .object({ text: freeText.min(1, 'must not be empty') })
  .meta({ id: 'TextInput' });
export type TextInput = z.input<typeof textInputSchema>;

/** Whom an approver hands their seat to, and why. */
export const handOverInputSchema = z
  .object({ to: z.email().toLowerCase(), reason: freeText.min(1, 'must not be empty') })
  .meta({ id: 'HandOverInput' });
export type HandOverInput = z.input<typeof handOverInputSchema>;
