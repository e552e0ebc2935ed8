import { RECORD_PROPERTY, type RecordPropertyName } from '@handrail/contracts/crm-properties';
import { REQUEST_STATUSES } from '@handrail/contracts/vocabulary';
import { type FieldDefinition, field, picklist, reference } from './field-definition.ts';
import { type ObjectDefinition, object } from './object-definition.ts';

/** How a property of Handrail's is called in Salesforce: `handoff_routing_hold` is `Handoff_Routing_Hold__c`. */
export function customFieldName(property: RecordPropertyName): string {
  const words = property.split('_').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join('_')}__c`;
}

const nameOf = (key: keyof typeof RECORD_PROPERTY): string => customFieldName(RECORD_PROPERTY[key]);

/** The fields of the Handrail package on every record type it governs. */
export const HANDRAIL_FIELDS: readonly FieldDefinition[] = [
  field('boolean', nameOf('routingHold'), {
    tracked: true,
    help: 'Checked while an approved handoff exception governs this record. Written by Handrail only.',
  }),
  picklist(nameOf('status'), REQUEST_STATUSES, { restricted: true, tracked: true }),
  field('string', nameOf('exceptionType')),
  field('textarea', nameOf('reason')),
  field('string', nameOf('approver')),
  field('string', nameOf('requestedBy')),
  field('datetime', nameOf('approvedAt')),
  field('datetime', nameOf('reviewDueAt')),
  field('datetime', nameOf('expiresAt')),
  field('textarea', nameOf('nextStep')),
  field('datetime', nameOf('resubmittedAt')),
  field('string', nameOf('exceptionId'), { length: 64 }),
];

/** The key by which a repeated step finds the activity it made. */
export const ACTIVITY_KEY = field('string', 'Handoff_Reference__c', {
  externalId: true,
  unique: true,
  length: 120,
});

const RECORD_LOOKUPS: readonly FieldDefinition[] = ['Opportunity', 'Lead', 'Account', 'Contact', 'Case'].map(
  (name) => reference(`${name}__c`, [name]),
);

/** The custom objects of the package: what people ask for, and each decision about it. */
export const HANDRAIL_OBJECTS: readonly ObjectDefinition[] = [
  object(
    'Handoff_Exception__c',
    'a0H',
    [
      field('string', 'Name', { label: 'Exception number' }),
      ...RECORD_LOOKUPS,
      picklist('Status__c', REQUEST_STATUSES, { restricted: true, tracked: true }),
      field('string', 'Exception_Type__c', { length: 80 }),
      field('string', 'Reason_Code__c', { length: 80 }),
      field('textarea', 'Reason__c'),
      reference('Proposed_Owner__c', ['User']),
      field('string', 'Proposed_Stage__c', { length: 80 }),
      field('datetime', 'Expires_At__c'),
      field('string', 'Request_Id__c', { length: 64, externalId: true, unique: true }),
      field('textarea', 'Outcome__c'),
    ],
    { ownedBy: 'user_or_queue', history: { object: 'Handoff_Exception__History', parentField: 'ParentId' } },
  ),
  object(
    'Handoff_Decision__c',
    'a0I',
    [
      field('string', 'Name', { label: 'Decision number' }),
      reference('Handoff_Exception__c', ['Handoff_Exception__c'], {
        required: true,
        childRelationshipName: 'Handoff_Decisions__r',
      }),
      picklist('Decision__c', ['approve', 'reject', 'ask', 'hand_over'], {
        restricted: true,
        required: true,
      }),
      field('textarea', 'Comment__c'),
      field('string', 'Client_Id__c', { length: 64, externalId: true, unique: true }),
    ],
    { insertOnly: true },
  ),
];
