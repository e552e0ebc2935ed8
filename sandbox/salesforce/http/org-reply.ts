import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { SalesforceError } from '../salesforce-error.ts';

/** A call that the org does not know. */
export interface UnknownCall {
  readonly method: string;
  readonly path: string;
}

/** Remembers a call no route took and answers 501, so that a gap of the sandbox never passes for Salesforce. */
export function refuseUnknown(calls: UnknownCall[]): RequestHandler {
  return (req) => {
    calls.push({ method: req.method, path: req.path });
    throw new SalesforceError(
      501,
      'NOT_IMPLEMENTED',
      `The sandbox org does not know ${req.method} ${req.path}`,
    );
  };
}

/** Express error handler: every failure leaves as a list with one error document. */
export function replyWithError(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const known = toSalesforceError(error);
  res.status(known.status).json([known.document]);
}

function toSalesforceError(error: unknown): SalesforceError {
  if (error instanceof SalesforceError) return error;
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 400)
    return new SalesforceError(400, 'JSON_PARSER_ERROR', 'Unexpected character in the body');
  if (status === 413) return new SalesforceError(413, 'REQUEST_ENTITY_TOO_LARGE', 'The body is too large');
  console.error(error);
  return new SalesforceError(500, 'UNKNOWN_EXCEPTION', 'internal error of the sandbox org');
}

/** The body of an error that a test asked for. */
export function injectedBody(status: number, errorCode: string | undefined): unknown {
  return [
    {
      errorCode: errorCode ?? CODE_OF_STATUS[status] ?? 'UNKNOWN_EXCEPTION',
      message: 'fault injected by the sandbox',
    },
  ];
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  401: 'INVALID_SESSION_ID',
  403: 'INSUFFICIENT_ACCESS',
  503: 'SERVER_UNAVAILABLE',
};
