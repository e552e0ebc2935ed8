import type { PlannedStep, StepAction } from '../playbook/step.ts';
import type { OwnWrite } from './circumstances.ts';

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
