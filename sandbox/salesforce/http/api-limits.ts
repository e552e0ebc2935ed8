import type { RequestHandler } from 'express';
import { SalesforceError } from '../salesforce-error.ts';

/** The calls of one day. */
export interface ApiLimits {
  readonly max: number;
  used: number;
}

/** Counts calls, tells the count with each reply, and refuses those over the day's limit. */
export function countCalls(limits: ApiLimits): RequestHandler {
  return (_req, res, next) => {
    try {
      countCall(limits);
    } finally {
      res.set('Sforce-Limit-Info', `api-usage=${limits.used}/${limits.max}`);
    }
    next();
  };
}

/** Counts one call. @throws SalesforceError when the day has no call left */
export function countCall(limits: ApiLimits): void {
  if (limits.used >= limits.max) {
    throw new SalesforceError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  }
  limits.used += 1;
}
