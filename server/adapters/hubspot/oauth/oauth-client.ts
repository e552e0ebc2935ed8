import { z } from 'zod';
import {
  callTokenEndpoint,
  OAuthError,
  type OAuthErrorCode,
  type TokenVendor,
} from '../../oauth/token-endpoint.ts';
import { type RetryTiming, SYSTEM_TIMING } from '../../system/retry.ts';
import { hubspotPath } from '../paths.ts';
import { introspectionSchema, oauthErrorSchema, tokenReplySchema } from './schema.ts';

/** The app as HubSpot knows it. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where people grant access, `https://app.hubspot.com`. */
  readonly appOrigin: string;
  /** Where tokens are given, `https://api.hubapi.com`. */
  readonly apiOrigin: string;
}

/** Tokens HubSpot gave. The refresh token may be another one than before: it must be stored before either is used. */
export interface TokenGrant {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly portalId?: string;
}

/** What HubSpot says about a token that is valid. */
export interface TokenFacts {
  readonly portalId: string;
  readonly userId: string;
  readonly appId?: string;
  readonly scopes: readonly string[];
}

const WORDS: Readonly<Record<OAuthErrorCode, string>> = {
  grant_refused: 'HubSpot does not accept this grant any more. Connect the account again.',
  app_refused:
    "HubSpot does not know the app by HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET. Compare both with the app's page in HubSpot.",
  request_refused: 'HubSpot refused to give a token. The log of the server has its code.',
  unavailable: 'HubSpot gives no tokens at the moment. Try again in a few minutes.',
  malformed: 'HubSpot answered in a form Handrail does not understand. Try again in a few minutes.',
};

/** HubSpot's OAuth endpoints for one app. */
export interface OAuthClient {
  /**
   * Where an administrator grants access.
   *
   * @param asked `challenge` is the S256 challenge of RFC 7636
   */
  authorizeAddress(asked: {
    readonly redirectUri: string;
    readonly state: string;
    readonly challenge: string;
    readonly scopes: readonly string[];
    readonly optionalScopes: readonly string[];
  }): string;
  /** Turns a code into tokens. Sent once only: HubSpot takes a code one time. @throws OAuthError */
  exchange(given: {
    readonly code: string;
    readonly redirectUri: string;
    readonly verifier: string;
  }): Promise<TokenGrant>;
  /** Gets a new access token; tried three times while HubSpot is down. @throws OAuthError */
  refresh(refreshToken: string): Promise<TokenGrant>;
  /** @throws OAuthError `grant_refused` for a token that is not valid */
  introspect(accessToken: string): Promise<TokenFacts>;
  /** Gives a refresh token up; one that is worth nothing already is as good. @throws OAuthError */
  revoke(refreshToken: string): Promise<void>;
}

/** The reply of a call whose content does not matter. */
const ANYTHING = z.unknown();
const ATTEMPTS = 3;

/** Codes of RFC 6749 and of HubSpot's older form, and what they mean for us. */
const REFUSALS: Readonly<Record<string, OAuthErrorCode>> = {
  invalid_grant: 'grant_refused',
  BAD_REFRESH_TOKEN: 'grant_refused',
  BAD_AUTH_CODE: 'grant_refused',
  invalid_client: 'app_refused',
  unauthorized_client: 'app_refused',
};

const HUBSPOT: TokenVendor = {
  words: WORDS,
  refusals: REFUSALS,
  errorIn: (body) => {
    const said = oauthErrorSchema.parse(body);
    // HubSpot's own form of an error has its code in `status`.
    return said.error ?? said.status;
  },
};

/** Speaks to the dated token endpoints: HubSpot's SDK knows OAuth v1 only, which ends on 16 February 2027. */
export function createOAuthClient(app: OAuthApp, timing: RetryTiming = SYSTEM_TIMING): OAuthClient {
  const identity = { client_id: app.clientId, client_secret: app.clientSecret };

  /** @param attempts more than one only for what may be sent twice */
  function post<T>(
    name: 'oauthToken' | 'oauthIntrospect' | 'oauthRevoke',
    fields: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
    attempts: number,
  ): Promise<T> {
    const { template, path } = hubspotPath(name, {});
    const url = app.apiOrigin + path;
    return callTokenEndpoint(
      HUBSPOT,
      { url, template, fields: { ...identity, ...fields }, schema, attempts },
      timing,
    );
  }

  const grantOf = async (fields: Readonly<Record<string, string>>, attempts: number): Promise<TokenGrant> => {
    const reply = await post('oauthToken', fields, tokenReplySchema, attempts);
    return {
      accessToken: reply.access_token,
      refreshToken: reply.refresh_token,
      expiresInSeconds: reply.expires_in,
      ...(reply.hub_id !== undefined && { portalId: reply.hub_id }),
    };
  };

  return {
    authorizeAddress: ({ redirectUri, state, challenge, scopes, optionalScopes }) => {
      const url = new URL('/oauth/authorize', app.appOrigin);
      url.search = new URLSearchParams({
        client_id: app.clientId,
        redirect_uri: redirectUri,
        scope: scopes.join(' '),
        ...(optionalScopes.length > 0 && { optional_scope: optionalScopes.join(' ') }),
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).toString();
      return url.href;
    },
    exchange: ({ code, redirectUri, verifier }) =>
      grantOf(
        { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
        1,
      ),
    refresh: (refreshToken) =>
      grantOf({ grant_type: 'refresh_token', refresh_token: refreshToken }, ATTEMPTS),
    introspect: async (accessToken) => {
      const fields = { token: accessToken, token_type_hint: 'access_token' };
      const reply = await post('oauthIntrospect', fields, introspectionSchema, ATTEMPTS);
      if (!reply.active)
        throw new OAuthError('grant_refused', WORDS.grant_refused, 'introspection: the token is not active');
      const { hub_id: portalId, user_id: userId, app_id: appId, scopes } = reply;
      if (portalId === undefined || userId === undefined || scopes === undefined) {
        throw new OAuthError(
          'malformed',
          WORDS.malformed,
          'introspection: an active token without account, user or scopes',
        );
      }
      return { portalId, userId, scopes, ...(appId !== undefined && { appId }) };
    },
    revoke: async (refreshToken) => {
      const fields = { token: refreshToken, token_type_hint: 'refresh_token' };
      try {
        await post('oauthRevoke', fields, ANYTHING, ATTEMPTS);
      } catch (error) {
        if (!(error instanceof OAuthError && error.code === 'grant_refused')) throw error;
      }
    },
  };
}
