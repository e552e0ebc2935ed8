import type { PlannedStep, StepAction } from '../playbook/step.ts';
import type { OwnWrite } from './circumstances.ts';
import type { FieldChange } from './field-change.ts';

/**
 * What a step that was done wrote to watched fields; nothing for one that wrote none.
 *
 * @param at when it was in the books as done: ISO 8601
 */
export function ownWritesOf(
  { action, also, requestId }: PlannedStep,
  at: string | undefined,
): readonly OwnWrite[] {
  const books = { requestId, ...(at !== undefined && { at }) };
  return [...writesOf(action, books), ...(also ? writesOf(also.action, books) : [])];
}

function writesOf(action: StepAction, books: Pick<OwnWrite, 'requestId' | 'at'>): readonly OwnWrite[] {
  switch (action.kind) {
    case 'hold_routing':
    case 'tag_record':
    case 'release_hold':
      return Object.entries(action.tag).map(([property, value]) => ({
        field: 'tag',
        property,
        values: [value],
        ...books,
      }));
    case 'set_owner':
      return [{ field: 'owner', values: [action.ownerId], ...books }];
    case 'set_stage':
      return [{ field: 'stage', values: stageValues(action.stageId, action.pipelineId), ...books }];
    case 'restore_field':
      switch (action.was.field) {
        case 'owner':
          return [{ field: 'owner', values: [action.was.ownerId], ...books }];
        case 'stage':
          return [
            { field: 'stage', values: stageValues(action.was.stageId, action.was.pipelineId), ...books },
          ];
        case 'property':
          return [];
      }
      break;
    case 'set_property':
    case 'create_task':
    case 'add_note':
    case 'remember_fields':
      return [];
  }
  return [];
}

function stageValues(stageId: string, pipelineId: string | undefined): readonly string[] {
  return [stageId, ...(pipelineId === undefined ? [] : [pipelineId])];
}

/**
 * How far apart the CRM's clock and the books may be for a write to be one of Handrail's. A step is in the books when
 * the CRM's answer is there, which may take a minute.
 */
export const ECHO_MS = 2 * 60_000;

/** True when a write of Handrail's wrote what a change left; when it did so is not looked at. */
export function isOfChange(write: OwnWrite, { record, field, property, to }: FieldChange): boolean {
  // A step that sets the stage of a lead writes its status.
  const isStageOfLead = record.objectType === 'contact' && field === 'lead_status' && write.field === 'stage';
  return (
    (write.field === field || isStageOfLead) &&
    (write.property === undefined || write.property === property) &&
    write.values.some((value) => plain(value) === plain(to))
  );
}

/** A box that is not ticked has no value where the CRM keeps no history of it. */
function plain(value: string | null): string {
  return value === null || value === 'false' ? '' : value;
}
