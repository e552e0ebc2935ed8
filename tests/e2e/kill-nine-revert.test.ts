import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cardUser, PUBLIC_ORIGIN } from '../../sandbox/demo/card-user.ts';
import { type HandrailProcess, runHandrail, startHandrail } from '../../sandbox/demo/handrail-process.ts';
import type { Fault } from '../../sandbox/hubspot/http/faults.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';

const MAYA = seedPerson('maya.chen@northwind.example');
const VICTOR = 'victor.lang@northwind.example';
const TOM = seedPerson('tom.becker@northwind.example');
const DAY = 24 * 60 * 60 * 1000;
const PATIENCE_MS = 60_000;

/** What the server is killed in while it takes an exception back, and how many of its writes were taken by then. */
const MOMENTS: readonly (readonly [string, Fault, number])[] = [
  ['before the stage is put back', { kind: 'hang', method: 'PATCH' }, 1],
  ['after the stage is put back and before that is recorded', { kind: 'hang-after', method: 'PATCH' }, 2],
  [
    'after the note is written and before that is recorded',
    { kind: 'hang-after', method: 'POST', path: '/crm/v3/objects/notes$' },
    4,
  ],
];

describe('kill -9 while a break-glass exception is taken back', () => {
  let dataDir: string;
  let portal: RunningPortal;
  let server: HandrailProcess;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'handrail-revert-'));
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
    '%s: after a restart everything is back, each write done once',
    async (_moment, fault, written) => {
      const dealId = mayasDeal(portal);
      const value = (name: string) => portal.portal.value(portal.portal.require('deals', dealId), name) ?? '';
      const stage = value('dealstage');
      const user = (email: string) => cardUser(portal, server.origin, email);
      await user(MAYA.email).submit({
        record: { objectType: 'deal', recordId: dealId },
        exceptionTypeId: 'executive-escalation',
        reasonCode: 'customer-executive',
        reason: 'The CFO of the customer was promised one person to talk to until the rollout is done.',
        proposedOwnerId: TOM.ownerId,
        proposedStageId: 'contractsent',
        breakGlass: { reason: 'The CFO is on the phone now and leaves for a flight within the hour.' },
        expiresAt: new Date(Date.now() + 10 * DAY).toISOString(),
      });
      await untilTrue(async () => {
        const { live } = await user(MAYA.email).open(dealId);
        return live?.status === 'active' && live.steps.every(({ status }) => status === 'done');
      });
      expect(value('hubspot_owner_id')).toBe(TOM.ownerId);

      const before = portal.writeLog.length;
      // The first write of a revert marks the record; the fault is for what comes after it.
      let injected = false;
      portal.portal.onChange(() => {
        if (injected || value(RECORD_PROPERTY.status) !== 'reverting') return;
        injected = true;
        portal.faults.inject(fault);
      });
      await user(VICTOR).review(await user(VICTOR).open(dealId), 'reject', 'The deal was not his to take.');
      await untilTrue(() => injected && portal.faults.pending === 0);
      await untilTrue(() => portal.writeLog.length === before + written);
      await server.kill();
      server = await startHandrail(environment);

      await untilTrue(async () => (await user(MAYA.email).open(dealId)).previous?.status === 'reverted');
      expect(value('hubspot_owner_id')).toBe(MAYA.ownerId);
      expect(value('dealstage')).toBe(stage);
      expect(value(RECORD_PROPERTY.routingHold)).toBe('false');
      const writes = portal.writeLog.slice(before);
      expect(writes.map(summary)).toEqual(['tag', 'stage', 'owner', 'note', 'release']);
    },
    120_000,
  );

  /** One word for a write of the revert; the write itself when it is none. */
  function summary({ objectType, properties, path }: RunningPortal['writeLog'][number]): string {
    if (objectType === 'notes') return 'note';
    if (properties[RECORD_PROPERTY.routingHold] === 'false') return 'release';
    if (RECORD_PROPERTY.status in properties) return 'tag';
    if ('dealstage' in properties) return 'stage';
    return 'hubspot_owner_id' in properties ? 'owner' : `${path} ${JSON.stringify(properties)}`;
  }
});

/** A deal of Maya's that was not under an exception and is not where the exception would take it. */
function mayasDeal(portal: RunningPortal): string {
  const free = portal.portal.list('deals').find((deal) => {
    const value = (name: string) => portal.portal.value(deal, name);
    const isHers = value('hubspot_owner_id') === MAYA.ownerId && value('sales_region') === 'EMEA';
    const isOpen = ['appointmentscheduled', 'qualifiedtobuy', 'presentationscheduled'].includes(
      value('dealstage') ?? '',
    );
    return isHers && isOpen && value(RECORD_PROPERTY.exceptionId) === '';
  });
  if (!free) throw new Error('the seed has no free deal left');
  return free.id;
}

async function untilTrue(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('it did not come true within a minute');
    await pause(50);
  }
}
