import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { CardView } from '@handrail/contracts/card-view';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { openStore } from '../../server/adapters/store/open-store.ts';
import { sha256 } from '../../server/adapters/system/sha256.ts';
import { tenantOfPortal } from '../../server/env.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';

const MAYA = seedPerson('maya.chen@northwind.example');
const TOM = seedPerson('tom.becker@northwind.example');
const JONAS = seedPerson('jonas.lind@northwind.example');
const DAY = 24 * 60 * 60 * 1000;

let dataDir: string;
let world: TestServer;
/** How far the server's clock is ahead. */
let ahead = 0;

beforeAll(async () => {
  const clock = { now: () => new Date(Date.now() + ahead) };
  dataDir = await mkdtemp(join(tmpdir(), 'handrail-break-glass-'));
  const variables = { HANDRAIL_DATA_DIR: dataDir, HANDRAIL_SWEEP_SECONDS: '0.3' };
  world = await startTestServer({ clock, variables });
});
afterAll(async () => {
  await world.close();
  await rm(dataDir, { recursive: true });
});

const open = (mailbox: string, dealId: string) =>
  world.as(mailbox).card(`${CARD_ROUTES.card}?objectType=deal&recordId=${dealId}`);
const value = (dealId: string, name: string) =>
  world.portal.portal.value(world.portal.portal.require('deals', dealId), name) ?? '';
const statusOf = (card: CardView) => (card.live ?? card.previous)?.status;
const until = (dealId: string, status: string) =>
  eventually(
    () => open('carla.nunez', dealId),
    (card) => statusOf(card) === status,
  );
const notes = (dealId: string) => {
  const { portal } = world.portal;
  const linked = portal.associations.list({ type: 'deals', id: dealId }, 'notes');
  return linked.map(({ toId }) => portal.value(portal.require('notes', toId), 'hs_note_body') ?? '');
};

/** An escalation that takes effect at once: Tom becomes the owner, the deal goes to "Contract sent". */
function atOnce(dealId: string, changes: Readonly<Record<string, unknown>> = {}) {
  return filledForm(dealId, {
    exceptionTypeId: 'executive-escalation',
    reasonCode: 'customer-executive',
    reason: 'The CFO of the customer was promised one person to talk to until the rollout is done.',
    proposedOwnerId: TOM.ownerId,
    proposedStageId: 'contractsent',
    breakGlass: { reason: 'The CFO is on the phone now and leaves for a flight within the hour.' },
    expiresAt: new Date(Date.now() + ahead + 10 * DAY).toISOString(),
    ...changes,
  });
}

async function inEffect(): Promise<string> {
  const dealId = await world.makeDeal();
  await world.as('maya.chen').card(CARD_ROUTES.requests, atOnce(dealId));
  await until(dealId, 'active');
  return dealId;
}

async function decide(mailbox: string, dealId: string, outcome: 'approve' | 'reject'): Promise<void> {
  const { live } = await open(mailbox, dealId);
  const decision = { outcome, comment: 'Decided in the review.', version: live?.version };
  await world.as(mailbox).card(CARD_ROUTES.review(live?.requestId ?? ''), decision);
}

describe('break-glass refused', () => {
  let dealId: string;
  let requestId: string;

  it('Maya may act at once, so her form offers it; for Jonas it does not', async () => {
    dealId = await world.makeDeal();
    const offered = async (mailbox: string) =>
      (await open(mailbox, dealId)).form?.types.flatMap(({ id, breakGlass }) => (breakGlass ? [id] : []));
    expect(await offered('maya.chen')).toEqual(['executive-escalation']);
    expect(await offered('jonas.lind')).toEqual([]);
  });

  it('the CFO is on the phone: Maya files it to take effect at once, and it does', async () => {
    const { live } = await world.as('maya.chen').card(CARD_ROUTES.requests, atOnce(dealId));
    requestId = live?.requestId ?? '';
    expect(live).toMatchObject({
      matter: 'break_glass',
      breakGlass: { outcome: 'owed' },
      waitingFor: [{ name: 'Victor Lang' }, { name: 'Inès Moreau' }, { name: 'Priya Nair' }],
    });
    expect(live).not.toHaveProperty('approvedAt');
    await until(dealId, 'active');
    expect(value(dealId, 'hubspot_owner_id')).toBe(TOM.ownerId);
    expect(value(dealId, 'dealstage')).toBe('contractsent');
  });

  it('the record wears the badge, and the note says that nobody approved it', async () => {
    expect(value(dealId, RECORD_PROPERTY.routingHold)).toBe('true');
    expect(value(dealId, RECORD_PROPERTY.status)).toBe('active');
    expect(Date.parse(value(dealId, RECORD_PROPERTY.reviewDueAt))).toBeGreaterThan(Date.now());
    expect(value(dealId, RECORD_PROPERTY.approver)).toBe('');
    expect(value(dealId, RECORD_PROPERTY.nextStep)).toMatch(/^In effect before approval/);
    expect(notes(dealId).join()).toContain('take effect before anybody approved it');
    expect(notes(dealId).join()).toContain('approved by nobody yet (it took effect at once)');
  });

  it('everybody who was skipped has a task with the time by which they owe a review', async () => {
    const { portal } = world.portal;
    const told = () =>
      portal
        .list('tasks')
        .filter((task) => portal.value(task, 'hs_task_subject')?.startsWith('Review: '))
        .map((task) => portal.value(task, 'hubspot_owner_id'));
    const skipped = ['victor.lang', 'ines.moreau', 'priya.nair'].map(
      (name) => seedPerson(`${name}@northwind.example`).ownerId,
    );
    await eventually(
      async () => told(),
      (owners) => owners.length === 3,
    );
    expect(told().sort()).toEqual(skipped.sort());
  });

  it('Maya cannot review it herself, and the attempt is in the trail', async () => {
    const { live } = await open('maya.chen', dealId);
    const decision = { outcome: 'approve', version: live?.version };
    expect(await world.as('maya.chen').refusal(CARD_ROUTES.review(requestId), decision)).toBe('own_request');
    const trail = await world.as('maya.chen').trail(requestId);
    expect(trail.at(-1)?.what).toBe('Tried to review and was refused (own request)');
  });

  it('it waits in the inbox of those who owe the review', async () => {
    const response = await world
      .as('victor.lang')
      .raw(CARD_ROUTES.inbox, { body: { view: 'waiting_for_me' } });
    expect(await response.json()).toMatchObject({
      items: [{ requestId, matter: 'break_glass', canReview: true, breakGlass: { outcome: 'owed' } }],
    });
  });

  it('a colleague moves the deal on meanwhile; then Victor refuses the exception', async () => {
    await world.setDeal(dealId, { dealstage: 'decisionmakerboughtin' });
    await decide('victor.lang', dealId, 'reject');
    const { previous } = await until(dealId, 'reverted');
    expect(previous?.reverted).toEqual({
      because: 'Taken back because the review refused it.',
      left: ['stage'],
    });
    expect(previous?.steps.every(({ status }) => status === 'done')).toBe(true);
  });

  it('the owner is who it was before; what the colleague did stays, and everything says so', async () => {
    expect(value(dealId, 'hubspot_owner_id')).toBe(MAYA.ownerId);
    expect(value(dealId, 'dealstage')).toBe('decisionmakerboughtin');
    expect(value(dealId, RECORD_PROPERTY.status)).toBe('reverted');
    expect(value(dealId, RECORD_PROPERTY.routingHold)).toBe('false');
    expect(value(dealId, RECORD_PROPERTY.reviewDueAt)).toBe('');
    expect(notes(dealId).join()).toContain('Left as it is, because somebody changed it since: stage.');
    const trail = (await world.as('maya.chen').trail(requestId)).map(({ what }) => what);
    expect(trail).toEqual(
      expect.arrayContaining([
        'Break-glass: had the exception take effect before anybody approved it',
        'Skipped Victor Lang, Inès Moreau and Priya Nair, who are told and owe a review',
        'Noted what the record held before the change: owner and stage',
        'The exception is taken back: the review refused it',
        'Put back a field: left out (The stage was changed since the exception set it, so it was left as it is.)',
        'The record is back as it was, but for what somebody changed since: stage',
        'The exception is reverted, and the hold is gone',
      ]),
    );
  });

  it('the hold went last', () => {
    const last = world.portal.writeLog.findLast(({ objectType }) => objectType === 'deals');
    expect(last?.properties).toMatchObject({
      [RECORD_PROPERTY.routingHold]: 'false',
      [RECORD_PROPERTY.status]: 'reverted',
    });
    expect(last?.properties).not.toHaveProperty(RECORD_PROPERTY.resubmittedAt);
  });
});

it('without a review in time owner and stage are what they were before', async () => {
  const dealId = await inEffect();
  expect(value(dealId, 'hubspot_owner_id')).toBe(TOM.ownerId);
  ahead = 5 * DAY;
  await eventually(
    async () => value(dealId, RECORD_PROPERTY.status),
    (status) => status === 'reverted',
  );
  // Signatures are held against the same clock.
  ahead = 0;
  const { previous } = await until(dealId, 'reverted');
  expect(previous?.reverted).toEqual({
    because: 'Taken back because nobody reviewed it in time.',
    left: [],
  });
  expect(value(dealId, 'hubspot_owner_id')).toBe(MAYA.ownerId);
  expect(value(dealId, 'dealstage')).toBe('qualifiedtobuy');
});

it('a review that confirms it takes the badge off, and the exception goes on', async () => {
  const dealId = await inEffect();
  await decide('victor.lang', dealId, 'approve');
  const { live } = await open('maya.chen', dealId);
  expect(live).toMatchObject({ status: 'active', breakGlass: { outcome: 'confirmed' } });
  await eventually(
    async () => value(dealId, RECORD_PROPERTY.reviewDueAt),
    (due) => due === '',
  );
  expect(value(dealId, RECORD_PROPERTY.approver)).toBe('Victor Lang');
  expect(value(dealId, 'hubspot_owner_id')).toBe(TOM.ownerId);
});

it('closing it before the review takes it back: nobody keeps by ending what nobody approved', async () => {
  const dealId = await inEffect();
  const { live } = await open('maya.chen', dealId);
  await world.as('maya.chen').card(CARD_ROUTES.end(live?.requestId ?? ''), {});
  const { previous } = await until(dealId, 'reverted');
  expect(previous?.reverted?.because).toBe(
    'Taken back because the requester closed it before it was reviewed.',
  );
  expect(value(dealId, 'hubspot_owner_id')).toBe(MAYA.ownerId);
});

it('a revert that HubSpot refuses needs attention, and goes on after a retry', async () => {
  const dealId = await inEffect();
  world.portal.faults.inject({ kind: 'status', status: 403, method: 'PATCH', times: 1 });
  await decide('victor.lang', dealId, 'reject');
  const { live } = await until(dealId, 'needs_attention');
  expect(value(dealId, RECORD_PROPERTY.routingHold)).toBe('true');
  await world.as('victor.lang').card(CARD_ROUTES.retry(live?.requestId ?? ''), {});
  await until(dealId, 'reverted');
  expect(value(dealId, 'hubspot_owner_id')).toBe(MAYA.ownerId);
});

it('one that got stuck half-way can be refused: what was written is put back, the rest is left out', async () => {
  const dealId = await world.makeDeal();
  // The task of the grant, and those of the three who were skipped.
  world.portal.faults.inject({ kind: 'status', status: 400, method: 'POST', path: '/tasks$', times: 4 });
  await world.as('maya.chen').card(CARD_ROUTES.requests, atOnce(dealId));
  await until(dealId, 'needs_attention');
  expect(value(dealId, 'hubspot_owner_id')).toBe(TOM.ownerId);
  await decide('victor.lang', dealId, 'reject');
  const { previous } = await until(dealId, 'reverted');
  expect(value(dealId, 'hubspot_owner_id')).toBe(MAYA.ownerId);
  expect(value(dealId, 'dealstage')).toBe('qualifiedtobuy');
  expect(value(dealId, RECORD_PROPERTY.routingHold)).toBe('false');
  expect(previous?.steps.every(({ status }) => status === 'done')).toBe(true);
});

describe('break-glass by who may not, or where it may not be', () => {
  it.each([
    [
      'a type that does not allow it',
      'maya.chen',
      { exceptionTypeId: 'strategic-logo', reasonCode: 'named-account' },
      'break_glass_not_allowed',
    ],
    ['somebody without the right', 'jonas.lind', {}, 'break_glass_not_permitted'],
    [
      'a reason that says nothing',
      'maya.chen',
      { breakGlass: { reason: 'Urgent.' } },
      'break_glass_reason_too_short',
    ],
  ] as const)('refuses %s', async (_, mailbox, changes, code) => {
    const dealId = await world.makeDeal();
    expect(await world.as(mailbox).refusal(CARD_ROUTES.requests, atOnce(dealId, changes))).toBe(code);
    const card = await open(mailbox, dealId);
    expect(card.live).toBeUndefined();
    expect(value(dealId, 'hubspot_owner_id')).toBe(MAYA.ownerId);
  });

  it('leaves a line in the trail for each attempt without the right', async () => {
    await world.server.close();
    const store = await openStore({ dataDir, sha256 });
    try {
      const entries = await store.transact(tenantOfPortal(String(world.portal.portalId)), (tx) =>
        tx.readAudit({ limit: 1000 }),
      );
      const bodies = entries.map(({ body }) => JSON.parse(body));
      const refused = bodies.filter(({ data }) => data.command === 'break_glass');
      expect(refused.map(({ actor, data }) => [actor.userId, data.code])).toEqual([
        [String(MAYA.userId), 'break_glass_not_allowed'],
        [String(JONAS.userId), 'break_glass_not_permitted'],
      ]);
    } finally {
      await store.close();
    }
  });
});
