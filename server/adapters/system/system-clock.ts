import type { Clock } from '../../../src/ports/clock.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };
