import type { Person, RecordRef } from '../domain/policy/facts.ts';
import type { PolicyVersion } from '../domain/policy/policy.ts';
import type { AutomationAnswer, AutomationCall } from '../ports/automation-store.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import type { AppContext, Caller } from './context.ts';
import { findType } from './evaluate-draft.ts';
import { findPolicyInForce } from './published-policy.ts';
import { Refusal } from './refusal.ts';
import { submitException } from './submit-exception.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What an automation asks for. Texts are as its author filled them in, or as the record had them. */
export interface RequestByAutomation {
  /** Names the call: the CRM repeats it with the same one. */
  readonly callId: string;
  readonly calledBy: AutomationCall;
  readonly record: RecordRef;
  readonly exceptionTypeId: string;
  readonly reasonCode: string;
  readonly reason: string;
  /** In whose name; undefined when the record has no owner and nobody was named. */
  readonly requesterOwnerId: string | undefined;
  readonly proposedOwnerId?: string | undefined;
  readonly proposedStageId?: string | undefined;
  /** Whole days from now, from 1; as long as the type allows when left out. */
  readonly validDays?: number | undefined;
}

/**
 * Files a request in the name of a person, as if they had filled the form, except that the trail names the automation
 * and that it never takes effect before it is decided. The policy is asked as ever: nobody becomes an approver by it,
 * and the person it is filed for does not decide on it.
 *
 * Idempotent by `callId`: a repeated call is told what the first one was told, whatever has changed meanwhile.
 *
 * @returns a refusal by policy or state as an answer, since the automation goes on
 * @throws CrmError `unavailable` when it cannot be found out in whose name to file; what a store that is down throws.
 * The same call is then worth another try
 */
export async function requestByAutomation(
  context: AppContext,
  tenantId: string,
  request: RequestByAutomation,
): Promise<AutomationAnswer> {
  const { unitOfWork, clock } = context;
  const callKey = `automation-${context.sha256(request.callId)}`;
  const { earlier, policy } = await unitOfWork.transact(tenantId, async (tx) => {
    await tx.automations.noteCall(request.calledBy, clock.now());
    return {
      earlier: await findEarlier(tx, callKey),
      policy: await findPolicyInForce(tx, tenantId),
    };
  });
  if (earlier) return earlier;
  try {
    const requestId = await file(context, tenantId, callKey, request, policy);
    return { outcome: 'filed', requestId };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error;
    return unitOfWork.transact(
      tenantId,
      // The same call may have been filed by its repetition a moment ago: that is then the answer.
      async (tx) =>
        (await findEarlier(tx, callKey)) ??
        tx.automations.saveAnswer(callKey, { outcome: 'refused', code, message }, clock.now()),
    );
  }
}

async function findEarlier(tx: HandoffTransaction, callKey: string): Promise<AutomationAnswer | null> {
  const filed = await tx.findSubmission(callKey);
  return filed ? { outcome: 'filed', requestId: filed.requestId } : tx.automations.findAnswer(callKey);
}

async function file(
  context: AppContext,
  tenantId: string,
  callKey: string,
  { callId: _, calledBy, requesterOwnerId, validDays, ...form }: RequestByAutomation,
  policy: PolicyVersion,
): Promise<string> {
  const { maxDays } = findType(policy, form).validity;
  const caller = await findRequester(context, tenantId, form.record, requesterOwnerId);
  const expiresAt = new Date(context.clock.now().getTime() + (validDays ?? maxDays) * DAY).toISOString();
  const { stored } = await submitException(context, caller, {
    ...form,
    expiresAt,
    idempotencyKey: callKey,
    filedBy: { automationId: calledBy.automationId },
  });
  return stored.state.request.requestId;
}

/** @throws Refusal `requester_unknown`; CrmError `unavailable` */
async function findRequester(
  context: AppContext,
  tenantId: string,
  record: RecordRef,
  ownerId: string | undefined,
): Promise<Caller> {
  if (ownerId === undefined) {
    throw requesterUnknown(
      'The record has no owner, and the workflow names nobody in whose name to file. Fill in "Requested by", or let the workflow set an owner first.',
    );
  }
  const snapshot = await context.unitOfWork.transact(tenantId, (tx) => tx.findPeople());
  const person =
    ownedBy(snapshot?.people ?? [], ownerId) ??
    // Somebody who came since the people were read, or they never were.
    ownedBy((await context.crmOf(tenantId).loadChoices(record)).owners, ownerId);
  if (person?.userId === undefined || person.active === false) {
    throw requesterUnknown(
      `Owner ${ownerId} is not an active person in the CRM, so nothing can be filed in their name. Name somebody else in "Requested by".`,
    );
  }
  return { tenantId, userId: person.userId, email: person.email };
}

function ownedBy(people: readonly Person[], ownerId: string): Person | undefined {
  return people.find((person) => person.ownerId === ownerId);
}

function requesterUnknown(message: string): Refusal {
  return new Refusal({ code: 'requester_unknown', message });
}
