import type { ClockKind, PlaybookPhase } from '@handrail/contracts/vocabulary';
import { ballotsOf } from '../exception-request/ballots-of.ts';
import { openDues } from '../exception-request/due-clocks.ts';
import type { FiledState } from '../exception-request/state.ts';
import { stillWaitingFor } from '../policy/ballots.ts';
import type { Person } from '../policy/facts.ts';
import type { StepAction } from './step.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The phases in which a clock asks people to decide. */
type AskingPhase = Extract<PlaybookPhase, 'remind' | 'escalate' | 'fall_back'>;

/**
 * A task on the record for everybody a clock asks: those still waited for on a reminder, those who came in on an
 * escalation or a fall-back. None once the request is decided or lapsed, so that a clock that went off late does not
 * ask for what cannot be given any more.
 */
export function askingTasks(state: FiledState, phase: AskingPhase, now: Date): readonly StepAction[] {
  if (state.status !== 'pending') return [];
  const { request } = state;
  const dueAt = openDues(state)[0]?.dueAt ?? new Date(now.getTime() + DAY).toISOString();
  return peopleOfPhase(state, phase).map(({ name, ownerId }) => ({
    kind: 'create_task',
    subject: `Decide: ${request.exceptionType.label} for ${request.recordTitle}`,
    body: `${name}, ${WHY[phase]} ${request.requester.name} asks for ${request.exceptionType.label} (${request.reasonCode.label}). Approve or reject it in the Handrail card on this record.`,
    dueAt,
    ...(ownerId !== undefined && { ownerId }),
  }));
}

const WHY: Readonly<Record<AskingPhase, string>> = {
  remind: 'this request still waits for your decision.',
  escalate: 'this request was escalated to you because nobody has decided.',
  fall_back: 'you may decide on this request now because nobody else has.',
};

function peopleOfPhase(state: FiledState, phase: AskingPhase): readonly Person[] {
  const waiting = stillWaitingFor(state.requirement, ballotsOf(state.reviews));
  if (phase !== 'remind') {
    const asked = standInsOf(state, [phase]);
    return waiting.filter(({ email }) => asked.has(email));
  }
  // After a standstill an escalation may come with the reminder: whoever came in by it has a task of their own.
  const at = state.fired.find(({ kind }) => kind === 'remind')?.at;
  const together = state.fired.filter((clock) => clock.at === at).map(({ kind }) => kind);
  const justAsked = standInsOf(state, together);
  return waiting.filter(({ email }) => !justAsked.has(email));
}

/** Addresses of those who came in with the given clocks. */
function standInsOf({ request }: FiledState, kinds: readonly ClockKind[]): ReadonlySet<string> {
  const dues = request.clock?.dues.filter(({ kind }) => kinds.includes(kind)) ?? [];
  return new Set(dues.flatMap(({ standIn }) => standIn?.people.map(({ email }) => email) ?? []));
}
