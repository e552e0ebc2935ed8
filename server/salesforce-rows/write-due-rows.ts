import { CrmError } from '../../src/ports/crm.ts';
import type { DueRow, RowTrouble } from '../../src/ports/row-outbox.ts';
import type { PackageFields } from '../adapters/salesforce/rows-out/package-fields.ts';
import { troubleOfCall } from '../adapters/salesforce/rows-out/row-trouble.ts';
import { type LoadedRequest, loadRequests, type RowsOut } from './load-requests.ts';
import { writeRows } from './write-rows.ts';
import { type WrittenRequest, writeSeats } from './write-seats.ts';

/** What became of one request's row. */
export type RowResult =
  | { readonly outcome: 'written'; readonly leftOut: number }
  /** The row, or its record, was deleted. */
  | { readonly outcome: 'gone' }
  /** Something newer stands there: `revision` is its. */
  | { readonly outcome: 'overtaken'; readonly revision: number }
  | { readonly outcome: 'failed'; readonly trouble: RowTrouble };

/** What a round did. */
export interface RowsRound {
  readonly written: number;
  readonly failed: number;
  readonly gone: number;
  /** Why the round ended before everything that is due was tried; null when it did not. */
  readonly stopped: RowTrouble | null;
}

const AT_A_TIME = 100;
/** A worker that was killed leaves the rows to others after this time. One that takes longer does no harm. */
const LEASE_MS = 60_000;
const SECOND = 1000;
const LONGEST_PAUSE_MS = 6 * 60 * 60 * SECOND;

/**
 * Writes what is due into the org, longest behind first, one instance of a tenant at a time: rows of requests, and the
 * seats of those who may do something about them. What cannot be written is tried again later, each row by itself;
 * when no call goes through, everything waits.
 *
 * @param goesOn asked before each part
 * @throws what the store throws; never because of the org
 */
export async function writeDueRows(
  rowsOut: RowsOut,
  tenantId: string,
  { holder, goesOn }: { readonly holder: string; readonly goesOn: () => boolean },
): Promise<RowsRound> {
  const { unitOfWork, clock } = rowsOut;
  const round = { written: 0, failed: 0, gone: 0 };
  const take = () =>
    unitOfWork.transact(tenantId, async (tx) => {
      const now = clock.now();
      if ((await tx.rowOutbox.listDue(now, 1)).length === 0) return [];
      const until = new Date(now.getTime() + LEASE_MS);
      if (!(await tx.watch.lease('rows_out', holder, now, until))) return [];
      return tx.rowOutbox.listDue(now, AT_A_TIME);
    });
  try {
    let fields: PackageFields | undefined;
    for (let due = await take(); due.length > 0 && goesOn(); due = await take()) {
      const stopped = await attempt(rowsOut, tenantId, due, async () => {
        fields ??= await rowsOut.packageFields();
        return fields;
      });
      round.written += stopped.written;
      round.failed += stopped.failed;
      round.gone += stopped.gone;
      if (stopped.stopped) return { ...round, stopped: stopped.stopped };
    }
    return { ...round, stopped: null };
  } finally {
    await unitOfWork.transact(tenantId, (tx) => tx.watch.release('rows_out', holder));
  }
}

async function attempt(
  rowsOut: RowsOut,
  tenantId: string,
  due: readonly DueRow[],
  packageFields: () => Promise<PackageFields>,
): Promise<RowsRound> {
  const results = new Map<string, RowResult>();
  let stopped: RowTrouble | null = null;
  try {
    const fields = await packageFields();
    const { requests, shownNowhere } = await loadRequests(rowsOut, tenantId, due);
    for (const { requestId } of shownNowhere) results.set(requestId, { outcome: 'written', leftOut: 0 });
    await writeAll(rowsOut, tenantId, { fields, requests, results });
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    stopped = troubleOfCall(error);
  }
  return settle(rowsOut, tenantId, due, { results, stopped });
}

/** What was written before a call failed keeps its result. */
async function writeAll(
  rowsOut: RowsOut,
  tenantId: string,
  parts: {
    readonly fields: PackageFields;
    readonly requests: readonly LoadedRequest[];
    readonly results: Map<string, RowResult>;
  },
): Promise<void> {
  const { fields, requests, results } = parts;
  const written: readonly WrittenRequest[] = await writeRows(rowsOut, tenantId, {
    fields,
    requests,
    results,
  });
  await writeSeats(rowsOut, { fields, written, results });
}

async function settle(
  { unitOfWork, clock, sha256 }: RowsOut,
  tenantId: string,
  due: readonly DueRow[],
  {
    results,
    stopped,
  }: { readonly results: ReadonlyMap<string, RowResult>; readonly stopped: RowTrouble | null },
): Promise<RowsRound> {
  const round = { written: 0, failed: 0, gone: 0 };
  await unitOfWork.transact(tenantId, async (tx) => {
    const now = clock.now();
    for (const one of due) {
      const { requestId, revision, attempts } = one;
      const result = results.get(requestId);
      switch (result?.outcome) {
        case 'written': {
          const stored = await tx.findRequest(requestId);
          await tx.rowOutbox.markWritten(requestId, revision, { at: now, leftOut: result.leftOut });
          if (stored) {
            const shown = sha256(`${requestId}:${revision}`);
            await tx.requestRows.markMirrored(requestId, stored.version, shown, now);
          }
          break;
        }
        case 'gone':
          await tx.rowOutbox.giveUp(one);
          break;
        case 'overtaken':
          await tx.rowOutbox.touch(requestId, now, result.revision);
          break;
        case 'failed':
        case undefined: {
          const trouble = result?.trouble ?? stopped;
          if (trouble) await tx.rowOutbox.postpone([one], pauseAfter(attempts, now), trouble);
          break;
        }
      }
    }
  });
  for (const { requestId } of due) {
    const outcome = results.get(requestId)?.outcome;
    if (outcome === 'written' || outcome === 'gone') round[outcome] += 1;
    else if (outcome !== 'overtaken') round.failed += 1;
  }
  return { ...round, stopped };
}

/** Half a minute, then twice as long each time, up to six hours. */
function pauseAfter(attempts: number, now: Date): Date {
  const pause = Math.min(30 * SECOND * 2 ** Math.min(attempts, 20), LONGEST_PAUSE_MS);
  return new Date(now.getTime() + pause);
}
