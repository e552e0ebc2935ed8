import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Caller } from '../../../src/application/context.ts';
import type { Metrics } from '../metrics.ts';

/** What the middlewares of one request tell each other. */
interface Locals {
  requestId?: string;
  caller?: Caller;
  problemCode?: string;
}

/** The id under which this request stands in the log. */
export function requestIdOf(res: Response): string {
  const { requestId }: Locals = res.locals;
  if (requestId === undefined) throw new Error('a request without an id (this is a bug)');
  return requestId;
}

/** Who asks, once the signature has been checked. */
export function callerOf(res: Response): Caller {
  const { caller }: Locals = res.locals;
  if (!caller) throw new Error('a route without its signature check asked who calls (this is a bug)');
  return caller;
}

export function setCaller(res: Response, caller: Caller): void {
  const locals: Locals = res.locals;
  locals.caller = caller;
}

/** Notes for the log line what the caller was told. */
export function setProblemCode(res: Response, code: string): void {
  const locals: Locals = res.locals;
  locals.problemCode = code;
}

/**
 * Gives the request an id of ours (one from outside could be forged or hold anything), and logs and times the answer.
 * The line has the route's pattern, never the URL: its query names a person.
 */
export function requestContext(logger: Logger, metrics: Metrics): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    const locals: Locals = res.locals;
    locals.requestId = requestId;
    res.set('X-Request-Id', requestId);
    res.once('close', () => {
      const { method } = req;
      const route = routeOf(req.route);
      const status = res.writableFinished ? res.statusCode : 'aborted';
      const seconds = (performance.now() - startedAt) / 1000;
      metrics.requests.observe({ method: knownMethod(method), route, status: String(status) }, seconds);
      const code = locals.problemCode;
      logger.info(
        { requestId, method, route, status, code, durationMs: Math.round(seconds * 1000) },
        'request',
      );
    });
    next();
  };
}

function routeOf(route: unknown): string {
  const matched = typeof route === 'object' && route !== null && 'path' in route;
  return matched && typeof route.path === 'string' ? route.path : 'unmatched';
}

/** A sender can make methods up: they must not become ever new time series. */
function knownMethod(method: string): string {
  return method === 'GET' || method === 'POST' ? method : 'other';
}
