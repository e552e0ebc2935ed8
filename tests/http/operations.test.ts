import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { PROBLEM_CODES } from '@handrail/contracts/vocabulary';
import { WORKFLOW_ACTION_ROUTES } from '@handrail/contracts/workflow-actions';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ALL_CARD_ROUTES } from '../../server/http/routes/card-routes.ts';
import { startServer } from '../../server/start-server.ts';
import { filledForm, install, startTestServer, type TestServer } from './test-server.ts';

const readinessSchema = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
const operationSchema = z.looseObject({ 'x-problem-codes': z.array(z.string()).optional() });
const openApiSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

let test: TestServer;
/** Milliseconds the server's clock is ahead. */
let ahead = 0;

beforeAll(async () => {
  const clock = { now: () => new Date(Date.now() + ahead) };
  test = await startTestServer({ installed: false, variables: { HANDRAIL_METRICS_PORT: '0' }, clock });
});
afterAll(() => test.close());

const get = (path: string) => fetch(`${test.server.origin}${path}`);

describe('a portal without our properties', () => {
  it('is not ready and says what an administrator must do; a submit says so too', async () => {
    const response = await get('/readyz');
    expect(response.status).toBe(503);
    const { ready, checks } = readinessSchema.parse(await response.json());
    expect(ready).toBe(false);
    expect(checks).toContainEqual(expect.objectContaining({ name: 'store', ok: true }));
    const hubspot = checks.find(({ name }) => name === 'hubspot');
    expect(hubspot?.detail).toContain('handoff_routing_hold');
    expect(hubspot?.detail).toContain('handrail install');

    const rep = test.as('maya.chen');
    const deal = await test.makeDeal();
    expect(await rep.refusal(CARD_ROUTES.requests, filledForm(deal))).toBe('properties_missing');
    const card = await rep.card(`${CARD_ROUTES.card}?objectType=deal&recordId=${deal}`);
    expect(card.notice).toContain('handrail install');
  });

  it('is ready once they are installed', async () => {
    await install(test.portal);
    ahead += 6_000;
    const response = await get('/readyz');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ready: true });
  });
});

describe('the open routes', () => {
  it('/healthz answers, with strict headers and an id of our own', async () => {
    const response = await fetch(`${test.server.origin}/healthz`, { headers: { 'x-request-id': 'mine' } });
    expect(await response.json()).toEqual({ status: 'ok' });
    const { headers } = response;
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(['/nope', '/api/hubspot/nope', '/metrics', '/%E0%A4%A', '/api/hubspot/requests/%E0%A4%A/trail'])(
    '%s is a problem, not a page',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'not_found', status: 404 });
    },
  );

  it('metrics are on a port of their own', async () => {
    const text = await (await fetch(`${test.server.metricsOrigin}/metrics`)).text();
    expect(text).toMatch(
      /handrail_http_request_seconds_count\{method="GET",route="\/healthz",status="200"\} [1-9]/,
    );
  });
});

describe('/openapi.json', () => {
  it('describes every route of the contract, with no reference to nowhere', async () => {
    const document = openApiSchema.parse(await (await get('/openapi.json')).json());
    expect(document.openapi).toBe('3.1.0');
    const one = CARD_ROUTES.review('ID').replace('/ID/review', '/{requestId}');
    expect(Object.keys(document.paths).toSorted()).toEqual(
      [
        '/healthz',
        '/openapi.json',
        '/readyz',
        ...Object.values(WORKFLOW_ACTION_ROUTES),
        CARD_ROUTES.card,
        CARD_ROUTES.preview,
        CARD_ROUTES.requests,
        CARD_ROUTES.inbox,
        CARD_ROUTES.inboxReview,
        CARD_ROUTES.bulkForm,
        CARD_ROUTES.bulks,
        ...[
          CARD_ROUTES.bulk('ID'),
          CARD_ROUTES.bulkItems('ID'),
          CARD_ROUTES.bulkAsk('ID'),
          CARD_ROUTES.bulkReview('ID'),
          CARD_ROUTES.bulkWithdraw('ID'),
          CARD_ROUTES.bulkRetry('ID'),
          CARD_ROUTES.bulkTrail('ID'),
        ].map((route) => route.replace('ID', '{bulkId}')),
        CARD_ROUTES.settings,
        CARD_ROUTES.settingsTasks,
        CARD_ROUTES.settingsCoverage,
        CARD_ROUTES.settingsEndDelegation('ID').replace('ID', '{delegationId}'),
        ...[
          CARD_ROUTES.settingsWorkflow('ID'),
          CARD_ROUTES.proposeMend('ID'),
          CARD_ROUTES.applyMend('ID'),
          CARD_ROUTES.undoMend('ID'),
          CARD_ROUTES.markReviewed('ID'),
        ].map((route) => route.replace('ID', '{automationId}')),
        CARD_ROUTES.delegations,
        CARD_ROUTES.endDelegation('ID').replace('ID', '{delegationId}'),
        ...[
          'answer',
          'ask',
          'dispute',
          'end',
          'extension',
          'extension/withdraw',
          'hand-over',
          'object',
          'retry',
          'review',
          'takers',
          'trail',
          'withdraw',
        ].map((verb) => `${one}/${verb}`),
      ].toSorted(),
    );
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(String(name));
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const codes = new Set(operations.flatMap((operation) => operation['x-problem-codes'] ?? []));
    // All but the first are told of a bulk request, of its records, of a task and in a row of an org, not by a reply.
    const elsewhere = [
      'not_found',
      'nothing_to_ask',
      'more_approval_needed',
      'channel_off',
      'notice_not_sent',
      'author_not_accepted',
    ];
    // Told by `handrail guard`, and of a task on the settings page.
    const guard = [
      'automation_not_readable',
      'automation_changed',
      'mend_not_needed',
      'mend_not_possible',
      'mend_not_found',
      'mend_not_in_force',
      'review_not_due',
      'review_reason_missing',
    ];
    expect([...codes, ...elsewhere, ...guard].toSorted()).toEqual([...PROBLEM_CODES].toSorted());
  });

  it('has unique operation ids', () => {
    const ids = ALL_CARD_ROUTES.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('limits', () => {
  it('hold for one user, not for the others', async () => {
    const greedy = test.as('tom.becker');
    const path = `${CARD_ROUTES.requests}/none/trail`;
    const statuses = await Promise.all(
      Array.from({ length: 260 }, async () => (await greedy.raw(path)).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    const refused = await greedy.raw(path);
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests' });
    expect((await test.as('grace.okafor').raw(path)).status).toBe(200);
  });
});

describe('stopping', () => {
  it('answers what is under way, takes nothing new and can be told twice', async () => {
    const server = await startServer({ ...test.env, logLevel: 'silent' });
    // It asks the portal, which takes longer than the next two lines.
    const running = fetch(`${server.origin}/readyz`);
    await fetch(`${server.origin}/healthz`);
    const closed = server.close();
    expect((await running).status).toBe(200);
    await Promise.all([closed, server.close()]);
    await expect(fetch(`${server.origin}/healthz`)).rejects.toThrow();
  });

  it('does not start with a policy that has an error, and names it', async () => {
    await expect(startServer({ ...test.env, policyDir: 'tests/http' })).rejects.toThrow(/roles\.yml/);
  });
});
