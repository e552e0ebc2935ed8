import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type RunningOrg, startOrg } from '../../sandbox/salesforce/start-org.ts';
import { EnvironmentError, readServerEnvironment } from '../../server/env.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { type OAuthServer, startBrowser, startOAuthServer, TOKEN_KEY } from './oauth-server.ts';

const MINUTE = 60_000;
const CALLBACK = '/salesforce/oauth/callback';
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const redirectUris: string[] = [];
const app = { redirectUris, scope: 'api refresh_token' };
let org: RunningOrg;

beforeAll(async () => {
  org = await startOrg({ app });
});
afterEach(() => {
  ahead = 0;
  org.faults.clear();
});
afterAll(() => org.close());

const variables = () => ({
  PORT: '0',
  HANDRAIL_DATA_DIR: 'memory://',
  SALESFORCE_CLIENT_ID: org.app.clientId,
  SALESFORCE_CLIENT_SECRET: org.app.clientSecret,
  SALESFORCE_LOGIN_ORIGIN: org.origin,
  HANDRAIL_TOKEN_KEYS: `k1:${TOKEN_KEY}`,
  HANDRAIL_SWEEP_SECONDS: '0.5',
});

const codeOn = async (response: Response) =>
  /Code <code>(\w+)<\/code>/.exec(await response.text())?.[1] ?? 'connected';

/** Where a browser is sent, without going there. */
const sentTo = async (address: string | URL) =>
  (await fetch(address, { redirect: 'manual' })).headers.get('location') ?? 'about:blank';

describe('a server of Salesforce alone', () => {
  let server: RunningServer;
  const lines: string[] = [];
  beforeAll(async () => {
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    server = await startServer(readServerEnvironment(variables()), { logger, clock });
    redirectUris.push(server.origin + CALLBACK);
  });
  afterAll(() => server.close());

  const browser = () => startBrowser(server.origin);
  /** Presses the button; the address of Salesforce's page. */
  const begin = async (of: ReturnType<typeof browser>, query = '') => {
    const response = await of.get(`/salesforce/install/start${query}`);
    return new URL(response.headers.get('location') ?? 'about:blank');
  };
  const readiness = async () => {
    const reply = await fetch(`${server.origin}/readyz`);
    const { checks } = (await reply.json()) as { checks: { name: string; ok: boolean; detail: string }[] };
    return { status: reply.status, salesforce: checks.find(({ name }) => name === 'salesforce') };
  };

  it('says where to begin, and what will be asked for', async () => {
    expect(await readiness()).toMatchObject({ status: 200, salesforce: { ok: false } });
    const page = await (await browser().get('/salesforce/install')).text();
    expect(page).toContain('Continue to Salesforce');
    expect(page).toContain('refresh_token');
    expect((await browser().get('/install')).status).toBe(404);
  });

  it('leads to Salesforce with a state, PKCE and the least scopes', async () => {
    const chrome = browser();
    const page = await begin(chrome);
    expect(page.origin).toBe(org.origin);
    const asked = Object.fromEntries(page.searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      scope: 'api refresh_token',
      redirect_uri: server.origin + CALLBACK,
      code_challenge_method: 'S256',
    });
    expect(asked.state).toMatch(/^[\w-]{43}$/);
    expect([...chrome.cookies.values()].join()).not.toContain(asked.state);
  });

  it('connects the org, serves it, and takes each answer once', async () => {
    const chrome = browser();
    const back = await sentTo(await begin(chrome));
    const cookies = new Map(chrome.cookies);
    const page = await chrome.get(back);
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain(`Salesforce org ${org.orgId} is connected`);
    expect(text).toContain('Policy: version 1 is in force');
    for (const [name, value] of cookies) chrome.cookies.set(name, value);
    expect(await codeOn(await chrome.get(back))).toBe('install_state_used');
    // What was found is believed for some seconds.
    ahead = MINUTE;
    expect((await readiness()).salesforce?.ok).toBe(true);
    const written = lines.join();
    expect(written).toContain(`salesforce:${org.orgId}`);
    expect(written).not.toContain('5Aep');
    expect(written).not.toContain(org.orgId.slice(0, 15).concat('!'));
  });

  it('may be connected again', async () => {
    const chrome = browser();
    expect(await codeOn(await chrome.get(await sentTo(await begin(chrome))))).toBe('connected');
  });

  it.each([
    [
      'a code that is used a second time',
      'install_code_refused',
      async () => {
        const chrome = browser();
        const used = await sentTo(await begin(chrome));
        await chrome.get(used);
        const next = browser();
        const state = (await begin(next)).searchParams.get('state') ?? '';
        const code = new URL(used).searchParams.get('code') ?? '';
        return next.get(`${CALLBACK}?${new URLSearchParams({ state, code })}`);
      },
    ],
    [
      'the state of another browser',
      'install_state_wrong',
      async () => {
        const chrome = browser();
        await begin(chrome);
        return chrome.get(await sentTo(await begin(browser())));
      },
    ],
    [
      'a browser without a state',
      'install_state_missing',
      async () => browser().get(`${CALLBACK}?code=x&state=y`),
    ],
    [
      'an answer that comes too late',
      'install_state_expired',
      async () => {
        const chrome = browser();
        const back = await sentTo(await begin(chrome));
        ahead = 16 * MINUTE;
        return chrome.get(back);
      },
    ],
    [
      'an administrator who declines',
      'install_denied',
      async () => {
        const chrome = browser();
        const state = (await begin(chrome)).searchParams.get('state') ?? '';
        return chrome.get(`${CALLBACK}?${new URLSearchParams({ state, error: 'access_denied' })}`);
      },
    ],
    [
      'a token endpoint that is down',
      'install_salesforce_unavailable',
      async () => {
        const chrome = browser();
        const back = await sentTo(await begin(chrome));
        org.faults.inject({ kind: 'status', status: 503, path: 'oauth2/token' });
        return chrome.get(back);
      },
    ],
    [
      'a link that this server did not make',
      'install_link_wrong',
      async () => browser().get('/salesforce/install/start?for=v1:k1:AAAA'),
    ],
  ] as const)('refuses %s', async (_, code, go) => {
    const response = await go();
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await codeOn(response)).toBe(code);
  });
});

describe('a server of both', () => {
  let world: OAuthServer;
  beforeAll(async () => {
    const { PORT, ...further } = variables();
    world = await startOAuthServer({ clock, variables: further });
    redirectUris.push(world.server.origin + CALLBACK);
  });
  afterAll(() => world.close());

  const browser = () => startBrowser(world.server.origin);
  /** The way to Salesforce that the page of a connected HubSpot account shows. */
  const link = async () => {
    const page = await (await browser().install(world.portals[0])).text();
    const href = /href="(\/salesforce\/install\?[^"]+)"/.exec(page)?.[1] ?? '';
    return href.replace('/install?', '/install/start?').replaceAll('&amp;', '&');
  };

  it('adds the org to the tenant of the HubSpot account whose administrator goes on, and to no second one', async () => {
    const chrome = browser();
    const start = await chrome.get(await link());
    const page = await chrome.get(await sentTo(start.headers.get('location') ?? ''));
    expect(await page.text()).toContain('is connected');
    expect(world.logLines.join()).toContain('"tenantId":"hubspot:48100001","vendor":"Salesforce"');

    const other = browser();
    const alone = await other.get('/salesforce/install/start');
    const refused = await other.get(await sentTo(alone.headers.get('location') ?? ''));
    expect(refused.status).toBe(409);
    expect(await codeOn(refused)).toBe('install_org_taken');
  });

  it('does not take a link that is too old, nor a state of HubSpot’s for one of Salesforce’s', async () => {
    const old = await link();
    ahead = 16 * MINUTE;
    expect(await codeOn(await browser().get(old))).toBe('install_link_wrong');
    ahead = 0;
    const chrome = browser();
    const state = (await chrome.begin()).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ state, code: 'x' });
    expect(await codeOn(await chrome.get(`${CALLBACK}?${query}`))).toBe('install_state_missing');
  });
});

describe('an app without all scopes', () => {
  it('connects nothing', async () => {
    const lean = await startOrg({ app: { redirectUris, scope: 'api' } });
    const server = await startServer(
      readServerEnvironment({ ...variables(), SALESFORCE_LOGIN_ORIGIN: lean.origin }),
      { logger: pino({ level: 'silent' }) },
    );
    redirectUris.push(server.origin + CALLBACK);
    const chrome = startBrowser(server.origin);
    const start = await chrome.get('/salesforce/install/start');
    const response = await chrome.get(await sentTo(start.headers.get('location') ?? ''));
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('install_scopes_missing');
    await server.close();
    await lean.close();
  });
});

describe('the environment', () => {
  it('takes either one org by JWT bearer or orgs by OAuth', () => {
    const both = { ...variables(), SALESFORCE_USERNAME: 'handrail@northwind.example' };
    expect(() => readServerEnvironment(both)).toThrow(EnvironmentError);
    expect(() => readServerEnvironment(both)).toThrow(/must not be set beside SALESFORCE_USERNAME/);
  });

  it('lets only the orgs of HANDRAIL_ORGS connect, by either form of their ids', () => {
    const { salesforceApp } = readServerEnvironment({ ...variables(), HANDRAIL_ORGS: '00DHr0000000001' });
    expect(salesforceApp?.orgs).toEqual([org.orgId]);
    expect(() => readServerEnvironment({ ...variables(), HANDRAIL_ORGS: 'x' })).toThrow(EnvironmentError);
  });
});
