import express, { type Response, Router } from 'express';
import { z } from 'zod';
import { queryText, readBody } from '../http/read-request.ts';
import type { IssuedTokens, OAuthGrants } from '../oauth/oauth-grants.ts';
import type { Portal } from '../store/portal.ts';

/** The app that people install. */
export interface OAuthAppFacts {
  readonly appId: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Scopes this portal's edition does not have: never granted. */
  readonly withheldScopes: readonly string[];
}

/** The version of the token endpoints that the sandbox serves. */
const TOKEN = '/oauth/2026-03/token';

const TokenBody = z.object({
  grant_type: z.string().default(''),
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  code: z.string().default(''),
  redirect_uri: z.string().default(''),
  refresh_token: z.string().default(''),
  code_verifier: z.string().optional(),
});
const OfTokenBody = z.object({
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  token: z.string().default(''),
});

/** OAuth as HubSpot serves it: the page where access is granted, and the token endpoints. None needs a token. */
export function oauthRoutes(portal: Portal, grants: OAuthGrants, app: OAuthAppFacts): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false });

  router.get('/oauth/authorize', (req, res) => {
    const problem = whatIsWrongWith(queryText(req, 'client_id'), app);
    const redirectUri = queryText(req, 'redirect_uri') ?? '';
    if (problem !== null || !URL.canParse(redirectUri)) {
      res
        .status(400)
        .type('html')
        .send(page(`<p>${problem ?? 'redirect_uri is missing'}</p>`));
      return;
    }
    const asked = new URL(req.originalUrl, 'http://sandbox').search;
    const decide = (decision: string, label: string) =>
      `<form method="post" action="/oauth/authorize/${decision}${escapeHtml(asked)}"><button>${label}</button></form>`;
    const scopes = grantedScopes(req.query.scope, req.query.optional_scope, app);
    res
      .type('html')
      .send(
        page(
          `<p>Handrail asks for: ${escapeHtml(scopes.join(', '))}</p>${decide('accept', 'Connect app')}${decide('deny', 'Cancel')}`,
        ),
      );
  });

  router.post('/oauth/authorize/accept', (req, res) => {
    const redirectUri = queryText(req, 'redirect_uri') ?? '';
    const required = words(req.query.scope);
    const withheld = required.filter((scope) => app.withheldScopes.includes(scope));
    const [admin] = portal.people.people().filter((person) => person.superAdmin);
    const access = {
      userId: admin?.userId ?? 1,
      scopes: grantedScopes(required.join(' '), req.query.optional_scope, app).filter(
        (scope) => !withheld.includes(scope),
      ),
    };
    const code = grants.grant(access, redirectUri, queryText(req, 'code_challenge'));
    res.redirect(withQuery(redirectUri, { code, ...stateOf(queryText(req, 'state')) }));
  });

  router.post('/oauth/authorize/deny', (req, res) => {
    const said = { error: 'access_denied', error_description: 'The user denied access' };
    res.redirect(
      withQuery(queryText(req, 'redirect_uri') ?? '', { ...said, ...stateOf(queryText(req, 'state')) }),
    );
  });

  router.post(TOKEN, form, (req, res) => {
    const body = readBody(req, TokenBody);
    grants.asked[body.grant_type] = (grants.asked[body.grant_type] ?? 0) + 1;
    if (!isApp(body, app)) return refuse(res, 401, 'invalid_client', 'client id or client secret mismatch');
    const issued = issue(body);
    if (issued === undefined) return refuse(res, 400, 'unsupported_grant_type', 'unknown grant_type');
    if (issued === null) return refuse(res, 400, 'invalid_grant', 'the grant is invalid, expired or revoked');
    res.json({
      token_type: 'bearer',
      access_token: issued.accessToken,
      refresh_token: issued.refreshToken,
      expires_in: issued.expiresInSeconds,
      hub_id: portal.portalId,
      user_id: issued.userId,
      scopes: issued.scopes,
    });
  });

  router.post(`${TOKEN}/introspect`, form, (req, res) => {
    const body = readBody(req, OfTokenBody);
    if (!isApp(body, app)) return refuse(res, 401, 'invalid_client', 'client id or client secret mismatch');
    const found = grants.find(body.token) ?? grants.findRefresh(body.token);
    if (!found) {
      res.json({ active: false });
      return;
    }
    res.json({
      active: true,
      hub_id: portal.portalId,
      app_id: app.appId,
      user_id: found.userId,
      scopes: found.scopes,
    });
  });

  router.post(`${TOKEN}/revoke`, form, (req, res) => {
    const body = readBody(req, OfTokenBody);
    if (!isApp(body, app)) return refuse(res, 401, 'invalid_client', 'client id or client secret mismatch');
    // RFC 7009: a token that is worth nothing is as good as revoked.
    grants.revoke(body.token);
    res.status(204).end();
  });

  /** Undefined for a kind of grant the portal does not know, null for a grant that is worth nothing. */
  function issue(body: z.infer<typeof TokenBody>): IssuedTokens | null | undefined {
    switch (body.grant_type) {
      case 'authorization_code':
        return grants.redeem(body.code, body.redirect_uri, body.code_verifier);
      case 'refresh_token':
        return grants.refresh(body.refresh_token);
      default:
        return undefined;
    }
  }

  return router;
}

/** The control plane of grants, under `/_sandbox/oauth`. */
export function oauthControlRoutes(grants: OAuthGrants): Router {
  const router = Router();
  router.get('/', (_req, res) => {
    res.json({ installed: grants.installed, asked: grants.asked });
  });
  router.post('/uninstall', (_req, res) => {
    grants.uninstall();
    res.status(204).end();
  });
  router.post('/withdraw-access', (_req, res) => {
    grants.withdrawAccess();
    res.status(204).end();
  });
  return router;
}

function whatIsWrongWith(clientId: string | undefined, app: OAuthAppFacts): string | null {
  return clientId === app.clientId ? null : 'client_id is not that of an app';
}

function isApp(body: { client_id: string; client_secret: string }, app: OAuthAppFacts): boolean {
  return body.client_id === app.clientId && body.client_secret === app.clientSecret;
}

function grantedScopes(required: unknown, optional: unknown, app: OAuthAppFacts): string[] {
  const wanted = [...words(required), ...words(optional)];
  return [...new Set(wanted)].filter((scope) => !app.withheldScopes.includes(scope));
}

function words(value: unknown): string[] {
  return typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : [];
}

function stateOf(state: string | undefined): Record<string, string> {
  return state === undefined ? {} : { state };
}

function withQuery(address: string, query: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** RFC 6749 section 5.2. */
function refuse(res: Response, status: number, error: string, description: string): void {
  res.status(status).json({ error, error_description: description });
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><title>Sandbox HubSpot</title><h1>Connect an app</h1>${body}</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
