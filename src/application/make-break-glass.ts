import { addBusinessHours } from '../domain/calendar/business-hours.ts';
import type { BreakGlass } from '../domain/exception-request/break-glass.ts';
import type { Rejection } from '../domain/exception-request/commands.ts';
import { calendarOf } from '../domain/policy/freeze-clock.ts';
import { mayBreakGlass } from '../domain/policy/may-break-glass.ts';
import type { EvaluatedDraft } from './evaluate-draft.ts';
import { Refusal } from './refusal.ts';

/** Refusals that say somebody tried to act at once without the right to: they enter the trail. */
export const BREAK_GLASS_REFUSALS: ReadonlySet<Rejection['code']> = new Set([
  'break_glass_not_allowed',
  'break_glass_not_permitted',
]);

type Evaluated = Pick<EvaluatedDraft, 'exceptionType' | 'requester' | 'policy' | 'facts' | 'directory'>;

/**
 * Checks that this person may have this exception take effect at once, and freezes by when it must be reviewed. Reads
 * and writes nothing.
 *
 * @throws Refusal `break_glass_not_allowed` (the type), `break_glass_not_permitted` (the person),
 * `break_glass_reason_too_short`
 */
export function makeBreakGlass(
  { reason: given }: { readonly reason: string },
  { exceptionType, requester, policy, facts, directory }: Evaluated,
  now: Date,
): BreakGlass {
  const { label, breakGlass: rule } = exceptionType;
  const { roles, calendars } = policy.policy;
  if (!rule) {
    throw new Refusal({
      code: 'break_glass_not_allowed',
      message: `${label} cannot take effect before it is approved. File it without "Take effect at once".`,
    });
  }
  if (!mayBreakGlass(exceptionType, requester.email, { policy: policy.policy, facts, directory })) {
    const named = roles.filter(({ id }) => rule.roles.includes(id)).map((role) => role.label);
    throw new Refusal({
      code: 'break_glass_not_permitted',
      message: `The policy does not let you have ${label} take effect at once; that is for: ${named.join(', ')}. File it without "Take effect at once".`,
    });
  }
  const reason = given.trim();
  if (reason.length < rule.minLength) {
    throw new Refusal({
      code: 'break_glass_reason_too_short',
      message: `The reason for acting at once has ${reason.length} characters; ${label} asks for at least ${rule.minLength}. ${rule.prompt}`,
    });
  }
  const { calendar } = calendarOf(rule.calendar, { policy: { calendars }, facts });
  return { reason, dueAt: addBusinessHours(now, rule.reviewWithin, calendar).toISOString() };
}
