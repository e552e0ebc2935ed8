import { requirementInWords } from '../../../src/domain/policy/policy-in-words.ts';
import { rolesOf } from '../../../src/domain/policy/requirement.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';
import { type CaseComparison, isUnresolvable } from '../../../src/domain/simulation/compare-case.ts';
import type { RefusedCode, Verdict } from '../../../src/domain/simulation/judge-case.ts';
import type { TypeTotals } from '../../../src/domain/simulation/simulation-totals.ts';
import type { RoleHistory } from '../../../src/domain/simulation/waiting-time.ts';

/** What a simulation found in all. */
export interface SimulationSummary {
  /** The published version the draft was compared with. */
  readonly against: number;
  readonly requests: number;
  /** Changed requests that were printed one by one. */
  readonly shown: number;
  /** False when only made-up requests were tried: then no history was read. */
  readonly readsPast: boolean;
  readonly history: readonly RoleHistory[];
  readonly types: readonly TypeTotals[];
}

/** What a refusal means, by its code. */
export const REFUSED: Readonly<Record<RefusedCode, string>> = {
  unknown_exception_type: 'refused, there is no such type',
  type_not_for_record: 'refused, the type is not for such a record',
  criteria_not_met: 'refused, the criteria are not met',
  policy_gap: 'nobody is asked: a gap in the policy',
  no_eligible_approver: 'nobody but the requester could approve',
};

/** One line of `--json`; docs/policy-simulate.md describes it. */
export function comparisonJson(comparison: CaseComparison): string {
  return JSON.stringify({ kind: 'request', id: comparison.id, ...comparisonView(comparison) });
}

/** A comparison for a script. */
export function comparisonView(comparison: CaseComparison) {
  const { exceptionTypeId, before, after, added, dropped, changed } = comparison;
  return {
    exceptionType: exceptionTypeId,
    changed,
    before: verdictJson(before),
    after: verdictJson(after),
    added,
    dropped,
    unresolvable: isUnresolvable(after),
  };
}

function verdictJson(verdict: Verdict) {
  return verdict.outcome === 'asked'
    ? { outcome: verdict.outcome, asks: requirementInWords(verdict.requirement, []), people: verdict.people }
    : { outcome: verdict.outcome };
}

/** "01J… strategic-logo: now asks RevOps; then asks RevOps and CRO (added victor@…)". */
export function comparisonInWords({
  id,
  exceptionTypeId,
  before,
  after,
  added,
  dropped,
}: CaseComparison): string {
  const people = [
    ...(added.length > 0 ? [`added ${listInWords(added)}`] : []),
    ...(dropped.length > 0 ? [`dropped ${listInWords(dropped)}`] : []),
  ];
  const change = people.length > 0 ? ` (${people.join('; ')})` : '';
  return `${id}  ${exceptionTypeId}: now ${verdictInWords(before)}; then ${verdictInWords(after)}${change}`;
}

function verdictInWords(verdict: Verdict): string {
  if (verdict.outcome !== 'asked') return REFUSED[verdict.outcome];
  const { requirement } = verdict;
  const roles = rolesOf(requirement).map(({ role, label }) => ({ id: role, label, people: [] }));
  return `asks ${requirementInWords(requirement, roles)}`;
}

/** Totals for each type, with what they rest on. */
export function summaryInWords(
  { against, requests, shown, readsPast, history, types }: SimulationSummary,
  draft: string,
): string {
  const changed = types.reduce((sum, type) => sum + type.changed, 0);
  const more = changed > shown ? `\n… and ${changed - shown} more (--show prints more, --json all)` : '';
  const lines = types.flatMap(typeInWords);
  const basis = readsPast
    ? history.map(({ role, medianMs, n }) => `  ${role}: ${duration(medianMs)} (n = ${n})`)
    : ['  not read: --past reads it'];
  return [
    `${more === '' ? '' : `${more}\n\n`}${requests} requests, policy version ${against} against the files of ${draft}: ${changed} would be handled otherwise.`,
    ...lines,
    'Median time to the final decision of what each role approved:',
    ...(basis.length > 0 ? basis : ['  no history: nothing was approved yet']),
  ].join('\n');
}

function typeInWords(type: TypeTotals): readonly string[] {
  const { exceptionTypeId, requests, changed, withAdded, withDropped, unresolvable } = type;
  const refused = Object.entries(type.refused).map(
    ([code, count]) => `  ${count} would be: ${REFUSED[code as RefusedCode]}`,
  );
  return [
    `${exceptionTypeId}: ${requests} requests, ${changed} changed, ${withAdded} with somebody added, ${withDropped} with somebody dropped, ${unresolvable} unresolvable (${type.unresolvableBefore} now)`,
    ...refused,
    `  ${waitingInWords(type.waiting)}`,
  ];
}

function waitingInWords({
  n,
  beforeMs,
  afterMs,
  noHistory,
  rolesWithoutHistory,
}: TypeTotals['waiting']): string {
  const missing =
    noHistory > 0
      ? `${noHistory} without history (${listInWords(rolesWithoutHistory)})`
      : 'none without history';
  if (beforeMs === null || afterMs === null) return `expected waiting time: no history; ${missing}`;
  const change = afterMs - beforeMs;
  const words =
    change === 0 ? 'as now' : `${duration(Math.abs(change))} ${change > 0 ? 'longer' : 'shorter'}`;
  return `expected waiting time: ${duration(beforeMs)} now, ${duration(afterMs)} then, ${words} (n = ${n}, ${missing})`;
}

function duration(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${(ms / 3_600_000).toFixed(1)} h`;
  return `${(ms / 86_400_000).toFixed(1)} days`;
}
