import { auditActor } from '../domain/audit/audit-of-event.ts';
import { canonicalJson } from '../domain/audit/canonical-json.ts';
import type { ExceptionRequest } from '../domain/exception-request/state.ts';
import type { PolicyEvaluation } from '../ports/evaluation-store.ts';
import {
  ConcurrencyConflict,
  type HandoffTransaction,
  LiveExceptionConflict,
  type StoredRequest,
} from '../ports/unit-of-work.ts';
import { applyCommand } from './apply-command.ts';
import { delegationsNow } from './apply-delegations.ts';
import type { AppContext, Caller } from './context.ts';
import { evaluateAlongside, factsOfEvaluation, isRunning } from './evaluate-alongside.ts';
import { type EvaluatedDraft, evaluateDraft, findTenantReading } from './evaluate-draft.ts';
import { findRequest } from './find-request.ts';
import { BREAK_GLASS_REFUSALS } from './make-break-glass.ts';
import { type FilledForm, makeRequest } from './make-request.ts';
import { Refusal } from './refusal.ts';
import { refuseCovered } from './refuse-covered.ts';
import { type ExplainedChange, explainBy, findExplained } from './watch/explain-change.ts';

/** A filled form that was sent. */
export interface Submission extends FilledForm {
  /** Made by the client once per form; a repeated call with the same content files nothing new. */
  readonly idempotencyKey: string;
}

/** What a submit left behind. */
export interface Submitted {
  readonly stored: StoredRequest;
  /** What was read and evaluated for it; null when the same form had been filed before. */
  readonly draft: EvaluatedDraft | null;
}

/**
 * Files an exception request on a record. Gathers facts, evaluates the policy, and commits request, audit entry and
 * the job that tags the record in one transaction. A CRM that is down does not stop it: facts are then unknown, so
 * everybody who might have to approve is asked, and the record is tagged when the CRM is back.
 *
 * While a draft is in Evaluate mode, what it would have asked is kept beside the request; it changes nothing else.
 *
 * Idempotent by `idempotencyKey` for one caller.
 *
 * With `retroactive` it explains a change that was found to have been made without leave: the request names it, and
 * what stands on the record already is not written again.
 *
 * With `breakGlass` the same transaction also plans the grant: it takes effect at once, and a review is owed.
 *
 * @throws Refusal when the form, the policy or a live exception on the record forbids it
 */
export async function submitException(
  context: AppContext,
  caller: Caller,
  submission: Submission,
): Promise<Submitted> {
  const { unitOfWork } = context;
  const { idempotencyKey, ...content } = submission;
  const contentHash = context.sha256(canonicalJson({ userId: caller.userId, ...content }));
  const { repeated, tenant, evaluation } = await unitOfWork.transact(caller.tenantId, async (tx) => ({
    repeated: await findRepeat(tx, idempotencyKey, contentHash),
    tenant: await findTenantReading(context, tx, caller.tenantId),
    evaluation: await findRunning(tx, context.clock.now()),
  }));
  if (repeated) return { stored: repeated, draft: null };
  const { policy } = tenant;
  const { retroactive, record } = submission;
  const explained = retroactive
    ? await unitOfWork.transact(caller.tenantId, (tx) => findExplained(tx, retroactive.changeId, record))
    : null;

  const draft = await evaluateDraft(context, caller, tenant, submission, factsOfEvaluation(evaluation));
  const request = await makeOrAudit(context, caller, submission, draft, explained);
  const evaluated = evaluation && {
    requestId: request.requestId,
    at: request.submittedAt,
    against: policy.version,
    result: evaluateAlongside(evaluation, policy, {
      requestId: request.requestId,
      exceptionTypeId: submission.exceptionTypeId,
      requesterEmail: caller.email,
      facts: { ...draft.facts, ...draft.furtherFacts },
      directory: draft.directory,
    }),
  };
  const file = async (tx: HandoffTransaction): Promise<StoredRequest> => {
    const earlier = await findRepeat(tx, idempotencyKey, contentHash);
    if (earlier) return earlier;
    await refuseSecond(tx, request);
    const delegations = await delegationsNow(context, tx);
    const stored = await applyCommand(context, tx, null, { type: 'submit', request, delegations });
    if (explained) await explainBy(tx, explained.retroactive.changeId, request.requestId);
    await tx.saveSubmission(idempotencyKey, { requestId: request.requestId, contentHash });
    if (evaluation && evaluated) await tx.saveEvaluatedRequest(evaluation.number, evaluated);
    await context.settlement?.done(tx, stored);
    return stored;
  };
  try {
    return { stored: await unitOfWork.transact(caller.tenantId, file), draft };
  } catch (error) {
    if (!(error instanceof LiveExceptionConflict || error instanceof ConcurrencyConflict)) throw error;
    // Two people filed on the record, or one form came twice, in the same moment: the store let one through. The
    // second look finds what the first one filed.
    return { stored: await unitOfWork.transact(caller.tenantId, file), draft };
  }
}

/** The draft that reports beside the policy in force, if there is one. */
async function findRunning(tx: HandoffTransaction, now: Date): Promise<PolicyEvaluation | null> {
  const evaluation = await tx.findEvaluation();
  return evaluation && isRunning(evaluation, now) ? evaluation : null;
}

/** Makes the request; who wants one to take effect at once without the right is refused, and the trail says so. */
async function makeOrAudit(
  context: AppContext,
  { tenantId }: Caller,
  submission: Submission,
  draft: EvaluatedDraft,
  explained: ExplainedChange | null,
): Promise<ExceptionRequest> {
  try {
    return makeRequest(context, submission, draft, explained);
  } catch (error) {
    if (!(error instanceof Refusal && BREAK_GLASS_REFUSALS.has(error.code))) throw error;
    const { code } = error;
    const { record, exceptionTypeId: exceptionType } = submission;
    await context.unitOfWork.transact(tenantId, async (tx) => {
      await tx.appendAudit([
        {
          at: context.clock.now().toISOString(),
          type: 'command_refused',
          actor: auditActor(draft.requester),
          data: { command: 'break_glass', code, record, exceptionType },
        },
      ]);
      await context.settlement?.refused(tx, error);
    });
    throw error;
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

async function refuseSecond(tx: HandoffTransaction, { record, linked }: ExceptionRequest): Promise<void> {
  await refuseCovered(tx, record);
  const live =
    (await tx.findLiveRequest(record)) ?? (linked ? await tx.findLiveRequest(linked.record) : null);
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
