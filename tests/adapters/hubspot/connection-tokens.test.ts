import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHubSpotClient } from '../../../server/adapters/hubspot/client.ts';
import { forgetAccount } from '../../../server/adapters/hubspot/oauth/connect-account.ts';
import { createConnectionTokens } from '../../../server/adapters/hubspot/oauth/connection-tokens.ts';
import { readProperties } from '../../../server/adapters/hubspot/portal-catalog.ts';
import { rotateTokens } from '../../../server/adapters/oauth/rotate-tokens.ts';
import { openStore, type Store } from '../../../server/adapters/store/open-store.ts';
import { createVault } from '../../../server/adapters/system/vault.ts';
import { type OAuthWorld, startOAuthWorld } from '../../fixtures/oauth-world.ts';
import { describePostgres } from '../../fixtures/postgres.ts';
import { sha256 } from '../../fixtures/sha256.ts';
import { createManualTiming } from './manual-timing.ts';

const MINUTE = 60_000;

let shared: Store;
let world: OAuthWorld;
beforeAll(async () => {
  shared = await openStore({ sha256 });
});
afterEach(() => world.close());
afterAll(() => shared.close());

async function connected(): Promise<OAuthWorld> {
  world = await startOAuthWorld(shared);
  await world.connect();
  return world;
}

function clientOf({ portal, log, instance }: OAuthWorld) {
  return createHubSpotClient({
    accessToken: instance(),
    basePath: portal.origin,
    logger: log.logger,
    timing: createManualTiming(),
  });
}

describe('access tokens of a connected account', () => {
  it('are taken from the store while they are good, and refreshed a minute before their end', async () => {
    const { instance, advance, refreshes, portal } = await connected();
    const first = instance();
    const token = await first.get();
    expect(await first.get()).toBe(token);
    expect(await instance().get()).toBe(token);
    advance(28 * MINUTE);
    expect(await first.get()).toBe(token);
    expect(refreshes()).toBe(0);
    advance(1.5 * MINUTE);
    const next = await first.get();
    expect(next).not.toBe(token);
    expect(portal.grants.find(next)).toBeDefined();
    expect(await instance().get()).toBe(next);
    expect(refreshes()).toBe(1);
  });

  it('are refreshed once, however many ask at the same time', async () => {
    const { instance, advance, refreshes } = await connected();
    advance(40 * MINUTE);
    const [one, other] = [instance(), instance()];
    const tokens = await Promise.all([one, other, one, other, one].map((tokens) => tokens.get()));
    expect(new Set(tokens).size).toBe(1);
    expect(refreshes()).toBe(1);
  });

  it('go on through many refreshes: each new refresh token is stored before it is used', async () => {
    const { instance, advance, refreshes } = await connected();
    for (let round = 1; round <= 5; round += 1) {
      advance(31 * MINUTE);
      // A new instance each time: nothing but the store carries the refresh token on.
      await instance().get();
      expect(refreshes()).toBe(round);
    }
  });

  it('come anew when HubSpot withdraws one in mid-flight, and the call goes through', async () => {
    const world = await connected();
    const client = clientOf(world);
    await readProperties(client, 'deal', 'job');
    world.portal.grants.withdrawAccess();
    const definitions = await readProperties(client, 'deal', 'job');
    expect(definitions.size).toBeGreaterThan(5);
    expect(world.refreshes()).toBe(1);
  });

  it('come anew also when the one that another instance stored was withdrawn with it', async () => {
    const world = await connected();
    const client = clientOf(world);
    await readProperties(client, 'deal', 'job');
    await world.connect();
    world.portal.grants.withdrawAccess();
    expect((await readProperties(client, 'deal', 'job')).size).toBeGreaterThan(5);
    expect(world.refreshes()).toBe(1);
  });

  it('end with an uninstall in HubSpot: the connection is refused, once in the trail, in words that help', async () => {
    const world = await connected();
    const client = clientOf(world);
    world.portal.grants.uninstall();
    const refused = { code: 'unavailable', message: expect.stringContaining('/install') };
    await expect(readProperties(client, 'deal', 'job')).rejects.toMatchObject(refused);
    await expect(readProperties(client, 'deal', 'job')).rejects.toMatchObject(refused);
    await expect(world.instance().get()).rejects.toMatchObject(refused);
    expect(world.refreshes()).toBe(1);
    expect(await world.trail()).toEqual(['hubspot_connected', 'hubspot_connection_refused']);

    await world.connect();
    expect((await readProperties(client, 'deal', 'job')).size).toBeGreaterThan(5);
  });

  it('are not given up when HubSpot is only down', async () => {
    const { instance, advance, portal, trail, refreshes } = await connected();
    advance(40 * MINUTE);
    portal.faults.inject({ kind: 'status', status: 503, path: '/oauth/', times: 3 });
    await expect(instance().get()).rejects.toMatchObject({ code: 'unavailable' });
    await instance().get();
    expect(refreshes()).toBe(1);
    expect(await trail()).toEqual(['hubspot_connected']);
  });

  it('are fetched by another instance when the one that began has died', async () => {
    const { instance, advance, store, tenantId, clock } = await connected();
    advance(40 * MINUTE);
    await store.transact(tenantId, async (tx) => {
      const connection = await tx.connection.lock();
      if (!connection) throw new Error('no connection');
      const until = new Date(clock.now().getTime() + 20_000);
      await tx.connection.save({ ...connection, lease: { id: 'of the dead', until } });
    });
    const waiting = instance().get();
    advance(25_000);
    await expect(waiting).resolves.toMatch(/^sandbox-access-/);
  });

  it('are not there for an account that was given up', async () => {
    const { instance, store, clock, tenantId, trail } = await connected();
    await forgetAccount({ store, clock }, tenantId);
    await forgetAccount({ store, clock }, tenantId);
    await expect(instance().get()).rejects.toThrow('not connected');
    expect(await trail()).toEqual(['hubspot_connected', 'hubspot_disconnected']);
  });

  it('never stand in the log or, in clear, in the store', async () => {
    const { instance, advance, store, tenantId, log, portal } = await connected();
    advance(40 * MINUTE);
    await instance().get();
    portal.grants.uninstall();
    advance(40 * MINUTE);
    await instance()
      .get()
      .catch(() => undefined);
    const stored = await store.transact(tenantId, (tx) => tx.connection.find());
    expect(stored?.refreshToken).toMatch(/^v1:k1:/);
    const seen = log.lines.join() + JSON.stringify(stored);
    expect(seen).not.toMatch(/sandbox-(access|refresh)/);
    expect(log.lines.length).toBeGreaterThan(0);
  });
});

describe('the keys of stored tokens', () => {
  it('can be rotated, and a second run changes nothing', async () => {
    const { instance, store, vault, oauth, clock, tenantId, log } = await connected();
    const token = await instance().get();
    const bytes = randomBytes(32);
    const lone = createVault([{ id: 'k2', bytes }]);
    // The store is shared: only this world's account counts.
    const rotated = async (...given: Parameters<typeof rotateTokens>) =>
      (await rotateTokens(...given)).filter((entry) => entry.tenantId === tenantId);
    expect(await rotated(store, lone)).toEqual([
      { tenantId, outcome: 'failed', why: expect.stringContaining('"k1"') },
    ]);
    const both = { ...lone, open: (...given: Parameters<typeof lone.open>) => openWithEither(...given) };
    function openWithEither(...given: Parameters<typeof lone.open>) {
      return given[0].startsWith('v1:k1:') ? vault.open(...given) : lone.open(...given);
    }
    expect(await rotated(store, both)).toEqual([{ tenantId, outcome: 'rotated', why: '' }]);
    expect(await rotated(store, both)).toEqual([{ tenantId, outcome: 'current', why: '' }]);
    const parts = { store, oauth, clock, logger: log.logger };
    expect(await createConnectionTokens(tenantId, { ...parts, vault: lone }).get()).toBe(token);
    await expect(createConnectionTokens(tenantId, { ...parts, vault }).get()).rejects.toThrow('"k2"');
  });
});

describePostgres((createDatabase) => {
  it('two instances on one PostgreSQL refresh once', async () => {
    const database = await createDatabase();
    const open = () => openStore({ databaseUrl: database.url, sha256 });
    const [mine, other] = [await open(), await open()];
    world = await startOAuthWorld(mine);
    try {
      await world.connect();
      world.advance(40 * MINUTE);
      const tokens = await Promise.all(
        [mine, other, mine, other].map((store) => world.instance(store).get()),
      );
      expect(new Set(tokens).size).toBe(1);
      expect(world.refreshes()).toBe(1);
    } finally {
      await other.close();
      await mine.close();
      await database.drop();
    }
  });
});
