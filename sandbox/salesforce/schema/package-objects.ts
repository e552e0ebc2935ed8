import type { SalesforceField } from '@handrail/contracts/salesforce-fields';
import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import { type FieldDefinition, type FieldType, field, reference } from './field-definition.ts';
import { type ObjectDefinition, object } from './object-definition.ts';

const KEY_PREFIX: Readonly<Record<string, string>> = {
  Handoff_Exception__c: 'a0H',
  Handoff_Decision__c: 'a0I',
  Handoff_Seat__c: 'a0J',
  Handoff_Policy__c: 'a0K',
};

const TYPE_OF: Readonly<Record<SalesforceField['type'], FieldType>> = {
  Checkbox: 'boolean',
  DateTime: 'datetime',
  LongTextArea: 'textarea',
  Lookup: 'reference',
  MasterDetail: 'reference',
  MultiselectPicklist: 'string',
  Number: 'double',
  Picklist: 'picklist',
  Text: 'string',
};

/** The custom objects of the package as the contracts describe them: the same that its metadata is made of. */
export const PACKAGE_OBJECTS: readonly ObjectDefinition[] = SALESFORCE_CUSTOM_OBJECTS.map(
  ({ name, label, plural, fields }) =>
    object(name, KEY_PREFIX[name] ?? 'a0Z', [field('string', 'Name'), ...fields.map(definitionOf)], {
      label,
      plural,
      // What belongs to a request has no owner of its own.
      ...(fields.every(({ type }) => type !== 'MasterDetail') && { ownedBy: 'user' }),
    }),
);

function definitionOf(one: SalesforceField): FieldDefinition {
  const options = {
    label: one.label,
    help: one.help,
    required: one.required === true || one.type === 'MasterDetail',
    unique: one.unique === true,
    externalId: one.unique === true,
    ...(one.length !== undefined && one.type !== 'Number' && { length: one.length }),
    ...(one.values && one.type === 'Picklist' && { values: one.values, restricted: true }),
    ...(one.defaultValue !== undefined && { defaultValue: one.defaultValue }),
  };
  if (one.to === undefined) return field(TYPE_OF[one.type], one.name, options);
  const childRelationshipName = one.children && `${one.children}__r`;
  return reference(one.name, [one.to], {
    ...options,
    // What belongs to one request is never moved to another.
    updateable: one.type !== 'MasterDetail',
    ...(childRelationshipName && { childRelationshipName }),
  });
}
