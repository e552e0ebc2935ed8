import type { Metadata } from './xml.ts';

const COLUMNS = [
  'Name',
  'Exception_Type__c',
  'Reason_Code__c',
  'Status__c',
  'Record_Id__c',
  'Expires_At__c',
  'CreatedDate',
];

/** What an admin needs to build reports and dashboards: a report type, two folders, and one report to start from. */
export function reports(): readonly Metadata[] {
  return [
    {
      type: 'ReportType',
      path: 'reportTypes/Handoff_Exceptions_with_Decisions.reportType-meta.xml',
      content: {
        baseObject: 'Handoff_Exception__c',
        category: 'other',
        deployed: true,
        description: 'Handoff exceptions, with or without what people said about them.',
        join: { outerJoin: true, relationship: 'Handoff_Decisions__r' },
        label: 'Handoff Exceptions with Decisions',
        sections: [
          {
            columns: COLUMNS.map((field) => ({
              checkedByDefault: true,
              field,
              table: 'Handoff_Exception__c',
            })),
            masterLabel: 'Handoff Exceptions',
          },
          {
            columns: ['Decision__c', 'Outcome__c', 'CreatedBy', 'CreatedDate'].map((field) => ({
              checkedByDefault: false,
              field,
              table: 'Handoff_Exception__c.Handoff_Decisions__r',
            })),
            masterLabel: 'Handoff Decisions',
          },
        ],
      },
    },
    {
      type: 'ReportFolder',
      path: 'reports/Handrail.reportFolder-meta.xml',
      content: { name: 'Handrail' },
    },
    {
      type: 'DashboardFolder',
      path: 'dashboards/Handrail.dashboardFolder-meta.xml',
      content: { name: 'Handrail' },
    },
    {
      type: 'Report',
      path: 'reports/Handrail/Handoff_Exceptions_by_Type.report-meta.xml',
      content: {
        columns: ['Name', 'Status__c', 'Reason_Code__c', 'CreatedDate'].map((field) => ({
          field: `Handoff_Exception__c$${field}`,
        })),
        description: 'What was asked for, by type of exception.',
        format: 'Summary',
        groupingsDown: [
          {
            dateGranularity: 'Day',
            field: 'Handoff_Exception__c$Exception_Type__c',
            sortOrder: 'Asc',
          },
        ],
        name: 'Handoff exceptions by type',
        reportType: 'Handoff_Exceptions_with_Decisions__c',
        scope: 'organization',
        showDetails: true,
        showGrandTotal: true,
        showSubTotals: true,
        timeFrameFilter: {
          dateColumn: 'Handoff_Exception__c$CreatedDate',
          interval: 'INTERVAL_CURFY',
        },
      },
    },
  ];
}
