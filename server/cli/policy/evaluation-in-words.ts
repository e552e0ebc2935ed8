import type { CaseComparison } from '../../../src/domain/simulation/compare-case.ts';
import { createSimulationTotals, type TypeTotals } from '../../../src/domain/simulation/simulation-totals.ts';
import type { EvaluatedRequest, PolicyEvaluation } from '../../../src/ports/evaluation-store.ts';
import { comparisonInWords, comparisonView, REFUSED } from './simulation-in-words.ts';

/** What an evaluation has to tell. */
export interface EvaluationReport {
  readonly evaluation: PolicyEvaluation;
  readonly requests: readonly EvaluatedRequest[];
  /** Requests that could be compared, and those of them that would be handled otherwise. */
  readonly compared: readonly CaseComparison[];
  readonly differing: readonly CaseComparison[];
  /** How many the draft could not evaluate, by kind of error. */
  readonly failed: Readonly<Record<string, number>>;
  /** Versions in force while they were filed. */
  readonly against: readonly number[];
  readonly types: readonly TypeTotals[];
}

/** Adds the results of an evaluation up. */
export async function collectEvaluation(
  evaluation: PolicyEvaluation,
  pages: AsyncIterable<readonly EvaluatedRequest[]>,
): Promise<EvaluationReport> {
  const requests: EvaluatedRequest[] = [];
  for await (const page of pages) requests.push(...page);
  const totals = createSimulationTotals();
  const compared: CaseComparison[] = [];
  const failed: Record<string, number> = {};
  for (const { result } of requests) {
    if ('failed' in result) failed[result.failed] = (failed[result.failed] ?? 0) + 1;
    else {
      compared.push(result);
      totals.add(result);
    }
  }
  return {
    evaluation,
    requests,
    compared,
    differing: compared.filter(({ changed }) => changed),
    failed,
    against: [...new Set(requests.map((request) => request.against))].sort((a, b) => a - b),
    types: totals.totals([]),
  };
}

const ENDED = { stopped: 'stopped', expired: 'ended at its date', published: 'ended by being published' };

/** A report a person reads. @param show how many differing requests are named */
export function evaluationInWords(report: EvaluationReport, show: number): string {
  const { evaluation, requests, compared, differing, failed, against, types } = report;
  const { number, hash, startedBy, startedAt, reason, until, ended } = evaluation;
  const end = ended
    ? `${ENDED[ended.why]} on ${ended.at}`
    : `runs ${until === null ? 'until it is stopped' : `until ${until}`}`;
  const versions = against.length === 0 ? '' : ` (beside policy version ${against.join(', ')})`;
  const failures = Object.entries(failed);
  const more = differing.length - show;
  return [
    `Evaluation ${number} (draft ${hash.slice(0, 12)}) was started by ${startedBy} on ${startedAt}: ${reason}`,
    `It ${end}.`,
    `${requests.length} requests were filed meanwhile${versions}: ${compared.length - differing.length} would be handled the same way, ${differing.length} otherwise.`,
    ...failures.map(([name, count]) => `${count} could not be evaluated under the draft (${name}).`),
    ...types.flatMap(typeInWords),
    ...differing.slice(0, show).map(comparisonInWords),
    ...(more > 0 ? [`… and ${more} more (--show prints more, --json all)`] : []),
  ].join('\n');
}

function typeInWords({
  exceptionTypeId,
  requests,
  changed,
  withAdded,
  withDropped,
  unresolvable,
  refused,
}: TypeTotals) {
  return [
    `${exceptionTypeId}: ${requests} requests, ${changed} differ, ${withAdded} ask somebody more, ${withDropped} leave somebody out, ${unresolvable} could not be decided`,
    ...Object.entries(refused).map(
      ([code, count]) => `  ${count} would be: ${REFUSED[code as keyof typeof REFUSED]}`,
    ),
  ];
}

/** The report for a script. */
export function evaluationJson({ evaluation, requests, differing, failed, types }: EvaluationReport) {
  const { policy: _, ...about } = evaluation;
  return {
    evaluation: about,
    requests: requests.length,
    differing: differing.length,
    failed,
    types: types.map(({ waiting: __, ...counts }) => counts),
    each: requests.map(({ requestId, at, against, result }) => ({
      requestId,
      at,
      against,
      ...('failed' in result ? result : comparisonView(result)),
    })),
  };
}
