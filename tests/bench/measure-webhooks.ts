import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';
import type { BenchDatabase } from './bench-database.ts';
import { type BenchChild, startChild } from './child-process.ts';
import { postInClosedLoop, type ReadyRequest } from './closed-loop.ts';

/** What design.md promises, and how HubSpot sends: ten requests at once, one to a hundred events each. */
export const WEBHOOK_PROMISE = { percent: 60, connections: 10, sizes: [1, 10, 100] } as const;

const SECRET = 'bench-client-secret';
const PATH = '/webhooks/hubspot';
/** Short, so that whatever else the machine does meets both sides alike. */
const BLOCK_SECONDS = 0.5;
/** Less than Handrail lets a burst gather before it begins to work it. */
const ROUND_SECONDS = 3;
const WARM_UP_SECONDS = 1;
/** More than any side answers in a second, by events a webhook. */
const MOST_PER_SECOND: Readonly<Record<number, number>> = { 1: 6_000, 10: 5_000, 100: 800 };

const portalSchema = z.object({
  origin: z.string(),
  portalId: z.number(),
  accessToken: z.string(),
  deals: z.array(z.string()),
});
type Portal = z.infer<typeof portalSchema>;
const originSchema = z.object({ origin: z.string() });
const handrailSchema = originSchema.extend({ metricsOrigin: z.string() });
const WORK_LIMIT_MS = 180_000;

export interface SideRate {
  /** Webhooks a second. */
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Both sides with webhooks of one size. */
export interface SizeMeasured {
  /** Events a webhook. */
  readonly events: number;
  readonly handrail: SideRate;
  readonly bare: SideRate;
  /** Handrail's rate of the bare handler's. */
  readonly percent: number;
  readonly kept: boolean;
}

/**
 * Measures both sides in blocks that take turns, so that a machine that gets slower slows both.
 *
 * @throws Error when a webhook is not answered with a 2xx
 */
export async function measureWebhooks(
  database: BenchDatabase,
  { seconds, connections }: { readonly seconds: number; readonly connections: number },
  progress: (line: string) => void,
): Promise<readonly SizeMeasured[]> {
  progress('starting portal, Handrail and the bare handler');
  const children: BenchChild<unknown>[] = [];
  const start = async <Ready>(
    file: string,
    env: Readonly<Record<string, string>>,
    schema: z.ZodType<Ready>,
  ) => {
    const child = await startChild(file, env, schema);
    children.push(child);
    return child.ready;
  };
  try {
    const portal = await start('./portal-child.ts', { BENCH_REPS: '1', BENCH_DEALS: '500' }, portalSchema);
    const handrail = await start(
      './handrail-child.ts',
      {
        ...database.handrail,
        PORT: '0',
        HUBSPOT_PORTAL_ID: String(portal.portalId),
        HUBSPOT_ACCESS_TOKEN: portal.accessToken,
        HUBSPOT_CLIENT_SECRET: SECRET,
        HUBSPOT_API_ORIGIN: portal.origin,
        HANDRAIL_METRICS_PORT: '0',
      },
      handrailSchema,
    );
    const bare = await start(
      './bare-webhook-child.ts',
      { ...database.bare, BENCH_CLIENT_SECRET: SECRET },
      originSchema,
    );
    const source = webhookSource(portal);
    const sizes: SizeMeasured[] = [];
    let sent = 0;
    for (const events of WEBHOOK_PROMISE.sizes) {
      const sides = { handrail: new Side(), bare: new Side() };
      const urls = { handrail: handrail.origin + PATH, bare: bare.origin + PATH };
      for (let done = -WARM_UP_SECONDS; done < seconds; done += ROUND_SECONDS) {
        progress(
          `${events} events a webhook: ${done < 0 ? 'warming up' : `measured ${done} of ${seconds} s`}`,
        );
        const length = done < 0 ? WARM_UP_SECONDS : Math.min(ROUND_SECONDS, seconds - done);
        const most = Math.ceil(length * (MOST_PER_SECOND[events] ?? 1000));
        const ready = {
          handrail: source(urls.handrail, events, most),
          bare: source(urls.bare, events, most),
        };
        for (let block = 0; block < length / BLOCK_SECONDS; block += 1) {
          for (const name of block % 2 === 0 ? SIDES : SIDES.toReversed()) {
            const load = { connections, seconds: BLOCK_SECONDS };
            const result = await postInClosedLoop(urls[name], ready[name], load);
            ready[name] = ready[name].slice(result.requests);
            if (done >= 0) sides[name].add(result);
            if (name === 'handrail') sent += result.requests * events;
          }
        }
        await worked(handrail.metricsOrigin, sent);
        if (done < 0) done = -ROUND_SECONDS;
      }
      const measured = { handrail: sides.handrail.rate(), bare: sides.bare.rate() };
      const percent = (100 * measured.handrail.perSecond) / measured.bare.perSecond;
      sizes.push({ events, ...measured, percent, kept: percent >= WEBHOOK_PROMISE.percent });
    }
    return sizes;
  } finally {
    for (const child of children.toReversed()) await child.stop();
  }
}

const SIDES = ['handrail', 'bare'] as const;

/** Resolves when all events that were sent are taken and none waits to be worked. */
async function worked(metricsOrigin: string, sent: number): Promise<void> {
  const giveUpAt = performance.now() + WORK_LIMIT_MS;
  for (;;) {
    const text = await (await fetch(`${metricsOrigin}/metrics`)).text();
    const taken = /^handrail_webhook_events_total\{outcome="taken"\} (\d+)$/m.exec(text)?.[1];
    if (Number(taken) >= sent && /^handrail_watch_backlog_events\{[^}]*\} 0$/m.test(text)) return;
    if (performance.now() > giveUpAt) throw new Error('the webhooks were not worked in time');
    await pause(200);
  }
}

class Side {
  #requests = 0;
  #seconds = 0;
  readonly #latencies: number[] = [];

  add({ requests, seconds, latencies }: Awaited<ReturnType<typeof postInClosedLoop>>): void {
    this.#requests += requests;
    this.#seconds += seconds;
    for (const one of latencies) this.#latencies.push(one);
  }

  rate(): SideRate {
    const sorted = this.#latencies.toSorted((a, b) => a - b);
    return {
      perSecond: this.#requests / this.#seconds,
      p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    };
  }
}

/** Signed webhooks about the portal's deals, every event another one. */
function webhookSource(
  portal: Portal,
): (url: string, events: number, count: number) => readonly ReadyRequest[] {
  let told = 0;
  const event = () => {
    told += 1;
    return {
      eventId: told,
      subscriptionId: 1,
      portalId: portal.portalId,
      appId: 2_600_100,
      occurredAt: 1_764_000_000_000 + told,
      subscriptionType: 'object.propertyChange',
      attemptNumber: 0,
      objectId: Number(portal.deals[told % portal.deals.length]),
      objectTypeId: '0-3',
      propertyName: 'hubspot_owner_id',
      propertyValue: String(told),
      changeSource: 'CRM_UI',
      sourceId: 'userId:48100101',
      isSensitive: false,
    };
  };
  return (url, events, count) =>
    Array.from({ length: count }, () => {
      const body = JSON.stringify(Array.from({ length: events }, event));
      const timestamp = Date.now();
      const signature = signRequest({ clientSecret: SECRET, method: 'POST', uri: url, body, timestamp });
      return { headers: { 'content-type': 'application/json', ...signature }, body: Buffer.from(body) };
    });
}
