import { exceptionColumn } from './report-types.ts';
import { FOLDER, type PackageReport, REPORTS, SHARES } from './reports.ts';
import type { Metadata, XmlElement } from './xml.ts';

/** One chart of the dashboard: how many rows each group of a report has. */
export interface Chart {
  readonly report: PackageReport;
  readonly header: string;
  readonly type: 'Bar' | 'BarStacked' | 'Column';
}

/** The charts, from left to right. */
export const CHARTS: readonly Chart[] = [
  { report: REPORTS.volume, header: 'Asked for this year, by type', type: 'BarStacked' },
  { report: REPORTS.waiting, header: 'Waiting, by the week it was filed', type: 'Column' },
  { report: REPORTS.ended, header: 'Ended this year, by outcome', type: 'BarStacked' },
];

const COLUMNS = 12;

/** The dashboard and its folder. It shows each person what they may read, so it names nobody it would run as. */
export function dashboards(): readonly Metadata[] {
  const colSpan = COLUMNS / CHARTS.length;
  return [
    {
      type: 'DashboardFolder',
      path: `dashboards/${FOLDER}.dashboardFolder-meta.xml`,
      content: { folderShares: SHARES, name: FOLDER },
    },
    {
      type: 'Dashboard',
      path: `dashboards/${FOLDER}/Handoff_Exceptions.dashboard-meta.xml`,
      content: {
        backgroundEndColor: '#FFFFFF',
        backgroundFadeDirection: 'Diagonal',
        backgroundStartColor: '#FFFFFF',
        chartTheme: 'light',
        colorPalette: 'unity',
        dashboardChartTheme: 'light',
        dashboardColorPalette: 'unity',
        dashboardGridLayout: {
          dashboardGridComponents: CHARTS.map((chart, index) => ({
            colSpan,
            columnIndex: index * colSpan,
            dashboardComponent: component(chart),
            rowIndex: 0,
            rowSpan: 9,
          })),
          numberOfColumns: COLUMNS,
          rowHeight: 36,
        },
        dashboardType: 'LoggedInUser',
        description: 'How many exceptions are asked for, how long they wait, and how they end.',
        isGridLayout: true,
        textColor: '#000000',
        title: 'Handoff exceptions',
        titleColor: '#000000',
        titleSize: 12,
      },
    },
  ];
}

function component({ report, header, type }: Chart): XmlElement {
  return {
    autoselectColumnsFromReport: false,
    chartAxisRange: 'Auto',
    chartSummary: { axisBinding: 'y', column: 'RowCount' },
    componentType: type,
    decimalPrecision: -1,
    displayUnits: 'Auto',
    drillEnabled: true,
    drillToDetailEnabled: false,
    enableHover: true,
    expandOthers: false,
    footer: report.description,
    groupingColumn: report.groups.map(({ field }) => exceptionColumn(field)),
    header,
    legendPosition: 'Bottom',
    report: `${FOLDER}/${report.id}`,
    showPercentage: false,
    showValues: true,
    sortBy: 'RowLabelAscending',
    useReportChart: false,
  };
}
