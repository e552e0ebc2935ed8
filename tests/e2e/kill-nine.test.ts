import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CardView } from '@handrail/contracts/card-view';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cardUser, PUBLIC_ORIGIN } from '../../sandbox/demo/card-user.ts';
import { type HandrailProcess, runHandrail, startHandrail } from '../../sandbox/demo/handrail-process.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';

const MAYA = 'maya.chen@northwind.example';
const INES = 'ines.moreau@northwind.example';
const TOM = seedPerson('tom.becker@northwind.example');
const DAY = 24 * 60 * 60 * 1000;
const PATIENCE_MS = 60_000;

/** Which write of the grant the server is killed in, and where in it. */
const MOMENTS = [
  ['before the hold is written', { kind: 'hang', method: 'PATCH' }],
  ['after the hold is written and before that is recorded', { kind: 'hang-after', method: 'PATCH' }],
  ['before the task is created', { kind: 'hang', method: 'POST', path: '/crm/v3/objects/tasks$' }],
  [
    'after the task is created and before that is recorded',
    { kind: 'hang-after', method: 'POST', path: '/crm/v3/objects/tasks$' },
  ],
  [
    'after the note is created and before that is recorded',
    { kind: 'hang-after', method: 'POST', path: '/crm/v3/objects/notes$' },
  ],
] as const;

describe('kill -9 between "approved" and "steps done"', () => {
  let dataDir: string;
  let portal: RunningPortal;
  let server: HandrailProcess;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'handrail-kill-'));
    portal = await startWatchedPortal({ clientSecret: 'kill-secret', rateLimit: 'off' });
    environment = {
      HUBSPOT_API_ORIGIN: portal.origin,
      HUBSPOT_PORTAL_ID: String(portal.portalId),
      HUBSPOT_ACCESS_TOKEN: portal.accessToken,
      HUBSPOT_CLIENT_SECRET: portal.clientSecret,
      PUBLIC_ORIGIN,
      HANDRAIL_DATA_DIR: join(dataDir, 'data'),
      LOG_LEVEL: 'warn',
    };
    const installed = await runHandrail(['install'], environment);
    expect(installed).toMatchObject({ code: 0 });
    server = await startHandrail(environment);
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    await portal?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it.each(MOMENTS)(
    '%s: after a restart every step is done exactly once',
    async (_moment, fault) => {
      const dealId = strategicDeal(portal);
      const rep = () => cardUser(portal, server.origin, MAYA);
      await rep().submit({
        record: { objectType: 'deal', recordId: dealId },
        exceptionTypeId: 'strategic-logo',
        reasonCode: 'named-account',
        reason: 'The board of this account has worked with the proposed owner for years.',
        proposedOwnerId: TOM.ownerId,
        expiresAt: new Date(Date.now() + 10 * DAY).toISOString(),
      });
      const pending = await until(
        rep,
        dealId,
        (card) => card.live?.steps.every((step) => step.status === 'done') ?? false,
      );
      const before = portal.writeLog.length;

      portal.faults.inject(fault);
      await cardUser(portal, server.origin, INES).review(pending, 'approve', 'Go ahead.');
      await untilTrue(() => portal.faults.pending === 0);
      if (fault.kind === 'hang-after') await untilTrue(() => portal.writeLog.length > before);
      await server.kill();
      server = await startHandrail(environment);

      const active = await until(rep, dealId, (card) => card.live?.status === 'active');
      expect(active.live?.steps.map((step) => step.status)).toEqual(active.live?.steps.map(() => 'done'));
      const writes = portal.writeLog.slice(before);
      expect(writes.map(summary)).toEqual(['hold', 'tag', 'owner', 'task', 'note', 'tag']);
      expect(portal.portal.value(portal.portal.require('deals', dealId), 'hubspot_owner_id')).toBe(
        TOM.ownerId,
      );
      expect(portal.unknownCalls).toEqual([]);
    },
    120_000,
  );

  /** One word for a write of the grant; the write itself when it is none. */
  function summary({ objectType, properties, path }: RunningPortal['writeLog'][number]): string {
    if (objectType === 'tasks') return 'task';
    if (objectType === 'notes') return 'note';
    if (properties[RECORD_PROPERTY.routingHold] === 'true') return 'hold';
    if (RECORD_PROPERTY.status in properties) return 'tag';
    return 'hubspot_owner_id' in properties ? 'owner' : `${path} ${JSON.stringify(properties)}`;
  }
});

/** A deal in EMEA that only the region lead has to approve and nobody has used before. */
function strategicDeal(portal: RunningPortal): string {
  const free = portal.portal.list('deals').find((deal) => {
    const value = (name: string) => portal.portal.value(deal, name);
    const amount = Number(value('amount'));
    const fits = amount >= 50_000 && amount <= 100_000 && value('sales_region') === 'EMEA';
    return fits && value('hubspot_owner_id') !== TOM.ownerId && value(RECORD_PROPERTY.exceptionId) === '';
  });
  if (!free) throw new Error('the seed has no free deal left');
  return free.id;
}

async function until(
  user: () => ReturnType<typeof cardUser>,
  dealId: string,
  holds: (card: CardView) => boolean,
): Promise<CardView> {
  let card = await user().open(dealId);
  await untilTrue(async () => {
    card = await user().open(dealId);
    return holds(card);
  });
  return card;
}

async function untilTrue(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('it did not come true within a minute');
    await pause(50);
  }
}
