import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { PlaybookPhase, RequestStatus } from '@handrail/contracts/vocabulary';
import type { FiledState } from '../exception-request/state.ts';
import type { StageRef } from '../policy/facts.ts';
import type { PlaybookStep } from '../policy/policy.ts';
import { alsoOn } from './also-on.ts';
import { fillTemplate } from './fill-template.ts';
import { placeholdersOf } from './placeholders.ts';
import { confirmActions, releaseActions, revertActions, withMemory } from './plan-break-glass.ts';
import { extendActions } from './plan-extension.ts';
import type { PlannedStep, StepAction, TagValues } from './step.ts';
import { fullTag, holdOf, requestTag } from './tags.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Plans what is written to the CRM in one phase of a request's life, in order. Pure; keys are the same on every
 * call, which is what makes a step safe to repeat. The phase `question` comes round with every question and answer:
 * its positions go on counting.
 *
 * The order is not the playbook author's to get wrong: the hold is the first write of a grant, and its release the
 * last write of a close or an end. A record says "active" only when everything else is written.
 *
 * @param now becomes "at" of notes, the base of due dates, and the moment of re-submission to routing
 */
export function planPlaybook(state: FiledState, phase: PlaybookPhase, now: Date): readonly PlannedStep[] {
  const { request } = state;
  const round = roundOf(state, phase);
  const first = phase === 'question' ? state.conversation.length : 0;
  return actionsOf(state, phase, now).map((action, at) => {
    const position = first + at;
    const also = request.linked && alsoOn(request.linked, action);
    return {
      stepKey: `${request.requestId}:${round}:${position}`,
      requestId: request.requestId,
      phase,
      position,
      record: request.record,
      action,
      ...(also && { also }),
    };
  });
}

/** What a release writes as the last status, where the request only gets there by it. */
const OVER: Readonly<Partial<Record<FiledState['status'], RequestStatus>>> = {
  ending: 'ended',
  reverting: 'reverted',
};

/** The phase as it stands in a key; with the extension's number where it comes once for each of them. */
function roundOf({ extensions }: FiledState, phase: PlaybookPhase): string {
  return phase === 'extend' ? `${phase}-${extensions.length}` : phase;
}

function actionsOf(state: FiledState, phase: PlaybookPhase, now: Date): readonly StepAction[] {
  const { playbook } = state.request;
  const steps = (list: readonly PlaybookStep[]) => list.flatMap((step) => actionOf(step, state, now));
  switch (phase) {
    case 'submit':
      return [{ kind: 'tag_record', tag: requestTag(state) }];
    case 'question':
      return [{ kind: 'tag_record', tag: questionTag(state) }];
    case 'notify':
      // Tasks that tell people something are planned as notices, one a person: see `planNotices`.
      return [];
    case 'grant':
      return [
        { kind: 'hold_routing', tag: holdOf(state) },
        ...withMemory(state, steps(playbook.onApproval.filter(({ kind }) => kind !== 'hold_routing')), now),
        { kind: 'tag_record', tag: { [RECORD_PROPERTY.status]: 'active' } },
      ];
    case 'close':
      return [{ kind: 'release_hold', tag: releaseTag(state, now, false) }];
    case 'end':
      return [
        ...steps(playbook.onEnd),
        { kind: 'release_hold', tag: releaseTag(state, now, playbook.whenOver === 'resubmit') },
      ];
    case 'confirm':
      return confirmActions(state, now);
    case 'revert':
      return revertActions(state);
    case 'release':
      return releaseActions(state, releaseTag(state, now, false), now);
    case 'extend':
      return extendActions(state, now);
  }
}

function actionOf(step: PlaybookStep, state: FiledState, now: Date): readonly StepAction[] {
  const { request } = state;
  const { owner, stage } = request.proposed;
  const fill = (template: string) => fillTemplate(template, placeholdersOf(state));
  switch (step.kind) {
    case 'hold_routing':
      return [{ kind: 'hold_routing', tag: holdOf(state) }];
    case 'tag_record':
      return [{ kind: 'tag_record', tag: fullTag(state) }];
    case 'set_owner':
      return owner?.ownerId ? [{ kind: 'set_owner', ownerId: owner.ownerId, ownerName: owner.name }] : [];
    case 'set_stage':
      return stage ? [setStage(stage)] : [];
    case 'set_property':
      return [{ kind: 'set_property', property: step.property, value: fill(step.value) }];
    case 'create_task': {
      const assignee = owner?.ownerId ?? request.former.owner?.ownerId;
      return [
        {
          kind: 'create_task',
          subject: fill(step.subject),
          body: fill(step.body),
          dueAt: new Date(now.getTime() + step.dueInDays * DAY).toISOString(),
          ...(assignee ? { ownerId: assignee } : {}),
        },
      ];
    }
    case 'add_note':
      return [{ kind: 'add_note', body: fill(step.body), at: now.toISOString() }];
    case 'hold_associated':
      // A group has any number of records: they are written beside the playbook, see `cover-group.ts`.
      return [];
  }
}

function setStage({ stageId, pipelineId }: StageRef): StepAction {
  return { kind: 'set_stage', stageId, ...(pipelineId ? { pipelineId } : {}) };
}

/** While a question is open the record says so, and afterwards that it waits again. */
function questionTag({ status }: FiledState): TagValues {
  const open = status === 'info_requested';
  return {
    [RECORD_PROPERTY.status]: open ? 'info_requested' : 'pending',
    [RECORD_PROPERTY.nextStep]: open ? 'An approver asks for information' : 'Waiting for approval',
  };
}

function releaseTag(state: FiledState, now: Date, resubmit: boolean): TagValues {
  return {
    [RECORD_PROPERTY.routingHold]: 'false',
    [RECORD_PROPERTY.status]: OVER[state.status] ?? state.status,
    [RECORD_PROPERTY.nextStep]: '',
    ...(state.owedReview && { [RECORD_PROPERTY.reviewDueAt]: '' }),
    ...(resubmit ? { [RECORD_PROPERTY.resubmittedAt]: now.toISOString() } : {}),
  };
}
