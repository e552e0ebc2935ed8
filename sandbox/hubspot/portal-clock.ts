/** The portal's own time: history, delays and webhook retries run on it, signatures and rate limits do not. */
export interface PortalClock {
  /** The portal's present, in milliseconds since 1970 UTC. */
  now(): number;
  /** Moves the present forward. @throws RangeError when `milliseconds` is negative or not finite. */
  advance(milliseconds: number): void;
}

/**
 * Makes the portal's clock.
 *
 * @param start with a date the clock stands still there and only moves when advanced, which is what tests want;
 * without one it follows `wallClock`.
 * @param wallClock milliseconds since 1970 UTC
 */
export function createPortalClock(start: Date | undefined, wallClock: () => number): PortalClock {
  const base = start?.getTime();
  let advanced = 0;
  return {
    now: () => (base ?? wallClock()) + advanced,
    advance(milliseconds) {
      if (!Number.isFinite(milliseconds) || milliseconds < 0) {
        throw new RangeError(`The portal clock only moves forward, not by ${milliseconds} ms`);
      }
      advanced += milliseconds;
    },
  };
}
