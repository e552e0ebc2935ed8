import { canonicalJson } from '../domain/audit/canonical-json.ts';
import type { ExceptionRequest } from '../domain/exception-request/state.ts';
import type { Person } from '../domain/policy/facts.ts';
import type { ExceptionType } from '../domain/policy/policy.ts';
import { isSatisfiable, rolesOf, without } from '../domain/policy/requirement.ts';
import { type HandoffTransaction, LiveExceptionConflict, type StoredRequest } from '../ports/unit-of-work.ts';
import { applyCommand } from './apply-command.ts';
import type { AppContext, Caller } from './context.ts';
import { type Draft, type EvaluatedDraft, evaluateDraft } from './evaluate-draft.ts';
import { findRequest } from './find-request.ts';
import { personOf } from './people.ts';
import { Refusal } from './refusal.ts';

const DAY = 24 * 60 * 60 * 1000;

/** A filled form. */
export interface Submission extends Draft {
  /** Made by the client once per form; a repeated call with the same content files nothing new. */
  readonly idempotencyKey: string;
  readonly reasonCode: string;
  readonly reason: string;
  readonly expiresAt: string;
}

/**
 * Files an exception request on a record. Gathers facts, evaluates the policy, and commits request, audit entry and
 * the job that tags the record in one transaction. A CRM that is down does not stop it: facts are then unknown, so
 * everybody who might have to approve is asked, and the record is tagged when the CRM is back.
 *
 * Idempotent by `idempotencyKey` for one caller.
 *
 * @throws Refusal when the form, the policy or a live exception on the record forbids it
 */
export async function submitException(
  context: AppContext,
  caller: Caller,
  submission: Submission,
): Promise<StoredRequest> {
  const { unitOfWork } = context;
  const { idempotencyKey, ...content } = submission;
  const contentHash = context.sha256(canonicalJson({ userId: caller.userId, ...content }));
  const before = await unitOfWork.transact(caller.tenantId, (tx) =>
    findRepeat(tx, idempotencyKey, contentHash),
  );
  if (before) return before;

  const draft = await evaluateDraft(context, caller, submission);
  const request = await makeRequest(context, caller, submission, draft);
  try {
    return await unitOfWork.transact(caller.tenantId, async (tx) => {
      const repeated = await findRepeat(tx, idempotencyKey, contentHash);
      if (repeated) return repeated;
      await refuseSecond(tx, request);
      const stored = await applyCommand(context, tx, null, { type: 'submit', request });
      await tx.saveSubmission(idempotencyKey, { requestId: request.requestId, contentHash });
      return stored;
    });
  } catch (error) {
    if (!(error instanceof LiveExceptionConflict)) throw error;
    // Two people filed in the same moment: the store let one through; tell the other which one.
    return await unitOfWork.transact(caller.tenantId, async (tx) => {
      const repeated = await findRepeat(tx, idempotencyKey, contentHash);
      if (repeated) return repeated;
      await refuseSecond(tx, request);
      throw error;
    });
  }
}

async function findRepeat(
  tx: HandoffTransaction,
  idempotencyKey: string,
  contentHash: string,
): Promise<StoredRequest | null> {
  const submission = await tx.findSubmission(idempotencyKey);
  if (!submission) return null;
  if (submission.contentHash === contentHash) return findRequest(tx, submission.requestId);
  throw new Refusal({
    code: 'idempotency_key_reused',
    message: 'This form was submitted before with other content. Reload the card and file the request again.',
  });
}

async function refuseSecond(tx: HandoffTransaction, { record }: ExceptionRequest): Promise<void> {
  const live = await tx.findLiveRequest(record);
  if (!live) return;
  const { request, status } = live.state;
  throw new Refusal(
    {
      code: 'live_exception_exists',
      message: `This record already has a live exception: ${request.exceptionType.label}, ${status.replaceAll('_', ' ')}, filed by ${request.requester.name}. It must end or be withdrawn before another is filed.`,
    },
    request.requestId,
  );
}

async function makeRequest(
  context: AppContext,
  caller: Caller,
  submission: Submission,
  draft: EvaluatedDraft,
): Promise<ExceptionRequest> {
  const { exceptionType: type, handoff, policy, decision } = draft;
  const now = context.clock.now();
  if (handoff.notReady) throw new Refusal({ code: 'properties_missing', message: handoff.notReady });
  checkForm(type, submission, draft, now);
  const requester = await personOf(context.crmOf(caller.tenantId), caller);
  const playbook = policy.policy.playbooks.find(({ id }) => id === type.playbook);
  if (!playbook)
    throw new Error(`playbook "${type.playbook}" is not defined (this is a bug: the catalog checks it)`);
  return {
    requestId: context.ids.requestId(),
    record: submission.record,
    recordTitle: handoff.title,
    exceptionType: { id: type.id, label: type.label, governs: type.governs, nextSteps: type.nextSteps },
    reasonCode: findReasonCode(type, submission.reasonCode),
    reason: submission.reason.trim(),
    requester,
    proposed: draft.proposed,
    former: { owner: handoff.owner, stage: handoff.stage },
    expiresAt: submission.expiresAt,
    submittedAt: now.toISOString(),
    policyVersion: policy.version,
    decision,
    requirement: requirementFor(type, draft, requester),
    standardPath: draft.standardPath,
    playbook,
  };
}

function findReasonCode(type: ExceptionType, reasonCode: string): ExceptionRequest['reasonCode'] {
  const code = type.reasons.codes.find(({ id }) => id === reasonCode);
  if (code) return code;
  throw new Refusal({
    code: 'unknown_reason_code',
    message: `"${reasonCode}" is not a reason of ${type.label}. Choose one of: ${type.reasons.codes.map(({ label }) => label).join(', ')}.`,
  });
}

function checkForm(type: ExceptionType, submission: Submission, draft: EvaluatedDraft, now: Date): void {
  findReasonCode(type, submission.reasonCode);
  const length = submission.reason.trim().length;
  if (length < type.reasons.minLength) {
    throw new Refusal({
      code: 'reason_too_short',
      message: `The reason has ${length} characters; ${type.label} asks for at least ${type.reasons.minLength}. ${type.reasons.prompt}`,
    });
  }
  for (const what of ['owner', 'stage'] as const) {
    if (type.proposes[what] === 'required' && !draft.proposed[what]) {
      throw new Refusal({
        code: 'proposal_missing',
        message: `${type.label} needs a proposed ${what}. Choose one in the form.`,
      });
    }
  }
  const lasts = Date.parse(submission.expiresAt) - now.getTime();
  if (lasts <= 0) {
    throw new Refusal({
      code: 'expiry_in_past',
      message: 'The end date has passed already. Choose a later one.',
    });
  }
  if (lasts > type.validity.maxDays * DAY) {
    throw new Refusal({
      code: 'expiry_too_far',
      message: `${type.label} may last at most ${type.validity.maxDays} days. Choose an earlier end date.`,
    });
  }
  if (draft.decision.criteria.truth === 'false') {
    const failed = draft.decision.criteria.groups
      .flatMap(({ conditions }) => conditions)
      .filter(({ truth }) => truth === 'false')
      .map(({ wanted, saw }) => `${wanted} (it is ${saw})`);
    throw new Refusal({
      code: 'criteria_not_met',
      message: `This record does not qualify for ${type.label}. Needed: ${failed.join('; or ')}. Correct the record or choose another type.`,
    });
  }
}

/** Separation of duties: the requester is nobody's approver here, and what is left must still suffice. */
function requirementFor(
  type: ExceptionType,
  { decision }: EvaluatedDraft,
  requester: Person,
): ExceptionRequest['requirement'] {
  if (!decision.requirement) {
    throw new Refusal({
      code: 'policy_gap',
      message: `The policy names no approver for this ${type.label} request, so it cannot be filed. Ask RevOps to add a decision right that covers it.`,
    });
  }
  const requirement = without(decision.requirement, requester.email);
  if (isSatisfiable(requirement)) return requirement;
  const roles = rolesOf(requirement)
    .filter(({ people, approve }) => people.length < approve)
    .map(({ label }) => label);
  throw new Refusal({
    code: 'no_eligible_approver',
    message: `Nobody but you could approve as ${roles.join(' and ')}, and nobody decides on their own request. Ask RevOps to name a second person for the role.`,
  });
}
