import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Caller } from '../../../src/application/context.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { AccessCode, AccessRefusals } from '../access-refusals.ts';
import { setCaller } from './request-context.ts';
import { type SigningTrust, signatureOf } from './verified-request.ts';

/** Whom of HubSpot's accounts this server serves. */
export interface HubSpotTrust extends SigningTrust {
  /** The tenant of an account; null when it is not served. */
  readonly tenantOfPortal: (portalId: string) => Promise<string | null>;
  /** When set, the app that must have signed. */
  readonly appId?: string;
}

const identitySchema = z.object({
  userId: z.string().regex(/^\d{1,20}$/),
  userEmail: z.email().max(254).toLowerCase(),
  portalId: z.string().regex(/^\d{1,20}$/),
  appId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
});
type Identity = z.infer<typeof identitySchema>;

/**
 * Lets through what HubSpot signed for an account we serve, and names the caller. The identity comes from the signed query
 * alone and fails closed; nothing in body or headers counts.
 *
 * A request that is repeated within the five minutes passes again, and may: a GET changes nothing, a submit is
 * idempotent by its key, a review repeated by the same approver is taken as heard or refused by its version, and the
 * other commands find the request already changed.
 *
 * @param route the route's pattern, for the trail
 */
export function hubspotSignature(
  trust: HubSpotTrust,
  clock: Clock,
  refusals: AccessRefusals,
  route: string,
): RequestHandler {
  return async (req, res, next) => {
    const verdict = signatureOf(req, trust, clock);
    if (verdict !== 'valid') throw await refusals.refuse(verdict, route);
    const caller = await callerFrom(req.originalUrl, trust);
    if (typeof caller === 'string') throw await refusals.refuse(caller, route);
    setCaller(res, caller);
    next();
  };
}

async function callerFrom(url: string, trust: HubSpotTrust): Promise<Caller | AccessCode> {
  const identity = identityIn(url);
  if (!identity) return 'identity_missing';
  if (trust.appId !== undefined && identity.appId !== trust.appId) {
    return identity.appId === undefined ? 'identity_missing' : 'unknown_portal';
  }
  const tenantId = await trust.tenantOfPortal(identity.portalId);
  if (tenantId === null) return 'unknown_portal';
  return { tenantId, userId: identity.userId, email: identity.userEmail };
}

/**
 * HubSpot appends its parameters to whatever query the card asked for. A parameter that is there twice was put there
 * by the card's user, so which one counts is not a question to answer: the request is refused.
 */
function identityIn(url: string): Identity | null {
  const query = new URLSearchParams(url.split('?').slice(1).join('?'));
  const given: Record<string, string> = {};
  for (const name of Object.keys(identitySchema.shape)) {
    const [value, ...more] = query.getAll(name);
    if (more.length > 0) return null;
    if (value !== undefined) given[name] = value;
  }
  return identitySchema.safeParse(given).data ?? null;
}
