import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type OAuthServer, startBrowser, startOAuthServer, TOKEN_KEY } from '../http/oauth-server.ts';
import { runHandrail } from './run-handrail.ts';

const NEW_KEY = Buffer.alloc(32, 9).toString('base64');

// Each test runs the command several times, in processes of their own.
jest.setTimeout(120_000);

let folder: string;
let world: OAuthServer;
let variables: Record<string, string>;

/** Two accounts that an administrator connected in the browser; then the server was stopped. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-connected-'));
  world = await startOAuthServer({ variables: { HANDRAIL_DATA_DIR: join(folder, 'data') } });
  for (const portal of world.portals) {
    const response = await startBrowser(world.server.origin).install(portal);
    expect(response.status).toBe(200);
  }
  await world.server.close();
  const { PORT: _, ...rest } = world.variables;
  variables = { ...rest, PUBLIC_ORIGIN: 'https://handrail.example.test' };
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

const handrail = (...args: string[]) => runHandrail(args, variables);

/** The findings of each account that are not as they should be. */
async function complaints(): Promise<Record<string, string[]>> {
  const { out } = await handrail('doctor', '--json');
  const { accounts } = JSON.parse(out) as {
    accounts: { tenantId: string; findings: { code: string; status: string }[] }[];
  };
  return Object.fromEntries(
    accounts.map(({ tenantId, findings }) => [
      tenantId,
      findings.filter(({ status }) => status !== 'ok').map(({ code, status }) => `${code} ${status}`),
    ]),
  );
}

describe('accounts that are connected by OAuth', () => {
  it('are installed one by one, and examined together', async () => {
    expect(await handrail('install')).toMatchObject({ code: 2, err: expect.stringContaining('PORTAL_ID') });
    expect(await handrail('install', '--portal', '48100001')).toMatchObject({ code: 0 });
    expect(await complaints()).toEqual({
      'hubspot:48100001': [],
      'hubspot:48100002': ['properties failed'],
    });
    expect(await handrail('repair', '--portal', '48100002')).toMatchObject({ code: 0 });
    expect(await handrail('doctor')).toMatchObject({ code: 0 });
  });

  it('are named by HUBSPOT_PORTAL_ID for commands that need the CRM and the store', async () => {
    const named = { ...variables, HUBSPOT_PORTAL_ID: '48100001' };
    const who = ['--by', 'priya.nair@northwind.example', '--reason', 'First version.'];
    const published = await runHandrail(['policy', 'publish', 'config', ...who], named);
    expect(published).toMatchObject({ code: 0, out: expect.stringContaining('in force already') });
  });

  it('get their tokens sealed with a new key, and the old one can go', async () => {
    variables = { ...variables, HANDRAIL_TOKEN_KEYS: `k2:${NEW_KEY},k1:${TOKEN_KEY}` };
    expect(await complaints()).toEqual({
      'hubspot:48100001': ['token_keys warning'],
      'hubspot:48100002': ['token_keys warning'],
    });
    const rotated = await handrail('tokens', 'rotate');
    expect(rotated).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2 sealed anew with the key "k2"/),
    });
    variables = { ...variables, HANDRAIL_TOKEN_KEYS: `k2:${NEW_KEY}` };
    expect(JSON.parse((await handrail('tokens', 'rotate', '--json')).out)).toMatchObject({
      key: 'k2',
      complete: true,
      accounts: [{ outcome: 'current' }, { outcome: 'current' }],
    });
    expect(await handrail('doctor')).toMatchObject({ code: 0 });

    const without = { ...variables, HANDRAIL_TOKEN_KEYS: `k3:${TOKEN_KEY}` };
    const failed = await runHandrail(['tokens', 'rotate'], without);
    expect(failed).toMatchObject({ code: 1, out: expect.stringContaining('"k2"') });
    const doctor = await runHandrail(['doctor', '--portal', '48100001'], without);
    expect(doctor.out).toMatch(/FAILED +token_keys/);
    expect(doctor.out + failed.out).not.toContain(TOKEN_KEY);
  });

  it('are told apart when HubSpot refuses one of them', async () => {
    world.portals[1].grants.uninstall();
    const found = await complaints();
    expect(found['hubspot:48100001']).toEqual([]);
    expect(found['hubspot:48100002']?.slice(0, 2)).toEqual(['connection failed', 'scopes skipped']);
    const { out } = await handrail('doctor', '--portal', '48100002');
    expect(out).toMatch(/uninstalled there.*\n.*Next: Open \/install/);
  });

  it('give their access up with an uninstall, and are not served any more', async () => {
    const [first] = world.portals;
    expect(first.grants.installed).toBe(true);
    const done = await handrail('uninstall', '--portal', '48100001', '--no-export');
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('its tokens are deleted') });
    expect(first.grants.installed).toBe(false);
    const again = await handrail('uninstall', '--portal', '48100001', '--no-export');
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('not connected') });
    expect(Object.keys(await complaints())).toEqual(['hubspot:48100002']);
    const trail = await handrail('audit', 'show', '--tenant', 'hubspot:48100001');
    expect(trail.out).toContain('"type":"hubspot_disconnected"');
    expect(trail.out).not.toMatch(/sandbox-(access|refresh)|northwind/);
  });
});
