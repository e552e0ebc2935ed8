import type { WatchContext } from './watch-context.ts';
import { JUDGED_FOR } from './watch-record.ts';

const DAY = 24 * 60 * 60 * 1000;
const BATCH = 5_000;

/**
 * Changes with nothing out of the ordinary are what a field is put back to while an exception holds it, and none lasts
 * longer than this.
 */
const ORDINARY_FOR = 400 * DAY;

/**
 * Forgets worked events after so many days, and changes that are too old to be judged again: those could not come back
 * as new ones, since nobody looks at them any more. What was judged and out of the ordinary is kept. Safe to repeat.
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
  const ordinaryBefore = new Date(now - ORDINARY_FOR);
  let forgotten = 0;
  for (let more = true; more; ) {
    const [events, changes, ordinary] = await unitOfWork.transact(tenantId, async (tx) => [
      await tx.watch.forgetEvents(eventsBefore, BATCH),
      await tx.watch.forgetChanges(changesBefore, BATCH),
      await tx.judgements.forgetOrdinary(ordinaryBefore, BATCH),
    ]);
    forgotten += events + changes + ordinary;
    more = [events, changes, ordinary].includes(BATCH);
  }
  return forgotten;
}
