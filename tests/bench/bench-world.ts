import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { BenchDatabase } from './bench-database.ts';
import { type BenchChild, startChild } from './child-process.ts';

const portalSchema = z.object({
  origin: z.string(),
  portalId: z.number(),
  clientSecret: z.string(),
  accessToken: z.string(),
  reps: z.array(z.object({ userId: z.number(), email: z.string() })),
  deals: z.array(z.string()),
});
export type BenchPortal = z.infer<typeof portalSchema>;

const originSchema = z.object({ origin: z.string() });
const cpuSchema = z.object({ cpuMs: z.number() });
const handrailSchema = cpuSchema.extend({
  crmWaits: z.array(z.object({ calls: z.number(), waitMs: z.number(), totalMs: z.number() })),
});
const quietSchema = z.object({
  quietMs: z.number(),
  unknownCalls: z.number(),
  taggedRecords: z.number(),
});

/** No CRM call for so long means that the jobs of all submits are done: each one wakes at its commit. */
const QUIET_MS = 500;
const SETTLE_LIMIT_MS = 60_000;

/** Portal, Handrail and the bare handler, each in a process of its own. */
export interface BenchWorld {
  readonly portal: BenchPortal;
  readonly handrailOrigin: string;
  readonly bareOrigin: string;
  /** Processor time used so far, and what each submit since the last call waited for the CRM. */
  takeHandrail(): Promise<z.infer<typeof handrailSchema>>;
  takeBare(): Promise<z.infer<typeof cpuSchema>>;
  /**
   * Waits until the jobs of all submits have tagged their records.
   *
   * @throws Error when they have not after a minute, or when the portal met a call it does not know
   */
  settle(filed: number): Promise<void>;
  /** What Handrail logged as warnings and errors last. */
  complaints(): string;
  close(): Promise<void>;
}

/** @param needs how many free deals and different reps the load takes */
export async function startBenchWorld(
  database: BenchDatabase,
  needs: { readonly deals: number; readonly reps: number },
): Promise<BenchWorld> {
  const children: Pick<BenchChild<unknown>, 'stop'>[] = [];
  const close = async () => {
    for (const child of children.toReversed()) await child.stop();
  };
  const start = async <Ready>(
    file: string,
    env: Readonly<Record<string, string>>,
    schema: z.ZodType<Ready>,
  ) => {
    const child = await startChild(file, env, schema);
    children.push(child);
    return child;
  };
  try {
    const portal = await start(
      './portal-child.ts',
      { BENCH_DEALS: String(needs.deals), BENCH_REPS: String(needs.reps) },
      portalSchema,
    );
    const handrail = await start(
      './handrail-child.ts',
      {
        ...database.handrail,
        PORT: '0',
        HUBSPOT_API_ORIGIN: portal.ready.origin,
        HUBSPOT_PORTAL_ID: String(portal.ready.portalId),
        HUBSPOT_ACCESS_TOKEN: portal.ready.accessToken,
        HUBSPOT_CLIENT_SECRET: portal.ready.clientSecret,
      },
      originSchema,
    );
    const bare = await start('./bare-child.ts', database.bare, originSchema);
    return {
      portal: portal.ready,
      handrailOrigin: handrail.ready.origin,
      bareOrigin: bare.ready.origin,
      takeHandrail: () => handrail.ask('take', handrailSchema),
      takeBare: () => bare.ask('take', cpuSchema),
      complaints: () => handrail.complaints(),
      settle: (filed) => settle(portal, filed),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function settle(portal: BenchChild<BenchPortal>, filed: number): Promise<void> {
  const giveUpAt = performance.now() + SETTLE_LIMIT_MS;
  for (;;) {
    const { quietMs, taggedRecords, unknownCalls } = await portal.ask('quiet', quietSchema);
    if (unknownCalls > 0) throw new Error(`the portal met ${unknownCalls} calls it does not know`);
    if (taggedRecords >= filed && quietMs >= QUIET_MS) return;
    if (performance.now() > giveUpAt) {
      throw new Error(`${filed} requests were filed, but only ${taggedRecords} records were tagged`);
    }
    await pause(50);
  }
}
