import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** The limits of one access token. */
export interface RateLimitOptions {
  /** Calls per rolling interval. */
  readonly max: number;
  /** Length of the rolling interval in milliseconds. */
  readonly intervalMs: number;
  /** Calls per day; leave out for an OAuth app, which has no daily limit and no daily headers. */
  readonly daily?: number;
  /** Search calls per second. They count here only and carry no rate headers. */
  readonly searchPerSecond: number;
}

/** A private app in a Professional portal (HubSpot docs, usage guidelines). */
export const PRIVATE_APP_LIMITS: RateLimitOptions = {
  max: 190,
  intervalMs: 10_000,
  daily: 625_000,
  searchPerSecond: 5,
};

const SECOND = 1000;
const DAY = 86_400_000;

/**
 * Counts calls in rolling windows and refuses those over the limit with HubSpot's 429.
 *
 * @param wallClock milliseconds since 1970 UTC; tests pass their own
 */
export function rateLimit(limits: RateLimitOptions, wallClock: () => number): RequestHandler {
  const recent = new RollingWindow(limits.intervalMs);
  const searches = new RollingWindow(SECOND);
  let day = { start: wallClock(), calls: 0 };

  return (req, res, next) => {
    const now = wallClock();
    if (req.method === 'POST' && req.path.endsWith('/search')) {
      if (searches.count(now) >= limits.searchPerSecond) {
        refuse(res, 'SECONDLY', 'You have reached your secondly limit.');
        return;
      }
      searches.add(now);
      next();
      return;
    }
    if (now - day.start >= DAY) day = { start: now, calls: 0 };
    const overDaily = limits.daily !== undefined && day.calls >= limits.daily;
    const overInterval = recent.count(now) >= limits.max;
    if (!overDaily && !overInterval) {
      recent.add(now);
      day.calls += 1;
    }
    res.set({
      'X-HubSpot-RateLimit-Max': String(limits.max),
      'X-HubSpot-RateLimit-Remaining': String(limits.max - recent.count(now)),
      'X-HubSpot-RateLimit-Interval-Milliseconds': String(limits.intervalMs),
    });
    if (limits.daily !== undefined) {
      res.set({
        'X-HubSpot-RateLimit-Daily': String(limits.daily),
        'X-HubSpot-RateLimit-Daily-Remaining': String(limits.daily - day.calls),
      });
    }
    if (overDaily) refuse(res, 'DAILY', 'You have reached your daily limit.');
    else if (overInterval)
      refuse(res, 'TEN_SECONDLY_ROLLING', 'You have reached your ten_secondly_rolling limit.');
    else next();
  };
}

function refuse(res: Response, policyName: string, message: string): void {
  res.status(429).json(overLimitBody(policyName, message));
}

/** HubSpot's 429, which has another form than its other errors (HubSpot docs, usage guidelines). */
export function overLimitBody(policyName: string, message: string): Record<string, unknown> {
  return { status: 'error', message, errorType: 'RATE_LIMIT', correlationId: randomUUID(), policyName };
}

/** Instants of the last `length` milliseconds. */
class RollingWindow {
  readonly #length: number;
  #instants: number[] = [];

  constructor(length: number) {
    this.#length = length;
  }

  add(now: number): void {
    this.#instants.push(now);
  }

  count(now: number): number {
    const firstInside = this.#instants.findIndex((instant) => now - instant < this.#length);
    this.#instants = firstInside === -1 ? [] : this.#instants.slice(firstInside);
    return this.#instants.length;
  }
}
