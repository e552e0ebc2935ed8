import { HEALTH_CODES } from '@handrail/contracts/admin-codes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { type Examined, examine } from '../../server/health/examine.ts';
import { createManualTiming } from '../adapters/hubspot/manual-timing.ts';
import { ALL_SCOPES, type OAuthWorld, startOAuthWorld } from '../fixtures/oauth-world.ts';
import { sha256 } from '../fixtures/sha256.ts';

let store: Store;
let world: OAuthWorld;
beforeAll(async () => {
  store = await openStore({ sha256 });
});
afterEach(() => world.close());
afterAll(() => store.close());

/** What the examination finds, by code: the status, and the words. */
async function findings(changes: Partial<Examined> = {}) {
  const { portal, tenantId, oauth, vault, log } = world;
  const client = createHubSpotClient({
    accessToken: world.instance(),
    basePath: portal.origin,
    logger: log.logger,
    timing: createManualTiming(),
  });
  const account = { tenantId, portalId: String(portal.portalId), client, grant: { oauth, vault } };
  const examined = { account, store, files: null, publicOrigin: 'https://handrail.example', ...changes };
  const report = await examine(examined);
  expect(report.findings.map(({ code }) => code)).toEqual(HEALTH_CODES);
  expect(report.healthy).toBe(report.findings.every(({ status }) => status !== 'failed'));
  for (const { status, next } of report.findings) {
    // Whoever reads of a trouble must read what to do.
    expect(next !== undefined).toBe(status === 'failed' || status === 'warning');
  }
  return Object.fromEntries(report.findings.map(({ code, status, what }) => [code, `${status}: ${what}`]));
}

describe('an examination', () => {
  it('names the scopes that an older installation lacks', async () => {
    world = await startOAuthWorld(store);
    await world.connect(
      store,
      ALL_SCOPES.filter((scope) => scope !== 'tickets'),
    );
    const found = await findings();
    expect(found.connection).toMatch(/^ok/);
    expect(found.scopes).toBe('failed: Not granted: tickets.');
  });

  it('of an account that was never connected says where to begin', async () => {
    world = await startOAuthWorld(store);
    const found = await findings();
    expect(found.connection).toMatch(/^failed: This HubSpot account is not connected.*\/install/);
    expect(found.properties).toMatch(/^skipped/);
  });

  it('goes on when HubSpot does not tell the scopes', async () => {
    world = await startOAuthWorld(store);
    await world.connect();
    world.portal.faults.inject({ kind: 'status', status: 503, path: '/introspect$', times: 3 });
    const found = await findings();
    expect(found.scopes).toMatch(/^skipped: HubSpot did not tell/);
    expect(found.properties).toMatch(/^failed/);
  });

  it('goes on without a store, and without an address of its own', async () => {
    world = await startOAuthWorld(store);
    const found = await findings({ store: { problem: 'It is in use.' }, publicOrigin: undefined });
    expect(found.public_origin).toMatch(/^warning: PUBLIC_ORIGIN is not set/);
    expect(found.store).toBe('failed: It is in use.');
    expect(found.connection).toMatch(/^skipped/);
    expect(found.trail).toMatch(/^skipped/);
  });
});
