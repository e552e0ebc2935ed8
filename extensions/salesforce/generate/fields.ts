import {
  SALESFORCE_ACTIVITY_FIELD,
  SALESFORCE_RECORD_FIELDS,
  type SalesforceField,
} from '@handrail/contracts/salesforce-fields';
import { SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import type { Metadata, XmlElement } from './xml.ts';

/** The fields Handrail adds to the org's own objects. */
export function recordFields(): readonly Metadata[] {
  return [
    ...SALESFORCE_OBJECTS.flatMap((object) =>
      SALESFORCE_RECORD_FIELDS.map((field) => fieldFile(object, field, false)),
    ),
    fieldFile('Activity', SALESFORCE_ACTIVITY_FIELD, false),
  ];
}

/**
 * One field. On the org's own objects no history is asked for: whether it can be kept is for an admin to switch on,
 * and `doctor` looks for it.
 */
export function fieldFile(object: string, field: SalesforceField, withHistory = true): Metadata {
  return {
    type: 'CustomField',
    path: `objects/${object}/fields/${field.name}.field-meta.xml`,
    content: {
      fullName: field.name,
      description: field.help,
      inlineHelpText: field.help,
      label: field.label,
      ...(withHistory && tracks(field) && { trackHistory: true }),
      ...shapeOf(field),
    },
  };
}

function tracks({ type }: SalesforceField): boolean {
  return type !== 'LongTextArea' && type !== 'MultiselectPicklist';
}

function shapeOf(field: SalesforceField): XmlElement {
  const { type, length = 255 } = field;
  switch (type) {
    case 'Checkbox':
      return { type, defaultValue: 'false' };
    case 'DateTime':
      return { type, required: field.required ?? false };
    case 'LongTextArea':
      return { type, length, visibleLines: 3 };
    case 'Lookup':
      return {
        type,
        deleteConstraint: 'SetNull',
        referenceTo: field.to,
        relationshipLabel: field.children?.replaceAll('_', ' '),
        relationshipName: field.children,
        required: false,
      };
    case 'MasterDetail':
      return {
        type,
        referenceTo: field.to,
        relationshipLabel: field.children?.replaceAll('_', ' '),
        relationshipName: field.children,
        relationshipOrder: 0,
        reparentableMasterDetail: false,
        // People decide on requests they may only read.
        writeRequiresMasterRead: true,
      };
    case 'MultiselectPicklist':
      return { type, visibleLines: 4, valueSet: valueSetOf(field) };
    case 'Number':
      return { type, precision: length, scale: 0, required: field.required ?? false };
    case 'Picklist':
      return { type, required: field.required ?? false, valueSet: valueSetOf(field) };
    case 'Text':
      return {
        type,
        length,
        required: field.required ?? false,
        externalId: field.unique === true || field.name === 'Record_Id__c',
        ...(field.unique ? { unique: true, caseSensitive: true } : { unique: false }),
      };
  }
}

function valueSetOf({ values = [], defaultValue }: SalesforceField): XmlElement {
  return {
    restricted: true,
    valueSetDefinition: {
      sorted: false,
      value: values.map(({ value, label }) => ({
        fullName: value,
        default: value === defaultValue,
        label,
      })),
    },
  };
}
