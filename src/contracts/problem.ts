import { z } from 'zod';
import { PROBLEM_CODES } from './vocabulary.ts';

/**
 * A refusal or a fault, in the form of RFC 9457 with a stable `code`. `detail` says what happened and what to do
 * next; a fault of the server shows only its request id.
 */
export const problemSchema = z
  .object({
    code: z.enum(PROBLEM_CODES),
    title: z.string(),
    detail: z.string(),
    requestId: z.string().optional(),
    /** The live request that stands in the way, for `live_exception_exists`. */
    liveRequestId: z.string().optional(),
    /** What was wrong with each field, for `body_invalid`. */
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
