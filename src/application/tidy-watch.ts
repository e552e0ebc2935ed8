import type { WatchContext } from './watch-context.ts';
import { JUDGED_FOR } from './watch-record.ts';

const DAY = 24 * 60 * 60 * 1000;
const BATCH = 5_000;

/**
 * Forgets worked events after so many days, and changes that are too old to be judged again: those could not come back
 * as new ones, since nobody looks at them any more. Safe to repeat.
 *
 * @param keepEventDays at least 2: HubSpot repeats a webhook for a day, and it must be known until then
 * @returns how much was forgotten
 */
export async function tidyWatch(
  { unitOfWork, clock }: WatchContext,
  tenantId: string,
  keepEventDays: number,
): Promise<number> {
  const now = clock.now().getTime();
  const eventsBefore = new Date(now - keepEventDays * DAY);
  const changesBefore = new Date(now - JUDGED_FOR - DAY);
  let forgotten = 0;
  for (let more = true; more; ) {
    const [events, changes] = await unitOfWork.transact(tenantId, async (tx) => [
      await tx.watch.forgetEvents(eventsBefore, BATCH),
      await tx.watch.forgetChanges(changesBefore, BATCH),
    ]);
    forgotten += events + changes;
    more = events === BATCH || changes === BATCH;
  }
  return forgotten;
}
