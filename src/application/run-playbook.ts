import type { AuditDraft } from '../domain/audit/audit-entry.ts';
import { fieldInWords } from '../domain/exception-request/break-glass.ts';
import type { RequestCommand } from '../domain/exception-request/commands.ts';
import { isHalfDone } from '../domain/exception-request/half-done.ts';
import type { FiledState } from '../domain/exception-request/state.ts';
import type { PlannedStep } from '../domain/playbook/step.ts';
import { CrmError, type StepOutcome } from '../ports/crm.ts';
import type { HandoffTransaction, StoredStep } from '../ports/unit-of-work.ts';
import { applyCommand } from './apply-command.ts';
import type { AppContext } from './context.ts';
import { findRequest } from './find-request.ts';
import { followInRow } from './follow-in-row.ts';
import { handOverHold } from './hand-over-hold.ts';

/** What became of one attempt at a step. */
type Attempt =
  | { readonly ok: true; readonly outcome: StepOutcome }
  | { readonly ok: false; readonly error: CrmError };

/**
 * Applies the waiting steps of a request one after the other and records each, until none is left or one cannot be
 * done now. Whatever is killed in between, the job runs again: a step that was written but not recorded is found on
 * the record by its key and not written a second time.
 *
 * @param lastAttempt true when the job will not be tried again: a CRM that is still down then counts as a failure
 * for good, and the request needs attention
 * @throws CrmError when a step is worth another attempt
 */
export async function runPlaybook(
  context: AppContext,
  tenantId: string,
  requestId: string,
  lastAttempt: boolean,
): Promise<void> {
  const { unitOfWork, crmOf } = context;
  let step = await unitOfWork.transact(tenantId, async (tx) => firstWaiting(await tx.listSteps(requestId)));
  while (step) {
    const current = step;
    const attempt = await tryStep(async () => {
      if (current.action.kind === 'release_hold') await handOverHold(context, tenantId, current);
      return crmOf(tenantId).applyStep(current);
    });
    if (!attempt.ok && attempt.error.retryable && !lastAttempt) throw attempt.error;
    step = await unitOfWork.transact(tenantId, (tx) => record(context, tx, current, attempt));
  }
}

/** Steps after a failed one of the same phase wait until it has been retried. */
function firstWaiting(steps: readonly StoredStep[]): PlannedStep | null {
  const blocked = new Set(steps.filter(({ status }) => status === 'failed').map(({ step }) => step.phase));
  const next = steps.find(({ step, status }) => status === 'waiting' && !blocked.has(step.phase));
  return next?.step ?? null;
}

async function tryStep(apply: () => Promise<StepOutcome>): Promise<Attempt> {
  try {
    return { ok: true, outcome: await apply() };
  } catch (error) {
    if (error instanceof CrmError) return { ok: false, error };
    throw error;
  }
}

/** @returns the step that comes next; null when there is none, or when another worker is at it */
async function record(
  context: AppContext,
  tx: HandoffTransaction,
  step: PlannedStep,
  attempt: Attempt,
): Promise<PlannedStep | null> {
  const { requestId } = step;
  const marked = await tx.finishStep(step.stepKey, resultOf(attempt));
  // Another worker recorded the step first, and goes on from there.
  if (!marked) return null;
  await tx.appendAudit([auditOf(context, step, attempt)]);

  const steps = await tx.listSteps(requestId);
  const stored = await findRequest(tx, requestId);
  const command = attempt.ok
    ? (commandOfOutcome(step, attempt.outcome, stored.state) ?? commandAfter(step, steps, stored.state))
    : commandOnFailure(step, attempt.error, stored.state);
  if (!command) {
    await followInRow(tx, stored.state.request, context.clock.now());
    return firstWaiting(steps);
  }
  await applyCommand(context, tx, stored, command);
  // The command may have planned the next phase.
  return firstWaiting(await tx.listSteps(requestId));
}

/** What was read before the first change goes into the request at once: from then on it can be put back. */
function commandOfOutcome(
  { action }: PlannedStep,
  outcome: StepOutcome,
  { status }: FiledState,
): RequestCommand | null {
  if (action.kind !== 'remember_fields' || outcome.outcome !== 'read' || status !== 'approved') return null;
  const changes = action.fields.flatMap((set, at) => {
    const was = outcome.values[at];
    return was ? [{ was, set }] : [];
  });
  return { type: 'remember_fields', changes };
}

/** When the last step of a phase is done, the request moves on. */
function commandAfter(
  { phase }: PlannedStep,
  steps: readonly StoredStep[],
  { status }: FiledState,
): RequestCommand | null {
  if (steps.some(({ step, status: done }) => step.phase === phase && done !== 'done')) return null;
  if (phase === 'grant' && status === 'approved') return { type: 'activate' };
  if (phase === 'end' && status === 'ending') return { type: 'finish_end' };
  if (phase === 'revert' && status === 'reverting') return { type: 'finish_restore', left: leftOf(steps) };
  if (phase === 'release' && status === 'reverting') return { type: 'finish_revert' };
  return null;
}

/** Fields that a revert left alone because somebody had changed them. */
function leftOf(steps: readonly StoredStep[]): readonly string[] {
  return steps.flatMap(({ step: { action }, outcome }) =>
    action.kind === 'restore_field' && outcome === 'skipped' ? [fieldInWords(action.was)] : [],
  );
}

function commandOnFailure(
  { phase, stepKey }: PlannedStep,
  { message }: CrmError,
  state: FiledState,
): RequestCommand | null {
  return isHalfDone(state, phase) ? { type: 'fail_step', failure: { stepKey, phase, message } } : null;
}

function resultOf(attempt: Attempt): Parameters<HandoffTransaction['finishStep']>[1] {
  if (!attempt.ok) return { status: 'failed', note: attempt.error.message };
  const { outcome } = attempt;
  if (outcome.outcome === 'read') return { status: 'done', outcome: 'read' };
  const note = outcome.outcome === 'skipped' ? outcome.why : outcome.reference;
  return { status: 'done', outcome: outcome.outcome, ...(note === undefined ? {} : { note }) };
}

function auditOf({ clock }: AppContext, step: PlannedStep, attempt: Attempt): AuditDraft {
  const { stepKey, phase, action, requestId } = step;
  const what = { stepKey, phase, kind: action.kind };
  return {
    at: clock.now().toISOString(),
    type: attempt.ok ? 'playbook_step_done' : 'playbook_step_failed',
    requestId,
    actor: { kind: 'system' },
    data: attempt.ok ? { ...what, ...told(attempt.outcome) } : { ...what, code: attempt.error.code },
  };
}

/** What was read stays in the request: a value of a field may be about a person, and the trail holds no such text. */
function told(outcome: StepOutcome): AuditDraft['data'] {
  return outcome.outcome === 'read' ? { outcome: 'read' } : outcome;
}
