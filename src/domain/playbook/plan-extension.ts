import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { ballotsOf } from '../exception-request/ballots-of.ts';
import { expiryOf, openExtension } from '../exception-request/extension.ts';
import type { FiledState } from '../exception-request/state.ts';
import { stillWaitingFor } from '../policy/ballots.ts';
import { listInWords } from '../policy/words.ts';
import type { StepAction } from './step.ts';

/** A task on the record for everybody who is asked about an extension. None once it is decided. */
export function extensionTasks(state: FiledState): readonly StepAction[] {
  const extension = openExtension(state);
  if (!extension) return [];
  const { request } = state;
  const { requirement, reviews, by, from, until, reason } = extension;
  return stillWaitingFor(requirement, ballotsOf(reviews)).map(({ name, ownerId }) => ({
    kind: 'create_task',
    subject: `Decide: longer ${request.exceptionType.label} for ${request.recordTitle}`,
    body: `${name}, ${by.name} asks to keep ${request.exceptionType.label} until ${until.slice(0, 10)} instead of ${from.slice(0, 10)}: ${reason} Approve or reject it in the Handrail card on this record. Undecided, the exception ends as it was granted.`,
    dueAt: from,
    ...(ownerId !== undefined && { ownerId }),
  }));
}

/** The new end on the record, and a note of who allowed it. */
export function extendActions(state: FiledState, now: Date): readonly StepAction[] {
  const granted = state.extensions.findLast(({ outcome }) => outcome === 'approved');
  if (!granted) return [];
  const approvers = granted.reviews
    .filter(({ outcome }) => outcome === 'approve')
    .map(({ reviewer }) => reviewer.name);
  const { label } = state.request.exceptionType;
  return [
    { kind: 'tag_record', tag: { [RECORD_PROPERTY.expiresAt]: expiryOf(state) } },
    {
      kind: 'add_note',
      at: now.toISOString(),
      body: `${label} extended until ${granted.until.slice(0, 10)} (was ${granted.from.slice(0, 10)}), asked for by ${granted.by.name}, approved by ${listInWords(approvers)}.\nWhy: ${granted.reason}`,
    },
  ];
}
