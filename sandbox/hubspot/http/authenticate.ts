import type { RequestHandler } from 'express';
import { HubspotError } from '../hubspot-error.ts';

/** The tokens a portal takes. */
export interface PortalTokens {
  /** The app's: what it calls counts against its rate limits. */
  readonly app: string;
  /** HubSpot's own pages', which no app's limits bind. */
  readonly page: string;
  /** Whether the app was given this token by OAuth and may still use it. */
  readonly isGranted: (token: string) => boolean;
}

/** Lets only calls with one of the portal's tokens pass, and answers the others as HubSpot does. */
export function authenticate({ app, page, isGranted }: PortalTokens): RequestHandler {
  return (req, _res, next) => {
    const header = req.get('authorization');
    if (header === undefined) {
      throw new HubspotError(
        401,
        'INVALID_AUTHENTICATION',
        'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
      );
    }
    const token = header.replace(/^Bearer /, '');
    if (token === header || !(token === app || token === page || isGranted(token))) {
      throw new HubspotError(
        401,
        'INVALID_AUTHENTICATION',
        'The access token is invalid or does not exist in this portal.',
      );
    }
    next();
  };
}

/** Wraps a handler so that calls of HubSpot's own pages pass it by. */
export function forAppsOnly({ page }: PortalTokens, handler: RequestHandler): RequestHandler {
  return (req, res, next) => {
    if (req.get('authorization') === `Bearer ${page}`) next();
    else handler(req, res, next);
  };
}
