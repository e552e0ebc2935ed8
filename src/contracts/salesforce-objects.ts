import { MAX_DOCUMENT } from './salesforce-documents.ts';
import { CLIENT_ID, choices, REVISION, type SalesforceObjectDefinition } from './salesforce-object.ts';
import { REQUEST_OBJECTS } from './salesforce-request-objects.ts';
import { DECISION_KINDS, POLICY_ROW_KINDS, SALESFORCE_OBJECTS } from './salesforce-vocabulary.ts';

/** What Handrail keeps in the org for the component to read. */
const ANSWER_OBJECTS: readonly SalesforceObjectDefinition[] = [
  {
    name: 'Handoff_Seat__c',
    label: 'Handoff Seat',
    plural: 'Handoff Seats',
    description: 'One person and one request: whether it waits for them, why, and what they may do.',
    numbered: 'HS-{000000}',
    nameLabel: 'Seat number',
    people: 'read',
    changeEvents: false,
    fields: [
      {
        name: 'Handoff_Exception__c',
        label: 'Handoff Exception',
        help: 'The request this is about.',
        type: 'MasterDetail',
        to: 'Handoff_Exception__c',
        children: 'Handoff_Seats',
        writer: 'backend',
      },
      {
        name: 'Person__c',
        label: 'Person',
        help: 'Who this is about.',
        type: 'Lookup',
        to: 'User',
        children: 'Handoff_Seats',
        writer: 'backend',
      },
      {
        name: 'Open__c',
        label: 'Waits for them',
        help: 'Checked while the request, an extension, a review that is owed or an objection waits for a decision of this person.',
        type: 'Checkbox',
        writer: 'backend',
      },
      {
        name: 'May__c',
        label: 'May',
        help: 'What this person may do now. Handrail checks it again when they do it.',
        type: 'MultiselectPicklist',
        values: choices(DECISION_KINDS),
        writer: 'backend',
      },
      {
        name: 'Why__c',
        label: 'Why',
        help: 'Why this person is asked, in plain words.',
        type: 'LongTextArea',
        length: 2000,
        writer: 'backend',
      },
      {
        ...CLIENT_ID,
        name: 'Key__c',
        label: 'Key',
        help: 'Request and person, so that Handrail keeps one row of each.',
        required: false,
        writer: 'backend',
      },
      REVISION,
    ],
  },
  {
    name: 'Handoff_Policy__c',
    label: 'Handoff Policy',
    plural: 'Handoff Policies',
    description:
      'What the policy in force says of one exception type on one object, kept by Handrail so that the component can explain it.',
    nameLabel: 'Name',
    people: 'read',
    changeEvents: false,
    fields: [
      {
        name: 'Key__c',
        label: 'Key',
        help: 'Object and type, such as Opportunity:strategic-logo.',
        type: 'Text',
        length: 120,
        unique: true,
        writer: 'backend',
      },
      {
        name: 'Kind__c',
        label: 'Kind',
        help: 'An exception type, or the standard path of the object.',
        type: 'Picklist',
        values: choices(POLICY_ROW_KINDS),
        writer: 'backend',
      },
      {
        name: 'Object__c',
        label: 'Object',
        help: 'The object this is about.',
        type: 'Picklist',
        values: SALESFORCE_OBJECTS.map((value) => ({ value, label: value })),
        writer: 'backend',
      },
      {
        name: 'Position__c',
        label: 'Position',
        help: 'The order in which the form offers the types.',
        type: 'Number',
        length: 4,
        writer: 'backend',
      },
      {
        name: 'Active__c',
        label: 'In force',
        help: 'Unchecked for what the policy no longer offers.',
        type: 'Checkbox',
        writer: 'backend',
      },
      {
        name: 'Hold_Hours__c',
        label: 'Hold while waiting (hours)',
        help: 'How long routing is held when a request is filed and Handrail has not answered. Empty or 0: not at all.',
        type: 'Number',
        length: 4,
        writer: 'backend',
      },
      {
        name: 'Document__c',
        label: 'Document',
        help: 'What the form shows: definition, criteria, examples, reasons, and who is asked in which band.',
        type: 'LongTextArea',
        length: MAX_DOCUMENT,
        writer: 'backend',
      },
    ],
  },
];

/** The custom objects of the package. */
export const SALESFORCE_CUSTOM_OBJECTS = [...REQUEST_OBJECTS, ...ANSWER_OBJECTS];
