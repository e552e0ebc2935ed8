import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { DisputesView, DisputeView } from '@handrail/contracts/dispute';
import { Alert, Button, Select, StatusTag, Text, Tile } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { liveCard, manager, NOW, rep, request, standardCard } from './card-fixtures.ts';
import { freezeClock, renderCard } from './render-card.tsx';
import { stubServer } from './stub-server.ts';

const CARD = `GET ${CARD_ROUTES.card}`;
const OBJECT = `POST ${CARD_ROUTES.object('req_1')}`;
const DECIDE = `POST ${CARD_ROUTES.decideDispute('req_1')}`;

freezeClock();
const server = stubServer();

const open: DisputeView = {
  number: 1,
  status: 'open',
  objector: rep,
  standing: 'owner of the record',
  ground: 'It takes over work in progress.',
  reason: 'The contract is on my desk.',
  openedAt: NOW,
  dueAt: '2026-11-24T14:00:00.000Z',
  decidedByRole: 'Deal desk',
  deciders: [manager],
  words: 'The objection waits for Deal desk to decide.',
};

function disputes(overrides: Partial<DisputesView> = {}): DisputesView {
  return {
    items: [],
    canObject: false,
    canDecide: false,
    grounds: [
      { value: 'own_work_affected', label: 'It takes over work in progress.' },
      { value: 'other', label: 'Another ground, given in the objection.' },
    ],
    rule: 'Deal desk decides within 16 business hours.',
    ...overrides,
  };
}

async function activeCard(view: DisputesView) {
  server.answer(CARD, { ok: true, card: liveCard({ status: 'active', version: 4, disputes: view }) });
  return renderCard();
}

describe('an objection', () => {
  it('is offered to nobody who may not object', async () => {
    const card = await activeCard(disputes());
    expect(card.maybeFindByTestId(Button, 'object')).toBeNull();
  });

  it('says who decides and that the exception goes on, and is sent with ground and reason', async () => {
    const card = await activeCard(disputes({ canObject: true }));
    await card.press('object');
    expect(card.findByTestId(Tile, 'object-panel').find(Text).text).toBe(
      'Deal desk decides within 16 business hours. Until it is decided, the exception goes on.',
    );
    await card.choose('ground', 'own_work_affected');
    await card.type('objection', ' The contract is on my desk. ');
    server.answer(OBJECT, {
      ok: true,
      card: liveCard({ status: 'active', version: 5, disputes: disputes({ items: [open] }) }),
    });
    await card.press('send-objection');
    expect(server.bodies(OBJECT)).toEqual([
      { ground: 'own_work_affected', reason: 'The contract is on my desk.' },
    ]);
    expect(card.findByTestId(Alert, 'dispute').props.title).toBe('Ana Ruiz objects to this exception');
    expect(card.actions.addAlert.calls[0]?.[0]?.message).toBe('Your objection is recorded.');
  });

  it('is not sent without a ground', async () => {
    const card = await activeCard(disputes({ canObject: true }));
    await card.press('object');
    await card.type('objection', 'It is wrong.');
    await card.press('send-objection');
    expect(card.findByTestId(Select, 'ground').props.validationMessage).toBe(
      'Choose what is wrong with the exception.',
    );
    expect(server.bodies(OBJECT)).toEqual([]);
  });

  it('that is refused says why', async () => {
    const card = await activeCard(disputes({ canObject: true }));
    await card.press('object');
    await card.choose('ground', 'other');
    server.answer(OBJECT, {
      ok: false,
      problem: { code: 'nobody_to_decide', title: 'Nobody left to decide', detail: 'Ask RevOps.' },
    });
    await card.press('send-objection');
    expect(card.findByTestId(Alert, 'object-problem').props.title).toBe('Nobody left to decide');
  });
});

describe('the decision on it', () => {
  it('is shown to all with who decides until when, and offered only to those', async () => {
    const card = await activeCard(disputes({ items: [open] }));
    expect(card.findByTestId(Alert, 'dispute').text).toContain('Tom Becker (Deal desk) decides by');
    expect(card.maybeFindByTestId(Tile, 'dispute-decision')).toBeNull();
  });

  it('that upholds it ends the exception', async () => {
    const card = await activeCard(disputes({ items: [open], canDecide: true }));
    await card.type('ruling', 'The contract is out.');
    const upheld: DisputeView = {
      ...open,
      status: 'upheld',
      closedAt: NOW,
      decidedBy: manager,
      comment: 'The contract is out.',
      words: 'Tom Becker upheld the objection: the exception ends.',
    };
    const ended = request({
      status: 'ended',
      endReason: 'disputed',
      endedAt: NOW,
      disputes: disputes({ items: [upheld] }),
    });
    server.answer(DECIDE, { ok: true, card: standardCard({ previous: ended }) });
    await card.press('uphold');
    expect(server.bodies(DECIDE)).toEqual([
      { outcome: 'upheld', comment: 'The contract is out.', version: 4 },
    ]);
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Ended');
    expect(card.findByTestId(Alert, 'finished').text).toContain('The exception ended on an objection');
    expect(card.findByTestId(Text, 'dispute-1').text).toBe(
      'Tom Becker upheld the objection: the exception ends.',
    );
  });
});
