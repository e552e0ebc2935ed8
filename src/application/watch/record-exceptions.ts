import { coverStep } from '../../domain/buying-group/cover-step.ts';
import { isClaimed } from '../../domain/buying-group/covered-record.ts';
import type { FiledState } from '../../domain/exception-request/state.ts';
import type { RecordRef } from '../../domain/policy/facts.ts';
import type { GoverningException, OwnWrite } from '../../domain/watch/circumstances.ts';
import { governingException } from '../../domain/watch/governing-exception.ts';
import { holdSeenAt } from '../../domain/watch/hold-seen-at.ts';
import type { JudgedChange } from '../../domain/watch/judgement.ts';
import { ownWritesOf } from '../../domain/watch/own-writes.ts';
import { timesOfTrail } from '../../domain/watch/times-of-trail.ts';
import type { HandoffTransaction, StoredRequest } from '../../ports/unit-of-work.ts';

/** A request has fewer entries unless somebody fights it; what comes later than these moves no time that counts. */
const MOST_ENTRIES = 5_000;
/** Changes of one record that are looked back on. */
const MOST_CHANGES = 500;

/** An exception that has to do with a record, with the request behind it. */
export interface RecordException {
  readonly exception: GoverningException;
  readonly state: FiledState;
}

/** What the books say of a record. */
export interface RecordBooks {
  readonly exceptions: readonly RecordException[];
  /** In the order in which they were written, as far as the books know it. */
  readonly ownWrites: readonly OwnWrite[];
  /** What a step that is being worked writes, or has written already. */
  readonly begunWrites: readonly OwnWrite[];
  /** True while a request for the record waits for its decision. */
  readonly isWaiting: boolean;
  /** Oldest first. */
  readonly judged: readonly JudgedChange[];
}

/** Reads what the books say of a record: its exceptions, what Handrail wrote on it, and what was judged before. */
export async function readBooks(tx: HandoffTransaction, record: RecordRef): Promise<RecordBooks> {
  const stored = await tx.judgements.listChanges({ record }, MOST_CHANGES);
  const judged = stored.map((one) => one.judged).toReversed();
  const exceptions: RecordException[] = [];
  const ownWrites: OwnWrite[] = [];
  const begunWrites: OwnWrite[] = [];
  const requests = await requestsOf(tx, record);
  for (const { state } of requests) {
    const times = await timesOf(tx, state);
    const { heldFrom, overAt, stepDoneAt } = times;
    const exception = governingException(state, { heldFrom, overAt });
    if (exception) exceptions.push({ exception, state });
    for (const { step, status, outcome } of await tx.listSteps(state.request.requestId)) {
      if (status === 'done' && (outcome === 'written' || outcome === 'already_there'))
        ownWrites.push(...ownWritesOf(step, stepDoneAt.get(step.stepKey)));
      // A step that failed may have written all the same: its answer was lost.
      else if (status !== 'done') begunWrites.push(...ownWritesOf(step, undefined));
    }
  }
  for (const { row, request } of await tx.coverage.readCoversOf(record)) {
    if (!isClaimed(row)) continue;
    const { overAt } = await timesOf(tx, request.state);
    const heldFrom = holdSeenAt(judged);
    const exception = governingException(request.state, { heldFrom, overAt }, 'group');
    if (exception) exceptions.push({ exception, state: request.state });
    const write = row.written ?? row.attempt;
    // A record that was given back carries the tag of its own exception, whose steps are among the writes.
    if (write && write.kind !== 'restore')
      ownWrites.push(...ownWritesOf(coverStep(request.state, row.record, write), undefined));
  }
  return {
    exceptions,
    ownWrites: [...ownWrites, ...(await putBackOf(tx, record))],
    begunWrites,
    isWaiting: requests.some(({ state: { status } }) => status === 'pending' || status === 'info_requested'),
    judged,
  };
}

/** The request that occupies the record and the newest one, the older first. */
async function requestsOf(tx: HandoffTransaction, record: RecordRef): Promise<readonly StoredRequest[]> {
  const [live, latest] = [await tx.findLiveRequest(record), await tx.findLatestRequest(record)];
  const both = [live, latest].flatMap((one) => one ?? []);
  const byId = new Map(both.map((one) => [one.state.request.requestId, one]));
  return [...byId.values()].toSorted((a, b) =>
    a.state.request.submittedAt.localeCompare(b.state.request.submittedAt),
  );
}

async function timesOf(tx: HandoffTransaction, { request: { requestId } }: FiledState) {
  return timesOfTrail(await tx.readAudit({ requestId, limit: MOST_ENTRIES }));
}

async function putBackOf(tx: HandoffTransaction, record: RecordRef): Promise<readonly OwnWrite[]> {
  const ledgers = await tx.judgements.readLedgers(record);
  return ledgers.flatMap(({ field, property, ledger }) =>
    ledger.attempts.map(({ wrote, at, changeId }) => ({
      field,
      ...(property !== '' && { property }),
      values: wrote,
      at,
      requestId: changeId,
    })),
  );
}
