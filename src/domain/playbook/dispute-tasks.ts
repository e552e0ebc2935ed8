import type { PlaybookPhase } from '@handrail/contracts/vocabulary';
import { disputesOf } from '../exception-request/dispute.ts';
import { DISPUTE_GROUND_IN_WORDS, disputeOutcomeInWords } from '../exception-request/dispute-in-words.ts';
import type { FiledState } from '../exception-request/state.ts';
import type { Person } from '../policy/facts.ts';
import type { StepAction } from './step.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Tasks on the record that tell of the newest dispute: to those who may decide it when it is opened, to the objector
 * and the requester when it is over.
 */
export function disputeTasks(
  state: FiledState,
  phase: Extract<PlaybookPhase, 'dispute' | 'dispute_over'>,
  now: Date,
): readonly StepAction[] {
  const dispute = disputesOf(state).at(-1);
  if (!dispute) return [];
  const { request } = state;
  const what = `${request.exceptionType.label} for ${request.recordTitle}`;
  if (phase === 'dispute') {
    return dispute.panel.people.map((person) =>
      taskFor(person, {
        subject: `Decide the objection: ${what}`,
        body: `${person.name}, ${dispute.objector.name} objects to this exception: ${DISPUTE_GROUND_IN_WORDS[dispute.ground]} Uphold or dismiss the objection in the Handrail card on this record.`,
        dueAt: dispute.dueAt,
      }),
    );
  }
  const told = new Map([dispute.objector, request.requester].map((person) => [person.email, person]));
  return [...told.values()].map((person) =>
    taskFor(person, {
      subject: `Read: the objection to ${what}`,
      body: `${person.name}, ${disputeOutcomeInWords(dispute)}`,
      dueAt: new Date(now.getTime() + DAY).toISOString(),
    }),
  );
}

function taskFor(
  { ownerId }: Person,
  task: { readonly subject: string; readonly body: string; readonly dueAt: string },
): StepAction {
  return { kind: 'create_task', ...task, ...(ownerId !== undefined && { ownerId }) };
}
