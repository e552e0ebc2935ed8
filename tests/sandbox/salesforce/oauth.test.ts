import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import { Connection, OAuth2 } from 'jsforce';
import { INTEGRATION_USERNAME } from '../../../sandbox/salesforce/seed/people.ts';
import { DALE, MAYA, ORG_NOW } from './org-fixture.ts';
import { openRunningOrg } from './running-org.ts';

const REDIRECT = 'http://127.0.0.1:9/callback';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOW = ORG_NOW.getTime() / 1000;
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const open = (app: Record<string, unknown> = {}) =>
  openRunningOrg({
    wallClock: () => ORG_NOW.getTime(),
    app: {
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      redirectUris: [REDIRECT],
      ...app,
    },
  });

interface Claims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string;
  readonly exp?: number;
}

const assertion = (claims: Claims, key = privateKey, alg = 'RS256') =>
  new SignJWT({
    iss: 'sandbox-consumer-key',
    sub: INTEGRATION_USERNAME,
    aud: 'https://login.salesforce.com',
    exp: NOW + 120,
    ...claims,
  })
    .setProtectedHeader({ alg })
    .sign(key);

describe('JWT bearer', () => {
  it('begins a session for the user, without a refresh token', async () => {
    const { org } = await open();
    const conn = new Connection({
      instanceUrl: org.origin,
      version: '67.0',
      oauth2: { loginUrl: org.origin },
    });
    await conn.authorize({ grant_type: GRANT, assertion: await assertion({ aud: org.origin }) });
    expect(conn.accessToken).toMatch(/^00D/);
    expect(conn.refreshToken ?? null).toBeNull();
    expect((await conn.query('SELECT Id FROM Account')).totalSize).toBe(0);
  });

  it.each([
    ['another key', () => assertion({}, other.privateKey), 'invalid assertion'],
    ['another algorithm', () => assertion({}, privateKey, 'PS256'), 'invalid assertion'],
    [
      'no signature',
      async () => new UnsecuredJWT({ sub: INTEGRATION_USERNAME }).encode(),
      'invalid assertion',
    ],
    ['no JWT', async () => 'nonsense', 'invalid assertion'],
    ['another audience', () => assertion({ aud: 'https://elsewhere.example' }), 'audience is invalid'],
    ['another app', () => assertion({ iss: 'somebody' }), 'client identifier invalid'],
    ['one that is over', () => assertion({ exp: NOW - 1 }), 'expired authorization code'],
    ['one that lives too long', () => assertion({ exp: NOW + 3600 }), 'assertion is too long-lived'],
    [
      'a user the app is not allowed to',
      () => assertion({ sub: DALE }),
      "user hasn't approved this consumer",
    ],
    ['nobody', () => assertion({ sub: 'x@y.example' }), "user hasn't approved this consumer"],
  ])('refuses %s', async (_, make, description) => {
    const { org } = await open();
    const reply = await fetch(`${org.origin}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: GRANT, assertion: await make() }),
    });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ error_description: description });
  });
});

describe('the web-server flow', () => {
  async function authorize(app: Record<string, unknown> = {}) {
    const { org } = await open(app);
    const oauth2 = new OAuth2({
      loginUrl: org.origin,
      clientId: org.app.clientId,
      clientSecret: org.app.clientSecret,
      redirectUri: REDIRECT,
      useVerifier: true,
    });
    const consent = new URL(oauth2.getAuthorizationUrl({ scope: 'api refresh_token', state: 's1' }));
    consent.searchParams.set('login_hint', MAYA);
    const reply = await fetch(consent, { redirect: 'manual' });
    const target = new URL(reply.headers.get('location') ?? '');
    return { org, oauth2, target, consent };
  }

  it('takes a code with its verifier, once', async () => {
    const { org, oauth2, target } = await authorize();
    expect(target.searchParams.get('state')).toBe('s1');
    const code = target.searchParams.get('code') ?? '';
    const conn = new Connection({ instanceUrl: org.origin, version: '67.0', oauth2 });
    await conn.authorize(code);
    const userinfo: unknown = await conn.request(`${org.origin}/services/oauth2/userinfo`);
    expect(userinfo).toMatchObject({ preferred_username: MAYA, organization_id: org.orgId });
    await expect(conn.authorize(code)).rejects.toThrow(/expired authorization code/);
  });

  it('refuses another verifier, and no challenge at all', async () => {
    const { org, oauth2, target, consent } = await authorize();
    const wrong = new OAuth2({
      loginUrl: org.origin,
      clientId: oauth2.clientId ?? '',
      clientSecret: oauth2.clientSecret ?? '',
      redirectUri: REDIRECT,
      useVerifier: true,
    });
    await expect(wrong.requestToken(target.searchParams.get('code') ?? '')).rejects.toThrow(/expired/);
    consent.searchParams.delete('code_challenge');
    const reply = await fetch(consent, { redirect: 'manual' });
    expect(new URL(reply.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
    consent.searchParams.set('redirect_uri', 'http://evil.example');
    expect((await fetch(consent, { redirect: 'manual' })).status).toBe(400);
  });

  it('rotates refresh tokens; the reuse of an old one ends all of them and their sessions', async () => {
    const { org, oauth2, target } = await authorize();
    const first = await oauth2.requestToken(target.searchParams.get('code') ?? '');
    const second = await oauth2.refreshToken(first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(org.sessions.userOf(second.access_token)).toBeDefined();
    await expect(oauth2.refreshToken(first.refresh_token ?? '')).rejects.toThrow(
      /expired access\/refresh token/,
    );
    await expect(oauth2.refreshToken(second.refresh_token ?? '')).rejects.toThrow(
      /expired access\/refresh token/,
    );
    expect(org.sessions.userOf(second.access_token)).toBeUndefined();
  });

  it('a revoked token gives nothing any more; sessions end after two hours', async () => {
    const { org, oauth2, target } = await authorize({ rotatesRefreshTokens: false });
    const first = await oauth2.requestToken(target.searchParams.get('code') ?? '');
    const second = await oauth2.refreshToken(first.refresh_token ?? '');
    org.clock.advance(2 * 3_600_000 + 1);
    expect(org.sessions.userOf(second.access_token)).toBeUndefined();
    await oauth2.revokeToken(first.refresh_token ?? '');
    await expect(oauth2.refreshToken(first.refresh_token ?? '')).rejects.toThrow(/expired/);
  });

  it('wants the app’s secret', async () => {
    const { org, target } = await authorize();
    const reply = await fetch(`${org.origin}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: target.searchParams.get('code') ?? '',
        client_id: org.app.clientId,
        client_secret: 'wrong',
        redirect_uri: REDIRECT,
      }),
    });
    expect(await reply.json()).toMatchObject({ error: 'invalid_client' });
  });
});
