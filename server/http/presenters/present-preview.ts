import type { PreviewReply } from '@handrail/contracts/card-view';
import type { Caller } from '../../../src/application/context.ts';
import type { Draft, EvaluatedDraft } from '../../../src/application/evaluate-draft.ts';
import { checkForm } from '../../../src/domain/exception-request/check-form.ts';
import { askedWithDelegates } from '../../../src/domain/exception-request/decide-delegations.ts';
import { without } from '../../../src/domain/policy/requirement.ts';
import { presentDecision } from './present-decision.ts';

/** Who would be asked, and what a submit of the draft as it stands would meet. */
export function presentPreview(
  { decision, exceptionType, handoff, facts, requester, delegations }: EvaluatedDraft,
  { expiresAt }: Draft,
  { email }: Caller,
  now: Date,
): Omit<Extract<PreviewReply, { ok: true }>, 'ok'> {
  const asked = decision.requirement && without(decision.requirement, email);
  const requirement = asked && askedWithDelegates(asked, requester, delegations, now.toISOString());
  const rejections = checkForm(
    { exceptionType, decision, expiresAt, requesterEmail: email, delegations },
    now,
  );
  return {
    decision: presentDecision(decision, requirement, { facts, typeLabel: exceptionType.label }),
    warnings: [
      ...(handoff.notReady === undefined ? [] : [handoff.notReady]),
      ...rejections.map(({ message }) => message),
    ],
  };
}
