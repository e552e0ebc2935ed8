import type { PortalRecord } from '../store/model.ts';
import type { ObjectType } from '../store/object-types.ts';
import type { ActionOutcome } from './action-outcome.ts';
import type { Connection, Flow, FlowAction } from './flow-document.ts';

/** One run of one record through one flow. */
export interface Enrollment {
  readonly id: number;
  readonly flowId: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
  nextActionId: string | undefined;
  /** Counts the actions run, as history's `actionExecutionIndex` does. */
  executionIndex: number;
  /** Portal time in milliseconds at which a wait ends. */
  waitingUntil: number | undefined;
  callbackId: string | undefined;
  /** The action id whose callback it waits for. */
  callbackActionId: string | undefined;
  /** When the present action was first tried; retries are counted from there. */
  firstTriedAt: number | undefined;
  attempts: number;
  /** Names the present call of a custom action; every repetition carries the same. */
  callId: string | undefined;
  readonly outputs: Map<string, Readonly<Record<string, string>>>;
}

/** A record at the start of a flow. */
export function newEnrollment(id: number, flow: Flow, record: PortalRecord): Enrollment {
  return {
    id,
    flowId: flow.id,
    objectType: record.objectType,
    objectId: record.id,
    nextActionId: flow.startActionId,
    executionIndex: 0,
    waitingUntil: undefined,
    callbackId: undefined,
    callbackActionId: undefined,
    firstTriedAt: undefined,
    attempts: 0,
    callId: undefined,
    outputs: new Map(),
  };
}

/** Moves an enrolment on after an action: to the next action, into a wait, or to another try. */
export function applyOutcome(enrollment: Enrollment, action: FlowAction, outcome: ActionOutcome): void {
  enrollment.executionIndex += 1;
  if (outcome.kind === 'retry') {
    enrollment.waitingUntil = outcome.until;
    enrollment.attempts += 1;
    return;
  }
  enrollment.firstTriedAt = undefined;
  enrollment.attempts = 0;
  enrollment.callId = undefined;
  enrollment.nextActionId = nextConnection(action, outcome)?.nextActionId;
  if (outcome.kind === 'acted' && outcome.outputs) enrollment.outputs.set(action.actionId, outcome.outputs);
  if (outcome.kind !== 'waiting') return;
  enrollment.waitingUntil = outcome.until;
  enrollment.callbackId = outcome.callbackId;
  enrollment.callbackActionId = outcome.callbackId === undefined ? undefined : action.actionId;
}

function nextConnection(action: FlowAction, outcome: ActionOutcome): Connection | undefined {
  if (outcome.kind === 'branched') return outcome.connection;
  switch (action.type) {
    case 'SINGLE_CONNECTION':
    case 'CUSTOM_CODE':
    case 'WEBHOOK':
      return action.connection;
    default:
      return undefined;
  }
}
