import { afterEach, describe, expect, it } from '@jest/globals';
import { createOAuthClient } from '../../../server/adapters/hubspot/oauth/oauth-client.ts';
import { OAuthError } from '../../../server/adapters/oauth/token-endpoint.ts';
import { type FormServer, type ScriptedForm, startFormServer } from './form-server.ts';
import { createManualTiming } from './manual-timing.ts';

const TOKENS = {
  access_token: 'an-access-token',
  refresh_token: 'a-refresh-token',
  expires_in: 1800,
  token_type: 'bearer',
  hub_id: 48100000,
};

let server: FormServer;
afterEach(() => server.close());

async function setUp(...script: ScriptedForm[]) {
  server = await startFormServer(script);
  const timing = createManualTiming();
  const oauth = createOAuthClient(
    {
      clientId: 'the-client',
      clientSecret: 'the-client-secret',
      appOrigin: 'https://app.hubspot.com',
      apiOrigin: server.origin,
    },
    timing,
  );
  return { oauth, timing, seen: server.seen };
}

async function failure(call: Promise<unknown>): Promise<OAuthError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('the authorize address', () => {
  it('asks for the scopes with state and PKCE, and never holds the secret', async () => {
    const { oauth } = await setUp();
    const url = new URL(
      oauth.authorizeAddress({
        redirectUri: 'https://handrail.example.com/oauth/callback',
        state: 'the-state',
        challenge: 'the-challenge',
        scopes: ['oauth', 'tickets'],
        optionalScopes: ['automation'],
      }),
    );
    expect(url.origin + url.pathname).toBe('https://app.hubspot.com/oauth/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'the-client',
      redirect_uri: 'https://handrail.example.com/oauth/callback',
      scope: 'oauth tickets',
      optional_scope: 'automation',
      state: 'the-state',
      code_challenge: 'the-challenge',
      code_challenge_method: 'S256',
    });
    expect(url.href).not.toContain('secret');
  });
});

describe('the token endpoint', () => {
  it('is called with a form and nothing in the address', async () => {
    const { oauth, seen } = await setUp({ status: 200, body: TOKENS });
    const given = { code: 'the-code', redirectUri: 'https://h.example/oauth/callback', verifier: 'v' };
    expect(await oauth.exchange(given)).toEqual({
      accessToken: 'an-access-token',
      refreshToken: 'a-refresh-token',
      expiresInSeconds: 1800,
      portalId: '48100000',
    });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/oauth/2026-03/token',
        type: 'application/x-www-form-urlencoded;charset=UTF-8',
        form: {
          client_id: 'the-client',
          client_secret: 'the-client-secret',
          grant_type: 'authorization_code',
          code: 'the-code',
          redirect_uri: 'https://h.example/oauth/callback',
          code_verifier: 'v',
        },
      },
    ]);
  });

  it('gets a refresh again after a 5xx, a 429 and a broken connection, and a code only once', async () => {
    const { oauth, timing } = await setUp('reset', { status: 503, body: '' }, { status: 200, body: TOKENS });
    expect((await oauth.refresh('r'.repeat(20))).accessToken).toBe('an-access-token');
    expect(timing.pauses).toHaveLength(2);
    await server.close();

    const again = await setUp({ status: 429, body: '' });
    const given = { code: 'c', redirectUri: 'https://h.example', verifier: 'v' };
    expect((await failure(again.oauth.exchange(given))).code).toBe('unavailable');
    expect(again.seen).toHaveLength(1);
  });

  const garbage: readonly (readonly [string, ScriptedForm])[] = [
    ['a page', { status: 200, body: '<html>Sign in</html>' }],
    ['nothing', { status: 200, body: '' }],
    ['a list', { status: 200, body: [] }],
    ['null', { status: 200, body: 'null' }],
    ['no refresh token', { status: 200, body: { ...TOKENS, refresh_token: undefined } }],
    ['a token with a line break', { status: 200, body: { ...TOKENS, access_token: 'token\r\nX-Evil: 1' } }],
    ['a token that is a number', { status: 200, body: { ...TOKENS, access_token: 12345678 } }],
    ['a life of no time', { status: 200, body: { ...TOKENS, expires_in: 0 } }],
    ['a life of ages', { status: 200, body: { ...TOKENS, expires_in: 9e9 } }],
    ['a life in words', { status: 200, body: { ...TOKENS, expires_in: 'long' } }],
    ['an account that is none', { status: 200, body: { ...TOKENS, hub_id: -1 } }],
    ['a redirect', { status: 302, body: '', headers: { location: 'https://evil.example/' } }],
  ];
  it.each(garbage)('does not take %s for tokens', async (_, answer) => {
    const { oauth, seen } = await setUp(answer);
    const error = await failure(oauth.refresh('a-refresh-token-of-ours'));
    expect(error.code).toBe('malformed');
    expect(seen).toHaveLength(1);
    expect(error.message + error.internal).not.toMatch(/a-refresh|an-access|secret|Evil/);
  });

  it.each([
    [400, { error: 'invalid_grant' }, 'grant_refused'],
    [401, { error: 'invalid_client' }, 'app_refused'],
    [400, { error: 'invalid_request' }, 'request_refused'],
    [400, { status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' }, 'grant_refused'],
    [403, '<html>forbidden</html>', 'request_refused'],
  ])('%s with %j means %s', async (status, body, code) => {
    const { oauth } = await setUp({ status, body });
    const error = await failure(oauth.refresh('a-refresh-token-of-ours'));
    expect(error.code).toBe(code);
    expect(error.message.length).toBeGreaterThan(30);
  });
});

describe('introspection', () => {
  it('tells account, user, app and scopes of a token', async () => {
    const facts = { active: true, hub_id: 1, user_id: 2, app_id: 3, scopes: ['oauth'] };
    const { oauth, seen } = await setUp({ status: 200, body: facts });
    const expected = { portalId: '1', userId: '2', appId: '3', scopes: ['oauth'] };
    expect(await oauth.introspect('token')).toEqual(expected);
    expect(seen[0]).toMatchObject({
      url: '/oauth/2026-03/token/introspect',
      form: { token: 'token', token_type_hint: 'access_token' },
    });
  });

  it.each([
    [{ active: false }, 'grant_refused'],
    [{ active: true, hub_id: 1, scopes: [] }, 'malformed'],
    [{ active: 'yes' }, 'malformed'],
    ['', 'malformed'],
  ])('%j is no identity: %s', async (body, code) => {
    const { oauth } = await setUp({ status: 200, body });
    expect((await failure(oauth.introspect('token'))).code).toBe(code);
  });
});

describe('revoking', () => {
  it.each([
    [204, ''],
    [400, { error: 'invalid_grant' }],
  ])('is done with %s', async (status, body) => {
    const { oauth, seen } = await setUp({ status, body });
    await oauth.revoke('a-refresh-token');
    expect(seen[0]?.form).toMatchObject({ token: 'a-refresh-token', token_type_hint: 'refresh_token' });
  });
});
