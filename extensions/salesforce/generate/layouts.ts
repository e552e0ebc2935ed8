import type { SalesforceField } from '@handrail/contracts/salesforce-fields';
import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import type { Metadata, XmlElement } from './xml.ts';

/** Two columns: what people write, and what Handrail answers. */
export function layouts(): readonly Metadata[] {
  return SALESFORCE_CUSTOM_OBJECTS.map(({ name, label, numbered, fields }) => ({
    type: 'Layout',
    path: `layouts/${name}-${label} Layout.layout-meta.xml`,
    content: {
      layoutSections: [
        {
          customLabel: true,
          detailHeading: true,
          editHeading: true,
          label: 'Information',
          layoutColumns: [
            {
              layoutItems: [
                { behavior: numbered ? 'Readonly' : 'Required', field: 'Name' },
                ...fields.filter(({ writer }) => writer === 'person').map(item),
              ],
            },
            { layoutItems: fields.filter(({ writer }) => writer === 'backend').map(item) },
          ],
          style: 'TwoColumnsTopToBottom',
        },
        {
          customLabel: false,
          detailHeading: true,
          editHeading: false,
          label: 'System Information',
          layoutColumns: [
            { layoutItems: [{ behavior: 'Readonly', field: 'CreatedById' }] },
            { layoutItems: [{ behavior: 'Readonly', field: 'LastModifiedById' }] },
          ],
          style: 'TwoColumnsTopToBottom',
        },
      ],
      relatedLists: name === 'Handoff_Exception__c' ? RELATED : [],
      showEmailCheckbox: false,
      showHighlightsPanel: false,
      showInteractionLogPanel: false,
      showRunAssignmentRulesCheckbox: false,
      showSubmitAndAttachButton: false,
    },
  }));
}

const RELATED: readonly XmlElement[] = [
  {
    fields: ['NAME', 'Decision__c', 'Outcome__c', 'Problem_Code__c'],
    relatedList: 'Handoff_Decision__c.Handoff_Exception__c',
  },
  {
    fields: ['NAME', 'Person__c', 'Open__c', 'May__c'],
    relatedList: 'Handoff_Seat__c.Handoff_Exception__c',
  },
];

function item({ name, writer, required, type }: SalesforceField): XmlElement {
  if (writer === 'backend' && type !== 'MasterDetail') return { behavior: 'Readonly', field: name };
  return { behavior: required || type === 'MasterDetail' ? 'Required' : 'Edit', field: name };
}
