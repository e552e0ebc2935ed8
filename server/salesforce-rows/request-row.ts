import { salesforceRequestDocumentSchema } from '@handrail/contracts/salesforce-documents';
import { SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import { recordInRows } from '../../src/application/follow-in-row.ts';
import type { RequestWithSteps } from '../../src/application/load-card.ts';
import type { ExceptionRequest } from '../../src/domain/exception-request/state.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { objectOf } from '../adapters/salesforce/sobjects.ts';
import { presentRequest } from '../http/presenters/present-request.ts';
import { vendorOfId } from '../tenants/vendors.ts';
import { fitDocument } from './fit-document.ts';

/** Texts by field name; an empty one clears. */
export type RowValues = Readonly<Record<string, string>>;

/**
 * What a row of `Handoff_Exception__c` shows of a request: the document as its requester sees it, and what lists and
 * reports look at.
 *
 * @param owner the record's owner now; null when it was not read
 * @param revision makes what is written later win
 */
export function shownValues(
  request: RequestWithSteps,
  owner: Person | null,
  revision: number,
  now: Date,
): RowValues {
  const { state, version } = request;
  const view = presentRequest(request, state.request.requester, now, owner);
  return {
    Status__c: view.status,
    Version__c: String(version),
    Revision__c: String(revision),
    View__c: fitDocument(salesforceRequestDocumentSchema.parse(view)),
    Expires_At__c: view.expiresAt,
    Ended_At__c: view.endedAt ?? '',
    End_Reason__c: view.endReason ?? '',
  };
}

/**
 * What names a request that nobody filed in the org: the row that Handrail creates for it. Null for a record that no
 * component stands on.
 */
export function filedValues(request: ExceptionRequest): RowValues | null {
  const { requestId, exceptionType, reasonCode, reason, proposed, breakGlass, linked } = request;
  const record = recordInRows(request);
  const object = record && SALESFORCE_OBJECTS.find((name) => name === objectOf(record).name);
  if (!object) return null;
  const isLinked = record === linked?.record;
  const ownerId = isLinked ? linked.proposedOwnerId : proposed.owner?.ownerId;
  return {
    [`${object}__c`]: record.recordId,
    Record_Id__c: record.recordId,
    Exception_Type__c: exceptionType.id,
    Reason_Code__c: reasonCode.id,
    Reason__c: reason,
    ...(ownerId !== undefined && vendorOfId(ownerId) === 'salesforce' && { Proposed_Owner__c: ownerId }),
    ...(proposed.stage && !isLinked && { Proposed_Stage__c: proposed.stage.stageId }),
    ...(breakGlass && { Break_Glass__c: 'true', Break_Glass_Reason__c: breakGlass.reason }),
    Client_Id__c: requestId,
    Request_Id__c: requestId,
  };
}
