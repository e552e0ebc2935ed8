import type { RecordRef } from '../domain/policy/facts.ts';
import { compareWithSeen } from '../domain/watch/compare-with-seen.ts';
import { byTime, type PresentValue } from '../domain/watch/field-change.ts';
import type { RecordReading } from '../ports/record-changes.ts';
import { judgeChanges } from './judge-changes.ts';
import { keptValue } from './watch/identify-change.ts';
import type { WatchContext } from './watch-context.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * A change that is older is known but not judged any more. HubSpot repeats a webhook for 24 hours; the rest is for a
 * server that was down.
 */
export const JUDGED_FOR = 30 * DAY;

/** What came of looking at records. */
export interface Watched {
  readonly read: number;
  readonly gone: number;
  /** Changes that nobody had seen before. */
  readonly changes: number;
  /** Records that could not be taken in, and why: an error nobody foresaw. The others were. */
  readonly failed: readonly { readonly record: RecordRef; readonly error: unknown }[];
}

/**
 * Reads records of one type again and takes in what changed: unseen changes, the mirror and what is decided about them
 * stand in one transaction a record. However often and in whatever order it is told of a change, each is judged once.
 * Safe to repeat, to break off and to run on several instances.
 *
 * @param records at most 50 of one type, each once
 * @throws CrmError when the CRM cannot be read: nothing was taken in then
 */
export async function watchRecords(
  context: WatchContext,
  tenantId: string,
  records: readonly RecordRef[],
): Promise<Watched> {
  const { unitOfWork, clock, changesOf } = context;
  const now = clock.now();
  const beganAt = await unitOfWork.transact(tenantId, (tx) => tx.watch.beganAt(now));
  const since = new Date(Math.max(Date.parse(beganAt), now.getTime() - JUDGED_FOR));
  const readings = await changesOf(tenantId).readChanges(records, { since });
  const failed: { record: RecordRef; error: unknown }[] = [];
  let changes = 0;
  let gone = 0;
  for (const [at, record] of records.entries()) {
    const reading = readings[at];
    try {
      if (reading) changes += await takeIn(context, tenantId, reading);
      else {
        await unitOfWork.transact(tenantId, (tx) => tx.watch.forgetRecord(record));
        gone += 1;
      }
    } catch (error) {
      // One record that cannot be judged must not keep the others from being watched.
      failed.push({ record, error });
    }
  }
  return { read: records.length - gone - failed.length, gone, changes, failed };
}

/** @returns how many changes were new */
function takeIn(context: WatchContext, tenantId: string, reading: RecordReading): Promise<number> {
  const { record, present } = reading;
  return context.unitOfWork.transact(tenantId, async (tx) => {
    const before = await tx.watch.findMirror(record);
    const { untold, seen } = compareWithSeen(reading, before, context.clock.now(), (one) =>
      kept(context, one),
    );
    const unseen = await tx.watch.rememberChanges([...reading.changes, ...untold].toSorted(byTime));
    await tx.watch.saveMirror({ record, ...seen });
    if (unseen.length > 0) await judgeChanges(context, tx, { tenantId, record, changes: unseen, present });
    return unseen.length;
  });
}

/** The mirror has only a digest of what is personal. */
function kept({ sha256 }: WatchContext, one: PresentValue): PresentValue {
  return { ...one, value: keptValue(one.property, one.value, sha256) };
}
