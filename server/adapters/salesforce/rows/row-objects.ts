import { SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import type { RowKind } from '../../../../src/ports/row-inbox.ts';

/** One object whose rows people write. */
export interface RowObject {
  readonly name: string;
  /** Everything that is read of a row. */
  readonly fields: readonly string[];
  /** The field that says whether a row waits, and what it says then. */
  readonly stateField: string;
  readonly waiting: string;
}

const STAMPS = ['Id', 'CreatedById', 'CreatedDate', 'SystemModstamp'];

/** The objects of the package whose rows people write. */
export const ROW_OBJECTS: Readonly<Record<RowKind, RowObject>> = {
  exception: {
    name: 'Handoff_Exception__c',
    fields: [
      ...STAMPS,
      ...SALESFORCE_OBJECTS.map((name) => `${name}__c`),
      'Record_Id__c',
      'Exception_Type__c',
      'Reason_Code__c',
      'Reason__c',
      'Proposed_Owner__c',
      'Proposed_Stage__c',
      'Expires_At__c',
      'Break_Glass__c',
      'Break_Glass_Reason__c',
      'Hold_Until__c',
      'Status__c',
      'Request_Id__c',
    ],
    stateField: 'Status__c',
    waiting: 'submitted',
  },
  decision: {
    name: 'Handoff_Decision__c',
    fields: [
      ...STAMPS,
      'Handoff_Exception__c',
      'Decision__c',
      'Comment__c',
      'Until__c',
      'Handed_To__c',
      'Ground__c',
      'Version__c',
      'Outcome__c',
    ],
    stateField: 'Outcome__c',
    waiting: 'waiting',
  },
};
