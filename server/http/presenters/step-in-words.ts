import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { StepKind } from '@handrail/contracts/vocabulary';
import type { ExceptionRequest } from '../../../src/domain/exception-request/state.ts';
import type { PlannedStep } from '../../../src/domain/playbook/step.ts';

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
      return phase === 'submit' ? 'Mark the record as waiting for approval' : stepKindInWords(action.kind);
    case 'release_hold':
      return action.tag[RECORD_PROPERTY.resubmittedAt] === undefined
        ? stepKindInWords(action.kind)
        : 'Release the routing hold and send the record back to standard routing';
    case 'hold_routing':
    case 'add_note':
      return stepKindInWords(action.kind);
  }
}

const KINDS: Readonly<Record<StepKind, string>> = {
  hold_routing: 'Hold routing',
  tag_record: 'Write the exception on the record',
  set_owner: 'Set owner',
  set_stage: 'Set stage',
  set_property: 'Set a property',
  create_task: 'Create a task',
  add_note: 'Write a note on the timeline',
  release_hold: 'Release the routing hold',
};

/** A step when only its kind is known, as in the trail. */
export function stepKindInWords(kind: StepKind): string {
  return KINDS[kind];
}
