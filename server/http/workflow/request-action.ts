import { freeText } from '@handrail/contracts/submission';
import type { ProblemCode } from '@handrail/contracts/vocabulary';
import {
  REQUEST_INPUTS,
  type RequestOutputs,
  requestOutputsSchema,
  WORKFLOW_ACTION_ROUTES,
  type WorkflowCall,
} from '@handrail/contracts/workflow-actions';
import { z } from 'zod';
import { requestByAutomation } from '../../../src/application/request-by-automation.ts';
import type { AutomationAnswer } from '../../../src/ports/automation-store.ts';
import { EdgeFault } from '../problem.ts';
import type { WorkflowRoute } from './workflow-route.ts';

const OWNER_PROPERTY = 'hubspot_owner_id';

const wanted = (max: number) =>
  z.string().trim().min(1, 'is empty').max(max, `is longer than ${max} characters`);
/** An empty input field is one that was not filled in. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (given === null || given === '' ? undefined : given), schema.optional());
const ownerId = z.string().regex(/^\d{1,20}$/, 'is not the id of an owner');

/** What an admin filled in. Values may come from the record, so what does not fit is told, not refused as a fault. */
const inputsSchema = z.object({
  [REQUEST_INPUTS.exceptionType]: wanted(64),
  [REQUEST_INPUTS.reasonCode]: wanted(64),
  [REQUEST_INPUTS.reason]: freeText,
  [REQUEST_INPUTS.requester]: optional(ownerId),
  [REQUEST_INPUTS.proposedOwner]: optional(ownerId),
  [REQUEST_INPUTS.proposedStage]: optional(wanted(64)),
  [REQUEST_INPUTS.validDays]: optional(
    z.coerce.number('is not a number').int('is not a whole number').min(1).max(3650),
  ),
});

/** "Request a handoff exception": a workflow files a request in the name of a person. */
export const requestAction: WorkflowRoute = {
  path: WORKFLOW_ACTION_ROUTES.request,
  operationId: 'requestExceptionByWorkflow',
  summary: 'Files an exception request in the name of a person; once for each callbackId',
  asks: 'request',
  reply: requestOutputsSchema,
  refusals: [
    'requester_unknown',
    'unknown_exception_type',
    'type_not_for_record',
    'unknown_reason_code',
    'reason_too_short',
    'proposal_missing',
    'expiry_too_far',
    'criteria_not_met',
    'policy_gap',
    'no_eligible_approver',
    'live_exception_exists',
    'covered_by_group',
    'record_not_found',
    'properties_missing',
    'body_invalid',
  ],
  answer: async ({ context, tenantId, record, call, calledBy }) => {
    if (!calledBy) {
      throw new EdgeFault('body_invalid', 'Only a workflow can request an exception: the call names none.');
    }
    const inputs = inputsSchema.safeParse(call.inputFields);
    if (!inputs.success) return refused('body_invalid', inputProblem(inputs.error));
    const { data } = inputs;
    const answer = await requestByAutomation(context, tenantId, {
      callId: call.callbackId,
      calledBy,
      record,
      exceptionTypeId: data.exception_type,
      reasonCode: data.reason_code,
      reason: data.reason,
      requesterOwnerId: data.requested_by ?? ownerIn(call),
      proposedOwnerId: data.proposed_owner,
      proposedStageId: data.proposed_stage,
      validDays: data.valid_days,
    });
    return outputsOf(answer);
  },
};

function ownerIn({ object: { properties } }: WorkflowCall): string | undefined {
  return ownerId.safeParse(properties[OWNER_PROPERTY]).data;
}

function inputProblem(error: z.ZodError): string {
  const fields = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  return `The workflow's input fields cannot be used: ${fields.join('; ')}. Edit the action in the workflow.`;
}

function outputsOf(answer: AutomationAnswer): RequestOutputs {
  if (answer.outcome === 'refused') return refused(answer.code, answer.message);
  return {
    outputFields: {
      request_outcome: 'filed',
      exception_id: answer.requestId,
      problem_code: '',
      problem: '',
      hs_execution_state: 'SUCCESS',
    },
  };
}

/** The customer's workflow goes on, and can branch on the outcome. */
function refused(code: ProblemCode, message: string): RequestOutputs {
  return {
    outputFields: {
      request_outcome: 'refused',
      exception_id: '',
      problem_code: code,
      problem: message,
      hs_execution_state: 'FAIL_CONTINUE',
    },
  };
}
