import express, { type Express, type Router } from 'express';
import { authenticate, forAppsOnly, type PortalTokens } from './http/authenticate.ts';
import { replyWithError } from './http/error-reply.ts';
import { type Exchange, observeExchanges } from './http/exchanges.ts';
import { applyFaults, type FaultQueue } from './http/faults.ts';
import { type RateLimitOptions, rateLimit } from './http/rate-limit.ts';
import { refuseUnknown, type UnknownCall } from './http/unknown-calls.ts';
import { associationRoutes } from './routes/associations.ts';
import { objectRoutes } from './routes/objects.ts';
import { objectBatchRoutes } from './routes/objects-batch.ts';
import { peopleRoutes } from './routes/people.ts';
import { pipelineRoutes } from './routes/pipelines.ts';
import { propertyRoutes } from './routes/properties.ts';
import { propertyGroupRoutes } from './routes/property-groups.ts';
import { searchRoutes } from './routes/search.ts';
import type { Portal } from './store/portal.ts';

/** The parts a portal's HTTP face is made of. */
export interface PortalAppParts {
  readonly portal: Portal;
  readonly appId: number;
  readonly tokens: PortalTokens;
  readonly faults: FaultQueue;
  readonly unknownCalls: UnknownCall[];
  readonly limits: RateLimitOptions | 'off';
  readonly wallClock: () => number;
  /** Hears of every call of the API. */
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
  /** Routes under `/_sandbox`, which need no token and know no faults. */
  readonly control: Router;
  /** Where apps are installed and get their tokens, which needs none. */
  readonly oauth: Router;
  /** Routes of flows and lists, which the engine looks at. */
  readonly automation: Router;
}

/** The portal's HTTP face. Order matters: a fault hits before the token is looked at, a limit after. */
export function createPortalApp(parts: PortalAppParts): Express {
  const { portal, appId } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.json({ limit: '10mb' }));
  app.use('/_sandbox', parts.control);
  if (parts.onExchange) app.use(observeExchanges(parts.onExchange));
  app.use(applyFaults(parts.faults));
  app.use(parts.oauth);
  app.use(authenticate(parts.tokens));
  if (parts.limits !== 'off') {
    app.use(forAppsOnly(parts.tokens, rateLimit(parts.limits, parts.wallClock)));
  }
  app.use(
    searchRoutes(portal),
    objectBatchRoutes(portal, appId),
    objectRoutes(portal, appId),
    propertyGroupRoutes(portal, appId),
    propertyRoutes(portal, appId),
    peopleRoutes(portal, portal.clock.now()),
    pipelineRoutes(portal, portal.clock.now()),
    associationRoutes(portal, appId),
    parts.automation,
  );
  app.use(refuseUnknown(parts.unknownCalls));
  app.use(replyWithError);
  return app;
}
