import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { delegationsReplySchema } from '@handrail/contracts/delegations';
import {
  type CoverageQuery,
  coverageReplySchema,
  type SettingsView,
  type StartTaskInput,
  settingsReplySchema,
} from '@handrail/contracts/settings';
import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import { openStore } from '../../server/adapters/store/open-store.ts';
import { sha256 } from '../../server/adapters/system/sha256.ts';
import { type MailServer, startMailServer } from '../fixtures/mail-server.ts';
import type { SignedClient } from './signed-client.ts';
import { eventually, startTestServer, type TestServer } from './test-server.ts';

const HOUR = 60 * 60 * 1000;

let dataDir: string;
let mail: MailServer;
let test: TestServer;
/** RevOps by the sample policy. */
let priya: SignedClient;
let maya: SignedClient;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'handrail-settings-'));
  mail = await startMailServer();
  test = await startTestServer({
    variables: {
      HANDRAIL_DATA_DIR: dataDir,
      HANDRAIL_SMTP_URL: mail.url,
      HANDRAIL_MAIL_FROM: 'Handrail <handrail@example.com>',
    },
  });
  priya = test.as('priya.nair');
  maya = test.as('maya.chen');
}, 120_000);
afterAll(async () => {
  await test.close();
  await mail.close();
  await rm(dataDir, { recursive: true });
});

async function settings(body?: unknown, path: string = CARD_ROUTES.settings): Promise<SettingsView> {
  const reply = await priya.call(settingsReplySchema, path, body);
  if (!reply.ok) throw new Error(`${reply.problem.code}: ${reply.problem.detail}`);
  return reply;
}

type Wish = StartTaskInput extends infer One ? (One extends unknown ? Omit<One, 'pressKey'> : never) : never;

/** Starts a task and waits until it is over. */
async function perform(wish: Wish): Promise<SettingsView> {
  await settings({ ...wish, pressKey: randomUUID() }, CARD_ROUTES.settingsTasks);
  return eventually(
    () => settings(),
    (view) => taskOf(view, wish.kind)?.state !== 'running',
  );
}

const taskOf = ({ tasks }: SettingsView, kind: string) => tasks.find((task) => task.kind === kind);

async function coverage(query: CoverageQuery = {}) {
  const reply = await priya.call(coverageReplySchema, CARD_ROUTES.settingsCoverage, query);
  if (!reply.ok) throw new Error(reply.problem.code);
  return reply;
}

describe('the settings page', () => {
  it('tells how the account is connected and set up without asking HubSpot', async () => {
    test.portal.faults.inject({ kind: 'status', status: 503, times: 1_000 });
    const view = await settings();
    test.portal.faults.clear();
    expect(view.connection).toMatchObject({ portalId: String(test.portal.portalId), state: 'static' });
    expect(new Set(view.connection.scopes.map(({ granted }) => granted))).toEqual(new Set(['unknown']));
    expect(view.policy).toMatchObject({ version: 1, publishedBy: 'The server, from its files' });
    expect(view.policy.types.map(({ label }) => label)).toContain('Strategic Logo');
    expect(view.policy.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(view.channels.map(({ channel, on, testable }) => [channel, on, testable])).toEqual([
      ['crm_task', true, false],
      ['slack', false, false],
      ['email', true, true],
    ]);
    expect(view).toMatchObject({ health: null, coverage: null, tasks: [], delegations: [] });
  });

  it('checks the health of the account as a job', async () => {
    const { health, tasks } = await perform({ kind: 'check_health' });
    expect(tasks).toMatchObject([{ kind: 'check_health', state: 'done', startedBy: 'Priya Nair' }]);
    expect(health).toMatchObject({ healthy: true, checkedBy: 'Priya Nair' });
    expect(health?.findings.find(({ code }) => code === 'public_origin')).toMatchObject({
      status: 'warning',
      docs: 'docs/health.md#public_origin',
    });
    expect(health?.properties?.map(({ objectType }) => objectType)).toEqual([...OBJECT_TYPES]);
    expect(
      health?.properties?.every(({ there, total, amiss }) => there === total && amiss.length === 0),
    ).toBe(true);
  });

  it('names a property that is missing, and a HubSpot that does not answer', async () => {
    const gone = await fetch(`${test.portal.origin}/crm/v3/properties/deals/handoff_routing_hold`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${test.portal.accessToken}` },
    });
    expect(gone.ok).toBe(true);
    const { health } = await perform({ kind: 'check_health' });
    expect(health?.healthy).toBe(false);
    expect(health?.properties?.find(({ objectType }) => objectType === 'deal')?.amiss).toEqual([
      { name: 'handoff_routing_hold', state: 'missing', words: 'It is not there.' },
    ]);

    test.portal.faults.inject({ kind: 'status', status: 403, path: '/crm/', times: 100 });
    const refused = await perform({ kind: 'check_health' });
    test.portal.faults.clear();
    expect(refused.health?.properties).toBeNull();
    expect(refused.health?.findings.find(({ code }) => code === 'connection')?.status).toBe('failed');
  });

  describe('coverage', () => {
    it('is not there before it was checked', async () => {
      expect(await coverage()).toMatchObject({ summary: null, items: [], matching: 0 });
    });

    it('is checked as a job, once however often it is asked for', async () => {
      const [first, second] = await Promise.all([
        settings({ kind: 'check_coverage', pressKey: randomUUID() }, CARD_ROUTES.settingsTasks),
        settings({ kind: 'check_coverage', pressKey: randomUUID() }, CARD_ROUTES.settingsTasks),
      ]);
      expect(taskOf(first, 'check_coverage')?.startedAt).toBe(taskOf(second, 'check_coverage')?.startedAt);
      const view = await eventually(
        () => settings(),
        (one) => taskOf(one, 'check_coverage')?.state === 'done',
      );
      expect(view.coverage).toMatchObject({
        checkedBy: 'Priya Nair',
        total: 6,
        ignoring: 2,
        counts: { ignores: 2, partly: 0, needs_review: 0, not_visible: 0, respects: 4, does_not_write: 0 },
      });
    });

    it('is listed worst first, by verdict and a page at a time', async () => {
      const all = await coverage();
      expect(all.items.map(({ verdict }) => verdict)).toEqual([
        'ignores',
        'ignores',
        'respects',
        'respects',
        'respects',
        'respects',
      ]);
      expect(all.items[0]).toMatchObject({ automationId: SEED_FLOW.legacyRenewals, enabled: true });
      expect(all.items[0]?.evidence).not.toBe('');
      expect(all.items[0]?.path.length).toBeGreaterThan(0);
      const page = await coverage({ verdict: 'respects', offset: 3, limit: 2 });
      expect(page).toMatchObject({ matching: 4, offset: 3 });
      expect(page.items).toHaveLength(1);
    });

    it('says why a check failed, and keeps what the last good one found', async () => {
      test.portal.faults.inject({ kind: 'status', status: 403, path: '/automation/', times: 100 });
      const view = await perform({ kind: 'check_coverage' });
      test.portal.faults.clear();
      expect(taskOf(view, 'check_coverage')).toMatchObject({
        state: 'failed',
        problem: { code: 'crm_unavailable' },
      });
      expect(view.coverage?.total).toBe(6);
    });
  });

  describe('a test notice', () => {
    it('is sent to the person who asked for it', async () => {
      const view = await perform({ kind: 'send_test_notice', channel: 'email' });
      expect(taskOf(view, 'send_test_notice')).toMatchObject({ subject: 'email', state: 'done' });
      expect(mail.mails.map(({ to }) => to)).toEqual([['priya.nair@northwind.example']]);
      expect(mail.mails[0]?.raw).toContain('A test notice from Handrail');
    });

    it('says that a channel is not set up', async () => {
      const view = await perform({ kind: 'send_test_notice', channel: 'slack' });
      const slack = view.tasks.find(({ subject }) => subject === 'slack');
      expect(slack).toMatchObject({ state: 'failed', problem: { code: 'channel_off' } });
    });
  });

  it('ends an absence that somebody else set', async () => {
    const from = new Date(Date.now() + HOUR).toISOString();
    const set = await test.as('ines.moreau').call(delegationsReplySchema, CARD_ROUTES.delegations, {
      delegate: 'tom.becker@northwind.example',
      from,
      until: new Date(Date.now() + 48 * HOUR).toISOString(),
      reason: 'Parental leave',
    });
    expect(set.ok).toBe(true);
    const { delegations } = await settings();
    expect(delegations).toMatchObject([
      { delegator: { name: 'Inès Moreau' }, delegate: { name: 'Tom Becker' }, hasBegun: false },
    ]);
    const delegationId = delegations[0]?.delegationId ?? '';
    const after = await settings({}, CARD_ROUTES.settingsEndDelegation(delegationId));
    expect(after.delegations).toEqual([]);
    expect(await priya.refusal(CARD_ROUTES.settingsEndDelegation('nobody'), {})).toBe('delegation_not_found');
  });

  describe('for people who do not administer', () => {
    it.each([
      ['settings', CARD_ROUTES.settings, undefined],
      ['tasks', CARD_ROUTES.settingsTasks, { kind: 'check_coverage' }],
      ['coverage', CARD_ROUTES.settingsCoverage, {}],
      ["anybody's absence", CARD_ROUTES.settingsEndDelegation('d-1'), {}],
    ])('refuses %s', async (_what, path, body) => {
      expect(await maya.refusal(path, body)).toBe('not_administrator');
    });

    it('refuses before it looks at what was sent', async () => {
      expect(await maya.refusal(CARD_ROUTES.settingsTasks, { kind: 'nonsense' })).toBe('not_administrator');
      expect((await priya.raw(CARD_ROUTES.settingsTasks, { body: { kind: 'nonsense' } })).status).toBe(400);
    });
  });

  /** Last: the server must let go of its data. */
  it('leaves in the trail what was done, once for each person who was refused', async () => {
    await test.server.close();
    const store = await openStore({ dataDir, sha256 });
    try {
      const entries = await store.transact(`hubspot:${test.portal.portalId}`, (tx) =>
        tx.readAudit({ limit: 100 }),
      );
      const told = entries.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
      const of = (type: string) => told.filter((entry) => entry.type === type);
      expect(of('access_refused')).toMatchObject([
        { actor: { kind: 'user' }, data: { code: 'not_administrator', route: CARD_ROUTES.settings } },
      ]);
      expect(of('coverage_checked')).toMatchObject([{ data: { automations: 6, ignoring: 2 } }]);
      expect(of('test_notice_sent')).toMatchObject([{ data: { channel: 'email' } }]);
      expect(entries.map(({ body }) => body).join()).not.toContain('@');
    } finally {
      await store.close();
    }
  });
});
