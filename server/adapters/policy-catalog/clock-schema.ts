import { z } from 'zod';
import type { DecisionClock, StandIn } from '../../../src/domain/policy/policy.ts';
import { block } from './issue-in-words.ts';
import { text } from './text-schema.ts';

const hours = z.number().positive().max(10_000);
const standIn = block({ hours, role: text }) satisfies z.ZodType<StandIn>;

/** The `clock` of an exception type. */
export const decisionClock = block({
  calendar: text,
  remind_after: hours.optional(),
  escalate_after: standIn.optional(),
  fall_back_after: standIn.optional(),
  lapse_after: hours.optional(),
})
  .superRefine(({ remind_after, escalate_after, fall_back_after, lapse_after }, context) => {
    const given = [
      ['remind_after', remind_after],
      ['escalate_after', escalate_after?.hours],
      ['fall_back_after', fall_back_after?.hours],
      ['lapse_after', lapse_after],
    ] as const;
    let before: { readonly key: string; readonly after: number } | undefined;
    for (const [key, after] of given) {
      if (after === undefined) continue;
      if (before && after <= before.after) {
        const message = `is not after ${before.key} (${before.after} hours). The order is remind, escalate, fall back, lapse.`;
        context.addIssue({ code: 'custom', path: [key], message });
      }
      before = { key, after };
    }
    if (!before)
      context.addIssue('must not be empty. Write at least one of the times, such as remind_after: 4.');
  })
  .transform(
    ({ calendar, remind_after, escalate_after, fall_back_after, lapse_after }): DecisionClock => ({
      calendar,
      ...(remind_after !== undefined && { remindAfter: remind_after }),
      ...(escalate_after && { escalateAfter: escalate_after }),
      ...(fall_back_after && { fallBackAfter: fall_back_after }),
      ...(lapse_after !== undefined && { lapseAfter: lapse_after }),
    }),
  );
