import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { isReviewOwed } from '../exception-request/break-glass.ts';
import type { FiledState } from '../exception-request/state.ts';
import type { PlannedStep, StepAction } from '../playbook/step.ts';
import { fullTag, holdOf } from '../playbook/tags.ts';
import type { CoverWrite, MemberRef } from './covered-record.ts';

/**
 * A write to a record of a buying group as a step that the CRM port can apply.
 *
 * @param group the request on the company
 * @param own the record's own request, for a write that gives the record back to it
 * @throws Error when a record is to be given back to a request that is not there
 */
export function coverStep(
  group: FiledState,
  record: MemberRef,
  write: CoverWrite,
  own: FiledState | null = null,
): PlannedStep {
  const { requestId } = group.request;
  return {
    stepKey: `${requestId}:cover:${record.objectType}-${record.recordId}`,
    requestId,
    phase: write.kind === 'cover' || write.kind === 'hold' ? 'grant' : 'end',
    position: 0,
    record,
    action: actionOf(group, write, own),
  };
}

function actionOf(group: FiledState, write: CoverWrite, own: FiledState | null): StepAction {
  const resubmitted = (at: string | null) => (at === null ? {} : { [RECORD_PROPERTY.resubmittedAt]: at });
  switch (write.kind) {
    case 'cover':
      return {
        kind: 'hold_routing',
        tag: {
          ...fullTag(group),
          ...holdOf(group),
          // The review that is owed is owed for the company.
          ...(isReviewOwed(group) && { [RECORD_PROPERTY.reviewDueAt]: '' }),
          [RECORD_PROPERTY.status]: 'active',
          [RECORD_PROPERTY.expiresAt]: write.expiresAt,
          [RECORD_PROPERTY.nextStep]: `Held through the exception of ${group.request.recordTitle}`,
        },
      };
    case 'hold':
      return { kind: 'tag_record', tag: { [RECORD_PROPERTY.routingHold]: 'true' } };
    case 'unhold':
      return {
        kind: 'tag_record',
        tag: { [RECORD_PROPERTY.routingHold]: 'false', ...resubmitted(write.resubmitAt) },
      };
    case 'release':
      return {
        kind: 'release_hold',
        tag: {
          [RECORD_PROPERTY.routingHold]: 'false',
          [RECORD_PROPERTY.status]: 'ended',
          [RECORD_PROPERTY.nextStep]: '',
          ...resubmitted(write.resubmitAt),
        },
      };
    case 'restore': {
      if (own?.request.requestId !== write.own) {
        throw new Error(`the own request ${write.own} of a covered record is not at hand (this is a bug)`);
      }
      return {
        kind: 'tag_record',
        tag: {
          ...fullTag(own),
          ...holdOf(own),
          ...(own.status !== 'approved' && { [RECORD_PROPERTY.status]: 'active' }),
        },
      };
    }
  }
}

/** The fact that names the exception whose tag a record carries. */
export function holderFact({ objectType }: MemberRef): string {
  return `${objectType}.${RECORD_PROPERTY.exceptionId}`;
}
