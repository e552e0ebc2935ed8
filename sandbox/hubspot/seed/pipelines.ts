import type { Pipeline, PipelineStage } from '../store/model.ts';

/** Stage ids of the Sales pipeline, HubSpot's standard ones. */
export const SALES_STAGE = {
  appointment: 'appointmentscheduled',
  qualified: 'qualifiedtobuy',
  presentation: 'presentationscheduled',
  decisionMaker: 'decisionmakerboughtin',
  contract: 'contractsent',
  won: 'closedwon',
  lost: 'closedlost',
} as const;

/** Stage ids of the Renewals pipeline. */
export const RENEWAL_STAGE = {
  due: '1100201',
  inTalks: '1100202',
  quoted: '1100203',
  renewed: '1100204',
  churned: '1100205',
} as const;

export const SALES_PIPELINE_ID = 'default';
export const RENEWALS_PIPELINE_ID = '1100200';

/** The two deal pipelines. */
export const DEAL_PIPELINES: readonly Pipeline[] = [
  pipeline(SALES_PIPELINE_ID, 'Sales', 0, [
    [SALES_STAGE.appointment, 'Appointment scheduled', '0.2'],
    [SALES_STAGE.qualified, 'Qualified to buy', '0.4'],
    [SALES_STAGE.presentation, 'Presentation scheduled', '0.6'],
    [SALES_STAGE.decisionMaker, 'Decision maker bought in', '0.8'],
    [SALES_STAGE.contract, 'Contract sent', '0.9'],
    [SALES_STAGE.won, 'Closed won', '1.0'],
    [SALES_STAGE.lost, 'Closed lost', '0.0'],
  ]),
  pipeline(RENEWALS_PIPELINE_ID, 'Renewals', 1, [
    [RENEWAL_STAGE.due, 'Renewal due', '0.5'],
    [RENEWAL_STAGE.inTalks, 'In talks', '0.7'],
    [RENEWAL_STAGE.quoted, 'Quoted', '0.8'],
    [RENEWAL_STAGE.renewed, 'Renewed', '1.0'],
    [RENEWAL_STAGE.churned, 'Churned', '0.0'],
  ]),
];

/** The ticket pipeline. */
export const TICKET_PIPELINES: readonly Pipeline[] = [
  {
    id: '0',
    label: 'Support Pipeline',
    displayOrder: 0,
    stages: ['New', 'Waiting on contact', 'Waiting on us', 'Closed'].map((label, at) => ({
      id: String(at + 1),
      label,
      displayOrder: at,
      metadata: { ticketState: label === 'Closed' ? 'CLOSED' : 'OPEN', isClosed: String(label === 'Closed') },
    })),
  },
];

function pipeline(
  id: string,
  label: string,
  displayOrder: number,
  stages: ReadonlyArray<readonly [id: string, label: string, probability: string]>,
): Pipeline {
  return {
    id,
    label,
    displayOrder,
    stages: stages.map(
      ([stageId, stageLabel, probability], at): PipelineStage => ({
        id: stageId,
        label: stageLabel,
        displayOrder: at,
        metadata: { isClosed: String(probability === '1.0' || probability === '0.0'), probability },
      }),
    ),
  };
}
