import type { BenchDatabase } from './bench-database.ts';
import { type BenchWorld, startBenchWorld } from './bench-world.ts';
import { createLoads, type Loads } from './loads.ts';
import { sendAtRate } from './open-loop.ts';
import type { CrmWait } from './watch-crm-waits.ts';

/** A load that is sent for a while. */
export interface Plan {
  /** Requests a second. */
  readonly rate: number;
  /** Seconds that each side is measured, in blocks that take turns. */
  readonly seconds: number;
}

/** What one side did. */
export interface SideMeasured {
  /** Milliseconds, grouped by the second in which they were due. */
  readonly seconds: readonly (readonly number[])[];
  /** Processor time of its process for each request, in milliseconds. */
  readonly cpuMs: number;
}

export interface Measured {
  readonly submit: SideMeasured;
  readonly insert: SideMeasured;
  readonly crmWaits: readonly CrmWait[];
}

/** Long enough for the compiler to have seen the path often. */
const WARM_UP_SECONDS = 10;
const BLOCK_SECONDS = 5;
const REQUESTS_PER_REP_AND_MINUTE = 120;

/**
 * Measures submit and bare insert in blocks that take turns, so that a machine that gets slower slows both. Before
 * each block the jobs of the one before are done.
 *
 * @param progress is told what happens, for a person who waits
 * @throws Error when a request is not answered as it should be
 */
export async function measureSubmit(
  database: BenchDatabase,
  { rate, seconds }: Plan,
  progress: (line: string) => void,
): Promise<Measured> {
  progress('starting portal, Handrail and the bare handler');
  const world = await startBenchWorld(database, {
    deals: rate * (WARM_UP_SECONDS + seconds),
    reps: Math.ceil((rate * 60) / REQUESTS_PER_REP_AND_MINUTE),
  });
  try {
    const loads = createLoads(world);
    progress(`warming up, ${WARM_UP_SECONDS} s each`);
    await runBlock(world, loads, 'submit', rate, WARM_UP_SECONDS);
    await runBlock(world, loads, 'insert', rate, WARM_UP_SECONDS);

    const submit = new Side();
    const insert = new Side();
    const crmWaits: CrmWait[] = [];
    for (let done = 0; done < seconds; done += BLOCK_SECONDS) {
      const length = Math.min(BLOCK_SECONDS, seconds - done);
      progress(`measured ${done} of ${seconds} s`);
      // Who goes first changes from pair to pair.
      const order = (done / BLOCK_SECONDS) % 2 === 0 ? SIDES : SIDES.toReversed();
      for (const side of order) {
        const block = await runBlock(world, loads, side, rate, length);
        (side === 'submit' ? submit : insert).add(block);
        crmWaits.push(...block.crmWaits);
      }
    }
    return { submit: submit.measured(), insert: insert.measured(), crmWaits };
  } catch (error) {
    progress(`Handrail complained last:\n${world.complaints()}`);
    throw error;
  } finally {
    await world.close();
  }
}

const SIDES = ['submit', 'insert'] as const;

interface Block {
  readonly seconds: readonly (readonly number[])[];
  readonly cpuMs: number;
  readonly crmWaits: readonly CrmWait[];
}

class Side {
  readonly #seconds: (readonly number[])[] = [];
  #cpuMs = 0;

  add({ seconds, cpuMs }: Block): void {
    this.#seconds.push(...seconds);
    this.#cpuMs += cpuMs;
  }

  measured(): SideMeasured {
    return { seconds: this.#seconds, cpuMs: this.#cpuMs / this.#seconds.flat().length };
  }
}

async function runBlock(
  world: BenchWorld,
  loads: Loads,
  side: (typeof SIDES)[number],
  rate: number,
  seconds: number,
): Promise<Block> {
  const count = rate * seconds;
  if (side === 'insert') {
    const before = await world.takeBare();
    const latencies = await sendAtRate({ rate, count, ...loads.inserts });
    const after = await world.takeBare();
    return { seconds: inSeconds(latencies, rate), cpuMs: after.cpuMs - before.cpuMs, crmWaits: [] };
  }
  const before = await world.takeHandrail();
  const latencies = await sendAtRate({ rate, count, ...loads.submits });
  await world.settle(loads.filed());
  const after = await world.takeHandrail();
  return {
    seconds: inSeconds(latencies, rate),
    cpuMs: after.cpuMs - before.cpuMs,
    crmWaits: after.crmWaits,
  };
}

function inSeconds(latencies: readonly number[], rate: number): number[][] {
  return Array.from({ length: Math.ceil(latencies.length / rate) }, (_, second) =>
    latencies.slice(second * rate, (second + 1) * rate),
  );
}
