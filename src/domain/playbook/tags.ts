import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { FiledState } from '../exception-request/state.ts';
import { placeholdersOf } from './placeholders.ts';
import type { TagValues } from './step.ts';

/** What a record shows of a request that waits for its approval. */
export function requestTag({ request }: FiledState): TagValues {
  return {
    [RECORD_PROPERTY.exceptionId]: request.requestId,
    [RECORD_PROPERTY.status]: 'pending',
    [RECORD_PROPERTY.exceptionType]: request.exceptionType.id,
    [RECORD_PROPERTY.reason]: `${request.reasonCode.label}: ${request.reason}`,
    [RECORD_PROPERTY.requestedBy]: request.requester.name,
    [RECORD_PROPERTY.expiresAt]: request.expiresAt,
    [RECORD_PROPERTY.approver]: '',
    [RECORD_PROPERTY.approvedAt]: '',
    [RECORD_PROPERTY.nextStep]: 'Waiting for approval',
  };
}

/** The routing hold with the exception it belongs to. */
export function holdOf({ request }: FiledState): TagValues {
  return {
    [RECORD_PROPERTY.routingHold]: 'true',
    [RECORD_PROPERTY.exceptionId]: request.requestId,
    [RECORD_PROPERTY.status]: 'approved',
  };
}

/** Everything a record shows of an approved exception. */
export function fullTag(state: FiledState): TagValues {
  return {
    ...requestTag(state),
    [RECORD_PROPERTY.status]: 'approved',
    [RECORD_PROPERTY.approver]: placeholdersOf(state).approvers,
    [RECORD_PROPERTY.approvedAt]: 'approvedAt' in state ? state.approvedAt : '',
    [RECORD_PROPERTY.nextStep]: state.request.exceptionType.nextSteps,
  };
}
