import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HEALTH_CODES } from '@handrail/contracts/admin-codes';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { PROPERTY_GROUP, RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PROPERTY_DEFINITIONS } from '../../server/adapters/hubspot/properties.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { runHandrail } from './run-handrail.ts';

// Each test runs the command several times, in processes of their own.
jest.setTimeout(120_000);

let folder: string;
let test: TestServer;
let variables: Record<string, string>;
/** The whole portal before anything was installed. */
let untouched: unknown;

/** An account whose server has run once, on a data directory that the commands then open. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-account-'));
  const dataDir = join(folder, 'data');
  test = await startTestServer({ installed: false, variables: { HANDRAIL_DATA_DIR: dataDir } });
  await test.server.close();
  variables = {
    HANDRAIL_DATA_DIR: dataDir,
    PUBLIC_ORIGIN: 'https://handrail.example.test',
    HUBSPOT_PORTAL_ID: test.env.hubspot.portalId,
    HUBSPOT_ACCESS_TOKEN: test.env.hubspot.accessToken,
    HUBSPOT_API_ORIGIN: test.portal.origin,
  };
  untouched = await dump();
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const handrail = (...args: string[]) => runHandrail(args, variables);
const dump = async (): Promise<unknown> => (await fetch(`${test.portal.origin}/_sandbox/dump`)).json();
const writes = () => test.portal.writeLog.length;
interface Finding {
  readonly code: string;
  readonly status: string;
  readonly what: string;
  readonly next?: string;
}
async function findings(): Promise<{ code: number | null; byCode: Record<string, Finding> }> {
  const { code, out } = await handrail('doctor', '--json');
  const found: Finding[] = JSON.parse(out).accounts[0].findings;
  expect(found.map((finding) => finding.code)).toEqual(HEALTH_CODES);
  return { code, byCode: Object.fromEntries(found.map((finding) => [finding.code, finding])) };
}

describe('an account with a static token', () => {
  it('is not well before the install, green after it, and two more installs write nothing', async () => {
    const before = await findings();
    expect(before.code).toBe(1);
    expect(before.byCode.properties).toMatchObject({
      status: 'failed',
      next: expect.stringMatching('repair'),
    });

    expect(await handrail('install')).toMatchObject({ code: 0 });
    const told = await handrail('doctor');
    expect(told).toMatchObject({ code: 0, out: expect.stringContaining('nothing failed, 0 warnings') });
    const written = writes();
    for (let again = 0; again < 2; again += 1) {
      const { code, out } = await handrail('install');
      expect([code, out]).toEqual([0, expect.stringMatching(/^0 created, 0 updated, \d+ unchanged/)]);
    }
    expect(writes()).toBe(written);
  });

  it('is repaired where something is missing or changed, but no property of another kind is touched', async () => {
    const { catalog, clock } = test.portal.portal;
    catalog.archive('deals', RECORD_PROPERTY.reason, clock.now());
    const status = catalog.require('tickets', RECORD_PROPERTY.status);
    catalog.replace('tickets', { ...status, options: status.options.slice(1) });
    const hold = catalog.require('contacts', RECORD_PROPERTY.routingHold);
    const theirs = { ...hold, type: 'string', fieldType: 'text', options: [] } as const;
    catalog.replace('contacts', theirs);

    const found = await findings();
    expect(found.code).toBe(1);
    expect(found.byCode.properties?.what).toContain(`${RECORD_PROPERTY.reason} (deal)`);
    expect(found.byCode.property_conflict).toMatchObject({ status: 'failed' });
    expect(found.byCode.property_conflict?.what).toContain('type string');

    const dry = await handrail('repair', '--dry-run');
    expect(dry).toMatchObject({ code: 1, out: expect.stringContaining('nothing was written') });
    expect(catalog.find('deals', RECORD_PROPERTY.reason)).toBeUndefined();

    const repaired = await handrail('repair');
    expect(repaired.code).toBe(1);
    expect(repaired.out).toMatch(/1 created, 1 updated, \d+ unchanged, 1 in conflict/);
    expect(repaired.out).toMatch(/FAILED +property_conflict/);
    expect(catalog.require('contacts', RECORD_PROPERTY.routingHold)).toEqual(theirs);

    catalog.replace('contacts', hold);
    expect(await handrail('repair')).toMatchObject({ code: 0 });
  });

  it('is examined as far as it can be when HubSpot does not take the token, or the store is not there', async () => {
    const noToken = await runHandrail(['doctor'], { ...variables, HUBSPOT_ACCESS_TOKEN: 'another-token' });
    expect(noToken.code).toBe(1);
    expect(noToken.out).toMatch(/FAILED +connection/);
    expect(noToken.out).toMatch(/skipped +properties/);
    expect(noToken.out).toMatch(/ok +trail/);
    expect(noToken.out + noToken.err).not.toContain('another-token');

    const noStore = await runHandrail(['doctor'], { ...variables, HANDRAIL_DATA_DIR: join(folder, 'no') });
    expect(noStore.code).toBe(1);
    expect(noStore.out).toMatch(/FAILED +store .*There is no data directory/);
    expect(noStore.out).toMatch(/ok +properties/);
    expect(noStore.out).toMatch(/skipped +trail/);
  });

  it.each([
    ['uninstall'],
    ['install', '--portal', 'x'],
    ['doctor', '--portal', '1'],
    ['tokens'],
    ['tokens', 'rotate'],
  ])('%j ends with 2 and says why', async (...args) => {
    const { code, err } = await handrail(...args);
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });

  it('is left as it was before the install', async () => {
    const installed = await dump();
    const dry = await handrail('uninstall', '--dry-run');
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('nothing was changed') });
    expect(await dump()).toEqual(installed);

    const file = join(folder, 'export.jsonl');
    const made = OBJECT_TYPES.length * (PROPERTY_DEFINITIONS.length + 1);
    const done = await handrail('uninstall', '--export', file);
    expect(done).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${made} properties and groups removed`),
    });
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual([
      'handrail_export',
      'policy_version',
      'audit_entry',
    ]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const { catalog } = test.portal.portal;
    for (const type of ['deals', 'contacts', 'companies', 'tickets'] as const) {
      expect(catalog.list(type).filter(({ name }) => name.startsWith('handoff_'))).toEqual([]);
      expect(catalog.groups(type).map(({ name }) => name)).not.toContain(PROPERTY_GROUP);
    }
    expect(await dump()).toEqual(untouched);

    const written = writes();
    expect(await handrail('uninstall', '--no-export')).toMatchObject({ code: 0 });
    expect(writes()).toBe(written);
    const again = await handrail('uninstall', '--export', file);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('It is there already') });
  });
});

describe('an account with an exception in force', () => {
  it('is not uninstalled without --force; with it, the record is freed and handed back first', async () => {
    const dataDir = join(folder, 'live');
    const live = await startTestServer({ variables: { HANDRAIL_DATA_DIR: dataDir } });
    try {
      const deal = await live.makeDeal();
      const waiting = await live.makeDeal();
      const rep = live.as('maya.chen');
      const { live: filed } = await rep.card(CARD_ROUTES.requests, filledForm(deal));
      await rep.card(CARD_ROUTES.requests, filledForm(waiting));
      if (!filed) throw new Error('no request');
      const review = { outcome: 'approve', comment: 'Yes.', version: filed.version };
      await live.as('ines.moreau').card(CARD_ROUTES.review(filed.requestId), review);
      const card = `${CARD_ROUTES.card}?objectType=deal&recordId=${deal}`;
      await eventually(
        () => rep.card(card),
        (now) => now.live?.status === 'active',
      );
      await live.server.close();

      const environment = {
        HANDRAIL_DATA_DIR: dataDir,
        HUBSPOT_PORTAL_ID: live.env.hubspot.portalId,
        HUBSPOT_ACCESS_TOKEN: live.env.hubspot.accessToken,
        HUBSPOT_API_ORIGIN: live.portal.origin,
      };
      const before = live.portal.writeLog.length;
      const refused = await runHandrail(['uninstall', '--no-export'], environment);
      expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('2 requests occupy records') });
      expect(live.portal.writeLog).toHaveLength(before);

      const force = () => runHandrail(['uninstall', '--no-export', '--force'], environment);
      live.portal.faults.inject({ kind: 'status', status: 400, method: 'PATCH', path: deal, times: 50 });
      const stuck = await force();
      expect(stuck).toMatchObject({
        code: 1,
        out: expect.stringContaining('1 exceptions could not be ended'),
      });
      expect(stuck.out).toContain(filed.requestId);
      expect(live.portal.writeLog.slice(before).filter(({ method }) => method === 'DELETE')).toEqual([]);
      live.portal.faults.clear();

      const forced = await force();
      expect(forced.err).toBe('');
      expect(forced).toMatchObject({ code: 0 });
      expect(forced.out).toContain('Ended 1 exceptions');
      expect(forced.out).toContain('1 requests still wait for a decision');

      const log = live.portal.writeLog.slice(before);
      const released = log.findIndex(
        ({ objectId, properties }) =>
          objectId === deal && properties[RECORD_PROPERTY.routingHold] === 'false',
      );
      const removed = log.findIndex(({ method }) => method === 'DELETE');
      expect(released).toBeGreaterThan(-1);
      expect(removed).toBeGreaterThan(released);
      const trail = await runHandrail(['audit', 'show', '--request', filed.requestId], environment);
      expect(trail.out).toContain('"type":"exception_ended"');
    } finally {
      await live.close();
    }
  });
});
