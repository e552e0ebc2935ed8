import { coverageOfUnreadable } from '../domain/guard/coverage.ts';
import type { ReviewMark } from '../domain/guard/review-mark.ts';
import type { AutomationPort, ReadingProgress } from '../ports/automations.ts';
import { CrmError } from '../ports/crm.ts';
import { type CoverageLine, type CoverageReport, checkCoverage, reportOf } from './check-coverage.ts';

/** A CRM whose automation is checked. */
export interface CheckedCrm {
  /** What people call it. */
  readonly name: string;
  readonly automations: AutomationPort;
}

/**
 * Checks every automation of all CRMs of a tenant, one CRM after the other. Where there are several, one that does not
 * even list its automations comes back as one line that is not visible: the other's are still told.
 *
 * @throws CrmError `unavailable`; `refused` when the only CRM lists nothing
 */
export async function checkCrms(
  crms: readonly CheckedCrm[],
  {
    marks = [],
    onProgress = () => {},
  }: {
    readonly marks?: readonly ReviewMark[];
    readonly onProgress?: (progress: ReadingProgress) => void;
  } = {},
): Promise<CoverageReport> {
  const lines: CoverageLine[] = [];
  for (const [at, crm] of crms.entries()) {
    const before = lines.length;
    const isLast = at === crms.length - 1;
    const tell = ({ done, total }: ReadingProgress): void =>
      // Nobody knows how many the CRMs that come after will have.
      onProgress({ done: before + done, total: isLast && total !== null ? before + total : null });
    lines.push(...(await linesOf(crm, { marks, onProgress: tell, isOnly: crms.length === 1 })));
  }
  return reportOf(lines);
}

async function linesOf(
  { name, automations }: CheckedCrm,
  {
    isOnly,
    ...options
  }: {
    readonly marks: readonly ReviewMark[];
    readonly onProgress: (progress: ReadingProgress) => void;
    readonly isOnly: boolean;
  },
): Promise<readonly CoverageLine[]> {
  try {
    return (await checkCoverage({ automations }, options)).coverages;
  } catch (error) {
    if (isOnly || !(error instanceof CrmError) || error.code !== 'refused') throw error;
    const why = error.message.replace(/\.$/, '');
    return [coverageOfUnreadable({ id: name, name: `All automation of ${name}`, why })];
  }
}
