import { z } from 'zod';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';
import type { BenchDatabase } from './bench-database.ts';
import { type BenchChild, startChild } from './child-process.ts';
import { postInClosedLoop, type ReadyRequest } from './closed-loop.ts';

/** What design.md promises, and how HubSpot sends: ten requests at once, one to a hundred events each. */
export const WEBHOOK_PROMISE = { percent: 60, connections: 10, sizes: [1, 10, 100] } as const;

const SECRET = 'bench-client-secret';
const PATH = '/webhooks/hubspot';
const BLOCK_SECONDS = 2;
const WARM_UP_SECONDS = 3;
/** More than any side answers in a second, by events a webhook. */
const MOST_PER_SECOND: Readonly<Record<number, number>> = { 1: 6_000, 10: 5_000, 100: 2_000 };

const portalSchema = z.object({
  origin: z.string(),
  portalId: z.number(),
  accessToken: z.string(),
  deals: z.array(z.string()),
});
type Portal = z.infer<typeof portalSchema>;
const originSchema = z.object({ origin: z.string() });

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
      },
      originSchema,
    );
    const bare = await start(
      './bare-webhook-child.ts',
      { ...database.bare, BENCH_CLIENT_SECRET: SECRET },
      originSchema,
    );
    const source = webhookSource(portal);
    const sizes: SizeMeasured[] = [];
    for (const events of WEBHOOK_PROMISE.sizes) {
      const sides = { handrail: new Side(), bare: new Side() };
      const run = async (name: keyof typeof sides, length: number) => {
        const url = (name === 'handrail' ? handrail : bare).origin + PATH;
        const requests = source(url, events, length * (MOST_PER_SECOND[events] ?? 1000));
        return postInClosedLoop(url, requests, { connections, seconds: length });
      };
      progress(`${events} events a webhook: warming up`);
      for (const name of ['handrail', 'bare'] as const) await run(name, WARM_UP_SECONDS);
      for (let done = 0; done < seconds; done += BLOCK_SECONDS) {
        const order = (done / BLOCK_SECONDS) % 2 === 0 ? SIDES : SIDES.toReversed();
        for (const name of order) sides[name].add(await run(name, Math.min(BLOCK_SECONDS, seconds - done)));
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
