import type { LinkedRecord } from '../exception-request/state.ts';
import type { PlannedStep, StepAction } from './step.ts';

/**
 * What a write to a record means for the same record in the other CRM: the hold, the tag and the note stand on both, and
 * so does the owner, by the id that the other CRM knows them by. Stages and further properties mean different things
 * in two CRMs and are left to whatever keeps the records in step. Undefined: nothing.
 */
export function alsoOn(linked: LinkedRecord, action: StepAction): PlannedStep['also'] {
  const also = actionThere(linked, action);
  return also && { record: linked.record, action: also };
}

function actionThere(
  { formerOwnerId, proposedOwnerId }: LinkedRecord,
  action: StepAction,
): StepAction | undefined {
  switch (action.kind) {
    case 'hold_routing':
    case 'tag_record':
    case 'release_hold':
    case 'add_note':
      return action;
    case 'set_owner':
      return proposedOwnerId === undefined ? undefined : { ...action, ownerId: proposedOwnerId };
    case 'restore_field':
      return action.set.field !== 'owner' || proposedOwnerId === undefined || formerOwnerId === undefined
        ? undefined
        : {
            ...action,
            set: { field: 'owner', ownerId: proposedOwnerId },
            was: { field: 'owner', ownerId: formerOwnerId },
          };
    case 'set_stage':
    case 'set_property':
    case 'create_task':
    case 'remember_fields':
      return undefined;
  }
}
