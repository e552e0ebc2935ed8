import type { CoverageStatus } from '@handrail/contracts/vocabulary';
import type { CoveredRecord } from '../domain/buying-group/covered-record.ts';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { Cover } from '../ports/coverage-store.ts';
import type { HandoffTransaction, StoredRequest } from '../ports/unit-of-work.ts';

/** The most records of a group that are listed; the counts are about all of them. */
const MOST_LISTED = 50;

/** What buying groups have to do with a record. */
export interface Coverage {
  /** Of a company: what its newest request covers. */
  readonly group: {
    readonly counts: Readonly<Record<CoverageStatus, number>>;
    /** The first of them. */
    readonly rows: readonly CoveredRecord[];
  } | null;
  /** Of a deal or contact: the groups that hold it or wait to, the first to cover it at the head. */
  readonly covers: readonly Cover[];
}

/** Reads what buying groups have to do with a record. */
export async function loadCoverage(
  tx: HandoffTransaction,
  record: RecordRef,
  latest: StoredRequest | null,
): Promise<Coverage> {
  const { coverage } = tx;
  const requestId = latest?.state.request.requestId;
  const group =
    requestId !== undefined && record.objectType === 'company' ? await coverage.findGroup(requestId) : null;
  const covers = (await coverage.readCoversOf(record)).filter(({ group: { status } }) => status === 'living');
  if (!group) return { group: null, covers };
  const counts = await coverage.countCovered(group.requestId);
  const rows = await coverage.listCovered(group.requestId, { limit: MOST_LISTED });
  return { group: { counts, rows }, covers };
}
