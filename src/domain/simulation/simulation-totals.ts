import type { ResolvedRequirement } from '../policy/decision.ts';
import { rolesOf } from '../policy/requirement.ts';
import { type CaseComparison, isUnresolvable, requirementKey } from './compare-case.ts';
import type { RefusedCode, Verdict } from './judge-case.ts';
import { expectedWaitMs, type RoleHistory } from './waiting-time.ts';

/** The change in waiting time that history lets one expect, over the requests both policies would take. */
export interface WaitingChange {
  /** Requests with a figure on both sides. */
  readonly n: number;
  /** Mean of the expected waits in milliseconds; null when n is 0. */
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
  /** Requests without a figure, because a role that is asked has no history. */
  readonly noHistory: number;
  /** Those roles. */
  readonly rolesWithoutHistory: readonly string[];
}

/** Totals of one exception type. */
export interface TypeTotals {
  readonly exceptionTypeId: string;
  readonly requests: number;
  readonly changed: number;
  /** Requests in which somebody is asked in addition, or not any more. */
  readonly withAdded: number;
  readonly withDropped: number;
  /** Requests the draft would leave without anybody who can decide. */
  readonly unresolvable: number;
  /** Of those, how many are so under the policy in force, too. */
  readonly unresolvableBefore: number;
  /** Requests the draft would refuse, by code. */
  readonly refused: Readonly<Partial<Record<RefusedCode, number>>>;
  readonly waiting: WaitingChange;
}

/** Adds comparisons up; memory grows with the number of different requirements, not of requests. */
export interface SimulationTotals {
  add(comparison: CaseComparison): void;
  /** One line a type, by id. */
  totals(histories: readonly RoleHistory[]): readonly TypeTotals[];
}

interface Counts {
  requests: number;
  changed: number;
  withAdded: number;
  withDropped: number;
  unresolvable: number;
  unresolvableBefore: number;
  readonly refused: Map<RefusedCode, number>;
  readonly pairs: Map<string, Pair>;
}

/** Two requirements, and how many requests would go from one to the other. */
interface Pair {
  readonly before: ResolvedRequirement;
  readonly after: ResolvedRequirement;
  count: number;
}

export function createSimulationTotals(): SimulationTotals {
  const byType = new Map<string, Counts>();
  return {
    add(comparison) {
      const counts = byType.get(comparison.exceptionTypeId) ?? newCounts();
      byType.set(comparison.exceptionTypeId, counts);
      count(counts, comparison);
    },
    totals(histories) {
      const medians = new Map(histories.map(({ role, medianMs }) => [role, medianMs]));
      return [...byType]
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([exceptionTypeId, { refused, pairs, ...counts }]) => ({
          exceptionTypeId,
          ...counts,
          refused: Object.fromEntries(refused),
          waiting: waitingChange([...pairs.values()], medians),
        }));
    },
  };
}

function newCounts(): Counts {
  return {
    requests: 0,
    changed: 0,
    withAdded: 0,
    withDropped: 0,
    unresolvable: 0,
    unresolvableBefore: 0,
    refused: new Map(),
    pairs: new Map(),
  };
}

function count(counts: Counts, { before, after, added, dropped, changed }: CaseComparison): void {
  counts.requests += 1;
  if (changed) counts.changed += 1;
  if (added.length > 0) counts.withAdded += 1;
  if (dropped.length > 0) counts.withDropped += 1;
  if (isUnresolvable(before)) counts.unresolvableBefore += 1;
  if (isUnresolvable(after)) counts.unresolvable += 1;
  if (after.outcome !== 'asked') {
    counts.refused.set(after.outcome, (counts.refused.get(after.outcome) ?? 0) + 1);
  }
  countPair(counts.pairs, before, after);
}

function countPair(pairs: Counts['pairs'], before: Verdict, after: Verdict): void {
  if (before.outcome !== 'asked' || after.outcome !== 'asked') return;
  const key = `${requirementKey(before.requirement)} → ${requirementKey(after.requirement)}`;
  const known = pairs.get(key);
  if (known) known.count += 1;
  else pairs.set(key, { before: before.requirement, after: after.requirement, count: 1 });
}

function waitingChange(pairs: readonly Pair[], medians: ReadonlyMap<string, number>): WaitingChange {
  let n = 0;
  let noHistory = 0;
  const sums = { before: 0, after: 0 };
  const missing = new Set<string>();
  for (const { before, after, count } of pairs) {
    const waits = [expectedWaitMs(before, medians), expectedWaitMs(after, medians)];
    const [first = null, second = null] = waits;
    if (first === null || second === null) {
      noHistory += count;
      for (const { role } of [...rolesOf(before), ...rolesOf(after)])
        if (!medians.has(role)) missing.add(role);
      continue;
    }
    n += count;
    sums.before += first * count;
    sums.after += second * count;
  }
  return {
    n,
    beforeMs: n === 0 ? null : sums.before / n,
    afterMs: n === 0 ? null : sums.after / n,
    noHistory,
    rolesWithoutHistory: [...missing].sort(),
  };
}
