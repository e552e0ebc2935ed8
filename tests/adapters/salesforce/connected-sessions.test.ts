import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { userIdOf } from '../../../sandbox/salesforce/seed/people.ts';
import { type RunningOrg, startOrg } from '../../../sandbox/salesforce/start-org.ts';
import { rotateTokens } from '../../../server/adapters/oauth/rotate-tokens.ts';
import { createSalesforceClient } from '../../../server/adapters/salesforce/client.ts';
import { connectOrg, giveOrgUp } from '../../../server/adapters/salesforce/oauth/connect-org.ts';
import { createConnectedSessions } from '../../../server/adapters/salesforce/oauth/connected-sessions.ts';
import { createOrgOAuthClient } from '../../../server/adapters/salesforce/oauth/oauth-client.ts';
import { queryAll } from '../../../server/adapters/salesforce/queries.ts';
import { openStore, type Store } from '../../../server/adapters/store/open-store.ts';
import { sha256 } from '../../../server/adapters/system/sha256.ts';
import { createVault } from '../../../server/adapters/system/vault.ts';
import { SYSTEM_TENANT } from '../../../server/tenant-names.ts';
import { movingClock, rememberingLogger } from '../../fixtures/oauth-world.ts';
import { createManualTiming } from '../hubspot/manual-timing.ts';

const REDIRECT = 'http://127.0.0.1:1/salesforce/oauth/callback';
const USER = 'handrail@northwind.example';
const HOUR_MS = 3_600_000;

/** Whoever waits for another instance must leave it time to work. */
const WAITING = { now: () => performance.now(), sleep: () => delay(5) };

let store: Store;
let org: RunningOrg | undefined;
let worlds = 0;
beforeAll(async () => {
  store = await openStore({ sha256 });
});
afterEach(async () => {
  await org?.close();
  org = undefined;
  for (const { orgId, tenantId } of await store.transact(SYSTEM_TENANT, (tx) => tx.orgs.list())) {
    await store.transact(SYSTEM_TENANT, (tx) => tx.orgs.release(orgId, tenantId));
  }
});
afterAll(() => store.close());

/** An org that was connected to a tenant of its own. `instance` is one server's sessions of it. */
async function setUp() {
  worlds += 1;
  const clock = movingClock();
  const running = await startOrg({
    now: clock.now(),
    wallClock: () => clock.now().getTime(),
    app: { redirectUris: [REDIRECT] },
  });
  org = running;
  const timing = createManualTiming();
  const { clientId, clientSecret } = running.app;
  const oauth = createOrgOAuthClient({ clientId, clientSecret, loginUrl: running.origin }, timing);
  const keys = [{ id: 'k1', bytes: randomBytes(32) }];
  const vault = createVault(keys);
  const tenantId = `salesforce:world-${worlds}`;
  const { lines, logger } = rememberingLogger();
  const grantOnce = async () => {
    const code = running.sessions.allow(userIdOf(running.core, USER), REDIRECT, undefined);
    return oauth.exchange({ code, redirectUri: REDIRECT, verifier: 'unused' });
  };
  const connect = async (asTenant = tenantId) =>
    connectOrg({ store, vault, clock }, asTenant, await grantOnce());
  const instance = (ofStore: Pick<Store, 'transact'> = store) =>
    createConnectedSessions(tenantId, { store: ofStore, oauth, vault, clock, logger, timing: WAITING });
  const client = (sessions = instance()) => createSalesforceClient({ sessions, logger, timing });
  const ask = (of: ReturnType<typeof client>) =>
    queryAll(of, {
      soql: 'SELECT Id FROM Organization',
      record: z.object({ Id: z.string() }),
      purpose: 'read which org this is',
      patience: 'person',
    });
  const connection = () => store.transact(tenantId, (tx) => tx.orgConnection.find());
  const trail = async () => {
    const entries = await store.transact(tenantId, (tx) => tx.readAudit({ limit: 100 }));
    return entries.map(({ body }) => JSON.parse(body).type);
  };
  const refreshes = () => running.sessions.asked.refresh_token ?? 0;
  return {
    org: running,
    clock,
    oauth,
    keys,
    vault,
    tenantId,
    lines,
    timing,
    connect,
    instance,
    client,
    ask,
    connection,
    trail,
    refreshes,
  };
}

describe('sessions of a connected org', () => {
  it('are used until the org refuses them, then refreshed once for all who ask', async () => {
    const world = await setUp();
    await world.connect();
    const client = world.client();
    await world.ask(client);
    expect(world.refreshes()).toBe(0);
    world.org.sessions.endAll();
    await Promise.all([world.ask(client), world.ask(client), world.ask(world.client())]);
    expect(world.refreshes()).toBe(1);
    const { accessToken } = await world.instance().begin();
    expect(world.org.sessions.userOf(accessToken)).toBe(userIdOf(world.org.core, USER));
  });

  it('are refreshed by one of several instances, also when all find out at once', async () => {
    const world = await setUp();
    await world.connect();
    const instances = Array.from({ length: 4 }, () => world.instance());
    const old = await Promise.all(instances.map((one) => one.begin()));
    world.org.sessions.endAll();
    const anew = await Promise.all(instances.map((one) => one.begin(old[0]?.accessToken)));
    expect(world.refreshes()).toBe(1);
    expect(new Set(anew.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(world.org.sessions.userOf(anew[0]?.accessToken ?? '')).toBeDefined();
  });

  it('have their rotated refresh token stored before the session is used, day after day', async () => {
    const world = await setUp();
    await world.connect();
    const sessions = world.instance();
    let last = (await sessions.begin()).accessToken;
    let stored = (await world.connection())?.refreshToken;
    for (let day = 0; day < 3; day += 1) {
      world.clock.advance(3 * HOUR_MS);
      world.org.advance(3 * HOUR_MS);
      last = (await sessions.begin(last)).accessToken;
      const now = (await world.connection())?.refreshToken;
      expect(now).not.toBe(stored);
      stored = now;
    }
    expect(world.refreshes()).toBe(3);
    expect(await world.trail()).toEqual(['salesforce_connected']);
  });

  it('do not lose a new token when the store is away at the moment of rotation', async () => {
    const world = await setUp();
    await world.connect();
    let failures = 0;
    let breakAfter = Number.POSITIVE_INFINITY;
    let calls = 0;
    const unsteady: Pick<Store, 'transact'> = {
      transact: (tenantId, work) => {
        calls += 1;
        if (calls <= breakAfter) return store.transact(tenantId, work);
        failures += 1;
        return Promise.reject(new Error('the store is away'));
      },
    };
    const sessions = world.instance(unsteady);
    const { accessToken } = await sessions.begin();
    world.org.sessions.endAll();
    // The lease is taken; then the store goes, while Salesforce rotates the token.
    breakAfter = calls + 1;
    await expect(sessions.begin(accessToken)).rejects.toThrow('the store is away');
    expect(failures).toBeGreaterThan(1);
    expect(world.refreshes()).toBe(1);
    breakAfter = Number.POSITIVE_INFINITY;
    const anew = await sessions.begin(accessToken);
    expect(world.org.sessions.userOf(anew.accessToken)).toBeDefined();
    expect(world.refreshes()).toBe(1);
    // The stored token is the new one: the next refresh is no reuse.
    world.org.sessions.endAll();
    const next = await world.instance().begin(anew.accessToken);
    expect(world.org.sessions.userOf(next.accessToken)).toBeDefined();
  });

  it.each([
    ['is down', { kind: 'status', status: 503, times: 3 }],
    ['breaks before it takes the token', { kind: 'reset', times: 3 }],
  ] as const)('go on once the token endpoint answers again that %s', async (_, fault) => {
    const world = await setUp();
    await world.connect();
    const sessions = world.instance();
    const { accessToken } = await sessions.begin();
    world.org.sessions.endAll();
    world.org.faults.inject({ ...fault, method: 'POST', path: 'oauth2/token' });
    await expect(sessions.begin(accessToken)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Salesforce gives Handrail no session at the moment.',
    });
    expect((await world.connection())?.state).toBe('connected');
    const anew = await sessions.begin(accessToken);
    expect(world.org.sessions.userOf(anew.accessToken)).toBeDefined();
  });

  it('tell the administrator when a lost reply had used the token up, and ask no more', async () => {
    const world = await setUp();
    await world.connect();
    const sessions = world.instance();
    const { accessToken } = await sessions.begin();
    world.org.sessions.endAll();
    world.org.faults.inject({ kind: 'break-after', method: 'POST', path: 'oauth2/token' });
    const refusal = { code: 'unavailable', message: expect.stringContaining('/salesforce/install') };
    await expect(sessions.begin(accessToken)).rejects.toMatchObject(refusal);
    expect(await world.trail()).toEqual(['salesforce_connected', 'salesforce_connection_refused']);
    const asked = world.refreshes();
    await expect(world.ask(world.client())).rejects.toMatchObject(refusal);
    expect(world.refreshes()).toBe(asked);
    // Connecting again mends it.
    await world.connect();
    await world.ask(world.client());
  });

  it('are not asked for without end when the org refuses each new one at once', async () => {
    const world = await setUp();
    await world.connect();
    world.org.faults.inject({ kind: 'status', status: 401, path: 'query', times: 100 });
    await expect(world.ask(world.client())).rejects.toMatchObject({ code: 'unavailable' });
    expect(world.refreshes()).toBeLessThan(5);
  });

  it('leave no token in the log, nor in the store in clear', async () => {
    const world = await setUp();
    await world.connect();
    const { accessToken } = await world.instance().begin();
    world.org.sessions.endAll();
    await world.instance().begin(accessToken);
    expect(world.lines.join()).not.toContain(accessToken.slice(16));
    const stored = await world.connection();
    expect(stored?.refreshToken).toMatch(/^v1:k1:/);
    expect(stored?.accessToken).toMatch(/^v1:k1:/);
  });
});

describe('connections of orgs', () => {
  it('are sealed anew with another key, and still work', async () => {
    const world = await setUp();
    await world.connect();
    const [old] = world.keys;
    if (!old) throw new Error('no key');
    const next = createVault([{ id: 'k2', bytes: randomBytes(32) }, old]);
    expect(await rotateTokens(store, next)).toEqual([
      { tenantId: world.tenantId, outcome: 'rotated', why: '' },
    ]);
    expect((await world.connection())?.refreshToken).toMatch(/^v1:k2:/);
    expect((await rotateTokens(store, next))[0]?.outcome).toBe('current');
  });

  it('belong to one tenant; another one is refused until they are given up', async () => {
    const world = await setUp();
    await world.connect();
    expect(await world.connect('hubspot:1')).toEqual({ ok: false, why: 'org_taken' });
    const { accessToken } = await world.instance().begin();
    const parts = { store, vault: world.vault, clock: world.clock, oauth: world.oauth };
    expect(await giveOrgUp(parts, world.tenantId)).toBe(true);
    expect(await giveOrgUp(parts, world.tenantId)).toBe(false);
    expect(world.org.sessions.userOf(accessToken)).toBeUndefined();
    expect(await world.trail()).toEqual(['salesforce_connected', 'salesforce_disconnected']);
    await expect(world.instance().begin()).rejects.toMatchObject({
      message: expect.stringContaining('is not connected'),
    });
    expect(await world.connect('hubspot:1')).toEqual({ ok: true });
  });

  it('take no second org for a tenant, and leave that org free', async () => {
    const world = await setUp();
    await world.connect();
    const grant = { accessToken: 'a'.repeat(20), refreshToken: 'r'.repeat(20), instanceUrl: 'http://x.test' };
    const other = { ...grant, orgId: '00DHr0000000002MAA', userId: '005', scopes: ['api', 'refresh_token'] };
    const parts = { store, vault: world.vault, clock: world.clock };
    expect(await connectOrg(parts, world.tenantId, other)).toEqual({ ok: false, why: 'tenant_taken' });
    expect(await connectOrg(parts, 'hubspot:2', other)).toEqual({ ok: true });
  });
});
