import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { Alert, Button, StatusTag, Text, Tile } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { liveCard, manager, request, rights, standardCard } from './card-fixtures.ts';
import { freezeClock, renderCard, settle } from './render-card.tsx';
import { deferred, stubServer } from './stub-server.ts';

const CARD = `GET ${CARD_ROUTES.card}`;
const REVIEW = `POST ${CARD_ROUTES.review('req_1')}`;

freezeClock();
const server = stubServer();

async function approverCard() {
  server.answer(CARD, {
    ok: true,
    card: liveCard({ version: 2, can: rights('review') }),
  });
  return renderCard();
}

describe('a decision', () => {
  it('shows what approval would change before it is asked for', async () => {
    const card = await approverCard();
    expect(card.findByTestId(Tile, 'review-panel').find(Text).text).toBe(
      'If approved: Owner becomes Tom Becker, and standard routing leaves the record alone until the exception ends.',
    );
  });

  it('tells the approver what would have spared their approval', async () => {
    const card = await approverCard();
    expect(card.findByTestId(Text, 'avoided-large_deal').text).toContain('amount is under 50,000');
  });

  it('approves with the comment and the version that was on the screen', async () => {
    const card = await approverCard();
    await card.type('comment', ' Fine with me. ');
    server.answer(REVIEW, { ok: true, card: liveCard({ status: 'approved', version: 3 }) });
    await card.press('approve');
    expect(server.bodies(REVIEW)).toEqual([{ outcome: 'approve', comment: 'Fine with me.', version: 2 }]);
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Approved, changes under way');
    expect(card.actions.refreshObjectProperties.callCount).toBe(1);
    expect(card.actions.addAlert.calls[0]?.[0]?.message).toBe('Your decision is recorded.');
  });

  it('rejects', async () => {
    const card = await approverCard();
    const rejected = request({
      status: 'rejected',
      version: 3,
      reviews: [
        { reviewer: manager, outcome: 'reject', comment: 'Not ours.', at: '2026-11-23T14:00:00.000Z' },
      ],
    });
    await card.type('comment', 'Not ours.');
    server.answer(REVIEW, { ok: true, card: standardCard({ previous: rejected }) });
    await card.press('reject');
    expect(server.bodies(REVIEW)).toEqual([{ outcome: 'reject', comment: 'Not ours.', version: 2 }]);
    expect(card.text()).toContain('Tom Becker rejected just now');
  });

  it('is sent once when two buttons are pressed', async () => {
    const card = await approverCard();
    const reply = deferred<unknown>();
    server.answer(REVIEW, reply.promise);
    const reject = card.findByTestId(Button, 'reject');
    card.findByTestId(Button, 'approve').trigger('onClick');
    reject.trigger('onClick');
    await settle();
    reply.resolve({ ok: true, card: liveCard({ status: 'approved', version: 3 }) });
    await settle();
    expect(server.bodies(REVIEW)).toEqual([{ outcome: 'approve', comment: '', version: 2 }]);
  });

  it('leads to the newest state when somebody was faster', async () => {
    const card = await approverCard();
    server.answer(REVIEW, {
      ok: false,
      problem: { code: 'changed_meanwhile', title: 'Already decided', detail: 'Maya Chen approved it.' },
    });
    await card.press('approve');
    expect(card.findByTestId(Alert, 'review-problem').props.title).toBe('Already decided');
    expect(card.actions.refreshObjectProperties.callCount).toBe(0);

    server.answer(CARD, { ok: true, card: liveCard({ status: 'active', version: 3 }) });
    await card.press('review-problem-reload');
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Exception active');
  });
});
