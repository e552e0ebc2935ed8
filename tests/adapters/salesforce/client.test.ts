import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { RunningOrg, RunningOrgOptions } from '../../../sandbox/salesforce/start-org.ts';
import { createSalesforceClient, type SalesforceClient } from '../../../server/adapters/salesforce/client.ts';
import { createSalesforceCrm } from '../../../server/adapters/salesforce/crm.ts';
import { createJwtSessions, type SessionSource } from '../../../server/adapters/salesforce/jwt-sessions.ts';
import { queryAll, quoted } from '../../../server/adapters/salesforce/queries.ts';
import { closeOrg, NOW, openOrg, plantDeal } from './deal-org.ts';

const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  })
  .toString();
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

let open: RunningOrg | undefined;
afterEach(async () => {
  if (open) await closeOrg(open);
  open = undefined;
});

async function setUp(options: RunningOrgOptions = {}) {
  const world = await openOrg(options);
  open = world.org;
  return world;
}

const accounts = (client: SalesforceClient) =>
  queryAll(client, {
    soql: 'SELECT Id FROM Account',
    record: z.unknown(),
    purpose: 'list accounts',
    patience: 'job',
  });

describe('sessions', () => {
  it('begin once for calls that come at once, and again once when the session ends', async () => {
    const { org, client } = await setUp();
    await Promise.all(Array.from({ length: 5 }, () => accounts(client)));
    expect(org.sessions.asked[GRANT]).toBe(1);
    org.sessions.endAll();
    await Promise.all(Array.from({ length: 5 }, () => accounts(client)));
    expect(org.sessions.asked[GRANT]).toBe(2);
  });

  it('are not asked for without end by an org that refuses each new one', async () => {
    const { org, client } = await setUp();
    org.faults.inject({ kind: 'status', status: 401, path: '/query', times: 1000 });
    await expect(accounts(client)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('ends each session'),
    });
    expect(org.sessions.asked[GRANT]).toBe(3);
    org.faults.clear();
    expect(await accounts(client)).toEqual([]);
  });

  it('can be had again later: a failed beginning is not kept', async () => {
    const { org, client } = await setUp();
    org.faults.inject({ kind: 'reset', path: 'oauth2/token' });
    await expect(accounts(client)).rejects.toMatchObject({
      message: expect.stringContaining('cannot be reached'),
    });
    expect(await accounts(client)).toEqual([]);
  });

  it.each([
    ['another app', { clientId: 'nope' }, /consumer key/],
    ['a user who was not allowed', { username: 'maya.chen@northwind.example' }, /Pre-authorize/],
    ['a private key that is none', { privateKey: 'nonsense' }, /private key cannot be read/],
    ['a private key of another kind', { privateKey: elliptic }, /private key cannot be read/],
    ['a clock that stands wrong', { wallClock: () => NOW.getTime() - 3_600_000 }, /clock/],
  ])('say what an administrator does about %s', async (_, wrong, message) => {
    const { jwt, logger, timing } = await setUp();
    const client = createSalesforceClient({
      sessions: createJwtSessions({ ...jwt, ...wrong }),
      logger,
      timing,
    });
    await expect(accounts(client)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(message),
    });
  });

  it('begin with a key in the older form too', async () => {
    const { jwt } = await setUp();
    const privateKey = createPrivateKey(jwt.privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
    await expect(createJwtSessions({ ...jwt, privateKey }).begin()).resolves.toMatchObject({
      accessToken: expect.any(String),
    });
  });

  it('a login address that never answers is given up', async () => {
    const { org, jwt } = await setUp();
    org.faults.inject({ kind: 'hang', path: 'oauth2/token' });
    const sessions: SessionSource = createJwtSessions({ ...jwt, timeoutMs: 50 });
    await expect(sessions.begin()).rejects.toMatchObject({
      message: expect.stringContaining('does not answer'),
    });
  });
});

describe('calls', () => {
  it('are repeated with growing pauses after what passes, and given up after five attempts', async () => {
    const { org, client, timing } = await setUp();
    org.faults.inject({ kind: 'status', status: 503, path: '/query', times: 4 });
    expect(await accounts(client)).toEqual([]);
    expect(timing.pauses).toEqual([125, 250, 500, 1000]);
    org.faults.inject({ kind: 'status', status: 400, errorCode: 'QUERY_TIMEOUT', path: '/query', times: 5 });
    await expect(accounts(client)).rejects.toMatchObject({ errorCode: 'QUERY_TIMEOUT', retryable: true });
  });

  it.each(['REQUEST_LIMIT_EXCEEDED', 'API_DISABLED_FOR_ORG'])(
    'are not repeated after %s',
    async (errorCode) => {
      const { org, client, timing } = await setUp();
      org.faults.inject({ kind: 'status', status: 403, errorCode, path: '/query', times: 9 });
      await expect(accounts(client)).rejects.toMatchObject({ code: 'unavailable', errorCode });
      expect(timing.pauses).toEqual([]);
    },
  );

  it('that hang are given up', async () => {
    const { org, client, timing } = await setUp();
    await accounts(client);
    org.faults.inject({ kind: 'hang', path: '/query' });
    const before = timing.timeouts.length;
    const call = accounts(client);
    while (timing.timeouts.length === before) await new Promise(setImmediate);
    timing.expire();
    expect(await call).toEqual([]);
  });

  it('warn once when the day’s calls run out', async () => {
    const { client, lines } = await setUp({ dailyCalls: 10 });
    for (let calls = 0; calls < 10; calls += 1) await accounts(client);
    const warnings = lines.filter(({ msg }) => String(msg).includes('running out'));
    expect(warnings.map(({ used }) => used)).toEqual([8, 10]);
    expect(client.usage).toEqual({ used: 10, limit: 10 });
  });

  it('never log values', async () => {
    const { org, client, lines, logger } = await setUp();
    const { deal } = plantDeal(org);
    const crm = createSalesforceCrm({ client, logger });
    await crm.resolveUser('maya.chen@northwind.example');
    await crm.loadHandoff(deal, ['deal.amount', 'deal.nope']);
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/maya|Aurora|84000/i);
    // Access tokens begin with the id of the org.
    expect(text).not.toContain(org.orgId.slice(0, 15));
  });

  it('quote what people typed', async () => {
    const { org, client, logger } = await setUp();
    org.plant('ListView', { Name: "Maya's \\ list", DeveloperName: 'M', SobjectType: 'Opportunity' });
    const crm = createSalesforceCrm({ client, logger });
    expect(await crm.findRecordList('deal', "Maya's \\ list")).toMatchObject({ name: "Maya's \\ list" });
    expect(await crm.findRecordList('deal', "x' OR Name != '")).toBeNull();
    expect(quoted("a'b\\c\nd")).toBe("'a\\'b\\\\c\\nd'");
  });
});
