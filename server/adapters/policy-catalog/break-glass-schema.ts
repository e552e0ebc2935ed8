import { MAX_TEXT } from '@handrail/contracts/field-formats';
import { z } from 'zod';
import type { BreakGlassRule } from '../../../src/domain/policy/policy.ts';
import { block } from './issue-in-words.ts';
import { text } from './text-schema.ts';

/** The `break_glass` of an exception type. */
export const breakGlass = block({
  review_within: z.number().positive().max(10_000),
  calendar: text,
  roles: z.array(text).min(1),
  prompt: text,
  min_length: z.int().min(1).max(MAX_TEXT),
}).transform(
  ({ review_within, calendar, roles, prompt, min_length }): BreakGlassRule => ({
    reviewWithin: review_within,
    calendar,
    roles,
    prompt,
    minLength: min_length,
  }),
);
