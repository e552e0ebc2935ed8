import type { RetryTiming } from '../../../server/adapters/system/retry.ts';

/** Time that only passes in the pauses the client asks for, and time-outs that strike when the test says so. */
export interface ManualTiming extends RetryTiming {
  /** The pauses asked for, in milliseconds. */
  readonly pauses: readonly number[];
  /** The time-outs asked for, in milliseconds. */
  readonly timeouts: readonly number[];
  /** Lets the newest time-out strike. */
  expire(): void;
}

/** @param chance what `random` gives each time, from 0 up to, not including, 1 */
export function createManualTiming(chance = 0): ManualTiming {
  const pauses: number[] = [];
  const timeouts: number[] = [];
  let now = 0;
  let newest = new AbortController();
  return {
    pauses,
    timeouts,
    now: () => now,
    random: () => chance,
    async sleep(milliseconds) {
      pauses.push(milliseconds);
      now += milliseconds;
    },
    timeout(milliseconds) {
      timeouts.push(milliseconds);
      newest = new AbortController();
      return newest.signal;
    },
    expire: () => newest.abort(),
  };
}
