import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { ChangedRecord } from '../ports/record-changes.ts';
import type { WatchContext } from './watch-context.ts';
import { watchRecords } from './watch-record.ts';
import { LEASE } from './work-events.ts';

/**
 * The CRM's index is seconds behind: each look begins this much before the last record seen. What was read since it
 * last changed is not read again, so the overlap costs a search and nothing else.
 */
const OVERLAP = 2 * 60_000;
const CALL = 50;

/** What one look through changed records came to. */
export interface Polled {
  /** Records that had changed since they were last read. */
  readonly records: number;
  /** Changes that no webhook had told of, or that a webhook told of a moment ago. */
  readonly changes: number;
  readonly failures: readonly unknown[];
}

/**
 * Looks through the records of one type that were changed since the last look, so that what no webhook told is found.
 * How far it came is kept with every page: a look that breaks off goes on there. At most one look in `everyMs` over all
 * instances; null when it is not time yet. The first look of a tenant only notes where to begin.
 *
 * @param holder an id of this look alone
 * @throws CrmError
 */
export async function pollChanges(
  context: WatchContext,
  tenantId: string,
  objectType: ObjectType,
  { holder, everyMs }: { readonly holder: string; readonly everyMs: number },
): Promise<Polled | null> {
  const { unitOfWork, clock } = context;
  const keepFor = (ms: number) => {
    const now = clock.now();
    const until = new Date(now.getTime() + ms);
    return unitOfWork.transact(tenantId, (tx) => tx.watch.lease(`poll:${objectType}`, holder, now, until));
  };
  if (!(await keepFor(LEASE))) return null;
  try {
    const polled = await look(context, tenantId, objectType, () => keepFor(LEASE));
    // Kept until it is time for the next look.
    await keepFor(everyMs);
    return polled;
  } catch (error) {
    await unitOfWork.transact(tenantId, (tx) => tx.watch.release(`poll:${objectType}`, holder));
    throw error;
  }
}

async function look(
  context: WatchContext,
  tenantId: string,
  objectType: ObjectType,
  keepLease: () => Promise<boolean>,
): Promise<Polled> {
  const { unitOfWork, changesOf, clock } = context;
  const failures: unknown[] = [];
  let records = 0;
  let changes = 0;
  const cursor = await unitOfWork.transact(tenantId, (tx) => tx.watch.findCursor(objectType));
  if (cursor === null) {
    await unitOfWork.transact(tenantId, async (tx) => {
      const beganAt = await tx.watch.beganAt(clock.now());
      await tx.watch.moveCursor(objectType, new Date(beganAt));
    });
    return { records, changes, failures };
  }
  const since = new Date(Date.parse(cursor) - OVERLAP);
  let after: string | undefined;
  do {
    const page = await changesOf(tenantId).changedRecords(objectType, since, after);
    const unread = await unreadOf(context, tenantId, objectType, page.records);
    for (let start = 0; start < unread.length; start += CALL) {
      if (!(await keepLease())) return { records, changes, failures };
      const refs = unread.slice(start, start + CALL).map((recordId) => ({ objectType, recordId }));
      const watched = await watchRecords(context, tenantId, refs);
      records += refs.length;
      changes += watched.changes;
      failures.push(...watched.failed.map(({ error }) => error));
    }
    const last = page.records.at(-1);
    // A record that could not be taken in is looked at again until it can.
    if (last && failures.length === 0) {
      await unitOfWork.transact(tenantId, (tx) => tx.watch.moveCursor(objectType, new Date(last.modifiedAt)));
    }
    after = page.next;
  } while (after !== undefined);
  return { records, changes, failures };
}

/** Those that changed after they were last read, each once. */
async function unreadOf(
  { unitOfWork }: WatchContext,
  tenantId: string,
  objectType: ObjectType,
  records: readonly ChangedRecord[],
): Promise<readonly string[]> {
  const changed = new Map(records.map(({ recordId, modifiedAt }) => [recordId, modifiedAt]));
  const known = await unitOfWork.transact(tenantId, (tx) =>
    tx.watch.readModifiedAt(objectType, [...changed.keys()]),
  );
  return [...changed].flatMap(([recordId, modifiedAt]) => {
    const read = known.get(recordId);
    return read !== undefined && Date.parse(read) >= Date.parse(modifiedAt) ? [] : [recordId];
  });
}
