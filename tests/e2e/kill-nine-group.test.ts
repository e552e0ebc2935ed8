import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { CardView } from '@handrail/contracts/card-view';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PUBLIC_ORIGIN } from '../../sandbox/demo/card-user.ts';
import { type HandrailProcess, runHandrail, startHandrail } from '../../sandbox/demo/handrail-process.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';
import { signedClient } from '../http/signed-client.ts';
import { escalation } from './group-world.ts';

const CONTACTS = 300;
const PATIENCE_MS = 90_000;

describe('kill -9 while a large buying group is covered, and while it is let go', () => {
  let dataDir: string;
  let portal: RunningPortal;
  let server: HandrailProcess;
  let environment: Readonly<Record<string, string>>;
  let companyId: string;
  let contactIds: readonly string[];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'handrail-kill-group-'));
    portal = await startWatchedPortal({ clientSecret: 'kill-secret', seed: 'empty', rateLimit: 'off' });
    environment = {
      HUBSPOT_API_ORIGIN: portal.origin,
      HUBSPOT_PORTAL_ID: String(portal.portalId),
      HUBSPOT_ACCESS_TOKEN: portal.accessToken,
      HUBSPOT_CLIENT_SECRET: portal.clientSecret,
      PUBLIC_ORIGIN,
      HANDRAIL_DATA_DIR: join(dataDir, 'data'),
      HANDRAIL_SWEEP_SECONDS: '1',
      LOG_LEVEL: 'warn',
    };
    const installed = await runHandrail(['install'], environment);
    expect(installed).toMatchObject({ code: 0 });
    server = await startHandrail(environment);
    const context = { method: 'SEED', path: '', body: null, source: { sourceType: 'IMPORT' } };
    companyId = portal.portal.create('companies', { name: 'Acme Holding' }, context).id;
    contactIds = Array.from({ length: CONTACTS }, (_, at) => {
      const contact = { firstname: 'Bo', lastname: `Buyer ${at}`, email: `bo.${at}@acme.example` };
      const associations = [{ toType: 'companies' as const, toId: companyId }];
      return portal.portal.create('contacts', contact, context, { associations }).id;
    });
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    await portal?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const as = (mailbox: string) =>
    signedClient(
      {
        origin: server.origin,
        signedOrigin: PUBLIC_ORIGIN,
        clientSecret: portal.clientSecret,
        portalId: portal.portalId,
      },
      seedPerson(`${mailbox}@northwind.example`),
    );
  const card = () => as('maya.chen').card(`${CARD_ROUTES.card}?objectType=company&recordId=${companyId}`);
  /** How often the hold of each contact was written with a value since a place in the portal's log. */
  const writesOf = (hold: 'true' | 'false', since: number) => {
    const writes = portal.writeLog
      .slice(since)
      .filter(({ properties }) => properties[RECORD_PROPERTY.routingHold] === hold)
      .map(({ objectId }) => objectId);
    return contactIds.map((id) => writes.filter((one) => one === id).length);
  };
  const killAfter = async (hold: 'true' | 'false', since: number, done: number) => {
    await untilTrue(() => writesOf(hold, since).filter((times) => times > 0).length >= done);
    await server.kill();
    server = await startHandrail(environment);
  };

  it('each record is held exactly once, and let go exactly once', async () => {
    const filed = await as('maya.chen').card(CARD_ROUTES.requests, escalation(companyId));
    const requestId = filed.live?.requestId ?? '';
    const start = portal.writeLog.length;
    await as('victor.lang').card(CARD_ROUTES.review(requestId), {
      outcome: 'approve',
      version: filed.live?.version,
    });
    await killAfter('true', start, 40);
    await killAfter('true', start, 180);
    await until(card, ({ group }) => group?.counts.covered === CONTACTS);
    expect(writesOf('true', start)).toEqual(contactIds.map(() => 1));

    const end = portal.writeLog.length;
    await as('maya.chen').card(CARD_ROUTES.end(requestId), {});
    await killAfter('false', end, 120);
    await until(card, ({ group }) => group?.counts.released === CONTACTS);
    expect(writesOf('false', end)).toEqual(contactIds.map(() => 1));
    expect(writesOf('true', end)).toEqual(contactIds.map(() => 0));
    expect(portal.unknownCalls).toEqual([]);
  }, 300_000);
});

async function until(ask: () => Promise<CardView>, holds: (card: CardView) => boolean): Promise<void> {
  await untilTrue(async () => holds(await ask()));
}

async function untilTrue(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('it did not come true in a minute and a half');
    await pause(50);
  }
}
