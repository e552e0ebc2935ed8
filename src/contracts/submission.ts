import { z } from 'zod';
import { OBJECT_TYPES, REVIEW_OUTCOMES } from './vocabulary.ts';

/** The longest reason or comment, in characters. */
export const MAX_TEXT = 4000;

/** Free text a person typed. A database can store neither NUL nor half a surrogate pair. */
export const freeText = z
  .string()
  .trim()
  .max(MAX_TEXT)
  .regex(/^[^\0\uD800-\uDFFF]*$/u, 'has a character that cannot be stored; type it again');

const id = z.string().trim().min(1).max(64);

/** Made by the card for one wish of a person: the same key again is the same wish. */
export const idempotencyKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/, 'must be 16 to 64 letters, digits, _ or -');

/** The id of a CRM record. */
export const recordIdSchema = z.string().regex(/^[A-Za-z0-9]{1,32}$/, 'must be a CRM record id');

/** A CRM record, as a card names it. */
export const recordRefSchema = z
  .object({
    objectType: z.enum(OBJECT_TYPES),
    recordId: recordIdSchema,
  })
  .meta({ id: 'RecordRef' });

/** The id of a change that the watch found. */
export const changeIdSchema = z.string().regex(/^[0-9a-f]{32}$/, 'must be the id of a change');

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
