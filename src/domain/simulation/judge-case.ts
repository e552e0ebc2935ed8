import type { ProblemCode } from '@handrail/contracts/vocabulary';
import { checkForm } from '../exception-request/check-form.ts';
import type { ResolvedRequirement } from '../policy/decision.ts';
import { type Directory, EMPTY_DIRECTORY } from '../policy/directory.ts';
import { evaluatePolicy } from '../policy/evaluate-policy.ts';
import type { FactMap } from '../policy/facts.ts';
import type { PolicyVersion } from '../policy/policy.ts';
import { peopleOf, without } from '../policy/requirement.ts';

/** A request to try a policy on: a past one, or one made up. */
export interface SimulatedCase {
  readonly id: string;
  readonly exceptionTypeId: string;
  /** Lower case. */
  readonly requesterEmail: string;
  /** With `request.object_type`: the kind of record is a fact of the request. */
  readonly facts: FactMap;
}

/** Why a policy would refuse a request; the codes a rep would meet. */
export type RefusedCode = Extract<
  ProblemCode,
  | 'unknown_exception_type'
  | 'type_not_for_record'
  | 'criteria_not_met'
  | 'policy_gap'
  | 'no_eligible_approver'
>;

/** What a policy makes of one request. */
export type Verdict =
  | {
      readonly outcome: 'asked';
      /** Who must approve, without the requester. */
      readonly requirement: ResolvedRequirement;
      /** E-mail addresses, sorted. */
      readonly people: readonly string[];
    }
  | { readonly outcome: RefusedCode };

/** The clock plays no part in who is asked. */
const ANY_TIME = new Date(0);

/**
 * Asks a policy about a case: the same evaluation and the same refusals as a submit. Pure.
 *
 * @param directory the people of the CRM; without it people are addresses, and those who stand in for its teams are asked
 */
export function judgeCase(
  policy: PolicyVersion,
  one: SimulatedCase,
  directory: Directory = EMPTY_DIRECTORY,
): Verdict {
  const exceptionType = policy.policy.exceptionTypes.find(({ id }) => id === one.exceptionTypeId);
  if (!exceptionType) return { outcome: 'unknown_exception_type' };
  const { requesterEmail } = one;
  const facts: FactMap = {
    ...one.facts,
    'request.requester_email': { state: 'known', value: requesterEmail },
  };
  const kind = facts['request.object_type'];
  if (kind?.state === 'known' && !exceptionType.appliesTo.some((type) => type === kind.value)) {
    return { outcome: 'type_not_for_record' };
  }
  const decision = evaluatePolicy({ policy, exceptionType, facts, directory });
  const [rejection] = checkForm({ exceptionType, decision, requesterEmail, delegations: [] }, ANY_TIME);
  if (rejection) return { outcome: refusedCode(rejection.code) };
  if (!decision.requirement) throw new Error('a decision without approvers passed its check (this is a bug)');
  const requirement = without(decision.requirement, requesterEmail);
  return {
    outcome: 'asked',
    requirement,
    people: peopleOf(requirement)
      .map(({ email }) => email)
      .sort(),
  };
}

function refusedCode(code: ProblemCode): RefusedCode {
  if (code === 'criteria_not_met' || code === 'policy_gap' || code === 'no_eligible_approver') return code;
  throw new Error(`a case has no form that could fail with ${code} (this is a bug)`);
}
