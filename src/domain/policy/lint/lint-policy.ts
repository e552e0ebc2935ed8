import type { Directory } from '../directory.ts';
import type { Policy } from '../policy.ts';
import type { LintFinding } from './finding.ts';
import { lintLimits } from './lint-limits.ts';
import { lintRoles } from './lint-roles.ts';
import { lintRows } from './lint-rows.ts';

const FEWEST_TYPES = 3;
const MOST_TYPES = 7;

/**
 * What is wrong or doubtful in a policy whose files are in order. Errors come first.
 *
 * @param directory the people of the CRM; left out when it was not asked
 */
export function lintPolicy(policy: Policy, directory?: Directory): readonly LintFinding[] {
  const findings = [
    ...typeCount(policy),
    ...policy.exceptionTypes.flatMap(lintRows),
    ...policy.exceptionTypes.flatMap(lintLimits),
    ...lintRoles(policy, directory),
  ];
  return findings.toSorted((a, b) => a.severity.localeCompare(b.severity));
}

/** True when a policy may be published. */
export function isPublishable(findings: readonly LintFinding[]): boolean {
  return findings.every(({ severity }) => severity !== 'error');
}

function typeCount({ exceptionTypes }: Policy): readonly LintFinding[] {
  const count = exceptionTypes.length;
  if (count >= FEWEST_TYPES && count <= MOST_TYPES) return [];
  const effect =
    count > MOST_TYPES ? 'reps will not know which to choose' : 'reps will force requests into them';
  const message = `There are ${count} exception types; ${FEWEST_TYPES} to ${MOST_TYPES} work best: with this many, ${effect}.`;
  return [{ code: 'type_count', severity: 'warning', message }];
}
