import express, { type RequestHandler, Router } from 'express';
import type { Clock } from '../../../src/ports/clock.ts';
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

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

export interface WebhookRoutesParts {
  readonly trust: HubSpotTrust;
  readonly clock: Clock;
  readonly refusals: AccessRefusals;
  readonly intake: WebhookIntake;
  readonly metrics: Pick<Metrics, 'webhookEvents'>;
}

/**
 * Takes HubSpot's webhooks: checks the signature, keeps the body with one statement, and answers; what stands in it is
 * looked at later. Calls no CRM, so it answers as quickly while the CRM is down. What it cannot keep it answers with a
 * 5xx, and HubSpot sends it again.
 */
export function webhookRoutes(parts: WebhookRoutesParts): Router {
  const { trust, intake, metrics } = parts;
  const router = Router();
  const rawBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false });
  router.post(WEBHOOK_PATH, rawBody, signed(parts), async (req, res) => {
    const { text, events } = parse(req.body);
    for (const [portalId, count] of countByPortal(events)) {
      const tenantId = await trust.tenantOfPortal(portalId);
      // Of an account that is not served nothing is kept; sending it again would change nothing.
      if (tenantId === null) metrics.webhookEvents.inc({ outcome: 'unknown_account' }, count);
      else if (count === events.length) await intake.take(tenantId, text);
      else
        await intake.take(tenantId, JSON.stringify(events.filter((event) => portalOf(event) === portalId)));
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

/** HubSpot sends the events of one account together; nothing promises it. */
function countByPortal(events: readonly unknown[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) {
    const portalId = portalOf(event);
    counts.set(portalId, (counts.get(portalId) ?? 0) + 1);
  }
  return counts;
}

/** Whose account an event is about; an empty text, which is nobody's, when it does not say. */
function portalOf(event: unknown): string {
  if (typeof event !== 'object' || event === null || !('portalId' in event)) return '';
  const { portalId } = event;
  return typeof portalId === 'number' || typeof portalId === 'string' ? String(portalId) : '';
}

/** The text is kept as it came: what JSON escapes stays escaped, so that a database can hold it. */
function parse(body: unknown): { readonly text: string; readonly events: readonly unknown[] } {
  let text: string;
  let events: unknown;
  try {
    text = UTF_8.decode(body instanceof Uint8Array ? body : undefined);
    events = JSON.parse(text);
  } catch {
    throw new EdgeFault('body_invalid', 'The body is not valid JSON in UTF-8.');
  }
  if (!Array.isArray(events))
    throw new EdgeFault('body_invalid', 'The body is not a list of webhook events.');
  return { text, events };
}
