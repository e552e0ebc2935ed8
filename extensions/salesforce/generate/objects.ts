import type { SalesforceObjectDefinition } from '@handrail/contracts/salesforce-object';
import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import { EXCEPTION_ROW_STATUSES, SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import { fieldFile } from './fields.ts';
import { LIST_VIEWS } from './list-views.ts';
import { VALIDATION_RULES } from './validation-rules.ts';
import type { Metadata } from './xml.ts';

/** The custom objects with all that belongs to them. */
export function customObjects(): readonly Metadata[] {
  return [
    ...SALESFORCE_CUSTOM_OBJECTS.flatMap((definition) => [
      objectFile(definition),
      ...definition.fields.map((field) => fieldFile(definition.name, field)),
    ]),
    ...recordTypes(),
    ...VALIDATION_RULES.map(({ object, name, ...rule }) => ({
      type: 'ValidationRule',
      path: `objects/${object}/validationRules/${name}.validationRule-meta.xml`,
      content: { fullName: name, active: true, ...rule },
    })),
    ...LIST_VIEWS.map(({ object, name, ...view }) => ({
      type: 'ListView',
      path: `objects/${object}/listViews/${name}.listView-meta.xml`,
      content: { fullName: name, ...view },
    })),
  ];
}

function objectFile(definition: SalesforceObjectDefinition): Metadata {
  const { name, label, plural, description, numbered, nameLabel } = definition;
  return {
    type: 'CustomObject',
    path: `objects/${name}/${name}.object-meta.xml`,
    content: {
      allowInChatterGroups: false,
      deploymentStatus: 'Deployed',
      description,
      enableActivities: false,
      enableBulkApi: true,
      enableFeeds: false,
      enableHistory: true,
      enableReports: true,
      enableSearch: true,
      enableSharing: true,
      enableStreamingApi: true,
      externalSharingModel: sharingOf(definition, 'Private'),
      label,
      nameField: numbered
        ? { displayFormat: numbered, label: nameLabel, type: 'AutoNumber' }
        : { label: nameLabel, type: 'Text' },
      pluralLabel: plural,
      sharingModel: sharingOf(definition, name === 'Handoff_Policy__c' ? 'Read' : 'ReadWrite'),
    },
  };
}

/**
 * What belongs to a request is shared as the request is. A request is open to all who hold a Handrail permission set;
 * nobody but the integration holds the permission to edit one.
 */
function sharingOf({ fields }: SalesforceObjectDefinition, own: string): string {
  return fields.some(({ type }) => type === 'MasterDetail') ? 'ControlledByParent' : own;
}

/** One record type an object, so that pages and reports can tell them apart. */
function recordTypes(): readonly Metadata[] {
  return SALESFORCE_OBJECTS.map((object) => ({
    type: 'RecordType',
    path: `objects/Handoff_Exception__c/recordTypes/${object}.recordType-meta.xml`,
    content: {
      fullName: object,
      active: true,
      description: `A request about one ${object.toLowerCase()}.`,
      label: object,
      picklistValues: [
        {
          picklist: 'Status__c',
          values: [...EXCEPTION_ROW_STATUSES]
            .sort()
            .map((fullName) => ({ fullName, default: fullName === 'submitted' })),
        },
      ],
    },
  }));
}
