import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import {
  type CheckOutputs,
  checkOutputsSchema,
  WORKFLOW_ACTION_ROUTES,
} from '@handrail/contracts/workflow-actions';
import { checkHold } from '../../../src/application/check-hold.ts';
import type { HoldAnswer, SeenTag } from '../../../src/domain/guard/hold-answer.ts';
import type { WorkflowRoute } from './workflow-route.ts';

/** "Check handoff exception": a workflow asks whether it must leave the record alone. */
export const checkAction: WorkflowRoute = {
  path: WORKFLOW_ACTION_ROUTES.check,
  operationId: 'checkException',
  summary: 'Says whether standard routing must leave the record alone; changes nothing',
  asks: 'check',
  reply: checkOutputsSchema,
  refusals: [],
  answer: async ({ context, tenantId, record, call, calledBy, noteNow }) => {
    const tag = tagOf(call.object.properties[RECORD_PROPERTY.routingHold]);
    const seen = noteNow ? calledBy : null;
    return outputsOf(await checkHold(context, tenantId, { record, tag, seen }));
  },
};

function tagOf(value: string | null | undefined): SeenTag {
  if (value === 'true') return 'on';
  return value === 'false' ? 'off' : 'unknown';
}

function outputsOf({ onHold, exception }: HoldAnswer): CheckOutputs {
  return {
    outputFields: {
      on_hold: onHold ? 'true' : 'false',
      exception_type: exception?.exceptionTypeId ?? '',
      exception_status: exception?.status ?? '',
      exception_id: exception?.requestId ?? '',
      ...(exception && { expires_at: String(Date.parse(exception.expiresAt)) }),
      hs_execution_state: 'SUCCESS',
    },
  };
}
