import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { EdgeFault } from '../problem.ts';
import { callerOf } from './request-context.ts';

const MINUTE = 60_000;

/** A person who types in the form asks for a preview about once a second. */
const PER_USER = 240;
/** Workflows can enrol thousands of records at once; HubSpot calls again after a 429, so nothing is lost. */
const PER_ACCOUNT = 6_000;
/** Generous, because behind a reverse proxy all senders share one address. */
const PER_ADDRESS = 600;

const common = {
  windowMs: MINUTE,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  handler: (_req: Request, _res: Response, next: (error: unknown) => void) =>
    next(new EdgeFault('too_many_requests', 'Too many requests in one minute. Wait a minute and try again.')),
} as const;

/** Limits one signed user over all card routes of this instance. Stands behind the signature check. */
export function limitPerUser(): RequestHandler {
  return rateLimit({
    ...common,
    limit: PER_USER,
    identifier: 'per-user',
    keyGenerator: (_req, res) => {
      const { tenantId, userId } = callerOf(res);
      return `${tenantId} ${userId}`;
    },
  });
}

/**
 * Limits the workflows of one account, so that they leave room for the others'. Stands behind the signature check.
 *
 * @param tenantOf the account of a request
 */
export function limitPerAccount(tenantOf: (res: Response) => string): RequestHandler {
  return rateLimit({
    ...common,
    limit: PER_ACCOUNT,
    identifier: 'per-account',
    keyGenerator: (_req, res) => tenantOf(res),
  });
}

/**
 * Limits one network address on the open routes. Card routes have no such limit: HubSpot's proxy sends everybody's
 * requests from the same addresses, so a forger could shut them out.
 */
export function limitPerAddress(): RequestHandler {
  return rateLimit({
    ...common,
    limit: PER_ADDRESS,
    identifier: 'per-address',
    // No forwarded address is trusted, and that is meant: nothing here needs a warning about it.
    validate: { xForwardedForHeader: false },
  });
}
