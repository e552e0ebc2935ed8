import type { CoverageVerdict } from '@handrail/contracts/vocabulary';
import type { Automation, FieldNames } from '../domain/guard/automation.ts';
import { classifyAutomation } from '../domain/guard/classify-automation.ts';
import { type Coverage, coverageOfUnreadable } from '../domain/guard/coverage.ts';
import { createPortal } from '../domain/guard/reach.ts';
import { markOf, type ReviewMark, type ShownMark } from '../domain/guard/review-mark.ts';
import type { AutomationPort, AutomationReading, ReadingProgress } from '../ports/automations.ts';
import { type MendInShort, mendInShort } from './propose-mend.ts';

/** One automation with its verdict, and what stands beside it. */
export interface CoverageLine extends Coverage {
  /** Whether it can be mended, for one that ignores the hold or respects it in part. */
  readonly mend?: MendInShort;
  /** A person's mark on one that needs review; it never changes the verdict. */
  readonly review?: ShownMark;
}

/** Which automations of a CRM leave held records alone. */
export interface CoverageReport {
  /** In the order in which the CRM lists them. */
  readonly coverages: readonly CoverageLine[];
  readonly counts: Readonly<Record<CoverageVerdict, number>>;
  /** Automations that are on and ignore the hold: what must be mended. */
  readonly ignoring: number;
}

/**
 * Checks every automation of a CRM, or one with those it puts records into.
 *
 * @param options `only`: the id of the one to report on; all when left out. `marks`: people's marks, to be shown
 * @throws CrmError `unavailable`, `refused` when nothing could be listed
 */
export async function checkCoverage(
  { automations }: { readonly automations: AutomationPort },
  {
    only,
    marks = [],
    onProgress,
  }: {
    readonly only?: string;
    readonly marks?: readonly ReviewMark[];
    readonly onProgress?: (progress: ReadingProgress) => void;
  } = {},
): Promise<CoverageReport> {
  const readings =
    only === undefined ? await automations.readAll(onProgress) : await automations.readSome([only]);
  const coverages = coverageOf(readings, automations.names, only);
  return reportOf(linesOf(coverages, readings, automations.names, marks));
}

function linesOf(
  coverages: readonly Coverage[],
  readings: readonly AutomationReading[],
  names: FieldNames,
  marks: readonly ReviewMark[],
): readonly CoverageLine[] {
  const all = readings.flatMap((one) => (one.kind === 'read' ? [one.automation] : []));
  const mendables = new Map(
    readings.flatMap((one) =>
      one.kind === 'read' && one.mendable ? [[one.automation.id, one.mendable] as const] : [],
    ),
  );
  return coverages.map((coverage): CoverageLine => {
    const mendable = mendables.get(coverage.automationId);
    const mend = mendable ? mendInShort(coverage, () => mendable.draft(), all, names) : null;
    const review = markOf(coverage, marks);
    return { ...coverage, ...(mend && { mend }), ...(review && { review }) };
  });
}

/** Judges automations that were read, as one portal. Pure; `only` names the one to judge. */
export function coverageOf(
  readings: readonly AutomationReading[],
  names: FieldNames,
  only?: string,
): readonly Coverage[] {
  const automations = readings.flatMap((reading): readonly Automation[] =>
    reading.kind === 'read' ? [reading.automation] : [],
  );
  const portal = createPortal(automations, names);
  return readings.flatMap((reading) => {
    const id = reading.kind === 'read' ? reading.automation.id : reading.id;
    if (only !== undefined && id !== only) return [];
    return [
      reading.kind === 'read'
        ? classifyAutomation(reading.automation, portal)
        : coverageOfUnreadable(reading),
    ];
  });
}

/** Adds up what was found. */
export function reportOf(coverages: readonly CoverageLine[]): CoverageReport {
  const count = (wanted: CoverageVerdict) => coverages.filter(({ verdict }) => verdict === wanted).length;
  return {
    coverages,
    counts: {
      ignores: count('ignores'),
      partly: count('partly'),
      needs_review: count('needs_review'),
      not_visible: count('not_visible'),
      respects: count('respects'),
      does_not_write: count('does_not_write'),
    },
    ignoring: coverages.filter(({ verdict, enabled }) => enabled && verdict === 'ignores').length,
  };
}
