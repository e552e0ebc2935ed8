import type { ResolvedRequirement } from '../policy/decision.ts';
import type { Directory } from '../policy/directory.ts';
import type { PolicyVersion } from '../policy/policy.ts';
import { judgeCase, type SimulatedCase, type Verdict } from './judge-case.ts';

/** What a draft would change about one request. */
export interface CaseComparison {
  readonly id: string;
  readonly exceptionTypeId: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** People the draft would ask and the present policy does not; e-mail addresses. */
  readonly added: readonly string[];
  /** People the present policy asks and the draft would not. */
  readonly dropped: readonly string[];
  /** False when both ask the same people in the same way, or refuse for the same reason. */
  readonly changed: boolean;
}

/** Tries one request on two policies. Pure. @param directory the people of the CRM, if they were read */
export function compareCase(
  inForce: PolicyVersion,
  draft: PolicyVersion,
  one: SimulatedCase,
  directory?: Directory,
): CaseComparison {
  const before = judgeCase(inForce, one, directory);
  const after = judgeCase(draft, one, directory);
  const [asked, wouldAsk] = [before, after].map((verdict) =>
    verdict.outcome === 'asked' ? verdict.people : [],
  ) as [readonly string[], readonly string[]];
  return {
    id: one.id,
    exceptionTypeId: one.exceptionTypeId,
    before,
    after,
    added: wouldAsk.filter((email) => !asked.includes(email)),
    dropped: asked.filter((email) => !wouldAsk.includes(email)),
    changed: verdictKey(before) !== verdictKey(after),
  };
}

/** True when nobody could decide the request under the draft: it would be stuck, or refused for want of a row. */
export function isUnresolvable({ outcome }: Verdict): boolean {
  return outcome === 'policy_gap' || outcome === 'no_eligible_approver';
}

function verdictKey(verdict: Verdict): string {
  return verdict.outcome === 'asked' ? requirementKey(verdict.requirement) : verdict.outcome;
}

/** The same text for requirements that ask the same people with the same thresholds, whatever their order. */
export function requirementKey(requirement: ResolvedRequirement): string {
  if (requirement.kind === 'role') {
    const people = requirement.people.map(({ email }) => email).sort();
    return `${requirement.approve} of ${requirement.role}: ${people.join(' ')}`;
  }
  return `${requirement.kind}(${requirement.of.map(requirementKey).sort().join(', ')})`;
}
