import { SALESFORCE_OBJECTS, type SalesforceObject } from '@handrail/contracts/salesforce-vocabulary';
import type { Metadata, XmlElement } from './xml.ts';

/** The page on which the card stands beside a record. */
export const RECORD_PAGE_OF: Readonly<Record<SalesforceObject, string>> = {
  Opportunity: 'Handoff_Opportunity',
  Lead: 'Handoff_Lead',
  Account: 'Handoff_Account',
  Case: 'Handoff_Case',
};

/** The page behind the tab of the inbox, and the home page of the apps. */
export const INBOX_PAGE = 'Handoff_Inbox';
export const HOME_PAGE = 'Handoff_Home';

/**
 * Lightning pages. They name only components of the platform that every edition has, and of the package: a list view
 * or a report on a page has to be in the org before the page is, and would fail a first deployment.
 */
export function lightningPages(): readonly Metadata[] {
  return [
    ...SALESFORCE_OBJECTS.map(recordPage),
    page(INBOX_PAGE, {
      flexiPageRegions: [region('main', [component('c:handoffInbox')])],
      masterLabel: 'Handoff Inbox',
      template: { name: 'flexipage:defaultAppHomeTemplate' },
      type: 'AppPage',
    }),
    page(HOME_PAGE, {
      flexiPageRegions: [region('top', [component('c:handoffInbox')])],
      masterLabel: 'Handoff Home',
      template: { name: 'home:desktopTemplate' },
      type: 'HomePage',
    }),
  ];
}

/** Details and related lists on the left; the card, then what was done, in the right column. */
function recordPage(object: SalesforceObject): Metadata {
  return page(RECORD_PAGE_OF[object], {
    description: `${object} with the handoff card in the right column.`,
    flexiPageRegions: [
      region('header', [component('force:highlightsPanel', { collapsed: 'false' })]),
      facet('detailTabContent', [component('force:detailPanel')]),
      facet('relatedTabContent', [
        component('force:relatedListContainer', { relatedListComponentOverride: 'NONE' }),
      ]),
      facet('maintabs', [
        tab('detail', { active: 'true', body: 'detailTabContent', title: 'Standard.Tab.detail' }),
        tab('related', { body: 'relatedTabContent', title: 'Standard.Tab.relatedLists' }),
      ]),
      region('main', [component('flexipage:tabset', { tabs: 'maintabs' })]),
      region('sidebar', [component('c:handoffCard'), component('runtime_sales_activities:activityPanel')]),
    ],
    masterLabel: `Handoff ${object}`,
    sobjectType: object,
    template: { name: 'flexipage:recordHomeTemplateDesktop' },
    type: 'RecordPage',
  });
}

function page(name: string, content: XmlElement): Metadata {
  return { type: 'FlexiPage', path: `flexipages/${name}.flexipage-meta.xml`, content };
}

function region(name: string, itemInstances: readonly XmlElement[]): XmlElement {
  return { itemInstances, name, type: 'Region' };
}

/** A part of the page that a component shows inside itself. */
function facet(name: string, itemInstances: readonly XmlElement[]): XmlElement {
  return { itemInstances, name, type: 'Facet' };
}

function tab(name: string, properties: Readonly<Record<string, string>>): XmlElement {
  return component('flexipage:tab', properties, `flexipage_tab_${name}`);
}

function component(
  componentName: string,
  properties: Readonly<Record<string, string>> = {},
  identifier = componentName.replace(':', '_'),
): XmlElement {
  return {
    componentInstance: {
      componentInstanceProperties: Object.entries(properties).map(([name, value]) => ({ name, value })),
      componentName,
      identifier,
    },
  };
}
