import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import {
  type FieldChange,
  type FieldValue,
  fieldInWords,
  isSameField,
} from '../exception-request/break-glass.ts';
import type { FiledState } from '../exception-request/state.ts';
import { peopleOf } from '../policy/requirement.ts';
import { listInWords } from '../policy/words.ts';
import { REVERT_REASON_IN_WORDS } from './revert-in-words.ts';
import type { StepAction, TagValues } from './step.ts';

/** The badge on the record: a date that workflows and reports can test, and words for people. */
export function badgeTag({ owedReview, request }: FiledState): TagValues {
  if (!owedReview) return {};
  return {
    [RECORD_PROPERTY.reviewDueAt]: owedReview.dueAt,
    [RECORD_PROPERTY.nextStep]: `In effect before approval: a review is owed by ${instantInWords(owedReview.dueAt)}. ${request.exceptionType.nextSteps}`,
  };
}

/**
 * What a grant writes, with a look at the fields before the first change and a note that nobody approved them yet.
 * The hold stands by then, so that automation does not come in between. Without break-glass nothing is added.
 */
export function withMemory(
  state: FiledState,
  actions: readonly StepAction[],
  now: Date,
): readonly StepAction[] {
  const { breakGlass, requester, exceptionType } = state.request;
  if (!breakGlass) return actions;
  const fields = actions.flatMap((action) => fieldOf(action) ?? []);
  return [
    ...(fields.length > 0 ? [{ kind: 'remember_fields', fields } as const] : []),
    {
      kind: 'add_note',
      at: now.toISOString(),
      body: `Break-glass: ${requester.name} had ${exceptionType.label} take effect before anybody approved it.\nWhy at once: ${breakGlass.reason}\n${listInWords(peopleOf(state.requirement).map(({ name }) => name))} were told. Unless it is confirmed by ${instantInWords(breakGlass.dueAt)}, its changes are taken back.`,
    },
    ...actions,
  ];
}

function fieldOf(action: StepAction): FieldValue | undefined {
  switch (action.kind) {
    case 'set_owner':
      return { field: 'owner', ownerId: action.ownerId };
    case 'set_stage': {
      const { stageId, pipelineId } = action;
      return { field: 'stage', stageId, ...(pipelineId !== undefined && { pipelineId }) };
    }
    case 'set_property':
      return { field: 'property', property: action.property, value: action.value };
    default:
      return undefined;
  }
}

/** Takes the badge off a record whose exception was confirmed, and says who did. */
export function confirmActions(state: FiledState, now: Date): readonly StepAction[] {
  const { request, reviews, owedReview } = state;
  const approvers = listInWords(
    reviews.filter(({ outcome }) => outcome === 'approve').map(({ reviewer }) => reviewer.name),
  );
  return [
    {
      kind: 'tag_record',
      tag: {
        [RECORD_PROPERTY.reviewDueAt]: '',
        [RECORD_PROPERTY.approver]: approvers,
        [RECORD_PROPERTY.approvedAt]: owedReview?.decidedAt ?? now.toISOString(),
        [RECORD_PROPERTY.nextStep]: request.exceptionType.nextSteps,
      },
    },
    {
      kind: 'add_note',
      at: now.toISOString(),
      body: `${request.exceptionType.label} reviewed and confirmed by ${approvers}. It goes on until its end.`,
    },
  ];
}

/** The inverse of the grant: what it set is put back in the opposite order. The hold stays until that is done. */
export function revertActions({ owedReview }: FiledState): readonly StepAction[] {
  const changes = owedReview?.changes.filter(({ was, set }) => !isSameField(was, set)) ?? [];
  return [
    {
      kind: 'tag_record',
      tag: { [RECORD_PROPERTY.status]: 'reverting', [RECORD_PROPERTY.nextStep]: '' },
    },
    ...changes.toReversed().map((change: FieldChange) => ({ kind: 'restore_field', ...change }) as const),
  ];
}

/** Says what is back and what was left, then releases the hold: the last write. */
export function releaseActions(state: FiledState, tag: TagValues, now: Date): readonly StepAction[] {
  if (state.status !== 'reverting') return [];
  const { request, owedReview, revert } = state;
  const left = revert.left ?? [];
  const back = (owedReview?.changes ?? [])
    .filter(({ was, set }) => !isSameField(was, set))
    .map(({ was }) => fieldInWords(was))
    .filter((field) => !left.includes(field));
  const note = [
    `${request.exceptionType.label} was taken back: ${REVERT_REASON_IN_WORDS[revert.reason]}.`,
    back.length > 0 ? `Put back as before: ${listInWords(back)}.` : 'Nothing had to be put back.',
    ...(left.length > 0 ? [`Left as it is, because somebody changed it since: ${listInWords(left)}.`] : []),
    'Standard routing sees the record again from its next trigger on.',
  ];
  return [
    { kind: 'add_note', at: now.toISOString(), body: note.join('\n') },
    { kind: 'release_hold', tag },
  ];
}

/** "2026-11-24 15:30 UTC": a note has no time zone of its own. */
function instantInWords(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
