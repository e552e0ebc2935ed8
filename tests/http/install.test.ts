import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES, scopesOfNeed } from '../../server/adapters/hubspot/scopes.ts';
import { readServerEnvironment } from '../../server/env.ts';
import { startServer } from '../../server/start-server.ts';
import { describePostgres } from '../fixtures/postgres.ts';
import { type OAuthServer, startBrowser, startOAuthServer } from './oauth-server.ts';
import { signedClient } from './signed-client.ts';
import { CLIENT_SECRET, eventually, filledForm, install } from './test-server.ts';

const MINUTE = 60_000;
let ahead = 0;
let world: OAuthServer;

beforeAll(async () => {
  world = await startOAuthServer({ clock: { now: () => new Date(Date.now() + ahead) } });
});
afterEach(() => {
  ahead = 0;
  for (const portal of world.portals) portal.faults.clear();
});
afterAll(() => world.close());

const browser = () => startBrowser(world.server.origin);
const ready = async () => {
  const response = await fetch(`${world.server.origin}/readyz`);
  const { checks } = (await response.json()) as { checks: { name: string; ok: boolean; detail: string }[] };
  return { status: response.status, hubspot: checks.find(({ name }) => name === 'hubspot') };
};
const as = (portalId: number) =>
  signedClient(
    { origin: world.server.origin, clientSecret: CLIENT_SECRET, portalId },
    { userId: '48100105', email: 'maya.chen@northwind.example' },
  );
const card = `${CARD_ROUTES.card}?objectType=deal&recordId=9000000101`;

describe('before any account is connected', () => {
  it('the server is ready, and says where to begin', async () => {
    expect(await ready()).toMatchObject({ status: 200, hubspot: { ok: false } });
    expect((await ready()).hubspot?.detail).toContain('/install');
    expect((await as(48_100_001).raw(card)).status).toBe(403);
  });

  it('the install page says what will be asked for and why, under a policy without script', async () => {
    const response = await browser().get('/install');
    const page = await response.text();
    for (const { scope, why } of SCOPES) {
      expect(page).toContain(scope);
      expect(page).toContain(why.replaceAll("'", '&#39;'));
    }
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none';style-src 'sha256-[^']+';/);
    expect(policy).not.toContain('unsafe');
    expect(page).not.toMatch(/<script|style="|onclick/);
  });

  it('the button leads to HubSpot with a state, PKCE and the least scopes', async () => {
    const chrome = browser();
    const page = await chrome.begin();
    expect(page.origin).toBe(world.hubspotOrigin);
    const asked = Object.fromEntries(page.searchParams);
    expect(asked.redirect_uri).toBe(`${world.server.origin}/oauth/callback`);
    expect(asked.scope?.split(' ')).toEqual(scopesOfNeed('required'));
    expect(asked.optional_scope?.split(' ')).toEqual(scopesOfNeed('optional'));
    expect(asked.state).toMatch(/^[\w-]{43}$/);
    expect(asked.code_challenge_method).toBe('S256');
    expect([...chrome.cookies.values()].join()).not.toContain(asked.state);
  });
});

describe('an installation that must not come about', () => {
  const codeOn = async (response: Response) => {
    expect(response.headers.get('content-type')).toContain('text/html');
    return /Code <code>(\w+)<\/code>/.exec(await response.text())?.[1];
  };

  it('is one that the administrator declines', async () => {
    const chrome = browser();
    const response = await chrome.get(await chrome.decide(await chrome.begin(), world.portals[0], 'deny'));
    expect(response.status).toBe(403);
    expect(await codeOn(response)).toBe('install_denied');
  });

  it('is one that another browser began', async () => {
    const chrome = browser();
    const back = await chrome.decide(await chrome.begin(), world.portals[0], 'accept');
    expect(await codeOn(await browser().get(back))).toBe('install_state_missing');
    const other = browser();
    await other.begin();
    expect(await codeOn(await other.get(back))).toBe('install_state_wrong');
  });

  it.each([
    '/oauth/callback',
    '/oauth/callback?code=x',
    '/oauth/callback?code=x&state=y',
    '/oauth/callback?state=a&state=b&code=x',
  ])('is %s out of nowhere', async (address) => {
    const response = await browser().get(address);
    expect(response.status).toBe(400);
    expect(await codeOn(response)).toBe('install_state_missing');
  });

  it('is one with a cookie that somebody made up', async () => {
    const chrome = browser();
    chrome.cookies.set('handrail_install', 'v1:k1:AAAA');
    expect(await codeOn(await chrome.get('/oauth/callback?code=x&state=y'))).toBe('install_state_missing');
    chrome.cookies.set('handrail_install', '%E0%A4%A');
    expect(await codeOn(await chrome.get('/oauth/callback?code=x&state=y'))).toBe('install_state_missing');
  });

  it('is one that took more than a quarter of an hour', async () => {
    const chrome = browser();
    const back = await chrome.decide(await chrome.begin(), world.portals[0], 'accept');
    ahead = 16 * MINUTE;
    expect(await codeOn(await chrome.get(back))).toBe('install_state_expired');
  });

  it('is a second one with the same state, even with the cookie kept', async () => {
    const chrome = browser();
    const back = await chrome.decide(await chrome.begin(), world.portals[0], 'deny');
    const kept = new Map(chrome.cookies);
    await chrome.get(back);
    expect(chrome.cookies.size).toBe(0);
    for (const [name, value] of kept) chrome.cookies.set(name, value);
    const again = new URL(back);
    again.searchParams.delete('error');
    again.searchParams.set('code', 'stolen');
    expect(await codeOn(await chrome.get(again.href))).toBe('install_state_used');
  });

  it('is one whose code HubSpot does not take', async () => {
    const chrome = browser();
    const back = new URL(await chrome.decide(await chrome.begin(), world.portals[0], 'accept'));
    back.searchParams.set('code', 'another-code');
    expect(await codeOn(await chrome.get(back.href))).toBe('install_code_refused');
  });

  it('is one while the token endpoint is down', async () => {
    world.portals[0].faults.inject({ kind: 'status', status: 503, path: '/oauth/2026-03/token$' });
    const response = await browser().install(world.portals[0]);
    expect(response.status).toBe(503);
    expect(await codeOn(response)).toBe('install_hubspot_unavailable');
  });

  it('leaves no account connected, and no code or state in the log', async () => {
    expect((await ready()).hubspot?.detail).toContain('/install');
    expect(world.logLines.join()).toContain('an installation did not come about');
    expect(world.logLines.join()).not.toMatch(/sandbox-(code|access|refresh)|stolen|another-code/);
  });
});

describe('accounts that are connected', () => {
  it('end on a checklist: granted, missing, next step', async () => {
    const response = await browser().install(world.portals[0]);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('HubSpot account 48100001 is connected');
    expect(page).toContain(`Granted: all ${scopesOfNeed('required').length} permissions`);
    expect(page).toContain('handrail install --portal 48100001');
    expect(page).not.toMatch(/sandbox-(code|access|refresh)/);

    await install(world.portals[0]);
    const again = await (await browser().install(world.portals[0])).text();
    expect(again).toContain('Installed: the Handoff exception properties');
  });

  it('are served, each by itself', async () => {
    const [first, second] = world.portals;
    expect((await as(second.portalId).raw(card)).status).toBe(403);
    await browser().install(second);
    await install(second);
    const one = await as(first.portalId).card(card);
    const other = await as(second.portalId).card(card);
    expect([one.record.recordId, other.record.recordId]).toEqual(['9000000101', '9000000101']);

    const [deal] = first.portal.list('deals').filter((record) => first.portal.value(record, 'amount') !== '');
    const form = filledForm(deal?.id ?? '');
    const filed = await as(first.portalId).card(CARD_ROUTES.requests, form);
    expect(filed.live?.status).toBe('pending');
    const seen = await as(second.portalId).card(`${CARD_ROUTES.card}?objectType=deal&recordId=${deal?.id}`);
    expect(seen.live).toBeUndefined();
  });

  it('go on when one of them is uninstalled in HubSpot, and readiness tells it without a name', async () => {
    const [first, second] = world.portals;
    await fetch(`${first.origin}/_sandbox/oauth/uninstall`, { method: 'POST' });
    await as(first.portalId).raw(card);
    const told = await eventually(
      async () => {
        ahead += 11_000;
        return ready();
      },
      ({ hubspot }) => hubspot?.ok === false,
    );
    expect(told.status).toBe(200);
    expect(told.hubspot?.detail).toContain('1 of 2 accounts');
    expect(told.hubspot?.detail).not.toContain(String(first.portalId));
    expect((await as(second.portalId).raw(card)).status).toBe(200);

    await browser().install(first);
    const after = await eventually(
      async () => {
        ahead += 11_000;
        return ready();
      },
      ({ hubspot }) => hubspot?.ok === true,
    );
    expect(after.status).toBe(200);
  });
});

describe('an account that may not connect', () => {
  it('lacks a permission, and is told which', async () => {
    const other = await startOAuthServer({ portal: { withheldScopes: ['tickets'] } });
    try {
      const response = await startBrowser(other.server.origin).install(other.portals[0]);
      expect(response.status).toBe(403);
      const page = await response.text();
      expect(page).toContain('install_scopes_missing');
      expect(page).toContain('<code>tickets</code>');
      expect(page).not.toContain('<code>crm.objects.deals.read</code>');
    } finally {
      await other.close();
    }
  });

  it('is not on the list of the administrator', async () => {
    const other = await startOAuthServer({ variables: { HANDRAIL_PORTALS: '48100002' } });
    try {
      const { install: connect } = startBrowser(other.server.origin);
      expect(await (await connect(other.portals[0])).text()).toContain('install_account_not_allowed');
      expect((await connect(other.portals[1])).status).toBe(200);
    } finally {
      await other.close();
    }
  });
});

describePostgres((createDatabase) => {
  it('an account that one instance connects, the other one serves', async () => {
    const database = await createDatabase();
    const first = await startOAuthServer({ variables: { DATABASE_URL: database.url } });
    const second = await startServer(readServerEnvironment({ ...first.variables, LOG_LEVEL: 'silent' }));
    const { portalId } = first.portals[0];
    const of = (origin: string) =>
      signedClient(
        { origin, clientSecret: CLIENT_SECRET, portalId },
        { userId: '48100105', email: 'maya.chen@northwind.example' },
      );
    try {
      expect((await of(second.origin).raw(card)).status).toBe(403);
      expect((await startBrowser(first.server.origin).install(first.portals[0])).status).toBe(200);
      expect((await of(second.origin).card(card)).record.recordId).toBe('9000000101');
    } finally {
      await second.close();
      await first.close();
      await database.drop();
    }
  });
});
