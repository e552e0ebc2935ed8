import type { PlaybookPhase } from '@handrail/contracts/vocabulary';
import { auditOfEvent } from '../domain/audit/audit-of-event.ts';
import type { RequestCommand } from '../domain/exception-request/commands.ts';
import { decide } from '../domain/exception-request/decide.ts';
import type { RequestEvent } from '../domain/exception-request/events.ts';
import { evolveAll } from '../domain/exception-request/evolve.ts';
import type { FiledState } from '../domain/exception-request/state.ts';
import { planPlaybook } from '../domain/playbook/plan-playbook.ts';
import type { HandoffTransaction, StoredRequest } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { followGroup } from './follow-group.ts';
import { Refusal } from './refusal.ts';

/** The playbook phase an event starts. */
const PHASE_OF_EVENT: Readonly<Partial<Record<RequestEvent['type'], PlaybookPhase>>> = {
  exception_submitted: 'submit',
  exception_approved: 'grant',
  exception_rejected: 'close',
  exception_withdrawn: 'close',
  exception_lapsed: 'close',
  approvers_reminded: 'remind',
  exception_escalated: 'escalate',
  exception_fell_back: 'fall_back',
  exception_ending: 'end',
  dispute_opened: 'dispute',
  dispute_decided: 'dispute_over',
  dispute_closed: 'dispute_over',
};

/**
 * Carries out one command inside a transaction: state, audit entries, planned steps and the job that runs them are
 * committed together or not at all.
 *
 * @param stored the request as loaded in this transaction; null for a submit
 * @throws Refusal when the command is refused; ConcurrencyConflict, LiveExceptionConflict from the store
 */
export async function applyCommand(
  { clock, sha256 }: AppContext,
  tx: HandoffTransaction,
  stored: StoredRequest | null,
  command: RequestCommand,
): Promise<StoredRequest> {
  const now = clock.now();
  const before = stored?.state ?? ({ status: 'none' } as const);
  const outcome = decide(command, before, now);
  if (!outcome.ok) throw new Refusal(outcome.rejection);
  if (stored && outcome.events.length === 0) return stored;

  const after = filed(evolveAll(before, outcome.events));
  const version = stored?.version ?? 0;
  await tx.saveRequest(after, version);
  const { requestId } = after.request;
  await tx.appendAudit(outcome.events.map((event) => auditOfEvent(requestId, event, sha256)));
  if (before.status === 'needs_attention') await settleFailedSteps(tx, before, after);
  for (const { type } of outcome.events) {
    const phase = PHASE_OF_EVENT[type];
    if (phase) await tx.addSteps(planPlaybook(after, phase, now));
    if (phase || type === 'steps_retried') await tx.enqueue({ kind: 'run_playbook', requestId });
  }
  await followGroup(tx, before, after, now);
  return { state: after, version: version + 1 };
}

/** A retry sets failed steps back to waiting; an end that comes first leaves out what was not written yet. */
async function settleFailedSteps(
  tx: HandoffTransaction,
  before: Extract<FiledState, { status: 'needs_attention' }>,
  after: FiledState,
): Promise<void> {
  const { requestId } = after.request;
  if (after.status === before.resume.status) return tx.resetFailedSteps(requestId, before.failure.phase);
  if (after.status !== 'ending') return;
  for (const { step, status } of await tx.listSteps(requestId)) {
    if (status === 'done') continue;
    const note = 'the exception was ended before this step';
    await tx.finishStep(step.stepKey, { status: 'done', outcome: 'skipped', note });
  }
}

function filed(state: ReturnType<typeof evolveAll>): FiledState {
  if (state.status === 'none') throw new Error('a command left no request behind (this is a bug)');
  return state;
}
