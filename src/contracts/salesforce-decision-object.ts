import { MAX_TEXT } from './field-formats.ts';
import { CLIENT_ID, choices, PROBLEM, type SalesforceObjectDefinition } from './salesforce-object.ts';
import { DECISION_KINDS, DECISION_OUTCOMES } from './salesforce-vocabulary.ts';
import { DISPUTE_GROUNDS } from './vocabulary.ts';

/** What people say about a request. */
export const DECISION_OBJECT: SalesforceObjectDefinition = {
  name: 'Handoff_Decision__c',
  label: 'Handoff Decision',
  plural: 'Handoff Decisions',
  description:
    'What one person said about a request. Insert-only: whom Salesforce names as creator is the signature.',
  numbered: 'HD-{000000}',
  nameLabel: 'Decision number',
  people: 'create',
  changeEvents: true,
  fields: [
    {
      name: 'Handoff_Exception__c',
      label: 'Handoff Exception',
      help: 'The request this is about.',
      type: 'MasterDetail',
      to: 'Handoff_Exception__c',
      children: 'Handoff_Decisions',
      writer: 'person',
    },
    {
      name: 'Decision__c',
      label: 'Decision',
      help: 'What its author says.',
      type: 'Picklist',
      values: choices(DECISION_KINDS),
      required: true,
      writer: 'person',
    },
    {
      name: 'Comment__c',
      label: 'Comment',
      help: 'What its author says about it: the comment, the question, the answer or the reason.',
      type: 'LongTextArea',
      length: MAX_TEXT,
      writer: 'person',
    },
    {
      name: 'Until__c',
      label: 'Until',
      help: 'The later end that is asked for, where the decision is to extend.',
      type: 'DateTime',
      writer: 'person',
    },
    {
      name: 'Handed_To__c',
      label: 'Handed to',
      help: 'Who decides in the place of its author, where the decision is to hand over.',
      type: 'Lookup',
      to: 'User',
      writer: 'person',
    },
    {
      name: 'Ground__c',
      label: 'Ground',
      help: 'What is wrong with the exception, where the decision is to object.',
      type: 'Picklist',
      values: choices(DISPUTE_GROUNDS),
      writer: 'person',
    },
    {
      name: 'Version__c',
      label: 'Version seen',
      help: 'The version of the request its author saw. A decision on an older one is refused.',
      type: 'Number',
      length: 9,
      required: true,
      writer: 'person',
    },
    CLIENT_ID,
    {
      name: 'Outcome__c',
      label: 'Outcome',
      help: 'Waiting: Handrail has not read it yet. Refused: its author had no right to it, or it came too late.',
      type: 'Picklist',
      values: choices(DECISION_OUTCOMES),
      defaultValue: 'waiting',
      writer: 'backend',
    },
    ...PROBLEM,
  ],
};
