import type { ActionOutcome } from './action-outcome.ts';
import { type ActionContext, ActionFieldError, textField } from './actions/action-context.ts';
import { takeListBranch, takeStaticBranch, takeTestBranch } from './actions/branches.ts';
import { type CustomActionCaller, callCustomAction } from './actions/call-custom-action.ts';
import { createTask } from './actions/create-task.ts';
import { delay } from './actions/delay.ts';
import { rotateOwner } from './actions/rotate-owner.ts';
import { copyProperty, setProperty } from './actions/set-property.ts';
import type { FlowAction, SingleConnectionAction } from './flow-document.ts';

/** Runs one action of a flow on one record. Actions the engine cannot run are named and passed over. */
export async function runAction(
  context: ActionContext,
  action: FlowAction,
  caller: CustomActionCaller,
): Promise<ActionOutcome> {
  try {
    switch (action.type) {
      case 'LIST_BRANCH':
        return takeListBranch(context, action);
      case 'STATIC_BRANCH':
        return takeStaticBranch(context, action);
      case 'AB_TEST_BRANCH':
        return takeTestBranch(context, action);
      case 'CUSTOM_CODE':
      case 'WEBHOOK':
        return { kind: 'not-executed', detail: `the sandbox does not run ${action.type}` };
      case 'SINGLE_CONNECTION':
        return await runSingle(context, action, caller);
    }
  } catch (error) {
    if (error instanceof ActionFieldError) return { kind: 'action-failed', detail: error.message };
    throw error;
  }
}

async function runSingle(
  context: ActionContext,
  action: SingleConnectionAction,
  caller: CustomActionCaller,
): Promise<ActionOutcome> {
  switch (action.actionTypeId) {
    case '0-1':
      return delay(context, action);
    case '0-3':
      return createTask(context, action);
    case '0-5':
      return setProperty(context, action);
    case '0-11':
      return rotateOwner(context, action);
    case '0-15':
      return enrolElsewhere(context, action);
    case '0-25':
      return copyProperty(context, action);
    default:
      return action.actionTypeId.startsWith('0-')
        ? { kind: 'not-executed', detail: `the sandbox does not run action type ${action.actionTypeId}` }
        : callCustomAction(context, action, caller);
  }
}

function enrolElsewhere(context: ActionContext, action: SingleConnectionAction): ActionOutcome {
  const flowId = textField(action.fields, 'flow_id');
  const result = context.enrolIn(flowId);
  return result === 'enrolled'
    ? { kind: 'acted', detail: `enrolled in flow ${flowId}` }
    : { kind: 'action-failed', detail: `flow ${flowId}: ${result}` };
}
