import { checkForm } from '../domain/exception-request/check-form.ts';
import type { ExceptionRequest, LinkedRecord } from '../domain/exception-request/state.ts';
import type { LinkedHandoff, Person } from '../domain/policy/facts.ts';
import { freezeClock } from '../domain/policy/freeze-clock.ts';
import { freezeDisputeRule } from '../domain/policy/freeze-dispute-rule.ts';
import { without } from '../domain/policy/requirement.ts';
import type { AppContext } from './context.ts';
import type { Draft, EvaluatedDraft } from './evaluate-draft.ts';
import { makeBreakGlass } from './make-break-glass.ts';
import { Refusal } from './refusal.ts';
import type { ExplainedChange } from './watch/explain-change.ts';

/** A form that a rep has filled. */
export interface FilledForm extends Draft {
  readonly reasonCode: string;
  readonly reason: string;
  readonly expiresAt: string;
  /** Set to have it take effect before anybody has decided. */
  readonly breakGlass?: { readonly reason: string } | undefined;
  /** Set to file for a change that was made already. */
  readonly retroactive?: { readonly changeId: string } | undefined;
  /** Set when an automation files it in the requester's name. */
  readonly filedBy?: ExceptionRequest['filedBy'];
}

/**
 * Freezes a filled form and what was evaluated for it into a request. Reads and writes nothing.
 *
 * @param explained the change it is filed for afterwards
 * @throws Refusal when the form is not one that can be filed
 */
export function makeRequest(
  context: AppContext,
  form: FilledForm,
  draft: EvaluatedDraft,
  explained: ExplainedChange | null = null,
): ExceptionRequest {
  const { exceptionType: type, handoff, requester, policy, decision, proposed, standardPath } = draft;
  const { record, expiresAt, reason } = form;
  const now = context.clock.now();
  if (handoff.notReady) throw new Refusal({ code: 'properties_missing', message: handoff.notReady });
  const breakGlass = form.breakGlass ? makeBreakGlass(form.breakGlass, draft, now) : null;
  const [rejection] = checkForm(
    {
      ...form,
      exceptionType: type,
      decision,
      proposed,
      requesterEmail: requester.email,
      delegations: draft.delegations,
    },
    now,
  );
  if (rejection) throw new Refusal(rejection);

  const reasonCode = type.reasons.codes.find(({ id }) => id === form.reasonCode);
  const playbook = policy.policy.playbooks.find(({ id }) => id === type.playbook);
  if (!reasonCode || !decision.requirement)
    throw new Error('a form passed its check unfilled (this is a bug)');
  if (!playbook)
    throw new Error(`playbook "${type.playbook}" is not defined (this is a bug: the catalog checks it)`);
  return {
    requestId: context.ids.requestId(),
    record,
    recordTitle: handoff.title,
    exceptionType: {
      id: type.id,
      label: type.label,
      governs: type.governs,
      nextSteps: type.nextSteps,
      ...(type.precedence && { precedence: type.precedence }),
    },
    reasonCode,
    reason: reason.trim(),
    requester,
    proposed,
    ...(handoff.linked && { linked: linkedOf(handoff.linked, draft.ownerThere) }),
    former: { owner: handoff.owner, stage: handoff.stage, ...explained?.former },
    ...(explained && { retroactive: explained.retroactive }),
    expiresAt,
    submittedAt: now.toISOString(),
    policyVersion: policy.version,
    facts: draft.facts,
    decision,
    requirement: without(decision.requirement, requester.email),
    // What takes effect at once does not wait: its review has a time of its own.
    clock:
      type.clock && !breakGlass
        ? freezeClock(
            type.clock,
            {
              policy: policy.policy,
              facts: draft.facts,
              directory: draft.directory,
              requesterEmail: requester.email,
            },
            now,
          )
        : null,
    ...(type.disputes && {
      disputeRule: freezeDisputeRule(type.disputes, {
        policy: policy.policy,
        facts: draft.facts,
        directory: draft.directory,
      }),
    }),
    standardPath,
    playbook,
    extensionTerms: type.validity.extensions
      ? { ...type.validity.extensions, reasonMinLength: type.reasons.minLength }
      : null,
    breakGlass,
    ...(form.filedBy && { filedBy: form.filedBy }),
  };
}

/** @param ownerThere the proposed owner as the other CRM knows them */
function linkedOf(
  { record, crm, owner }: LinkedHandoff,
  ownerThere: Person | null | undefined,
): LinkedRecord {
  const [former, proposed] = [owner?.ownerId, ownerThere?.ownerId];
  return {
    record,
    crm,
    ...(former !== undefined && { formerOwnerId: former }),
    ...(proposed !== undefined && { proposedOwnerId: proposed }),
  };
}
