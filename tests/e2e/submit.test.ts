import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { CardView } from '@handrail/contracts/card-view';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';

const TOM = seedPerson('tom.becker@northwind.example');

describe('what happens when a rep presses Submit', () => {
  let world: TestServer;
  let dealId: string;
  let filed: CardView;
  const form = () => filledForm(dealId, { proposedOwnerId: TOM.ownerId });

  beforeAll(async () => {
    world = await startTestServer();
    dealId = await world.makeDeal(84_000);
  });
  afterAll(() => world.close());

  const deal = (property: string) =>
    world.portal.portal.value(world.portal.portal.require('deals', dealId), property);
  const open = (mailbox: string) =>
    world.as(mailbox).card(`${CARD_ROUTES.card}?objectType=deal&recordId=${dealId}`);
  const requestId = () => filed.live?.requestId ?? '';

  it('first, the card shows the standard path and a form with the shipped types', async () => {
    const card = await open('maya.chen');
    expect(card.standardPath.state).not.toBe('unknown');
    expect(card.form?.types.map(({ id }) => id)).toEqual([
      'data-fix',
      'executive-escalation',
      'partner-led',
      'strategic-logo',
      'territory-correction',
    ]);
    expect(card.live).toBeUndefined();
  });

  it('then, the submit is answered with a pending request that names the approver and why', async () => {
    filed = await world.as('maya.chen').card(CARD_ROUTES.requests, form());
    expect(filed.live).toMatchObject({
      status: 'pending',
      typeLabel: 'Strategic Logo',
      changes: [{ label: 'Owner', from: 'Maya Chen', to: 'Tom Becker' }],
      waitingFor: [{ name: 'Inès Moreau' }],
      can: { review: false, withdraw: true },
    });
    expect(filed.live?.decision.asked).toEqual([
      expect.objectContaining({
        role: 'region_lead',
        because: expect.stringContaining('Region lead for EMEA'),
      }),
    ]);
    expect(filed.live?.decision.rows.find(({ id }) => id === 'over-100k')).toMatchObject({
      truth: 'false',
      conditions: [{ wanted: 'deal amount is over 100,000', saw: '84,000' }],
    });
  });

  it('a moment later the record is tagged as pending, and routing is not held yet', async () => {
    await eventually(
      () => open('maya.chen'),
      (card) => card.live?.steps[0]?.status === 'done',
    );
    expect(deal(RECORD_PROPERTY.status)).toBe('pending');
    expect(deal(RECORD_PROPERTY.exceptionId)).toBe(filed.live?.requestId);
    expect(deal(RECORD_PROPERTY.routingHold)).not.toBe('true');
  });

  it('nobody but the approver can decide, and the attempt is in the trail', async () => {
    const decision = { outcome: 'approve', version: filed.live?.version };
    const code = await world.as('tom.becker').refusal(CARD_ROUTES.review(requestId()), decision);
    expect(code).toBe('not_an_approver');
    const trail = await world.as('maya.chen').trail(requestId());
    expect(trail.at(-1)?.what).toMatch(/refused/i);
  });

  it('the approver approves; hold, tag, owner, task and note are written in this order, each once', async () => {
    const before = world.portal.writeLog.length;
    const seen = await open('ines.moreau');
    expect(seen.live?.can.review).toBe(true);
    const decision = { outcome: 'approve', comment: 'Agreed.', version: seen.live?.version };
    await world.as('ines.moreau').card(CARD_ROUTES.review(requestId()), decision);
    const active = await eventually(
      () => open('maya.chen'),
      (card) => card.live?.status === 'active',
    );
    const written = world.portal.writeLog.slice(before).map(({ objectType, properties }) => ({
      objectType,
      hold: properties[RECORD_PROPERTY.routingHold],
      owner: properties.hubspot_owner_id,
    }));
    expect(written).toEqual([
      { objectType: 'deals', hold: 'true', owner: undefined },
      { objectType: 'deals', hold: undefined, owner: undefined },
      { objectType: 'deals', hold: undefined, owner: TOM.ownerId },
      { objectType: 'tasks', hold: undefined, owner: TOM.ownerId },
      { objectType: 'notes', hold: undefined, owner: undefined },
      { objectType: 'deals', hold: undefined, owner: undefined },
    ]);
    expect(active.live?.reviews).toMatchObject([{ reviewer: { name: 'Inès Moreau' }, outcome: 'approve' }]);
    expect(deal(RECORD_PROPERTY.approver)).toBe('Inès Moreau');
  });

  it('the requester ends it; the hold goes last and the record is handed back to routing in the same write', async () => {
    const before = world.portal.writeLog.length;
    await world.as('maya.chen').card(CARD_ROUTES.end(requestId()), {});
    const ended = await eventually(
      () => open('maya.chen'),
      (card) => card.previous?.status === 'ended',
    );
    expect(ended.previous?.endReason).toBe('closed');
    const [note, release, ...more] = world.portal.writeLog.slice(before);
    expect(more).toEqual([]);
    expect(note?.objectType).toBe('notes');
    expect(release?.properties).toMatchObject({
      [RECORD_PROPERTY.routingHold]: 'false',
      [RECORD_PROPERTY.status]: 'ended',
      [RECORD_PROPERTY.resubmittedAt]: expect.stringMatching(/^\d{4}-/),
    });
    expect(ended.form).toBeDefined();
    expect(world.portal.unknownCalls).toEqual([]);
  });
});
