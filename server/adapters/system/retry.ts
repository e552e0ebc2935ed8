import { setTimeout as delay } from 'node:timers/promises';

/** When the same call may be sent again: never, after the vendor's own waiting time, or with growing pauses. */
export type RetryAdvice =
  | { readonly kind: 'never' }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'backoff' };

/** Time and chance as a client needs them; tests pass their own and never wait. */
export interface RetryTiming {
  /** Milliseconds of a clock that only moves forward. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** A signal that aborts after so many milliseconds. */
  timeout(milliseconds: number): AbortSignal;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const SYSTEM_TIMING: RetryTiming = {
  now: () => performance.now(),
  sleep: (milliseconds) => delay(milliseconds),
  timeout: (milliseconds) => AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds))),
  random: () => Math.random(),
};

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;

/**
 * How long to pause before the next attempt; null when there shall be none.
 *
 * Jitter spreads callers that failed together. It only ever adds to a waiting time that the vendor named, because an
 * earlier call would fail again and count against the limit.
 *
 * @param attempt the number of the attempt that failed, from 1
 * @returns milliseconds
 */
export function retryDelay(advice: RetryAdvice, attempt: number, random: () => number): number | null {
  switch (advice.kind) {
    case 'never':
      return null;
    case 'wait':
      return advice.milliseconds * (1 + random() / 4);
    case 'backoff':
      return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + random() / 2);
  }
}
