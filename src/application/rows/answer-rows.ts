import { CrmError } from '../../ports/crm.ts';
import type { ExceptionRow, RequestRows, RowAnswer, WrittenRow } from '../../ports/request-rows.ts';
import type { InboxRow, RowKind, RowVerdict } from '../../ports/row-inbox.ts';
import type { RowsContext } from './rows-context.ts';

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 6 * 60 * 60_000;

/** Answers after which nobody remembers the words of a refusal. */
const FORGOTTEN = 'Handrail refused this. Write it again to be told why.';

/** What came of answering. */
export interface Answered {
  /** Rows whose answer was written. */
  readonly answered: number;
  /** Rows whose answer the CRM does not take, each with why. They wait, longer each time. */
  readonly untaken: readonly string[];
}

/**
 * Tells verdicts in their rows. What stands there already is not written again. The hold that the CRM set for a refused
 * row goes first: once the row is answered nothing else would take it off. Where the CRM does not let it be taken off, the
 * answer waits until the hold's own time is over.
 *
 * @param settled rows of one kind, each with its verdict
 * @throws CrmError when nothing goes through now; what was not told is due as before
 */
export async function answerRows(
  context: RowsContext,
  tenantId: string,
  kind: RowKind,
  settled: readonly InboxRow[],
): Promise<Answered> {
  const { unitOfWork, rowsOf } = context;
  const rows = rowsOf(tenantId);
  const standing = await rows.read(
    kind,
    settled.map(({ rowId }) => rowId),
  );
  const done: string[] = [];
  const answers: RowAnswer[] = [];
  const untaken = new Map<string, string>();
  for (const { rowId, verdict } of settled) {
    const row = standing.get(rowId);
    if (!verdict) continue;
    if (!row || stands(row, verdict)) {
      done.push(rowId);
      continue;
    }
    const trouble =
      row.kind === 'exception' && verdict.outcome === 'refused'
        ? await takeHoldOff(context, tenantId, rows, row)
        : null;
    if (trouble !== null) untaken.set(rowId, trouble);
    else answers.push({ rowId, verdict: withWords(verdict) });
  }
  let answered = 0;
  for (const outcome of await rows.answer(kind, answers)) {
    if (outcome.outcome === 'refused') untaken.set(outcome.rowId, outcome.code);
    else {
      done.push(outcome.rowId);
      answered += 1;
    }
  }
  await unitOfWork.transact(tenantId, async (tx) => {
    await tx.rowInbox.markAnswered(done);
    for (const row of settled) {
      const why = untaken.get(row.rowId);
      if (why !== undefined) await tx.rowInbox.postpone(row, later(context, row.attempts), why);
    }
  });
  return { answered, untaken: [...untaken.values()] };
}

/** Others bring the row of a request up to date too, so that its status says nothing of what is answered here. */
function stands(row: WrittenRow, verdict: RowVerdict): boolean {
  if (row.kind === 'decision' || verdict.outcome === 'refused') return !row.waits;
  return row.requestId === verdict.requestId;
}

function withWords(verdict: RowAnswer['verdict']): RowAnswer['verdict'] {
  return verdict.outcome === 'refused' && verdict.message === ''
    ? { ...verdict, message: FORGOTTEN }
    : verdict;
}

function later({ clock }: RowsContext, attempts: number): Date {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 16));
  return new Date(clock.now().getTime() + wait);
}

/** Null when the answer may be told; otherwise why it has to wait. */
async function takeHoldOff(
  { clock, unitOfWork }: RowsContext,
  tenantId: string,
  rows: RequestRows,
  { rowId, record, heldUntil }: ExceptionRow,
): Promise<string | null> {
  if (!record || heldUntil === null) return null;
  // A live exception has taken the hold over, or is about to; it goes when that is over.
  if (await unitOfWork.transact(tenantId, (tx) => tx.findLiveRequest(record))) return null;
  try {
    await rows.releaseHold({ rowId }, record);
    return null;
  } catch (error) {
    if (!(error instanceof CrmError) || error.retryable) throw error;
    return Date.parse(heldUntil) > clock.now().getTime() ? 'hold_not_released' : null;
  }
}
