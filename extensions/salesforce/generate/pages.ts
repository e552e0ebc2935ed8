import type { SalesforceField } from '@handrail/contracts/salesforce-fields';
import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import type { Metadata, XmlElement } from './xml.ts';

/** The app, its tabs, the inbox page and a layout for every object. */
export function pages(): readonly Metadata[] {
  return [application(), inboxPage(), ...tabs(), ...layouts()];
}

function application(): Metadata {
  return {
    type: 'CustomApplication',
    path: 'applications/Handrail.app-meta.xml',
    content: {
      brand: { headerColor: '#0B5CAB', shouldOverrideOrgTheme: false },
      description: 'Handoff exceptions: what waits for you, and everything that was asked.',
      formFactors: ['Small', 'Large'],
      isNavAutoTempTabsDisabled: false,
      isNavPersonalizationDisabled: false,
      isNavTabPersistenceDisabled: false,
      label: 'Handrail',
      navType: 'Standard',
      tabs: ['Handoff_Inbox', 'Handoff_Exception__c', 'Handoff_Policy__c'],
      uiType: 'Lightning',
    },
  };
}

function inboxPage(): Metadata {
  return {
    type: 'FlexiPage',
    path: 'flexipages/Handoff_Inbox.flexipage-meta.xml',
    content: {
      flexiPageRegions: [
        {
          itemInstances: [
            { componentInstance: { componentName: 'c:handoffInbox', identifier: 'c_handoffInbox' } },
          ],
          name: 'main',
          type: 'Region',
        },
      ],
      masterLabel: 'Handoff Inbox',
      template: { name: 'flexipage:defaultAppHomeTemplate' },
      type: 'AppPage',
    },
  };
}

function tabs(): readonly Metadata[] {
  const objectTab = (name: string, motif: string): Metadata => ({
    type: 'CustomTab',
    path: `tabs/${name}.tab-meta.xml`,
    content: { customObject: true, motif },
  });
  return [
    objectTab('Handoff_Exception__c', 'Custom50: Big top'),
    objectTab('Handoff_Policy__c', 'Custom19: Wrench'),
    {
      type: 'CustomTab',
      path: 'tabs/Handoff_Inbox.tab-meta.xml',
      content: { flexiPage: 'Handoff_Inbox', label: 'Handoff Inbox', motif: 'Custom83: Pencil' },
    },
  ];
}

/** Two columns: what people write, and what Handrail answers. */
function layouts(): readonly Metadata[] {
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
