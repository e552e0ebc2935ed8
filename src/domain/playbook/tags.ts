import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { isReviewOwed } from '../exception-request/break-glass.ts';
import { expiryOf } from '../exception-request/extension.ts';
import type { FiledState } from '../exception-request/state.ts';
import { placeholdersOf } from './placeholders.ts';
import { badgeTag } from './plan-break-glass.ts';
import type { TagValues } from './step.ts';

/** What a record shows of a request that waits for its approval. */
export function requestTag(state: FiledState): TagValues {
  const { request } = state;
  return {
    [RECORD_PROPERTY.exceptionId]: request.requestId,
    [RECORD_PROPERTY.status]: 'pending',
    [RECORD_PROPERTY.exceptionType]: request.exceptionType.id,
    [RECORD_PROPERTY.reason]: `${request.reasonCode.label}: ${request.reason}`,
    [RECORD_PROPERTY.requestedBy]: request.requester.name,
    [RECORD_PROPERTY.expiresAt]: expiryOf(state),
    [RECORD_PROPERTY.approver]: '',
    [RECORD_PROPERTY.approvedAt]: '',
    [RECORD_PROPERTY.nextStep]: 'Waiting for approval',
  };
}

/** The routing hold with the exception it belongs to. */
export function holdOf(state: FiledState): TagValues {
  return {
    [RECORD_PROPERTY.routingHold]: 'true',
    [RECORD_PROPERTY.exceptionId]: state.request.requestId,
    [RECORD_PROPERTY.status]: grantedStatus(state),
  };
}

/** Everything a record shows of an exception that was granted; the badge of one whose review is owed. */
export function fullTag(state: FiledState): TagValues {
  return {
    ...requestTag(state),
    [RECORD_PROPERTY.status]: grantedStatus(state),
    ...(isReviewOwed(state)
      ? badgeTag(state)
      : {
          [RECORD_PROPERTY.approver]: placeholdersOf(state).approvers,
          [RECORD_PROPERTY.approvedAt]: 'approvedAt' in state ? state.approvedAt : '',
          [RECORD_PROPERTY.nextStep]: state.request.exceptionType.nextSteps,
        }),
  };
}

/** Nobody has approved what takes effect at once: until it is active the record says that approval is waited for. */
function grantedStatus(state: FiledState): 'pending' | 'approved' {
  return isReviewOwed(state) ? 'pending' : 'approved';
}
