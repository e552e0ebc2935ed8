import type { CaseComparison } from '../../../src/domain/simulation/compare-case.ts';
import { createSimulationTotals, type TypeTotals } from '../../../src/domain/simulation/simulation-totals.ts';
import type { EvaluatedRequest, PolicyEvaluation } from '../../../src/ports/evaluation-store.ts';
import { comparisonInWords, comparisonView, REFUSED } from './simulation-in-words.ts';

/** What an evaluation has to tell. */
export interface EvaluationReport {
  readonly evaluation: PolicyEvaluation;
  /** Requests that were filed while it ran. */
  readonly requests: number;
  readonly differing: number;
  /** The first differing requests. */
  readonly shown: readonly CaseComparison[];
  /** How many the draft could not evaluate, by kind of error. */
  readonly failed: Readonly<Record<string, number>>;
  /** Versions in force while they were filed. */
  readonly against: readonly number[];
  readonly types: readonly TypeTotals[];
}

/**
 * Adds the results of an evaluation up, page by page.
 *
 * @param show how many differing requests to keep
 * @param each is handed every request in turn
 */
export async function collectEvaluation(
  evaluation: PolicyEvaluation,
  pages: AsyncIterable<readonly EvaluatedRequest[]>,
  { show, each }: { readonly show: number; readonly each: (request: EvaluatedRequest) => void },
): Promise<EvaluationReport> {
  const totals = createSimulationTotals();
  const shown: CaseComparison[] = [];
  const failed: Record<string, number> = {};
  const against = new Set<number>();
  let requests = 0;
  let differing = 0;
  for await (const page of pages) {
    for (const request of page) {
      const { result } = request;
      each(request);
      requests += 1;
      against.add(request.against);
      if ('failed' in result) {
        failed[result.failed] = (failed[result.failed] ?? 0) + 1;
        continue;
      }
      totals.add(result);
      if (!result.changed) continue;
      differing += 1;
      if (shown.length < show) shown.push(result);
    }
  }
  const versions = [...against].sort((a, b) => a - b);
  return { evaluation, requests, differing, shown, failed, against: versions, types: totals.totals([]) };
}

const ENDED = { stopped: 'stopped', expired: 'ended at its date', published: 'ended by being published' };

/** A report a person reads. */
export function evaluationInWords(report: EvaluationReport): string {
  const { evaluation, requests, differing, shown, failed, against, types } = report;
  const { number, hash, startedBy, startedAt, reason, until, ended } = evaluation;
  const end = ended
    ? `${ENDED[ended.why]} on ${ended.at}`
    : `runs ${until === null ? 'until it is stopped' : `until ${until}`}`;
  const versions = against.length === 0 ? '' : ` (beside policy version ${against.join(', ')})`;
  const failures = Object.entries(failed);
  const same = requests - differing - failures.reduce((sum, [, count]) => sum + count, 0);
  const more = differing - shown.length;
  return [
    `Evaluation ${number} (draft ${hash.slice(0, 12)}) was started by ${startedBy} on ${startedAt}: ${reason}`,
    `It ${end}.`,
    `${requests} requests were filed meanwhile${versions}: ${same} would be handled the same way, ${differing} otherwise.`,
    ...failures.map(([name, count]) => `${count} could not be evaluated under the draft (${name}).`),
    ...types.flatMap(typeInWords),
    ...shown.map(comparisonInWords),
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

/** One line of `--json`; docs/policy-evaluate.md describes it. */
export function evaluatedJson({ requestId, at, against, result }: EvaluatedRequest): string {
  const compared = 'failed' in result ? result : comparisonView(result);
  return JSON.stringify({ kind: 'request', id: requestId, at, against, ...compared });
}

/** The last line of `--json`. */
export function reportJson({ evaluation, requests, differing, failed, types }: EvaluationReport): string {
  const { policy: _, ...about } = evaluation;
  return JSON.stringify({
    kind: 'summary',
    evaluation: about,
    requests,
    differing,
    failed,
    types: types.map(({ waiting: __, ...counts }) => counts),
  });
}
