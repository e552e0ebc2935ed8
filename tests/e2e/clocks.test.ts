import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { signedClient } from '../http/signed-client.ts';
import {
  CLIENT_SECRET,
  eventually,
  filledForm,
  startTestServer,
  type TestServer,
} from '../http/test-server.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('a server that is down while clocks are due', () => {
  let dataDir: string;
  let world: TestServer;
  /** How far the servers' clock is ahead. */
  let ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead) };
  const logger = pino({ level: 'silent' });
  /** Started after the first one was closed. */
  let running: RunningServer | undefined;
  const restart = async () => {
    await running?.close();
    running = await startServer(world.env, { clock, logger });
    return running;
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'handrail-clocks-'));
    const variables = { HANDRAIL_DATA_DIR: dataDir, HANDRAIL_SWEEP_SECONDS: '0.5' };
    world = await startTestServer({ clock, variables });
  });
  afterAll(async () => {
    await running?.close();
    await world.close();
    await rm(dataDir, { recursive: true });
  });

  const property = (dealId: string, name: string) =>
    world.portal.portal.value(world.portal.portal.require('deals', dealId), name);
  const tasksFor = (mailbox: string) => {
    const { ownerId } = seedPerson(`${mailbox}@northwind.example`);
    const { portal } = world.portal;
    return portal
      .list('tasks')
      .filter((task) => portal.value(task, 'hubspot_owner_id') === ownerId)
      .filter((task) => portal.value(task, 'hs_task_subject')?.startsWith('Decide: '));
  };
  const as = (server: RunningServer, mailbox: string) =>
    signedClient(
      { origin: server.origin, clientSecret: CLIENT_SECRET, portalId: world.portal.portalId },
      seedPerson(`${mailbox}@northwind.example`),
    );

  it('catches up after the restart, once, and says how late it was', async () => {
    const dealId = await world.makeDeal();
    const { live } = await world.as('maya.chen').card(CARD_ROUTES.requests, filledForm(dealId));
    const requestId = live?.requestId ?? '';
    expect(live?.clock.map(({ words }) => words)).toEqual([
      'Those who have not decided are reminded',
      'Escalated: Chief Revenue Officer (Victor Lang) may decide as well',
      'Falls back: RevOps (Priya Nair) may decide as well',
      'Lapses: the request is closed undecided',
    ]);
    await eventually(
      async () => property(dealId, RECORD_PROPERTY.status),
      (status) => status === 'pending',
    );
    await world.server.close();

    // Between escalation (8 business hours) and lapse (40): the day after the escalation was due.
    const escalation = Date.parse(live?.clock[1]?.dueAt ?? '');
    ahead = escalation - Date.now() + 2 * 60 * 60 * 1000;
    await restart();
    await eventually(
      async () => tasksFor('victor.lang').length,
      (tasks) => tasks === 1,
    );
    const tasks = tasksFor('ines.moreau').length;

    // A second start finds nothing left to do.
    ahead += 60_000;
    const again = await restart();
    ahead = 0;
    const trail = await as(again, 'maya.chen').trail(requestId);
    const said = trail.map(({ what }) => what).filter((what) => what.includes('late'));
    expect(said).toEqual([
      expect.stringMatching(/^Reminded those who have not decided, \d+ hours?( \d+ minutes?)? late$/),
      expect.stringMatching(
        /^Escalated the request: the manager may decide as well, 2 hours( \d+ minutes?)? late$/,
      ),
    ]);
    expect(tasksFor('ines.moreau').length).toBe(tasks);
    expect(tasksFor('victor.lang').length).toBe(1);
    const card = await as(again, 'victor.lang').card(
      `${CARD_ROUTES.card}?objectType=deal&recordId=${dealId}`,
    );
    expect(card.live?.waitingFor.map(({ name }) => name)).toEqual(['Inès Moreau', 'Victor Lang']);
    expect(card.live?.can.review).toBe(true);

    // Nobody decides: it lapses, the record says so, and an approval comes too late.
    ahead = 30 * DAY;
    await eventually(
      async () => property(dealId, RECORD_PROPERTY.status),
      (status) => status === 'lapsed',
    );
    ahead = 0;
    const decision = { outcome: 'approve', version: card.live?.version };
    expect(await as(again, 'victor.lang').refusal(CARD_ROUTES.review(requestId), decision)).toBe(
      'wrong_status',
    );
  }, 60_000);
});
