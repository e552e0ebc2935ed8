import type { ActionOutcome } from '../action-outcome.ts';
import type { SingleConnectionAction } from '../flow-document.ts';
import { type ActionContext, ActionFieldError } from './action-context.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
  WEEKS: 604_800_000,
};

/** 0-1: waits a set time on the portal's clock. */
export function delay(context: ActionContext, action: SingleConnectionAction): ActionOutcome {
  const unit = String(action.fields.time_unit);
  const milliseconds = Number(action.fields.delta) * (UNIT_MS[unit] ?? Number.NaN);
  if (!Number.isFinite(milliseconds) || milliseconds < 0)
    throw new ActionFieldError('delta and time_unit are no time');
  const until = context.portal.clock.now() + milliseconds;
  return { kind: 'waiting', until, detail: `waits until ${new Date(until).toISOString()}` };
}
