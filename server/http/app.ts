import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { AppContext } from '../../src/application/context.ts';
import type { WebhookInbox } from '../adapters/store/webhook-inbox.ts';
import type { AdminDesk } from '../admin/admin-desk.ts';
import { type AccessRefusals, createAccessRefusals } from './access-refusals.ts';
import { type InstallRoutesParts, installRoutes } from './install/install-routes.ts';
import type { Metrics } from './metrics.ts';
import { errorHandler } from './middleware/error-handler.ts';
import { type HubSpotTrust, hubspotSignature } from './middleware/hubspot-signature.ts';
import { limitPerAddress, limitPerUser } from './middleware/rate-limits.ts';
import { callerOf, requestContext } from './middleware/request-context.ts';
import { createOpenApi } from './openapi.ts';
import { parseJsonBody } from './parse-input.ts';
import { EdgeFault } from './problem.ts';
import type { Readiness } from './readiness.ts';
import { ALL_CARD_ROUTES } from './routes/card-routes.ts';
import { operationRoutes } from './routes/operations.ts';
import { createWebhookIntake } from './webhooks/webhook-intake.ts';
import { webhookRoutes } from './webhooks/webhook-routes.ts';
import { workflowRoutes } from './workflow/workflow-routes.ts';

const MAX_BODY_BYTES = 256 * 1024;

/** What HubSpot calls, and its cards. */
export interface HubSpotFace {
  readonly trust: HubSpotTrust;
  readonly desk: AdminDesk;
  /** Where webhooks go. */
  readonly inbox: WebhookInbox;
  /** Called when webhooks of a tenant were taken. */
  readonly onWebhook: (tenantId: string) => void;
}

/** What the app is made of. */
export interface AppParts {
  readonly context: AppContext;
  /** Where this server is reached. */
  readonly publicOrigin: string;
  /** Absent for a server of a Salesforce org alone: the component there writes rows and calls nobody. */
  readonly hubspot?: HubSpotFace;
  readonly readiness: Readiness;
  /** Absent where accounts are not connected by OAuth. */
  readonly install?: InstallRoutesParts;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** The server's HTTP face. */
export function createApp(parts: AppParts): Express {
  const { context, publicOrigin, hubspot, readiness, install, metrics, logger } = parts;
  const { unitOfWork, clock } = context;
  const refusals = createAccessRefusals({ unitOfWork, clock, logger, metrics });
  const perAddress = limitPerAddress();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requestContext(logger, metrics));
  // No browser ever sees an answer to a webhook, and every header of it costs its share of a burst.
  if (hubspot) {
    const intake = createWebhookIntake({ inbox: hubspot.inbox, clock, onTaken: hubspot.onWebhook });
    app.use(webhookRoutes({ trust: hubspot.trust, clock, refusals, intake, metrics }));
  }
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
    }),
  );
  app.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  const cardRoutes = hubspot ? ALL_CARD_ROUTES : [];
  app.use(operationRoutes(readiness, createOpenApi(cardRoutes, publicOrigin), perAddress));

  if (install) app.use(installRoutes(install, perAddress));
  if (hubspot) {
    app.use(workflowRoutes({ context, trust: hubspot.trust, refusals }));
    mountCardRoutes(app, context, hubspot, refusals);
  }

  app.use(perAddress, () => {
    throw new EdgeFault('not_found', 'There is nothing at this address.');
  });
  app.use(errorHandler(logger, metrics));
  return app;
}

/** What the cards and pages in HubSpot call: only what HubSpot signed gets through. */
function mountCardRoutes(
  app: Express,
  context: AppContext,
  { trust, desk }: HubSpotFace,
  refusals: AccessRefusals,
): void {
  const perUser = limitPerUser();
  // The signature covers the bytes as sent, so nothing may parse or inflate them before it is checked.
  const rawBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false });
  for (const route of ALL_CARD_ROUTES) {
    const signed = hubspotSignature(trust, context.clock, refusals, route.path);
    app[route.method](route.path, rawBody, signed, perUser, async (req, res) => {
      const caller = callerOf(res);
      if (route.permission === 'administrator' && !(await desk.isAdministrator(caller))) {
        throw await refusals.refusePerson(caller, route.path);
      }
      const call = { context, caller, desk, params: req.params };
      const input = route.method === 'get' ? req.query : parseJsonBody(req.body);
      res.json(await route.answer(call, input));
    });
  }
}
