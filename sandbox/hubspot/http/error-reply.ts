import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { HubspotError } from '../hubspot-error.ts';

/** HubSpot's error body. */
export function errorBody(error: HubspotError): Record<string, unknown> {
  return {
    status: 'error',
    message: error.message,
    correlationId: randomUUID(),
    category: error.category,
    ...error.extras,
  };
}

/** Express error handler: every failure leaves in HubSpot's shape. */
export function replyWithError(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const known = toHubspotError(error);
  res.status(known.status).json(errorBody(known));
}

function toHubspotError(error: unknown): HubspotError {
  if (error instanceof HubspotError) return error;
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 400) return new HubspotError(400, 'VALIDATION_ERROR', 'Invalid input JSON');
  if (status === 413) return new HubspotError(413, 'VALIDATION_ERROR', 'Request body is too large');
  console.error(error);
  return new HubspotError(500, 'INTERNAL_ERROR', 'internal error of the sandbox portal');
}
