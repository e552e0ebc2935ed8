import { CrmError } from '../../ports/crm.ts';
import type { RowPosition, WrittenRow } from '../../ports/request-rows.ts';
import { type InboxRow, ROW_KINDS, type RowKind } from '../../ports/row-inbox.ts';
import { answerRows } from './answer-rows.ts';
import type { RowsContext } from './rows-context.ts';
import { type WorkedRow, workRow } from './work-row.ts';

/** A worker that was killed leaves the rows to others after this time; one that works keeps them longer. */
const LEASE_MS = 20_000;

/**
 * A row becomes visible when its transaction ends, with the time at which it was saved inside it. Salesforce ends a
 * transaction after ten minutes at the latest. Rows that were answered are not found again, so the overlap costs
 * nothing.
 */
const OVERLAP_MS = 15 * 60_000;

/** How often all waiting rows are looked through, however old: what the overlap cannot find is found then. */
const LOOK_THROUGH_MS = 60 * 60_000;

/** How far Handrail's clock may be ahead of the CRM's: sessions are refused before it is further. */
const MOST_SKEW_MS = 60 * 60_000;

const PAGE = 200;

/** Rows after one another that cannot be worked now, after which the rest is left for the next round. */
const MOST_FAILURES = 3;

/** What one round came to. */
export interface FollowedRows {
  readonly counts: Readonly<Record<RowKind, Readonly<Record<'accepted' | 'refused' | 'waits', number>>>>;
  readonly answered: number;
  /** Why answers could not be written: codes of the CRM. */
  readonly untaken: readonly string[];
  /** What kept a part of the round from being done: errors of the CRM, and those nobody foresaw. Its rows wait. */
  readonly failures: readonly unknown[];
}

/** Thrown inside a round that has to end early: the lease is lost, the server stops, or nothing goes through. */
class RoundEnds extends Error {
  override readonly name = 'RoundEnds';
}

/**
 * Works the rows that people wrote since the last round, in the order in which they wrote them, requests before what
 * is said about them, and answers them. Every row that is seen has its verdict, or is remembered to be tried again,
 * before the look moves on; none is worked twice, whoever is killed when. One worker a tenant at a time: null for a
 * second one.
 *
 * @param holder an id of this worker alone
 * @param goesOn asked before every row; false ends the round
 * @throws what the store throws before anything was done
 */
export async function followRows(
  context: RowsContext,
  tenantId: string,
  holder: string,
  goesOn: () => boolean = () => true,
): Promise<FollowedRows | null> {
  const { unitOfWork, clock } = context;
  const keepLease = () => {
    const now = clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    return unitOfWork.transact(tenantId, (tx) => tx.watch.lease('rows', holder, now, until));
  };
  if (!(await keepLease())) return null;
  const round = createRound(context, tenantId, async () => {
    if (!goesOn() || !(await keepLease())) throw new RoundEnds();
  });
  const failures: unknown[] = [];
  // Each part by itself: what keeps one kind of row from being read keeps the other from nothing.
  const parts = [
    () => round.workDue(),
    ...ROW_KINDS.map((kind) => () => looking(context, tenantId, kind, () => round.look(kind))),
  ];
  try {
    for (const part of parts) {
      try {
        await part();
      } catch (error) {
        if (error instanceof RoundEnds) break;
        failures.push(error);
      }
    }
  } finally {
    await unitOfWork.transact(tenantId, (tx) => tx.watch.release('rows', holder));
  }
  return { ...round.result(), failures };
}

/** Notes why a look failed, for those who ask how Handrail is; a look that succeeds takes it back. */
async function looking(
  { unitOfWork }: RowsContext,
  tenantId: string,
  kind: RowKind,
  look: () => Promise<void>,
): Promise<void> {
  const note = (trouble: string | null) =>
    unitOfWork.transact(tenantId, async ({ rowInbox }) => {
      if ((await rowInbox.findWatermark(kind)).trouble !== trouble) await rowInbox.noteTrouble(kind, trouble);
    });
  try {
    await look();
    await note(null);
  } catch (error) {
    if (error instanceof CrmError) await note(error.message);
    throw error;
  }
}

/** A request that was taken waits no longer for this, only for its status to be brought up to date. */
function namesRequest(row: WrittenRow): boolean {
  return row.kind === 'exception' && row.requestId !== null;
}

function createRound(context: RowsContext, tenantId: string, mayGoOn: () => Promise<void>) {
  const { unitOfWork, rowsOf, clock } = context;
  const rows = rowsOf(tenantId);
  const none = () => ({ accepted: 0, refused: 0, waits: 0 });
  const counts = { exception: none(), decision: none() };
  let answered = 0;
  const untaken: string[] = [];
  let failures = 0;

  function count(kind: RowKind, worked: WorkedRow): void {
    if (worked !== 'settled_before') counts[kind][worked] += 1;
    failures = worked === 'waits' ? failures + 1 : 0;
  }

  /** Works rows in their order, then answers them, also those before a row that ended the round. */
  async function workAll(kind: RowKind, written: readonly WrittenRow[], seen: ReadonlyMap<string, InboxRow>) {
    if (written.length === 0) return;
    const authors = await rows.findAuthors([...new Set(written.map(({ authorId }) => authorId))]);
    const worked: string[] = [];
    try {
      for (const row of written) {
        await mayGoOn();
        const tries = seen.get(row.rowId)?.attempts ?? 0;
        const author = authors.get(row.authorId);
        count(kind, await workRow(context, rows, tenantId, { row, author, tries }));
        worked.push(row.rowId);
        if (failures >= MOST_FAILURES) throw new RoundEnds();
      }
    } finally {
      await answerThese(kind, worked);
    }
  }

  async function answerThese(kind: RowKind, rowIds: readonly string[]): Promise<void> {
    const known = await unitOfWork.transact(tenantId, (tx) => tx.rowInbox.find(rowIds));
    const settled = [...known.values()].filter(({ verdict }) => verdict !== null);
    if (settled.length === 0) return;
    const outcome = await answerRows(context, tenantId, kind, settled);
    answered += outcome.answered;
    untaken.push(...outcome.untaken);
  }

  /** What was left behind by earlier rounds: verdicts that nobody was told, and rows that could not be worked. */
  async function workDue(): Promise<void> {
    const due = await unitOfWork.transact(tenantId, (tx) => tx.rowInbox.listDue(clock.now(), PAGE));
    for (const kind of ROW_KINDS) {
      const ofKind = due.filter((row) => row.kind === kind);
      if (ofKind.length === 0) continue;
      await mayGoOn();
      const settled = ofKind.filter(({ verdict }) => verdict !== null);
      await answerThese(
        kind,
        settled.map(({ rowId }) => rowId),
      );
      const waiting = ofKind.filter(({ verdict }) => verdict === null);
      if (waiting.length === 0) continue;
      const seen = new Map(waiting.map((row) => [row.rowId, row]));
      const standing = await rows.read(kind, [...seen.keys()]);
      await forget(waiting.filter(({ rowId }) => !standing.get(rowId)?.waits));
      await workAll(
        kind,
        waiting.flatMap(({ rowId }) => standing.get(rowId) ?? []).filter(({ waits }) => waits),
        seen,
      );
    }
  }

  /** Rows that were deleted before they could be worked, or that somebody answered by hand. */
  async function forget(gone: readonly InboxRow[]): Promise<void> {
    await unitOfWork.transact(tenantId, async ({ rowInbox }) => {
      const known = await rowInbox.find(gone.map(({ rowId }) => rowId));
      for (const row of gone) {
        if (known.get(row.rowId)?.verdict) continue;
        await rowInbox.settle(
          row,
          { outcome: 'refused', code: 'request_not_found', message: '' },
          clock.now(),
        );
      }
      await rowInbox.markAnswered(gone.map(({ rowId }) => rowId));
    });
  }

  async function look(kind: RowKind): Promise<void> {
    const { watermark, lookedThroughAt } = await unitOfWork.transact(tenantId, (tx) =>
      tx.rowInbox.findWatermark(kind),
    );
    const startedAt = clock.now();
    const throughAll =
      watermark === null ||
      lookedThroughAt === null ||
      startedAt.getTime() - Date.parse(lookedThroughAt) >= LOOK_THROUGH_MS;
    const since = throughAll ? null : new Date(Date.parse(watermark) - OVERLAP_MS).toISOString();
    let after: RowPosition | undefined;
    for (;;) {
      await mayGoOn();
      const page = await rows.listWaiting(kind, { since, limit: PAGE, ...(after && { after }) });
      const seen = await unitOfWork.transact(tenantId, (tx) =>
        tx.rowInbox.find(page.map(({ rowId }) => rowId)),
      );
      await workAll(
        kind,
        page.filter(({ rowId }) => !seen.has(rowId)),
        seen,
      );
      // Answered by what Handrail knows, and yet it waits: the org was put back to an earlier state.
      await answerThese(
        kind,
        page.flatMap((row) =>
          seen.get(row.rowId)?.nextAttemptAt === null && !namesRequest(row) ? [row.rowId] : [],
        ),
      );
      const last = page.at(-1);
      if (last) {
        await unitOfWork.transact(tenantId, (tx) =>
          tx.rowInbox.moveWatermark(kind, new Date(last.modifiedAt)),
        );
        after = last;
      }
      if (!last || page.length < PAGE) break;
    }
    await unitOfWork.transact(tenantId, async ({ rowInbox }) => {
      // Where nobody writes for long, the look stays short all the same.
      await rowInbox.moveWatermark(kind, new Date(startedAt.getTime() - MOST_SKEW_MS));
      if (throughAll) await rowInbox.markLookedThrough(kind, startedAt);
    });
  }

  return { workDue, look, result: (): Omit<FollowedRows, 'failures'> => ({ counts, answered, untaken }) };
}
