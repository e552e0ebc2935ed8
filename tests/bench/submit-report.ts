import { availableParallelism } from 'node:os';
import type { BenchDatabase } from './bench-database.ts';
import type { Measured, Plan } from './measure-submit.ts';
import { type Estimate, quantile, ratioOfQuantiles, seededRandom } from './statistics.ts';

/** design.md, section 10. */
export const PROMISE = { rate: 50, p99Ms: 50, ratio: 2 } as const;

interface Latency {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** The figures of one run; times in milliseconds. */
export interface SubmitReport {
  readonly database: string;
  readonly machine: string;
  readonly rate: number;
  readonly requestsPerSide: number;
  readonly submit: Latency & { readonly cpu: number };
  readonly insert: Latency & { readonly cpu: number };
  readonly ratio: { readonly p50: Estimate; readonly p99: Estimate };
  /** Of a submit as the server saw it. `own` is what is left without the time it waited for the CRM. */
  readonly inside: {
    readonly crmCalls: number;
    readonly total: number;
    readonly crmWait: number;
    readonly own: number;
    readonly ownP99: number;
  };
  readonly promises: readonly { readonly words: string; readonly kept: boolean }[];
}

export function reportOf(database: BenchDatabase, plan: Plan, measured: Measured): SubmitReport {
  const { submit, insert, crmWaits } = measured;
  const latency = latencyOf(submit.seconds.flat());
  const ratio = (share: number) => ratioOfQuantiles(submit.seconds, insert.seconds, share, seededRandom(1));
  const ratios = { p50: ratio(0.5), p99: ratio(0.99) };
  const own = crmWaits.map(({ totalMs, waitMs }) => totalMs - waitMs);
  return {
    database: database.words,
    machine: `Node ${process.version}, ${availableParallelism()} processors`,
    rate: plan.rate,
    requestsPerSide: submit.seconds.flat().length,
    submit: { ...latency, cpu: submit.cpuMs },
    insert: { ...latencyOf(insert.seconds.flat()), cpu: insert.cpuMs },
    ratio: ratios,
    inside: {
      crmCalls: crmWaits.reduce((sum, { calls }) => sum + calls, 0) / crmWaits.length,
      total: quantile(
        crmWaits.map(({ totalMs }) => totalMs),
        0.5,
      ),
      crmWait: quantile(
        crmWaits.map(({ waitMs }) => waitMs),
        0.5,
      ),
      own: quantile(own, 0.5),
      ownP99: quantile(own, 0.99),
    },
    promises: [
      { words: `p99 of a submit under ${PROMISE.p99Ms} ms`, kept: latency.p99 < PROMISE.p99Ms },
      {
        words: `median of a submit at most ${PROMISE.ratio} times that of the bare insert`,
        kept: ratios.p50.value <= PROMISE.ratio,
      },
    ],
  };
}

function latencyOf(values: readonly number[]): Latency {
  return {
    p50: quantile(values, 0.5),
    p90: quantile(values, 0.9),
    p99: quantile(values, 0.99),
    max: quantile(values, 1),
  };
}

/** The report for people. */
export function reportInWords(report: SubmitReport): string {
  const { submit, insert, ratio, inside } = report;
  const row = (name: string, side: SubmitReport['submit']) =>
    [
      name.padEnd(22),
      ...[side.p50, side.p90, side.p99, side.max, side.cpu].map((ms) => ms.toFixed(2).padStart(9)),
    ].join('');
  const heading = [
    'ms'.padEnd(22),
    ...['p50', 'p90', 'p99', 'max', 'cpu'].map((name) => name.padStart(9)),
  ].join('');
  return `${report.database}
${report.machine}; ${report.rate} requests/s, ${report.requestsPerSide} on each side

${heading}
${row('submit with Handrail', submit)}
${row('bare Express insert', insert)}

ratio of medians ${estimate(ratio.p50)}, of p99s ${estimate(ratio.p99)}

Inside a submit (medians): ${inside.total.toFixed(2)} ms in the server, of which ${inside.crmWait.toFixed(2)} ms wait for ${inside.crmCalls.toFixed(1)} CRM calls;
without that wait ${inside.own.toFixed(2)} ms (p99 ${inside.ownP99.toFixed(2)} ms). cpu is the process's time for each request, with the jobs it caused.

${report.promises.map(({ words, kept }) => `${kept ? 'kept  ' : 'MISSED'}  ${words}`).join('\n')}`;
}

function estimate({ value, low, high }: Estimate): string {
  return `${value.toFixed(2)} (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)})`;
}
