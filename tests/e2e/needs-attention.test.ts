import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { CardView } from '@handrail/contracts/card-view';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('a step that HubSpot refuses for good', () => {
  let world: TestServer;
  let now = new Date();

  beforeAll(async () => {
    const variables = { HANDRAIL_SWEEP_SECONDS: '1' };
    world = await startTestServer({ clock: { now: () => now }, variables });
  });
  afterAll(() => world.close());

  const written = (dealId: string, property: string) =>
    world.portal.portal.value(world.portal.portal.require('deals', dealId), property);
  const hold = (dealId: string) => written(dealId, RECORD_PROPERTY.routingHold);
  const open = (dealId: string) =>
    world.as('maya.chen').card(`${CARD_ROUTES.card}?objectType=deal&recordId=${dealId}`);
  const until = (dealId: string, holds: (card: CardView) => boolean) => eventually(() => open(dealId), holds);

  /** What was written since, without the tasks that tell people of the trouble, which come when they come. */
  const playbookWrites = (before: number) =>
    world.portal.writeLog
      .slice(before)
      .filter(({ properties }) => !properties.hs_task_subject?.startsWith('Needs attention: '))
      .map(({ objectType }) => objectType);

  /** A request whose task HubSpot refuses once, after hold, tag and owner were written. */
  async function stuck(): Promise<{ dealId: string; card: CardView }> {
    const dealId = await world.makeDeal();
    await world.as('maya.chen').card(CARD_ROUTES.requests, filledForm(dealId));
    const pending = await until(dealId, ({ live }) => live?.steps[0]?.status === 'done');
    world.portal.faults.inject({ kind: 'status', status: 400, method: 'POST', path: '/tasks$' });
    const decision = { outcome: 'approve', version: pending.live?.version };
    await world.as('ines.moreau').card(CARD_ROUTES.review(pending.live?.requestId ?? ''), decision);
    return { dealId, card: await until(dealId, ({ live }) => live?.status === 'needs_attention') };
  }

  it('is shown with what is done and what is not, and the hold stays', async () => {
    const { dealId, card } = await stuck();
    expect(card.live?.failure).toMatch(/HubSpot/);
    expect(card.live?.can).toEqual({
      retry: true,
      end: true,
      review: false,
      ask: false,
      answer: false,
      handOver: false,
      withdraw: false,
    });
    expect(card.live?.steps.map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
      'failed',
      'waiting',
      'waiting',
    ]);
    expect(hold(dealId)).toBe('true');
    expect(written(dealId, RECORD_PROPERTY.status)).toBe('approved');
  });

  it('goes on from the failed step when a party retries, and from nowhere else', async () => {
    const { dealId, card } = await stuck();
    const retry = CARD_ROUTES.retry(card.live?.requestId ?? '');
    expect(await world.as('tom.becker').refusal(retry, {})).toBe('not_permitted');
    const before = world.portal.writeLog.length;
    await world.as('maya.chen').card(retry, {});
    await until(dealId, ({ live }) => live?.status === 'active');
    expect(playbookWrites(before)).toEqual(['tasks', 'notes', 'deals']);
  });

  it('can be ended instead: what was not written is left out, and the hold is released', async () => {
    const { dealId, card } = await stuck();
    const before = world.portal.writeLog.length;
    await world.as('maya.chen').card(CARD_ROUTES.end(card.live?.requestId ?? ''), {});
    const { previous } = await until(dealId, (seen) => seen.previous?.status === 'ended');
    expect(previous?.steps.filter(({ note }) => note?.includes('ended before')).length).toBe(3);
    expect(playbookWrites(before)).toEqual(['notes', 'deals']);
    expect(hold(dealId)).toBe('false');
  });

  it('does not outlive its day: the hold goes when the exception expires', async () => {
    const { dealId } = await stuck();
    now = new Date(now.getTime() + 11 * DAY);
    await eventually(
      async () => hold(dealId),
      (value) => value === 'false',
    );
    // Back to the day on which the calls of this test are signed.
    now = new Date();
    const { previous } = await until(dealId, (card) => card.previous?.status === 'ended');
    expect(previous?.endReason).toBe('expired');
  });
});
