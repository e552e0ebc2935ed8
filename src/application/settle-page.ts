import { groupRuleOf, holdsRouting } from '../domain/buying-group/buying-group.ts';
import { coverStep, holderFact } from '../domain/buying-group/cover-step.ts';
import {
  type CoveredRecord,
  type CoverWrite,
  isClaimed,
  isHeld,
  sameWrite,
} from '../domain/buying-group/covered-record.ts';
import { type OwnRequest, settleRecord } from '../domain/buying-group/settle-record.ts';
import { expiryOf } from '../domain/exception-request/extension.ts';
import { type FiledState, isUndecided } from '../domain/exception-request/state.ts';
import type { Cover } from '../ports/coverage-store.ts';
import { CrmError, type CrmPort } from '../ports/crm.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { type GroupInHand, isSamePlace, type Turn } from './group-in-hand.ts';

const PAGE = 50;
/** Records written side by side: several, so that a large group does not take hours; few, to leave others room. */
const AT_ONCE = 5;

/** A write that is about to be done, for this group or for the one that takes the record over. */
interface Pending {
  /** The row as it stands when the write has taken effect. */
  readonly settled: CoveredRecord;
  readonly write: CoverWrite;
  readonly own: FiledState | null;
  /** True when nobody knows whether the hold was ever written. */
  readonly unsure: boolean;
  /** The group that takes the record over, with its row. */
  readonly heir: Cover | null;
}

type Result = { readonly pending: Pending; readonly error: CrmError | null };

type Counts = Record<'covered' | 'yielded' | 'released' | 'failed', number>;

/** Settles one page of a group's records: decides, notes what is about to be written, writes, and records it. */
export async function settlePage(context: AppContext, tenantId: string, inHand: GroupInHand): Promise<Turn> {
  const { unitOfWork, crmOf } = context;
  const decided = await unitOfWork.transact(tenantId, (tx) => decidePage(tx, inHand, context.clock.now()));
  const crm = crmOf(tenantId);
  const results: Result[] = [];
  for (let start = 0; start < decided.pending.length; start += AT_ONCE) {
    const some = decided.pending.slice(start, start + AT_ONCE);
    results.push(...(await Promise.all(some.map((pending) => carryOut(crm, inHand.state, pending)))));
  }
  const { turn, overtaken } = await unitOfWork.transact(tenantId, (tx) =>
    recordPage(context, tx, inHand, decided, results),
  );
  for (const pending of overtaken) await giveBack(crm, unitOfWork, tenantId, inHand.state, pending);
  return turn;
}

interface Decided {
  readonly rows: readonly CoveredRecord[];
  readonly pending: readonly Pending[];
  readonly counts: Counts;
}

async function decidePage(
  tx: HandoffTransaction,
  { group, state }: GroupInHand,
  now: Date,
): Promise<Decided> {
  const after = group.position?.phase === 'settle' ? group.position.after : null;
  const rows = await tx.coverage.listCovered(group.requestId, { after, limit: PAGE });
  const counts: Counts = { covered: 0, yielded: 0, released: 0, failed: 0 };
  const pending: Pending[] = [];
  for (const row of rows) {
    const holds = group.status === 'living';
    if (row.status === 'released' && !(holds && row.belongs === 'open')) continue;
    const next = await decideRow(tx, { group, state }, row, now);
    if (next.write) {
      await tx.coverage.saveCovered({ ...row, attempt: next.write });
      if (next.heir) {
        await tx.coverage.saveCovered({ ...next.heir.row, attempt: next.write });
      }
      pending.push({ ...next, write: next.write });
    } else {
      await tx.coverage.saveCovered(next.settled);
      count(counts, row, next.settled);
    }
  }
  return { rows, pending, counts };
}

async function decideRow(
  tx: HandoffTransaction,
  { group, state }: GroupInHand,
  row: CoveredRecord,
  now: Date,
): Promise<Omit<Pending, 'write'> & { readonly write: CoverWrite | null }> {
  const rule = groupRuleOf(state.request);
  const others = (await tx.coverage.coversOf(row.record)).filter(
    ({ group: other }) => other.requestId !== group.requestId && other.status === 'living',
  );
  const waiting = others.find(({ row: other }) => other.belongs === 'open');
  const first = others.find((other) => isClaimed(other.row)) ?? waiting;
  const own = (await tx.findLiveRequest(row.record))?.state ?? null;
  // What is taken back is not sent to routing: neither the company nor its records.
  const isReverted = state.owedReview?.outcome === 'reverted';
  const resubmits = !isReverted && state.request.playbook.whenOver === 'resubmit';
  const settlement = settleRecord({
    row,
    group: {
      holds: group.status === 'living',
      precedence: rule?.precedence ?? 'own_record',
      expiresAt: expiryOf(state),
      resubmitAt: resubmits ? (group.overAt ?? now.toISOString()) : null,
    },
    own: own && ownRequestOf(own),
    other: first
      ? {
          companyTitle: first.request.state.request.recordTitle,
          claims: isClaimed(first.row) && !isClaimed(row),
        }
      : null,
  });
  const { status, note } = settlement;
  if (settlement.handOver && first) {
    const expiresAt = expiryOf(first.request.state);
    return {
      settled: { ...row, status, note, written: null, attempt: null },
      write: { kind: 'cover', expiresAt },
      own,
      unsure: false,
      heir: first,
    };
  }
  const write = settlement.write && repeated(settlement.write, row.attempt);
  const stands = sameWrite(write, row.written) && row.attempt === null;
  const written = write ?? (status === 'covered' ? row.written : null);
  return {
    settled: { ...row, status, note, written, attempt: null },
    write: stands ? null : write,
    own,
    unsure: !isHeld(row) && write?.kind === 'release',
    heir: null,
  };
}

/** A release that was begun before is finished as it was begun: its moment is part of what is written. */
function repeated(write: CoverWrite, attempt: CoverWrite | null): CoverWrite {
  const isRelease = write.kind === 'release' || write.kind === 'unhold';
  return isRelease && attempt?.kind === write.kind ? attempt : write;
}

function ownRequestOf(state: FiledState): OwnRequest {
  const { requestId, exceptionType } = state.request;
  const stage = holdsRouting(state) ? 'granted' : isUndecided(state) ? 'pending' : 'ending';
  return { requestId, typeLabel: exceptionType.label, stage };
}

async function carryOut(crm: CrmPort, state: FiledState, pending: Pending): Promise<Result> {
  const { settled, write, own, unsure, heir } = pending;
  try {
    if (unsure && !(await holdsIt(crm, settled))) return { pending, error: null };
    const group = heir?.request.state ?? state;
    await crm.applyStep(coverStep(group, settled.record, write, own));
    return { pending, error: null };
  } catch (error) {
    if (error instanceof CrmError) return { pending, error };
    throw error;
  }
}

/** Whether the record carries this group's tag: asked when a write was begun and nobody saw its answer. */
async function holdsIt(crm: CrmPort, { record, requestId }: CoveredRecord): Promise<boolean> {
  const name = holderFact(record);
  const fact = (await crm.loadHandoff(record, [name])).facts[name];
  if (fact?.state === 'known') return fact.value === requestId;
  if (fact?.state === 'blank') return false;
  const why = fact?.why ?? 'it was not read';
  throw new CrmError('unavailable', `The exception of this record could not be read: ${why}`, name);
}

interface Recorded {
  readonly turn: Turn;
  /** Records that their own exception took while this group's write was under way. */
  readonly overtaken: readonly Pending[];
}

async function recordPage(
  { clock }: AppContext,
  tx: HandoffTransaction,
  { group }: GroupInHand,
  { rows, counts }: Decided,
  results: readonly Result[],
): Promise<Recorded> {
  const overtaken: Pending[] = [];
  let away = false;
  for (const result of results) {
    const before = rows.find(({ record }) => record === result.pending.settled.record);
    if (result.error?.retryable) {
      away = true;
      continue;
    }
    const after = outcomeOf(result, before);
    const saved = await tx.coverage.finishAttempt(after, result.pending.write);
    if (!saved) {
      if (result.error === null && isHeld({ written: result.pending.write })) overtaken.push(result.pending);
      continue;
    }
    if (before) count(counts, before, after);
    const { heir, write } = result.pending;
    if (heir && !result.error) {
      const taken: CoveredRecord = {
        ...heir.row,
        status: 'covered',
        written: write,
        attempt: null,
        note: '',
      };
      await tx.coverage.finishAttempt(taken, write);
    }
  }
  if (Object.values(counts).some((number) => number > 0)) {
    await tx.appendAudit([
      {
        at: clock.now().toISOString(),
        type: 'group_settled',
        requestId: group.requestId,
        actor: { kind: 'system' },
        data: { ...counts },
      },
    ]);
  }
  const now = await tx.coverage.lockGroup(group.requestId);
  if (away) return { turn: 'crm_away', overtaken };
  if (!now || !isSamePlace(now, group)) return { turn: 'more', overtaken };
  const last = rows.length === PAGE ? rows.at(-1) : undefined;
  if (last) {
    await tx.coverage.saveGroup({ ...now, position: { phase: 'settle', after: last.record } });
    return { turn: 'more', overtaken };
  }
  const left = await tx.coverage.listCovered(group.requestId, { limit: 1, open: true });
  const closed = now.status === 'over' && left.length === 0;
  await tx.coverage.saveGroup({
    ...now,
    position: null,
    ...(closed && { status: 'closed', nextSweepAt: null }),
  });
  return { turn: 'done', overtaken };
}

function outcomeOf({ pending, error }: Result, before: CoveredRecord | undefined): CoveredRecord {
  const { settled } = pending;
  if (!error) return settled;
  if (error.code === 'record_not_found') {
    return { ...settled, status: 'released', written: null, note: 'The record is not there any more.' };
  }
  return { ...settled, status: 'failed', written: before?.written ?? null, note: error.message };
}

function count(counts: Counts, before: CoveredRecord, { status }: CoveredRecord): void {
  if (status !== 'covering' && before.status !== status) counts[status] += 1;
}

/** The record's own exception was granted while this group's tag was under way: its tag is put back. */
async function giveBack(
  crm: CrmPort,
  unitOfWork: AppContext['unitOfWork'],
  tenantId: string,
  state: FiledState,
  { settled }: Pending,
): Promise<void> {
  const own = await unitOfWork.transact(tenantId, (tx) => tx.findLiveRequest(settled.record));
  if (!own || !holdsRouting(own.state)) return;
  const write = { kind: 'restore', own: own.state.request.requestId } as const;
  await crm.applyStep(coverStep(state, settled.record, write, own.state));
}
