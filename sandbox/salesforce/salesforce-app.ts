import express, { type Express, Router } from 'express';
import { applyFaults, type FaultQueue } from '../hubspot/http/faults.ts';
import type { BulkJobs } from './bulk/bulk-jobs.ts';
import type { DeployJobs } from './deploy/deploy-jobs.ts';
import { type ApiLimits, countCalls } from './http/api-limits.ts';
import { authenticate, callerOf } from './http/org-caller.ts';
import { injectedBody, refuseUnknown, replyWithError, type UnknownCall } from './http/org-reply.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { collectionRoutes } from './routes/collections.ts';
import { compositeRoutes } from './routes/composite.ts';
import { deployRoutes } from './routes/deploy.ts';
import { listViewRoutes } from './routes/list-views.ts';
import { identityRoutes, type OAuthParts, oauthRoutes } from './routes/oauth.ts';
import type { OrgFace } from './routes/org-face.ts';
import { queryRoutes } from './routes/query.ts';
import { SeveralRecords, sobjectRoutes } from './routes/sobjects.ts';
import { type OpenPolls, streamingRoutes } from './routes/streaming.ts';
import { toolingRoutes } from './routes/tooling.ts';
import { SalesforceError } from './salesforce-error.ts';
import { soapRoutes } from './soap/soap-routes.ts';
import type { BayeuxServer } from './streaming/bayeux-server.ts';

/** The parts an org's HTTP face is made of. */
export interface SalesforceAppParts {
  readonly face: OrgFace;
  readonly oauth: OAuthParts;
  readonly faults: FaultQueue;
  readonly deploys: DeployJobs;
  readonly limits: ApiLimits;
  readonly unknownCalls: UnknownCall[];
  readonly bulk: BulkJobs;
  readonly bayeux: BayeuxServer;
  readonly polls: OpenPolls;
  /** Routes under `/_sandbox`, which need no session and know no faults. */
  readonly control: Router;
}

/** Versions of the API that the org answers, and what it calls their releases. */
const VERSIONS = Array.from({ length: 19 }, (_, at) => 50 + at);

/** The org's HTTP face. Order matters: a fault hits before the session is looked at, the limit counts after. */
export function createSalesforceApp(parts: SalesforceAppParts): Express {
  const { face, oauth } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Some clients join an address that ends in a slash with a path that begins with one.
  app.use((req, _res, next) => {
    req.url = req.url.replace(/^\/{2,}/, '/');
    next();
  });
  app.use(express.json({ limit: '20mb' }), express.urlencoded({ extended: false }));
  app.use('/_sandbox', parts.control);
  app.use(applyFaults(parts.faults, { body: injectedBody, inputs: 'records' }));
  app.use(oauthRoutes(oauth), streamingRoutes(parts.bayeux, parts.polls));
  app.get('/services/data', (_req, res) => {
    res.json(
      VERSIONS.map((version) => ({
        label: `v${version}`,
        url: `/services/data/v${version}.0`,
        version: `${version}.0`,
      })),
    );
  });
  app.use(soapRoutes({ ...parts, sessions: oauth.sessions }));
  app.use(authenticate(oauth.sessions));
  app.use(identityRoutes(oauth));
  app.use(countCalls(parts.limits));
  app.use((_req, res, next) => {
    if (face.locked.has(callerOf(res))) {
      throw new SalesforceError(
        403,
        'INSUFFICIENT_ACCESS',
        'insufficient access rights on cross-reference id',
      );
    }
    next();
  });
  app.use('/services/data/:version', versioned(parts));
  app.use(refuseUnknown(parts.unknownCalls));
  app.use((error: unknown, _req: express.Request, res: express.Response, next: express.NextFunction) => {
    if (error instanceof SeveralRecords) res.status(300).json(error.addresses);
    else next(error);
  });
  app.use(replyWithError);
  return app;
}

function versioned({ face, bulk, limits, deploys }: SalesforceAppParts): Router {
  const router = Router({ mergeParams: true });
  router.use((req, _res, next) => {
    const version = /^v(\d+)\.0$/.exec(String(req.params.version))?.[1];
    if (!VERSIONS.includes(Number(version))) {
      throw new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist');
    }
    next();
  });
  // What was asked for goes on with every call, whoever makes it.
  router.use((_req, _res, next) => {
    deploys.work();
    next();
  });
  router.get('/', (req, res) => {
    const names = ['sobjects', 'query', 'queryAll', 'limits', 'tooling', 'composite', 'jobs', 'metadata'];
    res.json(Object.fromEntries(names.map((name) => [name, `${req.baseUrl}/${name}`])));
  });
  router.get('/limits', (_req, res) => {
    res.json({ DailyApiRequests: { Max: limits.max, Remaining: limits.max - limits.used } });
  });
  return router.use(
    deployRoutes(face, deploys),
    bulkRoutes(face, bulk),
    queryRoutes(face),
    toolingRoutes(face),
    listViewRoutes(face),
    collectionRoutes(face),
    compositeRoutes(face),
    sobjectRoutes(face),
  );
}
