import { z } from 'zod';
import type { DisputeRule } from '../../../src/domain/policy/policy.ts';
import { block } from './issue-in-words.ts';
import { text } from './text-schema.ts';

/** The `disputes` of an exception type. */
export const disputeRule = block({
  by: z.array(text).default([]),
  decided_by: text,
  fall_back: text.optional(),
  calendar: text,
  within: z.number().positive().max(10_000),
  if_undecided: z.enum(['stands', 'ends']),
}).transform(
  ({ by, decided_by, fall_back, calendar, within, if_undecided }): DisputeRule => ({
    by,
    decidedBy: decided_by,
    ...(fall_back !== undefined && { fallBack: fall_back }),
    calendar,
    within,
    ifUndecided: if_undecided,
  }),
);
