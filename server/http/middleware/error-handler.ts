import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics.ts';
import { answerFor, sendFault } from '../problem.ts';
import { requestIdOf, setProblemCode } from './request-context.ts';

/** Answers whatever a route threw: a refusal with 200, a fault with its status. Only faults of ours are logged. */
export function errorHandler(logger: Logger, metrics: Metrics): ErrorRequestHandler {
  return (error, _req, res, next) => {
    const requestId = requestIdOf(res);
    const answer = answerFor(error, requestId);
    const { code } = answer.problem;
    metrics.problems.inc({ code });
    setProblemCode(res, code);
    if (code === 'internal_error') logger.error({ requestId, err: error }, 'a request failed');
    if (res.headersSent) {
      next(error);
      return;
    }
    if (answer.kind === 'refusal') res.json({ ok: false, problem: answer.problem });
    else sendFault(res, answer.code, answer.problem);
  };
}
