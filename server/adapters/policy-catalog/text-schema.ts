import { MAX_TEXT } from '@handrail/contracts/field-formats';
import { z } from 'zod';

/** An id as it may stand in a file, in a URL and in a CRM property. */
export const ID = /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/;
export const ID_WORDS = 'small letters, digits and single hyphens or underscores, starting with a letter';

/** A text that says something. */
export const text = z.string().trim().min(1).max(MAX_TEXT);

/** An id within a file. */
export const id = text.max(64).regex(ID, { error: `must be ${ID_WORDS}, such as over-100k.` });
