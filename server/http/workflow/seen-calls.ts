import type { AutomationCall } from '../../../src/ports/automation-store.ts';
import type { Clock } from '../../../src/ports/clock.ts';

/** A workflow can call thousands of times an hour; that it still does is written down this often by one instance. */
const EVERY_MS = 15 * 60 * 1000;
const MOST_REMEMBERED = 10_000;

/** Which workflows this instance has noted lately. */
export interface SeenCalls {
  /** True when the call is to be noted now. */
  isDue(tenantId: string, call: AutomationCall): boolean;
  /** The note was committed. */
  noted(tenantId: string, call: AutomationCall): void;
}

export function createSeenCalls(clock: Clock): SeenCalls {
  const notedAt = new Map<string, number>();
  const keyOf = (tenantId: string, { automationId, actionId }: AutomationCall) =>
    `${tenantId} ${automationId} ${actionId}`;
  return {
    isDue: (tenantId, call) => {
      const before = notedAt.get(keyOf(tenantId, call));
      return before === undefined || Math.abs(clock.now().getTime() - before) >= EVERY_MS;
    },
    noted: (tenantId, call) => {
      // To forget costs one write more for each workflow.
      if (notedAt.size >= MOST_REMEMBERED) notedAt.clear();
      notedAt.set(keyOf(tenantId, call), clock.now().getTime());
    },
  };
}
