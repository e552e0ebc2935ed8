import type { ProblemCode } from '@handrail/contracts/vocabulary';
import { workflowCallSchema } from '@handrail/contracts/workflow-actions';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import type { EdgeCode } from '../problem.ts';
import type { WorkflowRoute } from './workflow-route.ts';

/** Why a call of a workflow can fail; what policy or state refuses is told in the outputs instead. */
export const WORKFLOW_CODES: readonly EdgeCode[] = [
  'signature_missing',
  'signature_invalid',
  'signature_stale',
  'unknown_portal',
  'body_invalid',
  'body_too_large',
  'too_many_requests',
  'internal_error',
  'crm_unavailable',
];

/** Describes one custom workflow action. @param faults the responses of codes, by status */
export function workflowOperation(
  { operationId, summary, reply, refusals }: WorkflowRoute,
  faults: ZodOpenApiOperationObject['responses'],
): ZodOpenApiOperationObject & { 'x-problem-codes': readonly ProblemCode[] } {
  return {
    operationId,
    summary,
    description:
      'Called by a workflow. HubSpot calls again after 429 and, for up to three days, after a 5xx. A refusal by policy or state comes with status 200 and `hs_execution_state` FAIL_CONTINUE.',
    security: [{ hubspotSignature: [] }],
    requestBody: { required: true, content: { 'application/json': { schema: workflowCallSchema } } },
    responses: {
      200: { description: 'The outputs of the action', content: { 'application/json': { schema: reply } } },
      ...faults,
    },
    'x-problem-codes': [...new Set([...refusals, ...WORKFLOW_CODES])],
  };
}
