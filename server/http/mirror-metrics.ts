import { Counter, Gauge, type Registry } from 'prom-client';

/** What the writing of rows into an org counts. */
export interface MirrorMetrics {
  readonly rowsShown: Counter<'outcome'>;
  readonly rowsBehind: Gauge<'tenant'>;
  readonly rowsBehindAge: Gauge<'tenant'>;
  readonly policyRowsFailing: Gauge<'tenant'>;
}

export function mirrorMetrics(registers: Registry[]): MirrorMetrics {
  return {
    rowsShown: new Counter({
      name: 'handrail_rows_shown_total',
      help: 'Requests written into their rows in Salesforce: written, failed and tried again later, or gone',
      labelNames: ['outcome'],
      registers,
    }),
    rowsBehind: new Gauge({
      name: 'handrail_rows_behind',
      help: 'Requests whose row in Salesforce does not show how they stand',
      labelNames: ['tenant'],
      registers,
    }),
    rowsBehindAge: new Gauge({
      name: 'handrail_rows_behind_age_seconds',
      help: 'For how long the one of them that waits longest has been behind',
      labelNames: ['tenant'],
      registers,
    }),
    policyRowsFailing: new Gauge({
      name: 'handrail_policy_rows_failing',
      help: '1 while the policy in force cannot be written into Salesforce; "handrail doctor" tells why',
      labelNames: ['tenant'],
      registers,
    }),
  };
}
