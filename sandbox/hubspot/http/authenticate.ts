import type { RequestHandler } from 'express';
import { HubspotError } from '../hubspot-error.ts';

/** Lets only calls with the portal's access token pass, and answers the others as HubSpot does. */
export function authenticate(accessToken: string): RequestHandler {
  return (req, _res, next) => {
    const header = req.get('authorization');
    if (header === undefined) {
      throw new HubspotError(
        401,
        'INVALID_AUTHENTICATION',
        'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
      );
    }
    if (header !== `Bearer ${accessToken}`) {
      throw new HubspotError(
        401,
        'INVALID_AUTHENTICATION',
        'The access token is invalid or does not exist in this portal.',
      );
    }
    next();
  };
}
