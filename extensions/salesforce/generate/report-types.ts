import { SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import type { Metadata, XmlElement } from './xml.ts';

/** The report types, by what they are called in a report. A row is a request, or a decision on one. */
export const REPORT_TYPE = {
  exceptions: 'Handoff_Exceptions',
  decisions: 'Handoff_Exceptions_with_Decisions',
} as const;

const EXCEPTION = 'Handoff_Exception__c';
const DECISIONS = `${EXCEPTION}.Handoff_Decisions__r`;

/** What can be reported of a request. Long text cannot be grouped or filtered by, and holds what people wrote. */
export const EXCEPTION_COLUMNS: readonly string[] = [
  'Name',
  'Exception_Type__c',
  'Reason_Code__c',
  'Status__c',
  'Record_Id__c',
  ...SALESFORCE_OBJECTS.map((object) => `${object}__c`),
  'Break_Glass__c',
  'Expires_At__c',
  'Ended_At__c',
  'End_Reason__c',
  'Problem_Code__c',
  'CreatedBy',
  'CreatedDate',
];

const DECISION_COLUMNS = ['Decision__c', 'Outcome__c', 'Problem_Code__c', 'CreatedBy', 'CreatedDate'];

/** A column of a request, as reports name it. */
export function exceptionColumn(field: string): string {
  return `${EXCEPTION}$${field}`;
}

/**
 * Two report types: requests alone, so that one with three decisions counts once, and requests with or without what
 * people said about them.
 */
export function reportTypes(): readonly Metadata[] {
  return [
    reportType(REPORT_TYPE.exceptions, 'Handoff Exceptions', 'Handoff exceptions, a row for each.', {
      sections: [section('Handoff Exceptions', EXCEPTION, EXCEPTION_COLUMNS, true)],
    }),
    reportType(
      REPORT_TYPE.decisions,
      'Handoff Exceptions with Decisions',
      'Handoff exceptions, with or without what people said about them.',
      {
        join: { outerJoin: true, relationship: 'Handoff_Decisions__r' },
        sections: [
          section('Handoff Exceptions', EXCEPTION, EXCEPTION_COLUMNS, true),
          section('Handoff Decisions', DECISIONS, DECISION_COLUMNS, false),
        ],
      },
    ),
  ];
}

function reportType(name: string, label: string, description: string, content: XmlElement): Metadata {
  return {
    type: 'ReportType',
    path: `reportTypes/${name}.reportType-meta.xml`,
    content: { baseObject: EXCEPTION, category: 'other', deployed: true, description, label, ...content },
  };
}

function section(
  masterLabel: string,
  table: string,
  fields: readonly string[],
  checkedByDefault: boolean,
): XmlElement {
  return { columns: fields.map((field) => ({ checkedByDefault, field, table })), masterLabel };
}
