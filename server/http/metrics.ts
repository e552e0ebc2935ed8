import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type MirrorMetrics, mirrorMetrics } from './mirror-metrics.ts';

/** What the server counts. One registry a server, so that several can live in one process. */
export interface Metrics extends MirrorMetrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly problems: Counter<'code'>;
  readonly notices: Counter<'channel' | 'outcome'>;
  readonly accessRefused: Counter<'code' | 'route'>;
  readonly roleFindings: Gauge<'code'>;
  readonly peopleReadAt: Gauge;
  readonly webhookEvents: Counter<'outcome'>;
  readonly watchChanges: Counter<'found_by'>;
  readonly judgedChanges: Counter<'verdict'>;
  readonly changeRemedies: Counter<'outcome'>;
  readonly watchBacklog: Gauge<'tenant'>;
  readonly watchBacklogAge: Gauge<'tenant'>;
  readonly rowsWorked: Counter<'kind' | 'outcome'>;
  readonly rowBacklog: Gauge<'tenant' | 'waits_for'>;
  readonly rowBacklogAge: Gauge<'tenant'>;
  readonly rowLookFailing: Gauge<'tenant' | 'kind'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: 'handrail_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
      registers,
    }),
    problems: new Counter({
      name: 'handrail_problems_total',
      help: 'Refusals and faults told to callers, by code',
      labelNames: ['code'],
      registers,
    }),
    notices: new Counter({
      name: 'handrail_notices_total',
      help: 'Messages to people by channel: sent, tried again later, or given up',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
    accessRefused: new Counter({
      name: 'handrail_access_refused_total',
      help: 'Requests refused because their sender could not be trusted, by code and route',
      labelNames: ['code', 'route'],
      registers,
    }),
    roleFindings: new Gauge({
      name: 'handrail_role_findings',
      help: 'What the newest check of the roles found, by code; "handrail roles check" tells what to do',
      labelNames: ['code'],
      registers,
    }),
    peopleReadAt: new Gauge({
      name: 'handrail_people_read_timestamp_seconds',
      help: 'When the people of the CRM were last read',
      registers,
    }),
    ...watchMetrics(registers),
    ...rowMetrics(registers),
    ...mirrorMetrics(registers),
  };
}

/** What the watch counts. */
function watchMetrics(
  registers: Registry[],
): Pick<
  Metrics,
  'webhookEvents' | 'watchChanges' | 'watchBacklog' | 'watchBacklogAge' | 'judgedChanges' | 'changeRemedies'
> {
  return {
    webhookEvents: new Counter({
      name: 'handrail_webhook_events_total',
      help: 'Events of webhooks: taken, duplicate, ignored, not_understood, or of an unknown_account',
      labelNames: ['outcome'],
      registers,
    }),
    watchChanges: new Counter({
      name: 'handrail_watch_changes_total',
      help: 'Changes of watched fields that nobody had seen before, by what found them: webhook or poll',
      labelNames: ['found_by'],
      registers,
    }),
    judgedChanges: new Counter({
      name: 'handrail_judged_changes_total',
      help: 'Changes of watched fields by what they were judged to be; untracked_override counts the overrides',
      labelNames: ['verdict'],
      registers,
    }),
    changeRemedies: new Counter({
      name: 'handrail_change_remedies_total',
      help: 'What became of changes that were to be mended: put back, raised, asked about and so on',
      labelNames: ['outcome'],
      registers,
    }),
    watchBacklog: new Gauge({
      name: 'handrail_watch_backlog_events',
      help: 'Events of webhooks that wait to be worked',
      labelNames: ['tenant'],
      registers,
    }),
    watchBacklogAge: new Gauge({
      name: 'handrail_watch_backlog_age_seconds',
      help: 'For how long the oldest waiting event has waited',
      labelNames: ['tenant'],
      registers,
    }),
  };
}

/** What the following of rows counts. */
function rowMetrics(
  registers: Registry[],
): Pick<Metrics, 'rowsWorked' | 'rowBacklog' | 'rowBacklogAge' | 'rowLookFailing'> {
  return {
    rowsWorked: new Counter({
      name: 'handrail_rows_total',
      help: 'Rows that people wrote in Salesforce, by kind and by what came of them: accepted, refused, or waits',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    rowBacklog: new Gauge({
      name: 'handrail_row_backlog',
      help: 'Rows that people wrote and that wait: for a verdict, or for the answer to be written into them',
      labelNames: ['tenant', 'waits_for'],
      registers,
    }),
    rowBacklogAge: new Gauge({
      name: 'handrail_row_backlog_age_seconds',
      help: 'For how long the oldest of them has waited',
      labelNames: ['tenant'],
      registers,
    }),
    rowLookFailing: new Gauge({
      name: 'handrail_row_look_failing',
      help: '1 while rows of this kind cannot be looked for; "handrail doctor" tells why',
      labelNames: ['tenant', 'kind'],
      registers,
    }),
  };
}
