import type { PlaybookPhase } from '@handrail/contracts/vocabulary';
import { auditOfEvent } from '../domain/audit/audit-of-event.ts';
import type { RequestCommand } from '../domain/exception-request/commands.ts';
import { decide } from '../domain/exception-request/decide.ts';
import type { RequestEvent } from '../domain/exception-request/events.ts';
import { evolveAll } from '../domain/exception-request/evolve.ts';
import type { FiledState, RequestState } from '../domain/exception-request/state.ts';
import { planPlaybook } from '../domain/playbook/plan-playbook.ts';
import type { HandoffTransaction, Job, StoredRequest } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { followGroup } from './follow-group.ts';
import { followInRow } from './follow-in-row.ts';
import { Refusal } from './refusal.ts';
import { tellPeople } from './tell-people.ts';

/** The playbook phase an event starts. */
const PHASE_OF_EVENT: Readonly<Partial<Record<RequestEvent['type'], PlaybookPhase>>> = {
  exception_submitted: 'submit',
  question_asked: 'question',
  question_answered: 'question',
  exception_approved: 'grant',
  exception_granted_in_bulk: 'grant',
  exception_rejected: 'close',
  exception_withdrawn: 'close',
  exception_lapsed: 'close',
  exception_ending: 'end',
  break_glass_used: 'grant',
  break_glass_confirmed: 'confirm',
  exception_reverting: 'revert',
  fields_restored: 'release',
  extension_approved: 'extend',
};

/**
 * Carries out one command inside a transaction: state, audit entries, planned steps, notices and the jobs that carry
 * them out are committed together or not at all.
 *
 * @param stored the request as loaded in this transaction; null for a submit
 * @throws Refusal when the command is refused; ConcurrencyConflict, LiveExceptionConflict from the store
 */
export async function applyCommand(
  context: AppContext,
  tx: HandoffTransaction,
  stored: StoredRequest | null,
  command: RequestCommand,
): Promise<StoredRequest> {
  const { clock, sha256 } = context;
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
  if (before.status === 'needs_attention' && after.status === before.resume.status) {
    await tx.resetFailedSteps(requestId, before.failure.phase);
  } else if (isCutShort(before, after)) await leaveOutOpenSteps(tx, requestId);
  for (const { type } of outcome.events) {
    const phase = PHASE_OF_EVENT[type];
    if (phase) await tx.addSteps(planPlaybook(after, phase, now));
    if (phase || type === 'steps_retried') await tx.enqueue(playbookJob(after));
  }
  await followGroup(tx, before, after, now);
  await followInRow(tx, after.request, now);
  const changed = { state: after, version: version + 1 };
  await tellPeople(context, tx, changed, outcome.events, now);
  return changed;
}

/** Jobs of a bulk request let those of single requests go first: somebody waits for each of these. */
function playbookJob({ request: { requestId, bulkId } }: FiledState): Job {
  return { kind: 'run_playbook', requestId, ...(bulkId !== undefined && { background: true }) };
}

/** True when an exception ends or is taken back before everything that it grants was written. */
function isCutShort(before: RequestState, after: FiledState): boolean {
  if (after.status === 'reverting') return before.status !== 'reverting';
  return before.status === 'needs_attention' && after.status === 'ending';
}

async function leaveOutOpenSteps(tx: HandoffTransaction, requestId: string): Promise<void> {
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
