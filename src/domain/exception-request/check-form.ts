import { type Delegation, isInForce } from '../delegation/delegation.ts';
import type { PolicyDecision } from '../policy/decision.ts';
import type { Person, StageRef } from '../policy/facts.ts';
import type { ExceptionType } from '../policy/policy.ts';
import { peopleOf, without } from '../policy/requirement.ts';
import { isSatisfiable, openRoles } from '../policy/satisfaction.ts';
import { listInWords } from '../policy/words.ts';
import type { Rejection } from './commands.ts';

const DAY = 24 * 60 * 60 * 1000;

/** A form held against the policy. Parts that are absent are not checked: the rep has not come to them yet. */
export interface CheckedForm {
  readonly exceptionType: ExceptionType;
  readonly decision: PolicyDecision;
  readonly requesterEmail: string;
  /** Delegations of the tenant: whoever stands in for the requester now cannot decide on the request. */
  readonly delegations: readonly Delegation[];
  /** ISO 8601 instant. */
  readonly expiresAt?: string | undefined;
  readonly reasonCode?: string;
  readonly reason?: string;
  readonly proposed?: { readonly owner?: Person; readonly stage?: StageRef };
}

/**
 * Everything that keeps a form from being filed, in the order of the form. Empty when it can be. Preview and submit
 * share it, so that a rep is warned of exactly what would be refused.
 */
export function checkForm(form: CheckedForm, now: Date): readonly Rejection[] {
  return [
    ...checkReason(form),
    ...checkProposal(form),
    ...checkExpiry(form, now),
    ...checkCriteria(form),
    ...checkApprovers(form, now),
  ];
}

function checkReason({ exceptionType, reasonCode, reason }: CheckedForm): Rejection[] {
  const { codes, minLength, prompt } = exceptionType.reasons;
  const rejections: Rejection[] = [];
  if (reasonCode !== undefined && !codes.some(({ id }) => id === reasonCode)) {
    rejections.push({
      code: 'unknown_reason_code',
      message: `"${reasonCode}" is not a reason of ${exceptionType.label}. Choose one of: ${codes.map(({ label }) => label).join(', ')}.`,
    });
  }
  const length = reason?.trim().length;
  if (length !== undefined && length < minLength) {
    rejections.push({
      code: 'reason_too_short',
      message: `The reason has ${length} characters; ${exceptionType.label} asks for at least ${minLength}. ${prompt}`,
    });
  }
  return rejections;
}

function checkProposal({ exceptionType, proposed }: CheckedForm): Rejection[] {
  if (!proposed) return [];
  return (['owner', 'stage'] as const)
    .filter((what) => exceptionType.proposes[what] === 'required' && !proposed[what])
    .map((what) => ({
      code: 'proposal_missing',
      message: `${exceptionType.label} needs a proposed ${what}. Choose one in the form.`,
    }));
}

function checkExpiry({ exceptionType, expiresAt }: CheckedForm, now: Date): Rejection[] {
  if (expiresAt === undefined) return [];
  const { maxDays } = exceptionType.validity;
  const lasts = Date.parse(expiresAt) - now.getTime();
  if (lasts <= 0) {
    return [{ code: 'expiry_in_past', message: 'The end date has passed already. Choose a later one.' }];
  }
  if (lasts <= maxDays * DAY) return [];
  return [
    {
      code: 'expiry_too_far',
      message: `${exceptionType.label} may last at most ${maxDays} days. Choose an earlier end date.`,
    },
  ];
}

/** Whether the record qualifies; facts that are not known never keep it from doing so. */
export function checkCriteria({
  exceptionType,
  decision,
}: {
  readonly exceptionType: Pick<ExceptionType, 'label'>;
  readonly decision: PolicyDecision;
}): readonly Rejection[] {
  const { truth, groups } = decision.criteria;
  if (truth !== 'false') return [];
  const failed = groups
    .flatMap(({ conditions }) => conditions.filter((condition) => condition.truth === 'false'))
    .map(({ wanted, saw }) => `${wanted} (it is ${saw})`);
  return [
    {
      code: 'criteria_not_met',
      message: `This record does not qualify for ${exceptionType.label}. Needed: ${failed.join('; or ')}. Correct the record or choose another type.`,
    },
  ];
}

/**
 * Separation of duties: neither the requester nor whoever stands in for them is an approver here, and what is left must
 * still suffice.
 */
function checkApprovers(
  { exceptionType, decision, requesterEmail, delegations }: CheckedForm,
  now: Date,
): Rejection[] {
  if (!decision.requirement) {
    return [
      {
        code: 'policy_gap',
        message: `The policy names no approver for this ${exceptionType.label} request, so it cannot be filed. Ask RevOps to add a decision right that covers it.`,
      },
    ];
  }
  const ofRequester = delegations.filter(
    (one) => one.delegator.email === requesterEmail && isInForce(one, now.toISOString()),
  );
  const requirement = [requesterEmail, ...ofRequester.map(({ delegate }) => delegate.email)].reduce(
    without,
    decision.requirement,
  );
  if (isSatisfiable(requirement)) return [];
  const everybody = new Set(peopleOf(requirement).map(({ email }) => email));
  const roles = [...new Set(openRoles(requirement, everybody).map(({ label }) => label))];
  return [
    {
      code: 'no_eligible_approver',
      message: `Too few people could approve as ${listInWords(roles)}: nobody decides on their own request, nor does whoever stands in for them, and nobody counts for two roles that must be different people. Ask RevOps to name a further person.`,
    },
  ];
}
