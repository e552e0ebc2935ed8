import { SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import { HOME_PAGE, INBOX_PAGE, RECORD_PAGE_OF } from './lightning-pages.ts';
import type { Metadata, XmlElement } from './xml.ts';

/** The app of everybody who files and decides, and that of the people who run the policy. */
export const PEOPLE_APP = 'Handrail';
export const REVOPS_APP = 'Handrail_RevOps';

/** The apps and their tabs. */
export function apps(): readonly Metadata[] {
  return [
    application(PEOPLE_APP, {
      description: 'Handoff exceptions: what waits for you, and everything that was asked.',
      label: 'Handrail',
      tabs: ['standard-home', INBOX_PAGE, 'Handoff_Exception__c'],
    }),
    application(REVOPS_APP, {
      description: 'Handoff exceptions for RevOps: requests, decisions, policy, reports and the dashboard.',
      label: 'Handrail RevOps',
      tabs: [
        'standard-home',
        INBOX_PAGE,
        'Handoff_Exception__c',
        'Handoff_Decision__c',
        'Handoff_Policy__c',
        'standard-report',
        'standard-Dashboard',
      ],
    }),
    ...tabs(),
  ];
}

/** In these apps the records open with the card beside them. The pages of the org's own apps stay as they are. */
function application(
  name: string,
  about: { readonly description: string; readonly label: string; readonly tabs: readonly string[] },
): Metadata {
  return {
    type: 'CustomApplication',
    path: `applications/${name}.app-meta.xml`,
    content: {
      actionOverrides: [
        shows('Tab', HOME_PAGE, 'standard-home'),
        ...SALESFORCE_OBJECTS.map((object) => shows('View', RECORD_PAGE_OF[object], object)),
      ],
      brand: { headerColor: '#0B5CAB', shouldOverrideOrgTheme: false },
      formFactors: ['Small', 'Large'],
      isNavAutoTempTabsDisabled: false,
      isNavPersonalizationDisabled: false,
      isNavTabPersistenceDisabled: false,
      navType: 'Standard',
      uiType: 'Lightning',
      ...about,
    },
  };
}

function shows(actionName: 'Tab' | 'View', content: string, pageOrSobjectType: string): XmlElement {
  return {
    actionName,
    content,
    formFactor: 'Large',
    skipRecordTypeSelect: false,
    type: 'Flexipage',
    pageOrSobjectType,
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
    objectTab('Handoff_Decision__c', 'Custom40: Key'),
    objectTab('Handoff_Policy__c', 'Custom19: Wrench'),
    {
      type: 'CustomTab',
      path: `tabs/${INBOX_PAGE}.tab-meta.xml`,
      content: { flexiPage: INBOX_PAGE, label: 'Handoff Inbox', motif: 'Custom83: Pencil' },
    },
  ];
}
