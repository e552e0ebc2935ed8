import { type Request, type Response, Router } from 'express';
import type { Org } from '../create-org.ts';
import type { ClientApp } from '../deploy/client-app.ts';
import { callerOf } from '../http/org-caller.ts';
import { queryText } from '../http/read-call.ts';
import type { OrgSessions } from '../oauth/org-sessions.ts';
import { verifyAssertion } from '../oauth/verify-assertion.ts';

/** The connected app of an org, as far as its token endpoint looks at it. */
export interface ConnectedApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  /** The public key of its certificate, in PEM; undefined when none was handed over. */
  readonly publicKey: string | undefined;
  /** Whether an authorization must carry a code challenge. */
  readonly needsPkce: boolean;
  readonly rotatesRefreshTokens: boolean;
  /** Scopes that are selected in the app, with spaces between; without `refresh_token` no such token is given. */
  readonly scope: string;
}

/** What the token endpoint works with. `orgId` names the org in addresses. */
export interface OAuthParts {
  readonly org: Org;
  readonly orgId: string;
  readonly sessions: OrgSessions;
  readonly app: ConnectedApp;
  /** Users whom an administrator let use the app without asking them. */
  readonly preauthorized: ReadonlySet<string>;
  /** The app that was deployed to the org, which then stands in the place of `app`. */
  readonly deployed: () => ClientApp | undefined;
  readonly wallClock: () => number;
}

const LOGIN_HOSTS = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/** `/services/oauth2`: where sessions come from. Needs no session itself. */
export function oauthRoutes(parts: OAuthParts): Router {
  const { org, orgId, sessions, app } = parts;
  const router = Router();

  /** The consent page, already answered: by the user in `login_hint`, or the first one the app is allowed to. */
  router.get('/services/oauth2/authorize', (req, res) => {
    const redirectUri = queryText(req, 'redirect_uri') ?? '';
    if (queryText(req, 'client_id') !== app.clientId || !app.redirectUris.includes(redirectUri)) {
      res
        .status(400)
        .json({ error: 'redirect_uri_mismatch', error_description: 'redirect_uri must match configuration' });
      return;
    }
    const target = new URL(redirectUri);
    const state = queryText(req, 'state');
    if (state !== undefined) target.searchParams.set('state', state);
    const challenge = queryText(req, 'code_challenge');
    const username = queryText(req, 'login_hint') ?? [...parts.preauthorized][0] ?? '';
    const user = activeUser(username);
    if (app.needsPkce && challenge === undefined) {
      target.searchParams.set('error', 'invalid_request');
      target.searchParams.set('error_description', 'missing required code challenge');
    } else if (!user) {
      target.searchParams.set('error', 'access_denied');
      target.searchParams.set('error_description', 'end-user denied authorization');
    } else target.searchParams.set('code', sessions.allow(user, redirectUri, challenge));
    res.redirect(302, target.href);
  });

  router.post('/services/oauth2/token', async (req, res) => {
    const grant = field(req, 'grant_type');
    sessions.asked[grant] = (sessions.asked[grant] ?? 0) + 1;
    switch (grant) {
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
        await byAssertion(req, res);
        return;
      case 'authorization_code':
        byCode(req, res);
        return;
      case 'refresh_token':
        byRefreshToken(req, res);
        return;
      default:
        refuse(res, 'unsupported_grant_type', 'grant type not supported');
    }
  });

  router.post('/services/oauth2/revoke', (req, res) => {
    if (sessions.revoke(field(req, 'token'))) res.status(200).end();
    else refuse(res, 'invalid_token', 'invalid token');
  });

  async function byAssertion(req: Request, res: Response): Promise<void> {
    const deployed = parts.deployed();
    const { clientId, publicKey } = deployed ?? app;
    if (publicKey === undefined) {
      refuse(res, 'invalid_client', 'no certificate was handed over');
      return;
    }
    const answer = await verifyAssertion(field(req, 'assertion'), {
      clientId,
      publicKey,
      audiences: [originOf(req), ...LOGIN_HOSTS],
      now: parts.wallClock(),
    });
    if ('error' in answer) {
      refuse(res, answer.error, answer.description);
      return;
    }
    const user = activeUser(answer.username);
    const isAllowed = deployed
      ? user !== undefined && deployed.isPreauthorized(user)
      : parts.preauthorized.has(answer.username);
    if (!user || !isAllowed) {
      refuse(res, 'invalid_grant', "user hasn't approved this consumer");
      return;
    }
    res.json({ ...tokenReply(req, user, sessions.begin(user)), scope: 'api' });
  }

  function byCode(req: Request, res: Response): void {
    if (!knowsSecret(req, res)) return;
    const verifier = field(req, 'code_verifier') || undefined;
    const issued = sessions.redeem(field(req, 'code'), field(req, 'redirect_uri'), verifier);
    if (!issued) {
      refuse(res, 'invalid_grant', 'expired authorization code');
      return;
    }
    const { userId, accessToken, refreshToken } = issued;
    const isOffline = app.scope.split(' ').includes('refresh_token');
    res.json({ ...tokenReply(req, userId, accessToken), ...(isOffline && { refresh_token: refreshToken }) });
  }

  function byRefreshToken(req: Request, res: Response): void {
    if (!knowsSecret(req, res)) return;
    const issued = sessions.refresh(field(req, 'refresh_token'), app.rotatesRefreshTokens);
    if (!issued) {
      refuse(res, 'invalid_grant', 'expired access/refresh token');
      return;
    }
    const rotated = app.rotatesRefreshTokens && { refresh_token: issued.refreshToken };
    res.json({ ...tokenReply(req, issued.userId, issued.accessToken), ...rotated });
  }

  function knowsSecret(req: Request, res: Response): boolean {
    if (field(req, 'client_id') !== app.clientId) {
      refuse(res, 'invalid_client_id', 'client identifier invalid');
      return false;
    }
    if (field(req, 'client_secret') === app.clientSecret) return true;
    refuse(res, 'invalid_client', 'invalid client credentials');
    return false;
  }

  function activeUser(username: string): string | undefined {
    const found = org.core.store.all('User').find(({ values }) => values.Username === username);
    return found?.values.IsActive === true ? found.id : undefined;
  }

  function tokenReply(req: Request, userId: string, accessToken: string) {
    const origin = originOf(req);
    return {
      access_token: accessToken,
      instance_url: origin,
      id: `${origin}/id/${orgId}/${userId}`,
      token_type: 'Bearer',
      issued_at: String(parts.wallClock()),
      scope: app.scope,
    };
  }

  return router;
}

/** Who a session belongs to. */
export function identityRoutes({ org, orgId }: Pick<OAuthParts, 'org' | 'orgId'>): Router {
  const router = Router();
  router.get('/services/oauth2/userinfo', (_req, res) => {
    const id = callerOf(res);
    const values = org.core.store.find(id)?.values ?? {};
    res.json({
      sub: id,
      user_id: id,
      organization_id: orgId,
      preferred_username: values.Username,
      name: values.Name,
      email: values.Email,
      active: values.IsActive,
    });
  });
  return router;
}

function refuse(res: Response, error: string, description: string): void {
  res.status(400).json({ error, error_description: description });
}

/** A field of the form; an empty text when it is not there. */
function field(req: Request, name: string): string {
  const body: unknown = req.body;
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function originOf(req: Request): string {
  return `http://${req.get('host') ?? ''}`;
}
