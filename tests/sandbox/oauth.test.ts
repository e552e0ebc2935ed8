import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CLIENT_SECRET, openPortal } from './portal-fixture.ts';

const REDIRECT = 'https://handrail.example.test/oauth/callback';
const VERIFIER = 'a-verifier-of-at-least-forty-three-characters-';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const CONTRACTS = new URL('../../../shared/contracts/hubspot/', import.meta.url);

async function setUp(options: Parameters<typeof openPortal>[0] = {}) {
  const { running } = await openPortal({ seed: 'empty', ...options });
  const asked = new URLSearchParams({
    client_id: running.clientId,
    redirect_uri: REDIRECT,
    scope: 'oauth tickets',
    optional_scope: 'automation',
    state: 'the-state',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  const authorize = `${running.origin}/oauth/authorize`;
  const decide = async (decision: 'accept' | 'deny') => {
    const reply = await fetch(`${authorize}/${decision}?${asked}`, { method: 'POST', redirect: 'manual' });
    return new URL(reply.headers.get('location') ?? 'about:blank');
  };
  const post = async (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams({
      client_id: running.clientId,
      client_secret: CLIENT_SECRET,
      ...fields,
    });
    const reply = await fetch(`${running.origin}/oauth/2026-03/token${path}`, { method: 'POST', body });
    const text = await reply.text();
    return { status: reply.status, json: text === '' ? null : JSON.parse(text) };
  };
  const redeem = (code: string | null, changes: Record<string, string> = {}) =>
    post('', {
      grant_type: 'authorization_code',
      code: code ?? '',
      redirect_uri: REDIRECT,
      code_verifier: VERIFIER,
      ...changes,
    });
  const install = async () => (await redeem((await decide('accept')).searchParams.get('code'))).json;
  const calls = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${running.origin}/crm/v3/owners`, { headers })).status;
  };
  return { running, authorize, asked, decide, post, redeem, install, calls };
}

describe('installing an app in the sandbox portal', () => {
  it('asks on a page, and sends code and state back', async () => {
    const { authorize, asked, decide } = await setUp();
    const page = await fetch(`${authorize}?${asked}`);
    expect(await page.text()).toContain('oauth, tickets, automation');
    const back = await decide('accept');
    expect(back.origin + back.pathname).toBe(REDIRECT);
    expect(back.searchParams.get('state')).toBe('the-state');
    expect((await decide('deny')).searchParams.get('error')).toBe('access_denied');
    asked.set('client_id', 'another');
    expect((await fetch(`${authorize}?${asked}`)).status).toBe(400);
  });

  it('takes a code once, with its verifier and redirect address only', async () => {
    const { decide, redeem, install, calls } = await setUp();
    const refused = { status: 400, json: expect.objectContaining({ error: 'invalid_grant' }) };
    for (const changes of [{ code_verifier: 'wrong' }, { redirect_uri: 'https://evil.example' }]) {
      expect(await redeem((await decide('accept')).searchParams.get('code'), changes)).toEqual(refused);
    }
    const code = (await decide('accept')).searchParams.get('code');
    expect((await redeem(code)).status).toBe(200);
    expect(await redeem(code)).toEqual(refused);
    expect(await redeem(code, { client_secret: 'wrong' })).toMatchObject({
      status: 401,
      json: { error: 'invalid_client' },
    });
    expect(await calls((await install()).access_token)).toBe(200);
  });

  it('rotates refresh tokens and lets access tokens run out', async () => {
    const { install, post, calls, running } = await setUp();
    const first = await install();
    running.clock.advance(1_800_000);
    expect(await calls(first.access_token)).toBe(401);
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    const second = await post('', refresh);
    expect(second.status).toBe(200);
    expect(await calls(second.json.access_token)).toBe(200);
    expect((await post('', refresh)).json.error).toBe('invalid_grant');
  });

  it('tells what a token is, and nothing of one that is worth nothing', async () => {
    const { install, post, running } = await setUp({ withheldScopes: ['automation', 'tickets'] });
    const { access_token: token, refresh_token: refresh } = await install();
    const facts = { active: true, hub_id: running.portalId, app_id: running.appId, scopes: ['oauth'] };
    expect((await post('/introspect', { token })).json).toMatchObject(facts);
    expect((await post('/revoke', { token: refresh })).status).toBe(204);
    expect((await post('/introspect', { token })).json).toEqual({ active: false });
  });

  it('forgets everything when the app is uninstalled by the control plane', async () => {
    const { install, calls, running } = await setUp();
    const { access_token: token } = await install();
    const control = `${running.origin}/_sandbox/oauth`;
    const standing = async () => (await (await fetch(control)).json()) as unknown;
    expect(await standing()).toEqual({ installed: true, asked: { authorization_code: 1 } });
    await fetch(`${control}/withdraw-access`, { method: 'POST' });
    expect(await calls(token)).toBe(401);
    await fetch(`${control}/uninstall`, { method: 'POST' });
    expect(await standing()).toMatchObject({ installed: false });
  });
});

const describeWithContracts = existsSync(CONTRACTS) ? describe : describe.skip;

describeWithContracts('the contracts of OAuth', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, CONTRACTS), 'utf8'));

  it('know the dated endpoints that the sandbox serves', () => {
    const { oauthToken } = z
      .object({
        oauthToken: z.object({ dated: z.string(), dates: z.array(z.string()), also: z.array(z.string()) }),
      })
      .parse(read('date-versions.json'));
    expect(oauthToken.dated.replace('{date}', '2026-03')).toBe('/oauth/2026-03/token');
    expect(oauthToken.dates).toContain('2026-03');
    expect(oauthToken.also).toEqual(['/introspect', '/revoke']);
  });

  it('have every field of the replies: the dated endpoints give those of v1, in snake case', async () => {
    const { models } = z
      .object({ models: z.record(z.string(), z.record(z.string(), z.string())) })
      .parse(read('oauth-v1.json'));
    const { install, post } = await setUp();
    const tokens = await install();
    const { json: facts } = await post('/introspect', { token: tokens.access_token });
    const { active, ...told } = facts;
    expect(active).toBe(true);
    for (const [name, reply] of [
      ['AccessTokenResponse', tokens],
      ['AccessTokenInfoResponse', told],
    ] as const) {
      const fields = models[name] ?? {};
      const known = Object.keys(fields).map((field) => snake(field.replace('?', '')));
      expect(Object.keys(reply).filter((field) => !known.includes(field))).toEqual([]);
    }
    // `token_use` is new and not needed; everything else that is required must be there.
    const required = Object.keys(models.AccessTokenResponse ?? {}).filter((field) => !field.endsWith('?'));
    expect(required.map(snake).filter((field) => !(field in tokens))).toEqual(['token_use']);
  });
});

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
