import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { PlaybookPhase, StepKind } from '@handrail/contracts/vocabulary';
import { fieldInWords } from '../../../src/domain/exception-request/break-glass.ts';
import type { ExceptionRequest } from '../../../src/domain/exception-request/state.ts';
import type { PlannedStep } from '../../../src/domain/playbook/step.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';

/** A playbook step as a person says it: "Set owner to Tom Becker". */
export function stepInWords({ action, phase }: PlannedStep, { proposed }: ExceptionRequest): string {
  switch (action.kind) {
    case 'set_owner':
      return `Set owner to ${action.ownerName}`;
    case 'set_stage':
      return `Set stage to ${proposed.stage?.label ?? action.stageId}`;
    case 'set_property':
      return `Set ${action.property} to "${action.value}"`;
    case 'create_task':
      return `Create the task "${action.subject}"`;
    case 'tag_record':
      if (action.tag[RECORD_PROPERTY.status] === 'active') return 'Mark the exception as active';
      return TAG_IN_WORDS[phase] ?? stepKindInWords(action.kind);
    case 'release_hold':
      return action.tag[RECORD_PROPERTY.resubmittedAt] === undefined
        ? stepKindInWords(action.kind)
        : 'Release the routing hold and send the record back to standard routing';
    case 'restore_field':
      return `Put back the ${fieldInWords(action.was)}`;
    case 'remember_fields':
      return `Note what the record holds before it is changed (${listInWords(action.fields.map(fieldInWords))})`;
    case 'hold_routing':
    case 'add_note':
      return stepKindInWords(action.kind);
  }
}

/** What a tag says, where the phase tells. */
const TAG_IN_WORDS: Readonly<Partial<Record<PlaybookPhase, string>>> = {
  submit: 'Mark the record as waiting for approval',
  confirm: 'Take the mark of a review that is owed off the record',
  revert: 'Mark the exception as being taken back',
  extend: 'Write the new end on the record',
};

const KINDS: Readonly<Record<StepKind, string>> = {
  hold_routing: 'Hold routing',
  tag_record: 'Write the exception on the record',
  set_owner: 'Set owner',
  set_stage: 'Set stage',
  set_property: 'Set a property',
  create_task: 'Create a task',
  add_note: 'Write a note on the timeline',
  release_hold: 'Release the routing hold',
  remember_fields: 'Note what the record holds before it is changed',
  restore_field: 'Put back a field',
};

/** A step when only its kind is known, as in the trail. */
export function stepKindInWords(kind: StepKind): string {
  return KINDS[kind];
}
