import { exceptionColumn, REPORT_TYPE } from './report-types.ts';
import type { Metadata, XmlElement } from './xml.ts';

/** The folder of reports and of the dashboard. */
export const FOLDER = 'Handrail';

/** One report: requests in groups, of which a chart shows how many there are. */
export interface PackageReport {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly columns: readonly string[];
  /** Fields of the request; a date with how far it is rounded. A field that groups is no column. */
  readonly groups: readonly { readonly field: string; readonly by?: 'Week' | 'Month' }[];
  /** Only requests in these statuses. */
  readonly statuses?: readonly string[];
  readonly interval: 'INTERVAL_CURFY' | 'INTERVAL_CUSTOM';
  /** Which date the interval is about. */
  readonly dated: 'CreatedDate' | 'Ended_At__c';
}

const ABOUT = ['Name', 'Record_Id__c', 'Reason_Code__c', 'CreatedBy'];

/** The reports of the package. */
export const REPORTS = {
  volume: {
    id: 'Handoff_Exceptions_by_Type',
    name: 'Handoff exceptions by type',
    description: 'What was asked for this year, by type of exception and month.',
    columns: [...ABOUT, 'Status__c'],
    groups: [{ field: 'Exception_Type__c' }, { field: 'CreatedDate', by: 'Month' }],
    interval: 'INTERVAL_CURFY',
    dated: 'CreatedDate',
  },
  waiting: {
    id: 'Handoff_Exceptions_Waiting',
    name: 'Handoff exceptions that wait',
    description: 'Requests nobody has decided yet, by the week in which they were filed: the oldest first.',
    columns: [...ABOUT, 'Exception_Type__c', 'Status__c'],
    groups: [{ field: 'CreatedDate', by: 'Week' }],
    statuses: ['submitted', 'pending', 'info_requested'],
    interval: 'INTERVAL_CUSTOM',
    dated: 'CreatedDate',
  },
  ended: {
    id: 'Handoff_Exceptions_Ended',
    name: 'Handoff exceptions by outcome',
    description: 'Requests that came to their end this year: how, and why those ended that were in force.',
    columns: [...ABOUT, 'Exception_Type__c', 'Ended_At__c'],
    groups: [{ field: 'Status__c' }, { field: 'End_Reason__c' }],
    statuses: ['ended', 'reverted', 'rejected', 'withdrawn', 'lapsed'],
    interval: 'INTERVAL_CURFY',
    dated: 'Ended_At__c',
  },
} as const satisfies Readonly<Record<string, PackageReport>>;

/** The reports and their folder. */
export function reports(): readonly Metadata[] {
  return [
    {
      type: 'ReportFolder',
      path: `reports/${FOLDER}.reportFolder-meta.xml`,
      content: { folderShares: SHARES, name: FOLDER },
    },
    ...Object.values(REPORTS).map(report),
  ];
}

/** Who may open the folder. What they see there is what they may read: reports run as the person who looks. */
export const SHARES: XmlElement = {
  accessLevel: 'View',
  sharedTo: 'AllInternalUsers',
  sharedToType: 'Organization',
};

function report(one: PackageReport): Metadata {
  const { id, name, description, columns, groups, statuses, interval, dated } = one;
  return {
    type: 'Report',
    path: `reports/${FOLDER}/${id}.report-meta.xml`,
    content: {
      columns: columns.map((field) => ({ field: exceptionColumn(field) })),
      description,
      ...(statuses && {
        filter: {
          criteriaItems: {
            column: exceptionColumn('Status__c'),
            columnToColumn: false,
            isUnlocked: true,
            operator: 'equals',
            value: statuses.join(','),
          },
          language: 'en_US',
        },
      }),
      format: 'Summary',
      groupingsDown: groups.map(({ field, by }) => ({
        dateGranularity: by ?? 'Day',
        field: exceptionColumn(field),
        sortOrder: 'Asc',
      })),
      name,
      reportType: `${REPORT_TYPE.exceptions}__c`,
      scope: 'organization',
      showDetails: true,
      showGrandTotal: true,
      showSubTotals: true,
      timeFrameFilter: { dateColumn: exceptionColumn(dated), interval },
    },
  };
}
