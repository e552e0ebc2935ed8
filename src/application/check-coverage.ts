import type { CoverageVerdict } from '@handrail/contracts/vocabulary';
import type { Automation, FieldNames } from '../domain/guard/automation.ts';
import { classifyAutomation } from '../domain/guard/classify-automation.ts';
import { type Coverage, coverageOfUnreadable } from '../domain/guard/coverage.ts';
import { createPortal } from '../domain/guard/reach.ts';
import type { AutomationPort, AutomationReading, ReadingProgress } from '../ports/automations.ts';

/** Which automations of a CRM leave held records alone. */
export interface CoverageReport {
  /** In the order in which the CRM lists them. */
  readonly coverages: readonly Coverage[];
  readonly counts: Readonly<Record<CoverageVerdict, number>>;
  /** Automations that are on and ignore the hold: what must be mended. */
  readonly ignoring: number;
}

/**
 * Checks every automation of a CRM, or one with those it puts records into.
 *
 * @param only the id of the one to report on; all when left out
 * @throws CrmError `unavailable`, `refused` when nothing could be listed
 */
export async function checkCoverage(
  { automations }: { readonly automations: AutomationPort },
  {
    only,
    onProgress,
  }: { readonly only?: string; readonly onProgress?: (progress: ReadingProgress) => void } = {},
): Promise<CoverageReport> {
  const readings =
    only === undefined ? await automations.readAll(onProgress) : await automations.readSome([only]);
  return reportOf(coverageOf(readings, automations.names, only));
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
export function reportOf(coverages: readonly Coverage[]): CoverageReport {
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
