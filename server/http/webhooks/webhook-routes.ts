import express, { type RequestHandler, Router } from 'express';
import type { Clock } from '../../../src/ports/clock.ts';
import { readWebhook } from '../../adapters/hubspot/watch/webhook-events.ts';
import type { AccessRefusals } from '../access-refusals.ts';
import type { Metrics } from '../metrics.ts';
import type { HubSpotTrust } from '../middleware/hubspot-signature.ts';
import { signatureOf } from '../middleware/verified-request.ts';
import { EdgeFault } from '../problem.ts';
import type { WebhookIntake } from './webhook-intake.ts';

/** Where HubSpot sends webhooks; the project file of the app names it. */
export const WEBHOOK_PATH = '/webhooks/hubspot';

/** A hundred events with long values; more come when a person's text was changed on a hundred records. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

export interface WebhookRoutesParts {
  readonly trust: HubSpotTrust;
  readonly clock: Clock;
  readonly refusals: AccessRefusals;
  readonly intake: WebhookIntake;
  readonly metrics: Pick<Metrics, 'webhookEvents'>;
}

/**
 * Takes HubSpot's webhooks: checks the signature, keeps in one statement what is to be looked at, and answers. Calls no
 * CRM, so it answers as quickly while the CRM is down. What it cannot keep it answers with a 5xx, and HubSpot sends it
 * again.
 */
export function webhookRoutes(parts: WebhookRoutesParts): Router {
  const { trust, intake, metrics } = parts;
  const router = Router();
  const rawBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false });
  router.post(WEBHOOK_PATH, rawBody, signed(parts), async (req, res) => {
    const told = readWebhook(parse(req.body));
    if (!told) throw new EdgeFault('body_invalid', 'The body is not a list of webhook events.');
    const count = (outcome: string, events: number) => {
      if (events > 0) metrics.webhookEvents.inc({ outcome }, events);
    };
    count('ignored', told.ignored);
    count('not_understood', told.unknown);
    for (const [portalId, events] of told.byPortal) {
      const tenantId = await trust.tenantOfPortal(portalId);
      // Of an account that is not served nothing is kept; sending it again would change nothing.
      if (tenantId === null) count('unknown_account', events.length);
      else {
        const fresh = await intake.take(tenantId, events);
        count('taken', fresh);
        count('duplicate', events.length - fresh);
      }
    }
    res.status(204).end();
  });
  return router;
}

function signed({ trust, clock, refusals }: WebhookRoutesParts): RequestHandler {
  return async (req, _res, next) => {
    const verdict = signatureOf(req, trust, clock);
    if (verdict !== 'valid') throw await refusals.refuse(verdict, WEBHOOK_PATH);
    next();
  };
}

/** No text of the body is kept, so it may hold what a database could not. */
function parse(body: unknown): unknown {
  try {
    return JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(body instanceof Uint8Array ? body : undefined),
    );
  } catch {
    throw new EdgeFault('body_invalid', 'The body is not valid JSON in UTF-8.');
  }
}
