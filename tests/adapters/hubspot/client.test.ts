import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  createHubSpotClient,
  type HubSpotRequest,
  type Patience,
} from '../../../server/adapters/hubspot/client.ts';
import { HubSpotCallError } from '../../../server/adapters/hubspot/errors.ts';
import { hubspotPath } from '../../../server/adapters/hubspot/paths.ts';
import { createLogLines } from './log-lines.ts';
import { createManualTiming } from './manual-timing.ts';
import { type ScriptedAnswer, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer | undefined;
afterEach(async () => {
  const finished = server;
  server = undefined;
  await finished?.close();
});

const OK: ScriptedAnswer = { status: 200, body: { id: '7' } };
const replySchema = z.object({ id: z.string() });

async function setUp(answers: readonly ScriptedAnswer[], chance = 0) {
  server = await startScriptedServer(answers);
  const timing = createManualTiming(chance);
  const { logger, lines } = createLogLines();
  const client = createHubSpotClient({
    accessToken: 'token-of-the-test',
    basePath: server.origin,
    logger,
    timing,
  });
  return { client, timing, lines, server };
}

function read(patience: Patience = 'job'): HubSpotRequest<{ id: string }> {
  return {
    method: 'GET',
    path: hubspotPath('record', { objectType: 'deals', recordId: '7' }),
    query: { properties: 'amount' },
    schema: replySchema,
    purpose: 'read the deal',
    patience,
  };
}

function rateLimit(policyName: string, headers: Record<string, string> = {}): ScriptedAnswer {
  return {
    status: 429,
    headers,
    body: { status: 'error', errorType: 'RATE_LIMIT', message: 'limit', policyName },
  };
}

async function failure(promise: Promise<unknown>): Promise<HubSpotCallError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof HubSpotCallError) return error;
  throw new Error(`expected a HubSpotCallError, got ${String(error)}`);
}

describe('the HubSpot client', () => {
  it('sends query and body as they are and gives back the parsed reply', async () => {
    const { client, server } = await setUp([OK]);
    const { query: _, ...request } = read();
    await expect(
      client.send({ ...request, method: 'PATCH', body: { properties: { amount: '1' } } }),
    ).resolves.toEqual({
      id: '7',
    });
    expect(server.seen).toEqual([
      { method: 'PATCH', url: '/crm/v3/objects/deals/7', body: { properties: { amount: '1' } } },
    ]);
  });

  it.each([
    [
      'a whole rolling interval',
      rateLimit('TEN_SECONDLY_ROLLING', { 'X-HubSpot-RateLimit-Interval-Milliseconds': '5000' }),
      5000,
    ],
    ['ten seconds when the interval is not named', rateLimit('TEN_SECONDLY_ROLLING'), 10_000],
    ['a second', rateLimit('SECONDLY'), 1000],
    ['what Retry-After asks', rateLimit('SECONDLY', { 'Retry-After': '3' }), 3000],
    ['what a 503 asks', { status: 503, headers: { 'Retry-After': '2' } }, 2000],
    ['a short while after a 500', { status: 500 }, 125],
    ['a short while after a 423', { status: 423 }, 125],
    ['a short while after a broken connection', 'reset', 125],
  ] satisfies [string, ScriptedAnswer, number][])('waits %s', async (_, answer, pause) => {
    const { client, timing } = await setUp([answer, OK]);
    await expect(client.send(read())).resolves.toEqual({ id: '7' });
    expect(timing.pauses).toEqual([pause]);
  });

  it('adds jitter to a waiting time, and never takes from it', async () => {
    const { client, timing } = await setUp([rateLimit('SECONDLY'), OK], 0.8);
    await client.send(read());
    expect(timing.pauses).toEqual([1200]);
  });

  it('gives up after five attempts with growing pauses', async () => {
    const { client, timing } = await setUp(Array.from({ length: 5 }, () => ({ status: 502 })));
    const error = await failure(client.send(read()));
    expect(error).toMatchObject({ code: 'unavailable', status: 502, retryable: true });
    expect(timing.pauses).toEqual([125, 250, 500, 1000]);
  });

  it('does not wait for a new day', async () => {
    const { client, timing } = await setUp([rateLimit('DAILY')]);
    const error = await failure(client.send(read()));
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('daily limit') });
    expect(timing.pauses).toEqual([]);
  });

  it('does not keep a person waiting for a rolling interval', async () => {
    const { client, timing } = await setUp([rateLimit('TEN_SECONDLY_ROLLING')]);
    await expect(failure(client.send(read('person')))).resolves.toMatchObject({ code: 'unavailable' });
    expect(timing.pauses).toEqual([]);
    expect(timing.timeouts).toEqual([4000]);
  });

  it('gives a silent attempt up and tries again', async () => {
    const { client, timing, server } = await setUp(['silence', OK]);
    server.onCall = (count) => {
      if (count === 1) timing.expire();
    };
    await expect(client.send(read())).resolves.toEqual({ id: '7' });
    expect(timing.timeouts).toEqual([10_000, 10_000]);
  });

  it('does not repeat a silent attempt that must not happen twice: it may still be carried out', async () => {
    const { client, timing, server } = await setUp(['silence']);
    server.onCall = () => timing.expire();
    const findEarlier = () => Promise.reject(new Error('must not be asked yet'));
    const error = await failure(client.send({ ...read(), findEarlier }));
    expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: true });
  });

  it('knows that a refused connection did nothing', async () => {
    const { client, server: gone } = await setUp([]);
    await gone.close();
    server = undefined;
    const error = await failure(client.send(read()));
    expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: false, status: undefined });
    expect(error.internal).toContain('ECONNREFUSED');
  });

  it('looks for what a lost reply left behind before it sends again', async () => {
    const { client } = await setUp([{ status: 500 }]);
    await expect(client.send({ ...read(), findEarlier: async () => ({ id: 'earlier' }) })).resolves.toEqual({
      id: 'earlier',
    });
  });

  it('does not look when nothing can have happened', async () => {
    const { client } = await setUp([rateLimit('SECONDLY'), OK]);
    const findEarlier = () => Promise.reject(new Error('must not be asked'));
    await expect(client.send({ ...read(), findEarlier })).resolves.toEqual({ id: '7' });
  });

  it.each([
    [401, {}, 'unavailable', "does not accept Handrail's access token"],
    [
      403,
      { errors: [{ message: 'no', context: { requiredGranularScopes: ['crm.objects.deals.read'] } }] },
      'refused',
      'no permission in HubSpot to read the deal. An administrator must grant it (crm.objects.deals.read)',
    ],
    [404, { message: 'resource not found' }, 'record_not_found', 'may have been deleted'],
    [409, { message: 'Value is taken' }, 'refused', 'HubSpot refused to read the deal: Value is taken'],
    [400, { message: 'bad', errors: [{ message: 'x is not a number' }] }, 'refused', 'x is not a number'],
    [400, 'not JSON at all', 'refused', 'status 400'],
    [
      400,
      {
        message: 'Property values were not valid',
        errors: [
          { message: 'Property "handoff_routing_hold" does not exist', code: 'PROPERTY_DOESNT_EXIST' },
        ],
      },
      'properties_missing',
      'no usable property handoff_routing_hold. An administrator must run "handrail install"',
    ],
    [
      400,
      {
        message:
          'Property values were not valid: [{"error":"PROPERTY_DOESNT_EXIST","name":"handoff_exception_id"}]',
      },
      'properties_missing',
      'handoff_exception_id',
    ],
    [
      400,
      {
        message: 'no',
        errors: [{ message: 'Property "region_x" does not exist', code: 'PROPERTY_DOESNT_EXIST' }],
      },
      'refused',
      'Property "region_x" does not exist',
    ],
    [200, { unexpected: true }, 'unavailable', 'in a form Handrail does not understand'],
  ])('turns a %i into a clear answer at the first attempt', async (status, body, code, words) => {
    const { client } = await setUp([{ status, body }]);
    const error = await failure(client.send(read()));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  it('logs templates, statuses and codes, and no id, query, token or text of HubSpot', async () => {
    const answer = {
      status: 409,
      body: { message: 'jane@example.test is taken', category: 'CONFLICT', correlationId: 'c-1' },
    };
    const { client, lines } = await setUp([answer, OK]);
    await failure(client.send(read()));
    await client.send(read());
    expect(lines).toMatchObject([
      {
        method: 'GET',
        path: '/crm/v3/objects/{objectType}/{recordId}',
        status: 409,
        attempt: 1,
        code: 'refused',
        internal: 'GET /crm/v3/objects/{objectType}/{recordId}: 409 CONFLICT c-1',
        durationMs: 0,
      },
      { method: 'GET', status: 200, attempt: 1 },
    ]);
    const text = JSON.stringify(lines);
    for (const secret of ['jane', 'deals/7', 'amount', 'token-of-the-test'])
      expect(text).not.toContain(secret);
  });

  it('refuses a base address that is no URL at the start', () => {
    const { logger } = createLogLines();
    expect(() => createHubSpotClient({ accessToken: 't', basePath: 'hubspot', logger })).toThrow(
      'Invalid URL',
    );
  });
});

describe('hubspotPath', () => {
  it('keeps an id inside its path', () => {
    expect(hubspotPath('record', { objectType: 'deals', recordId: '../owners?x=1' }).path).toBe(
      '/crm/v3/objects/deals/..%2Fowners%3Fx%3D1',
    );
  });
});
