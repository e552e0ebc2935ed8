import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { startOrg } from '../../sandbox/salesforce/start-org.ts';
import { readServerEnvironment } from '../../server/env.ts';
import { startServer } from '../../server/start-server.ts';
import { startBrowser, TOKEN_KEY } from '../http/oauth-server.ts';
import { runHandrail } from './run-handrail.ts';

// The command runs several times, in processes of its own.
jest.setTimeout(120_000);

it('handrail tokens revoke gives a connected org up, once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'handrail-revoke-'));
  const redirectUris: string[] = [];
  const org = await startOrg({ app: { redirectUris } });
  const variables = {
    PORT: '0',
    HANDRAIL_DATA_DIR: join(folder, 'data'),
    SALESFORCE_CLIENT_ID: org.app.clientId,
    SALESFORCE_CLIENT_SECRET: org.app.clientSecret,
    SALESFORCE_LOGIN_ORIGIN: org.origin,
    HANDRAIL_TOKEN_KEYS: `k1:${TOKEN_KEY}`,
  };
  const server = await startServer(readServerEnvironment(variables), { logger: pino({ level: 'silent' }) });
  redirectUris.push(`${server.origin}/salesforce/oauth/callback`);
  const chrome = startBrowser(server.origin);
  const start = await chrome.get('/salesforce/install/start');
  const consent = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
  expect((await chrome.get(consent.headers.get('location') ?? '')).status).toBe(200);
  await server.close();

  const { PORT: _, ...rest } = variables;
  const tenant = `salesforce:${org.orgId}`;
  const revoke = () => runHandrail(['tokens', 'revoke', tenant, '--json'], rest);
  org.faults.inject({ kind: 'status', status: 503, path: 'revoke', times: 3 });
  const away = await revoke();
  expect(away).toMatchObject({ code: 2, err: expect.stringContaining('Try again in a few minutes') });
  expect(await revoke()).toMatchObject({ code: 0, out: expect.stringContaining('"revoked": true') });
  expect(await revoke()).toMatchObject({ code: 1, out: expect.stringContaining('"revoked": false') });
  const trail = await runHandrail(['audit', 'show', '--tenant', tenant, '--json'], rest);
  for (const type of ['salesforce_connected', 'salesforce_disconnected']) expect(trail.out).toContain(type);
  expect(trail.out).not.toContain('5Aep');
  await org.close();
  await rm(folder, { recursive: true });
});
