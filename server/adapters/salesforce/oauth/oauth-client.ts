import { z } from 'zod';
import {
  callTokenEndpoint,
  OAuthError,
  type OAuthErrorCode,
  type TokenVendor,
} from '../../oauth/token-endpoint.ts';
import { type RetryTiming, SYSTEM_TIMING } from '../../system/retry.ts';
import { longId } from '../long-id.ts';

/** The External Client App as people connect orgs through it. */
export interface OrgApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://login.salesforce.com`, `https://test.salesforce.com`, or an org's own address. */
  readonly loginUrl: string;
}

/** What Salesforce grants. With rotation each refresh token is used once: the new one is stored before it is used. */
export interface OrgGrant {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly instanceUrl: string;
}

/** What Salesforce grants for a code, and whose org it is. */
export interface FirstGrant extends OrgGrant {
  /** 18 characters. */
  readonly orgId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
}

/** Salesforce's OAuth endpoints for one app. */
export interface OrgOAuthClient {
  /** Where an administrator grants access. @param asked `challenge` is the S256 challenge of RFC 7636 */
  authorizeAddress(asked: {
    readonly redirectUri: string;
    readonly state: string;
    readonly challenge: string;
  }): string;
  /** Turns a code into tokens. Sent once only: Salesforce takes a code one time. @throws OAuthError */
  exchange(given: {
    readonly code: string;
    readonly redirectUri: string;
    readonly verifier: string;
  }): Promise<FirstGrant>;
  /**
   * Gets a new session; tried three times while Salesforce is down. A reply that was lost may have used the token up:
   * then nothing but connecting again helps, and a further attempt shows it.
   *
   * @throws OAuthError
   */
  refresh(refreshToken: string): Promise<OrgGrant>;
  /** Gives a refresh token and its sessions up; one that is worth nothing already is as good. @throws OAuthError */
  revoke(refreshToken: string): Promise<void>;
}

/** What Handrail asks for: the API, and to come back without a person. */
export const ORG_SCOPES = [
  {
    scope: 'api',
    need: 'required',
    why: 'Read records and their changes, and write what an exception decides.',
  },
  {
    scope: 'refresh_token',
    need: 'required',
    why: 'Go on working when the session of the administrator has ended.',
  },
] as const;

const ATTEMPTS = 3;
const TOKEN_PATH = '/services/oauth2/token';

const WORDS: Readonly<Record<OAuthErrorCode, string>> = {
  grant_refused: 'Salesforce does not accept this grant any more. Connect the org again.',
  app_refused:
    'Salesforce does not know the app by SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET. Compare both with the External Client App.',
  request_refused: 'Salesforce refused to give a session. The log of the server has its code.',
  unavailable: 'Salesforce gives no sessions at the moment. Try again in a few minutes.',
  malformed: 'Salesforce answered in a form Handrail does not understand. Try again in a few minutes.',
};

const SALESFORCE: TokenVendor = {
  words: WORDS,
  refusals: {
    invalid_grant: 'grant_refused',
    invalid_token: 'grant_refused',
    inactive_user: 'grant_refused',
    inactive_org: 'grant_refused',
    invalid_client: 'app_refused',
    invalid_client_id: 'app_refused',
    invalid_client_credentials: 'app_refused',
  },
  errorIn: (body) => errorSchema.parse(body).error,
};

const errorSchema = z.object({ error: z.string().optional().catch(undefined) }).catch({});
/** A token is one word: what is none must not come into a header. */
const token = z.string().regex(/^[\x21-\x7e]{8,4096}$/);
const sessionSchema = z.object({
  access_token: token,
  refresh_token: token.optional(),
  instance_url: z.url({ protocol: /^https?$/ }),
});
/** The identity address ends in the ids of org and user. */
const firstSchema = sessionSchema.extend({
  refresh_token: token.optional(),
  id: z.string().regex(/\/id\/00D[0-9A-Za-z]{12,15}\/005[0-9A-Za-z]{12,15}$/),
  scope: z.string().default(''),
});

/** Speaks to the web-server flow of one login address. jsforce loses rotated refresh tokens, so it is not used here. */
export function createOrgOAuthClient(app: OrgApp, timing: RetryTiming = SYSTEM_TIMING): OrgOAuthClient {
  const identity = { client_id: app.clientId, client_secret: app.clientSecret };
  const post = <T>(
    path: string,
    fields: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
    attempts: number,
  ): Promise<T> =>
    callTokenEndpoint(
      SALESFORCE,
      { url: app.loginUrl + path, template: path, fields: { ...identity, ...fields }, schema, attempts },
      timing,
    );

  return {
    authorizeAddress: ({ redirectUri, state, challenge }) => {
      const url = new URL('/services/oauth2/authorize', app.loginUrl);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: app.clientId,
        redirect_uri: redirectUri,
        scope: ORG_SCOPES.map(({ scope }) => scope).join(' '),
        // Whoever is logged in somewhere by chance must not connect that org without seeing it.
        prompt: 'login consent',
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).toString();
      return url.href;
    },

    async exchange({ code, redirectUri, verifier }) {
      const fields = {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      };
      const reply = await post(TOKEN_PATH, fields, firstSchema, 1);
      const [orgId = '', userId = ''] = reply.id.split('/').slice(-2);
      return {
        accessToken: reply.access_token,
        // Without the scope there is no token either; the scopes say so to the caller.
        refreshToken: reply.refresh_token ?? '',
        instanceUrl: reply.instance_url,
        orgId: longId(orgId),
        userId,
        scopes: reply.scope
          .split(' ')
          .filter((scope) => scope !== '' && hasToken(scope, reply.refresh_token)),
      };
    },

    async refresh(refreshToken) {
      const fields = { grant_type: 'refresh_token', refresh_token: refreshToken };
      const reply = await post(TOKEN_PATH, fields, sessionSchema, ATTEMPTS);
      return {
        accessToken: reply.access_token,
        refreshToken: reply.refresh_token ?? refreshToken,
        instanceUrl: reply.instance_url,
      };
    },

    async revoke(refreshToken) {
      try {
        await post('/services/oauth2/revoke', { token: refreshToken }, z.unknown(), ATTEMPTS);
      } catch (error) {
        if (!(error instanceof OAuthError && error.code === 'grant_refused')) throw error;
      }
    },
  };
}

/** A scope that promises a token counts only with the token. */
function hasToken(scope: string, refreshToken: string | undefined): boolean {
  return scope !== 'refresh_token' || refreshToken !== undefined;
}
