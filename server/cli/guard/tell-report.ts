import { COVERAGE_VERDICTS, type CoverageVerdict } from '@handrail/contracts/vocabulary';
import type { CoverageLine, CoverageReport } from '../../../src/application/check-coverage.ts';
import { EXIT } from '../exit-codes.ts';
import { print, printJson } from '../print.ts';
import { OBSTACLES, wayInWords } from './mend-in-words.ts';

const VERDICTS: Readonly<Record<CoverageVerdict, string>> = {
  ignores: 'ignores',
  partly: 'partly',
  needs_review: 'needs review',
  not_visible: 'not visible',
  respects: 'respects',
  does_not_write: 'does not write',
};

export interface TellingOptions {
  readonly json: boolean;
  /** Also what writes no governed field. */
  readonly all: boolean;
  /** Also the way through the automation, step by step. */
  readonly withWay: boolean;
}

/** Prints a report, worst first, and sets the exit code. */
export function tellReport(report: CoverageReport, options: TellingOptions): void {
  if (options.json) printJson(report);
  else print(reportInWords(report, options));
  process.exitCode = report.ignoring > 0 ? EXIT.found : EXIT.ok;
}

function reportInWords(
  { coverages, counts, ignoring }: CoverageReport,
  { all, withWay }: TellingOptions,
): string {
  const shown = coverages
    .filter(({ verdict }) => all || verdict !== 'does_not_write')
    .toSorted((a, b) => COVERAGE_VERDICTS.indexOf(a.verdict) - COVERAGE_VERDICTS.indexOf(b.verdict));
  const width = Math.max(0, ...shown.map(({ automationId }) => automationId.length));
  const lines = shown.flatMap((coverage) => coverageInWords(coverage, width, withWay));
  const summary = COVERAGE_VERDICTS.filter((verdict) => counts[verdict] > 0).map(
    (verdict) => `${VERDICTS[verdict]} ${counts[verdict]}`,
  );
  const hidden = coverages.length - shown.length;
  return [
    ...lines,
    `${coverages.length} ${coverages.length === 1 ? 'workflow' : 'workflows'}: ${summary.join(', ') || 'none'}.${hidden > 0 ? ' --all lists those that write nothing.' : ''}`,
    ignoring > 0
      ? `To be mended, because they are on and ignore the routing hold: ${ignoring}.`
      : 'No workflow that is on ignores the routing hold.',
  ].join('\n');
}

function coverageInWords(coverage: CoverageLine, width: number, withWay: boolean): readonly string[] {
  const { verdict, automationId, name, enabled, evidence, path } = coverage;
  return [
    `${VERDICTS[verdict].padEnd(14)}  ${automationId.padEnd(width)}  ${enabled ? 'on ' : 'off'}  ${name}`,
    `    ${evidence}`,
    ...(withWay && path.length > 0 ? [`    The way: ${path.join(' → ')}`] : []),
    ...mendLines(coverage),
    ...reviewLines(coverage),
  ];
}

function mendLines({ mend, automationId }: CoverageLine): readonly string[] {
  if (!mend) return [];
  if (mend.kind === 'offered')
    return [`    Can be mended with ${wayInWords(mend.way)}: handrail guard mend --flow ${automationId}`];
  return [
    `    Cannot be mended from here (${OBSTACLES[mend.code]}): handrail guard mend --flow ${automationId} --dry-run says what to do`,
  ];
}

function reviewLines({ review }: CoverageLine): readonly string[] {
  if (!review) return [];
  const { by, at, reason } = review.mark;
  if (review.state === 'in_force') return [`    Reviewed by ${by.name} on ${at.slice(0, 10)}: ${reason}`];
  return [`    Edited since ${by.name} reviewed it on ${at.slice(0, 10)}: look at it again.`];
}
