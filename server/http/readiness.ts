import type { Clock } from '../../src/ports/clock.ts';
import { CrmError } from '../../src/ports/crm.ts';

/** One thing the server needs. `detail` says in plain words what is missing and what to do. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: readonly ReadinessCheck[];
}

/** What a probe asks. */
export type Readiness = () => Promise<ReadinessReport>;

/** How one thing is checked. `find` resolves to what is wrong, or null. */
export interface ReadinessProbe {
  readonly name: string;
  readonly find: () => Promise<string | null>;
  /** False for what is told and does not make the server unready: it serves other accounts. True when left out. */
  readonly essential?: boolean;
  /** How long a good answer counts, in milliseconds; a bad one counts for five seconds. */
  readonly goodForMs: number;
}

const BAD_FOR_MS = 5_000;
const PATIENCE_MS = 5_000;

/** Asks each probe at most as often as its answers last, however often `/readyz` is called. */
export function createReadiness(probes: readonly ReadinessProbe[], clock: Clock): Readiness {
  const remembered = probes.map((probe) => ({
    essential: probe.essential ?? true,
    ask: remember(probe, clock),
  }));
  return async () => {
    const answers = await Promise.all(
      remembered.map(async ({ essential, ask }) => ({ essential, check: await ask() })),
    );
    return {
      ready: answers.every(({ essential, check }) => check.ok || !essential),
      checks: answers.map(({ check }) => check),
    };
  };
}

function remember({ name, find, goodForMs }: ReadinessProbe, clock: Clock): () => Promise<ReadinessCheck> {
  let known: { readonly until: number; readonly check: ReadinessCheck } | undefined;
  let asking: Promise<ReadinessCheck> | undefined;

  async function ask(): Promise<ReadinessCheck> {
    const problem = await whatIsWrong(find);
    const check = { name, ok: problem === null, detail: problem ?? 'ready' };
    known = { until: clock.now().getTime() + (check.ok ? goodForMs : BAD_FOR_MS), check };
    return check;
  }

  return () => {
    if (known && clock.now().getTime() < known.until) return Promise.resolve(known.check);
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

/** Whoever may ask `/readyz` sees the answer, so an unexpected error shows nothing of itself. */
async function whatIsWrong(find: () => Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('does not answer in time'), PATIENCE_MS);
  });
  try {
    return await Promise.race([find(), givenUp]);
  } catch (error) {
    return error instanceof CrmError ? error.message : 'does not answer';
  } finally {
    clearTimeout(timer);
  }
}
