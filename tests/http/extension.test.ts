import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { CardView } from '@handrail/contracts/card-view';
import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { type BulkReviewReply, bulkReviewReplySchema, inboxReplySchema } from '@handrail/contracts/inbox';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, filledForm, startTestServer, type TestServer } from './test-server.ts';

const DAY = 24 * 60 * 60 * 1000;
const REASON = 'The board meeting that decides about the rollout was moved by three weeks.';

let test: TestServer;
/** How far the server's clock is ahead. */
let ahead = 0;

beforeAll(async () => {
  const clock = { now: () => new Date(Date.now() + ahead) };
  test = await startTestServer({ clock, variables: { HANDRAIL_SWEEP_SECONDS: '0.3' } });
});
afterAll(() => test.close());

const open = (mailbox: string, deal: string) =>
  test.as(mailbox).card(`${CARD_ROUTES.card}?objectType=deal&recordId=${deal}`);
const value = (deal: string, name: string) =>
  test.portal.portal.value(test.portal.portal.require('deals', deal), name) ?? '';
const liveOf = ({ live }: CardView) => {
  if (!live) throw new Error('there is no live request');
  return live;
};

/** An exception in force for ten days, approved by the region lead. */
async function inForce(amount?: number) {
  const deal = await test.makeDeal(amount);
  const { requestId, version } = liveOf(
    await test.as('maya.chen').card(CARD_ROUTES.requests, filledForm(deal)),
  );
  await test.as('ines.moreau').card(CARD_ROUTES.review(requestId), { outcome: 'approve', version });
  await eventually(
    () => open('carla.nunez', deal),
    (card) => card.live?.status === 'active',
  );
  return { deal, requestId, live: liveOf(await open('maya.chen', deal)) };
}

const ask = (live: ReturnType<typeof liveOf>, days: number, reason = REASON) => ({
  until: new Date(Date.parse(live.expiresAt) + days * DAY).toISOString(),
  reason,
  version: live.version,
});

describe('an extension that is approved', () => {
  it('is asked by the requester, decided by the lead, and written on the record', async () => {
    const { deal, requestId, live } = await inForce();
    expect(live.extend).toMatchObject({ from: live.expiresAt, left: 2, reasonMinLength: 30 });
    const wish = ask(live, 21);
    const asked = liveOf(await test.as('maya.chen').card(CARD_ROUTES.extension(requestId), wish));
    expect(asked).toMatchObject({
      status: 'active',
      matter: 'extension',
      waitingFor: [{ name: 'Inès Moreau' }],
      extensions: [{ number: 1, until: wish.until, outcome: 'open', canWithdraw: true }],
    });
    expect(asked.extend).toBeUndefined();
    expect(asked.next).toContain('to decide on the extension');

    // HubSpot repeats a call whose reply was lost.
    const again = liveOf(await test.as('maya.chen').card(CARD_ROUTES.extension(requestId), wish));
    expect(again.extensions).toHaveLength(1);

    const seen = liveOf(await open('ines.moreau', deal));
    expect(seen.can.review).toBe(true);
    const decision = { outcome: 'approve', comment: 'Until the board has met.', version: seen.version };
    const granted = liveOf(await test.as('ines.moreau').card(CARD_ROUTES.review(requestId), decision));
    expect(granted).toMatchObject({ status: 'active', expiresAt: wish.until });
    await eventually(
      async () => value(deal, RECORD_PROPERTY.expiresAt),
      (at) => at !== '' && new Date(/^\d+$/.test(at) ? Number(at) : at).toISOString() === wish.until,
    );
    const trail = (await test.as('maya.chen').trail(requestId)).map(({ what }) => what);
    expect(trail).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Asked for an extension until \d{4}-\d\d-\d\d/),
        'Approved the extension',
        expect.stringMatching(/^All approvals are in: the exception is extended until/),
      ]),
    );
  });

  it('asks whom the longer validity asks, on the record as it is now', async () => {
    const { deal, requestId, live } = await inForce();
    await test.setDeal(deal, { amount: '120000' });
    const asked = liveOf(await test.as('maya.chen').card(CARD_ROUTES.extension(requestId), ask(live, 21)));
    expect(asked.waitingFor.map(({ name }) => name)).toEqual(['Inès Moreau', 'Priya Nair']);
    expect(asked.extensions[0]?.decision.rows.find(({ id }) => id === 'over-100k')).toMatchObject({
      truth: 'true',
    });
  });
});

it('an end that HubSpot does not take needs attention, and stands after a retry', async () => {
  const { deal, requestId, live } = await inForce();
  const asked = liveOf(await test.as('maya.chen').card(CARD_ROUTES.extension(requestId), ask(live, 21)));
  await eventually(
    () => open('carla.nunez', deal),
    (card) => card.live?.steps.every(({ status }) => status === 'done') ?? false,
  );
  test.portal.faults.inject({ kind: 'status', status: 400, method: 'PATCH' });
  const decision = { outcome: 'approve', comment: 'Until the board has met.', version: asked.version };
  await test.as('ines.moreau').card(CARD_ROUTES.review(requestId), decision);
  await eventually(
    () => open('carla.nunez', deal),
    (card) => card.live?.status === 'needs_attention',
  );
  await test.as('maya.chen').card(CARD_ROUTES.retry(requestId), {});
  const active = await eventually(
    () => open('carla.nunez', deal),
    (card) => card.live?.status === 'active',
  );
  expect(liveOf(active).expiresAt).toBe(asked.extensions[0]?.until);
});

describe('an extension while the record changes', () => {
  it('asks further people before an approval counts', async () => {
    const { deal, requestId, live } = await inForce();
    const asked = liveOf(await test.as('maya.chen').card(CARD_ROUTES.extension(requestId), ask(live, 21)));
    await test.setDeal(deal, { amount: '120000' });
    const decision = { outcome: 'approve', comment: 'Until the board has met.', version: asked.version };
    const after = liveOf(await test.as('ines.moreau').card(CARD_ROUTES.review(requestId), decision));
    expect(after).toMatchObject({
      expiresAt: live.expiresAt,
      extensions: [{ outcome: 'open', reviews: [{ outcome: 'approve' }] }],
      waitingFor: [{ name: 'Priya Nair' }],
    });
    const second = { outcome: 'approve', comment: 'Agreed.', version: after.version };
    const granted = liveOf(await test.as('priya.nair').card(CARD_ROUTES.review(requestId), second));
    expect(granted.expiresAt).toBe(asked.extensions[0]?.until);
  });
});

describe('an extension that is refused', () => {
  it('leaves the exception to end as it was granted, and the end says so', async () => {
    const { deal, requestId, live } = await inForce();
    const asked = liveOf(await test.as('maya.chen').card(CARD_ROUTES.extension(requestId), ask(live, 21)));
    const decision = { outcome: 'reject', comment: 'Ten days it was.', version: asked.version };
    const refused = liveOf(await test.as('ines.moreau').card(CARD_ROUTES.review(requestId), decision));
    expect(refused).toMatchObject({
      status: 'active',
      expiresAt: live.expiresAt,
      extensions: [{ outcome: 'rejected', rejectedBecause: 'Rejected by Region lead.' }],
    });
    ahead = 11 * DAY;
    await eventually(
      async () => value(deal, RECORD_PROPERTY.status),
      (status) => status === 'ended',
    );
    ahead = 0;
    const { portal } = test.portal;
    const said = portal.list('notes').map((note) => portal.value(note, 'hs_note_body'));
    expect(said.join()).toContain('Strategic Logo is over: it expired, and an extension was rejected.');
    const { previous } = await open('maya.chen', deal);
    expect(previous).toMatchObject({ status: 'ended', endReason: 'expired' });
    const trail = (await test.as('maya.chen').trail(requestId)).map(({ what }) => what);
    expect(trail).toContain('The extension is rejected: the exception ends as it was granted');
  });

  it('falls when nobody decides until the end', async () => {
    const { deal, requestId, live } = await inForce();
    await test.as('maya.chen').card(CARD_ROUTES.extension(requestId), ask(live, 21));
    ahead = 11 * DAY;
    await eventually(
      async () => value(deal, RECORD_PROPERTY.status),
      (status) => status === 'ended',
    );
    ahead = 0;
    const { previous } = await open('maya.chen', deal);
    expect(previous?.extensions).toMatchObject([{ outcome: 'lapsed', canWithdraw: false }]);
    const trail = (await test.as('maya.chen').trail(requestId)).map(({ what }) => what);
    expect(trail).toContain('The extension was not decided before the exception ended');
  });
});

describe('what cannot be asked', () => {
  it('has a code of its own for each limit', async () => {
    const { requestId, live } = await inForce();
    const refusal = (wish: ReturnType<typeof ask>, mailbox = 'maya.chen') =>
      test.as(mailbox).refusal(CARD_ROUTES.extension(requestId), wish);
    expect(await refusal(ask(live, 31))).toBe('extension_too_long');
    expect(await refusal(ask(live, 0))).toBe('extension_not_later');
    expect(await refusal(ask(live, 5, 'Later.'))).toBe('extension_reason_too_short');
    expect(await refusal(ask(live, 5), 'jonas.lind')).toBe('not_permitted');
    const trail = await test.as('maya.chen').trail(requestId);
    expect(trail.at(-1)).toMatchObject({
      who: expect.any(String),
      what: 'Tried to ask for an extension and was refused (not permitted)',
    });

    const asked = liveOf(await test.as('maya.chen').card(CARD_ROUTES.extension(requestId), ask(live, 5)));
    expect(await refusal(ask(asked, 6))).toBe('extension_open');
    const taken = liveOf(await test.as('maya.chen').card(CARD_ROUTES.withdrawExtension(requestId), {}));
    expect(taken.extensions).toMatchObject([{ outcome: 'withdrawn' }]);
    expect(taken.extend?.left).toBe(2);
    // The version on the screen is two changes old.
    expect(await refusal(ask(live, 7))).toBe('changed_meanwhile');
  });
});

describe('in the inbox', () => {
  it('an extension waits for who decides it, and is decided there with others', async () => {
    const [one, other] = [await inForce(), await inForce()];
    for (const { requestId, live } of [one, other])
      await test.as('maya.chen').card(CARD_ROUTES.extension(requestId), ask(live, 14));
    const inbox = await test.as('ines.moreau').call(inboxReplySchema, CARD_ROUTES.inbox, {
      view: 'waiting_for_me',
      limit: 100,
    });
    if (!inbox.ok) throw new Error(inbox.problem.detail);
    const items = inbox.items.filter(({ requestId }) => [one.requestId, other.requestId].includes(requestId));
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      matter: 'extension',
      canReview: true,
      whyMe: expect.stringContaining('Region lead for EMEA'),
    });
    const reply: BulkReviewReply = await test
      .as('ines.moreau')
      .call(bulkReviewReplySchema, CARD_ROUTES.inboxReview, {
        items: items.map(({ requestId, version }) => ({ requestId, version })),
        outcome: 'approve',
        comment: 'Both until the board has met.',
      });
    expect(reply).toMatchObject({ ok: true, results: [{ ok: true }, { ok: true }] });
    expect(liveOf(await open('maya.chen', one.deal)).extensions).toMatchObject([{ outcome: 'approved' }]);
  });
});
