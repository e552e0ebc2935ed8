import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import { EXCEPTION_ROW_STATUSES, SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import { describe, expect, it } from '@jest/globals';
import { PEOPLE_APP, REVOPS_APP } from '../../extensions/salesforce/generate/apps.ts';
import { CHARTS } from '../../extensions/salesforce/generate/dashboard.ts';
import { RECORD_PAGE_OF } from '../../extensions/salesforce/generate/lightning-pages.ts';
import { packageFiles } from '../../extensions/salesforce/generate/package-files.ts';
import { EXCEPTION_COLUMNS } from '../../extensions/salesforce/generate/report-types.ts';
import { type PackageReport, REPORTS } from '../../extensions/salesforce/generate/reports.ts';

const LWC = fileURLToPath(
  new URL('../../extensions/salesforce/force-app/main/default/lwc/', import.meta.url),
);
const files = packageFiles();
const textOf = (path: string) => files.get(path) ?? '';
const named = (folder: string, ending: string) =>
  [...files.keys()]
    .filter((path) => path.startsWith(`${folder}/`) && path.endsWith(ending))
    .map((path) => path.slice(folder.length + 1, -ending.length));
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found ?? '');

const PAGES = named('flexipages', '.flexipage-meta.xml');
const TABS = named('tabs', '.tab-meta.xml');
const APPS = named('applications', '.app-meta.xml');
const REPORT_CASES = Object.values(REPORTS).map((one): [string, PackageReport] => [one.id, one]);
const exceptionFields = new Map(
  SALESFORCE_CUSTOM_OBJECTS.find(({ name }) => name === 'Handoff_Exception__c')?.fields.map((field) => [
    field.name,
    field,
  ]),
);

describe('the page', () => {
  it.each(PAGES)('%s shows parts and components there are', (page) => {
    const text = textOf(`flexipages/${page}.flexipage-meta.xml`);
    const facets = all(text, /<name>([^<]+)<\/name>\s*<type>Facet<\/type>/g);
    const shown = all(text, /<name>(?:body|tabs)<\/name>\s*<value>([^<]+)<\/value>/g);
    expect(facets.toSorted()).toEqual(shown.toSorted());
    const identifiers = all(text, /<identifier>([^<]+)<\/identifier>/g);
    expect(new Set(identifiers).size).toBe(identifiers.length);
    for (const component of all(text, /<componentName>c:([^<]+)<\/componentName>/g)) {
      const meta = `${LWC}${component}/${component}.js-meta.xml`;
      expect(existsSync(meta)).toBe(true);
      const target = { RecordPage: 'RecordPage', AppPage: 'AppPage', HomePage: 'HomePage' }[
        all(text, /<type>(\w+Page)<\/type>/g)[0] ?? ''
      ];
      expect(readFileSync(meta, 'utf8')).toContain(`<target>lightning__${target}</target>`);
    }
  });

  it.each(SALESFORCE_OBJECTS)('of %s has the card in the right column', (object) => {
    const text = textOf(`flexipages/${RECORD_PAGE_OF[object]}.flexipage-meta.xml`);
    expect(text).toContain(`<sobjectType>${object}</sobjectType>`);
    const sidebar = text.split('<flexiPageRegions>').find((part) => part.includes('<name>sidebar</name>'));
    expect(sidebar).toContain('c:handoffCard');
    expect(readFileSync(`${LWC}handoffCard/handoffCard.js-meta.xml`, 'utf8')).toContain(
      `<object>${object}</object>`,
    );
  });
});

describe('the app', () => {
  it.each(APPS)('%s has tabs and pages there are', (app) => {
    const text = textOf(`applications/${app}.app-meta.xml`);
    const tabs = all(text, /<tabs>([^<]+)<\/tabs>/g).filter((tab) => !tab.startsWith('standard-'));
    expect(tabs.filter((tab) => !TABS.includes(tab))).toEqual([]);
    const pages = all(text, /<content>([^<]+)<\/content>/g);
    expect(pages).toHaveLength(SALESFORCE_OBJECTS.length + 1);
    expect(pages.filter((page) => !PAGES.includes(page))).toEqual([]);
  });

  it('is given by permission sets that know its tabs', () => {
    const given = named('permissionsets', '.permissionset-meta.xml').map((set) => {
      const text = textOf(`permissionsets/${set}.permissionset-meta.xml`);
      expect(all(text, /<tab>([^<]+)<\/tab>/g).filter((tab) => !TABS.includes(tab))).toEqual([]);
      return [set, all(text, /<application>([^<]+)<\/application>/g)];
    });
    expect(Object.fromEntries(given)).toEqual({
      Handrail_Approver: [PEOPLE_APP],
      Handrail_Integration: [],
      Handrail_Requester: [PEOPLE_APP],
      Handrail_RevOps: [PEOPLE_APP, REVOPS_APP],
    });
    expect(APPS.toSorted()).toEqual([PEOPLE_APP, REVOPS_APP]);
  });
});

describe('the report', () => {
  it.each(REPORT_CASES)('%s names columns of its report type, and groups by none of them', (_, report) => {
    const groups = report.groups.map(({ field }) => field);
    const columns = [...report.columns, ...groups, report.dated];
    expect(columns.filter((column) => !EXCEPTION_COLUMNS.includes(column))).toEqual([]);
    expect(report.columns.filter((column) => groups.includes(column))).toEqual([]);
    expect(report.description.length).toBeLessThanOrEqual(255);
    expect(
      (report.statuses ?? []).filter((status) => !EXCEPTION_ROW_STATUSES.some((one) => one === status)),
    ).toEqual([]);
  });

  it('types have columns there are, and none with what people wrote', () => {
    for (const column of EXCEPTION_COLUMNS.filter((name) => name.endsWith('__c'))) {
      expect(exceptionFields.get(column)?.type ?? `no ${column}`).not.toMatch(/^no |^LongTextArea$/);
    }
  });

  it('on what waits and the one on what is over leave out only what is in between', () => {
    const counted = [...REPORTS.waiting.statuses, ...REPORTS.ended.statuses];
    expect(new Set(counted).size).toBe(counted.length);
    expect(EXCEPTION_ROW_STATUSES.filter((status) => !counted.some((one) => one === status))).toEqual([
      'refused',
      'approved',
      'active',
      'needs_attention',
      'ending',
      'reverting',
    ]);
  });
});

it('the dashboard draws reports of the package by the groups they have', () => {
  const dashboard = textOf('dashboards/Handrail/Handoff_Exceptions.dashboard-meta.xml');
  const drawn = all(dashboard, /<report>([^<]+)<\/report>/g);
  expect(drawn).toEqual(CHARTS.map(({ report }) => `Handrail/${report.id}`));
  for (const [index, { report }] of CHARTS.entries()) {
    const source = textOf(`reports/Handrail/${report.id}.report-meta.xml`);
    const groups = all(source, /<groupingsDown>[\s\S]*?<field>([^<]+)<\/field>/g);
    const part = dashboard.split('<dashboardComponent>')[index + 1] ?? '';
    expect(all(part, /<groupingColumn>([^<]+)<\/groupingColumn>/g)).toEqual(groups);
  }
});
