import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { AppContext } from '../../src/application/context.ts';
import { createAccessRefusals } from './access-refusals.ts';
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

/** What the app is made of. */
export interface AppParts {
  readonly context: AppContext;
  readonly trust: HubSpotTrust;
  readonly readiness: Readiness;
  /** Absent where accounts are not connected by OAuth. */
  readonly install?: InstallRoutesParts;
  /** Called when a webhook brought something new of a tenant. */
  readonly onWebhook: (tenantId: string) => void;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** The server's HTTP face. */
export function createApp(parts: AppParts): Express {
  const { context, trust, readiness, install, metrics, logger } = parts;
  const { unitOfWork, clock } = context;
  const refusals = createAccessRefusals({ unitOfWork, clock, logger, metrics });
  const perUser = limitPerUser();
  const perAddress = limitPerAddress();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requestContext(logger, metrics));
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
  app.use(operationRoutes(readiness, createOpenApi(ALL_CARD_ROUTES, trust.publicOrigin), perAddress));

  if (install) app.use(installRoutes(install, perAddress));

  app.use(workflowRoutes({ context, trust, refusals }));
  const intake = createWebhookIntake({ unitOfWork, clock, onTaken: parts.onWebhook });
  app.use(webhookRoutes({ trust, clock, refusals, intake, metrics }));

  // The signature covers the bytes as sent, so nothing may parse or inflate them before it is checked.
  const rawBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false });
  for (const route of ALL_CARD_ROUTES) {
    const signed = hubspotSignature(trust, clock, refusals, route.path);
    app[route.method](route.path, rawBody, signed, perUser, async (req, res) => {
      const call = { context, caller: callerOf(res), params: req.params };
      const input = route.method === 'get' ? req.query : parseJsonBody(req.body);
      res.json(await route.answer(call, input));
    });
  }

  app.use(perAddress, () => {
    throw new EdgeFault('not_found', 'There is nothing at this address.');
  });
  app.use(errorHandler(logger, metrics));
  return app;
}
