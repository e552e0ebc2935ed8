import { type RequestHandler, Router } from 'express';
import { READY_STATUS } from '../problem.ts';
import type { Readiness } from '../readiness.ts';

/**
 * Routes for those who run the server. They need no signature and tell nothing of any tenant.
 *
 * @param limit runs before each of them
 */
export function operationRoutes(readiness: Readiness, openApi: object, limit: RequestHandler): Router {
  const router = Router();
  router.get('/healthz', limit, (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/readyz', limit, async (_req, res) => {
    const report = await readiness();
    res.status(report.ready ? READY_STATUS.ready : READY_STATUS.notReady).json(report);
  });
  router.get('/openapi.json', limit, (_req, res) => {
    res.json(openApi);
  });
  return router;
}
