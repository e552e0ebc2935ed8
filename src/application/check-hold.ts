import { answerHold, type HoldAnswer, type SeenTag } from '../domain/guard/hold-answer.ts';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { AutomationCall } from '../ports/automation-store.ts';
import type { AppContext } from './context.ts';

/** An automation asks whether it must leave a record alone. */
export interface HoldQuestion {
  readonly record: RecordRef;
  readonly tag: SeenTag;
  /** The automation that asks, when it is time to note it again. */
  readonly seen: AutomationCall | null;
}

/**
 * Answers from the store alone: an automation waits, and a CRM that is slow must not hold it up. Changes nothing but
 * when the automation was last seen. A store that is down is never taken for "not on hold": what it throws is passed
 * on, so that the CRM asks again.
 */
export function checkHold(
  { unitOfWork, clock }: Pick<AppContext, 'unitOfWork' | 'clock'>,
  tenantId: string,
  { record, tag, seen }: HoldQuestion,
): Promise<HoldAnswer> {
  return unitOfWork.transact(tenantId, async ({ automations }) => {
    const holders = await automations.findHolders(record);
    if (seen) await automations.noteCall(seen, clock.now());
    return answerHold(holders, tag);
  });
}
