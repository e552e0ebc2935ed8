import type { RequestHandler } from 'express';
import { HubspotError } from '../hubspot-error.ts';

/** A call that the portal does not know. */
export interface UnknownCall {
  readonly method: string;
  readonly path: string;
}

/** Remembers a call no route took and answers 501, so that a gap of the sandbox never passes for HubSpot. */
export function refuseUnknown(calls: UnknownCall[]): RequestHandler {
  return (req) => {
    calls.push({ method: req.method, path: req.path });
    throw new HubspotError(
      501,
      'NOT_IMPLEMENTED',
      `The sandbox portal does not know ${req.method} ${req.path}`,
    );
  };
}
