import { CrmError } from '../ports/crm.ts';
import type { WaitingRecord } from '../ports/watch-store.ts';
import type { WatchContext } from './watch-context.ts';
import { watchRecords } from './watch-record.ts';

/** A worker that was killed leaves its task to others after this time; one that works keeps it longer. */
export const LEASE = 15_000;

/** Records of one page of the queue, and of one call to the CRM. */
const PAGE = 200;
const CALL = 50;

/** What a round came to. */
export interface Worked {
  readonly records: number;
  readonly changes: number;
  /** Errors nobody foresaw, and refusals of the CRM: their events wait for the next round. */
  readonly failures: readonly unknown[];
}

/**
 * Looks at the records that webhooks told of, until no event waits: one reading a record however many events there are
 * of it. What could not be read or judged keeps waiting for the next round, behind everything else. One worker a tenant
 * at a time; a second one has nothing to do.
 *
 * @param holder an id nobody else works under
 * @throws CrmError `unavailable`: nothing is lost, the events wait
 */
export async function workEvents(context: WatchContext, tenantId: string, holder: string): Promise<Worked> {
  const { unitOfWork, clock } = context;
  const failures: unknown[] = [];
  let records = 0;
  let changes = 0;
  let after: string | undefined;

  const keepLease = () => {
    const now = clock.now();
    const until = new Date(now.getTime() + LEASE);
    return unitOfWork.transact(tenantId, (tx) => tx.watch.lease('events', holder, now, until));
  };

  try {
    while (await keepLease()) {
      const page = await unitOfWork.transact(tenantId, (tx) =>
        tx.watch.listWaiting({ limit: PAGE, ...(after !== undefined && { after }) }),
      );
      for (const call of callsOf(page)) {
        if (!(await keepLease())) return { records, changes, failures };
        const outcome = await work(context, tenantId, call);
        records += outcome.records;
        changes += outcome.changes;
        failures.push(...outcome.failures);
      }
      after = page.at(-1)?.place;
      if (after === undefined) break;
    }
  } finally {
    await unitOfWork.transact(tenantId, (tx) => tx.watch.release('events', holder));
  }
  return { records, changes, failures };
}

async function work(
  context: WatchContext,
  tenantId: string,
  waiting: readonly WaitingRecord[],
): Promise<Worked> {
  const { unitOfWork, clock } = context;
  try {
    const { changes, failed } = await watchRecords(
      context,
      tenantId,
      waiting.map(({ record }) => record),
    );
    const left = new Set(failed.map(({ record }) => record));
    const done = waiting.filter(({ record }) => !left.has(record));
    await unitOfWork.transact(tenantId, (tx) => tx.watch.markWorked(done, clock.now()));
    return { records: done.length, changes, failures: failed.map(({ error }) => error) };
  } catch (error) {
    // A refusal is about one type of record, such as a permission that is missing: the other types go on.
    if (!(error instanceof CrmError) || error.retryable) throw error;
    return { records: 0, changes: 0, failures: [error] };
  }
}

/** Records of one type together, as many as the CRM gives in one call. */
function callsOf(page: readonly WaitingRecord[]): readonly (readonly WaitingRecord[])[] {
  return [...Map.groupBy(page, ({ record }) => record.objectType).values()].flatMap((ofType) =>
    Array.from({ length: Math.ceil(ofType.length / CALL) }, (_, at) =>
      ofType.slice(at * CALL, (at + 1) * CALL),
    ),
  );
}
