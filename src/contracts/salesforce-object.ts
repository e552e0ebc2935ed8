import type { SalesforceField } from './salesforce-fields.ts';

/** One custom object of the package. */
export interface SalesforceObjectDefinition {
  readonly name: string;
  readonly label: string;
  readonly plural: string;
  readonly description: string;
  /** An auto number format, or the label of a name that is text. */
  readonly numbered?: string;
  readonly nameLabel: string;
  readonly fields: readonly SalesforceField[];
  /** What the people who file and decide may do beside reading. */
  readonly people: 'create' | 'read';
  /** Changes reach subscribers. */
  readonly changeEvents: boolean;
}

/** What keeps a row from being made twice. */
export const CLIENT_ID: SalesforceField = {
  name: 'Client_Id__c',
  label: 'Client id',
  help: 'Made by the component once per filled form, so that pressing a button twice counts once.',
  type: 'Text',
  length: 64,
  unique: true,
  required: true,
  writer: 'person',
};

/** What keeps what was written late from replacing what was written since. */
export const REVISION: SalesforceField = {
  name: 'Revision__c',
  label: 'Revision',
  help: 'Counts what Handrail wrote about the request. An older revision never replaces a newer one.',
  type: 'Number',
  length: 9,
  writer: 'backend',
};

/** What the org answers when an older revision shall replace a newer one. */
export const OVERTAKEN = 'Handrail has written something newer here.';

/** Why Handrail refused a row. */
export const PROBLEM: readonly SalesforceField[] = [
  {
    name: 'Problem_Code__c',
    label: 'Problem code',
    help: 'The stable code of why Handrail refused this row. Empty when it did not.',
    type: 'Text',
    length: 64,
    writer: 'backend',
  },
  {
    name: 'Problem_Detail__c',
    label: 'Problem',
    help: 'Why Handrail refused this row, and what to do next.',
    type: 'LongTextArea',
    length: 4000,
    writer: 'backend',
  },
];

/** Picklist values whose labels are their words. */
export const choices = (values: readonly string[]) =>
  values.map((value) => ({
    value,
    label: `${value.charAt(0).toUpperCase()}${value.slice(1).replaceAll('_', ' ')}`,
  }));
