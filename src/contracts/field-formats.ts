import { z } from 'zod';
import { OBJECT_TYPES } from './vocabulary.ts';

/** The longest reason or comment, in characters. */
export const MAX_TEXT = 4000;

/** Free text a person typed. A database can store neither NUL nor half a surrogate pair. */
export const freeText = z
  .string()
  .trim()
  .max(MAX_TEXT)
  .regex(/^[^\0\uD800-\uDFFF]*$/u, 'has a character that cannot be stored; type it again');

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
