import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { RequestView } from '@handrail/contracts/card-view';
import { Alert, Button, Select, StatusTag, TextArea } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { liveCard, manager, rep, rights } from './card-fixtures.ts';
import { freezeClock, renderCard } from './render-card.tsx';
import { stubServer } from './stub-server.ts';

const CARD = `GET ${CARD_ROUTES.card}`;
const ASK = `POST ${CARD_ROUTES.ask('req_1')}`;
const ANSWER = `POST ${CARD_ROUTES.answer('req_1')}`;
const HAND_OVER = `POST ${CARD_ROUTES.handOver('req_1')}`;
const TAKERS = `GET ${CARD_ROUTES.takers('req_1')}`;
const QUESTION = {
  kind: 'question',
  by: manager,
  text: 'Who is the sponsor?',
  at: '2026-11-23T13:00:00.000Z',
} as const;
const APPROVER = rights('review', 'ask', 'handOver');
const ASKED: Partial<RequestView> = { status: 'info_requested', version: 2, conversation: [QUESTION] };

freezeClock();
const server = stubServer();

async function cardOf(overrides: Partial<RequestView>) {
  server.answer(CARD, { ok: true, card: liveCard(overrides) });
  return renderCard();
}

describe('an approver who cannot decide yet', () => {
  it('asks, and sees the question stand with the request', async () => {
    const card = await cardOf({ can: APPROVER });
    await card.press('ask-open');
    await card.type('ask-text', ' Who is the sponsor? ');
    server.answer(ASK, { ok: true, card: liveCard({ ...ASKED, can: APPROVER }) });
    await card.press('ask-send');
    expect(server.bodies(ASK)).toEqual([{ text: 'Who is the sponsor?' }]);
    expect(card.actions.addAlert.calls[0]?.[0]?.message).toBe('Your question is sent.');
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Waiting for an answer');
    expect(card.text()).toContain('Tom Becker asked');
    expect(card.text()).toContain('Who is the sponsor?');
    // It can still be decided.
    expect(card.findByTestId(Button, 'approve').props.disabled).toBe(false);
  });

  it('is told that a question needs words', async () => {
    const card = await cardOf({ can: APPROVER });
    await card.press('ask-open');
    await card.type('ask-text', '   ');
    await card.press('ask-send');
    expect(card.findByTestId(TextArea, 'ask-text').props.validationMessage).toBe('Write something first.');
    expect(server.bodies(ASK)).toEqual([]);
  });

  it('hands the decision over to a person, with the reason', async () => {
    const card = await cardOf({ can: APPROVER });
    server.answer(TAKERS, { ok: true, people: [{ value: 'ana@example.test', label: 'Ana Ruiz (EMEA)' }] });
    await card.press('hand-over-open');
    expect(card.text()).toContain('this person decides in your place, and you no longer can');
    await card.type('hand-over-text', 'On leave.');
    await card.press('hand-over-send');
    expect(card.findByTestId(Select, 'hand-over-to').props.validationMessage).toBe('Choose a person.');
    await card.choose('hand-over-to', 'ana@example.test');
    server.answer(HAND_OVER, {
      ok: true,
      card: liveCard({
        version: 2,
        handOvers: [{ from: manager, to: rep, reason: 'On leave.', at: '2026-11-23T14:00:00.000Z' }],
      }),
    });
    await card.press('hand-over-send');
    expect(server.bodies(HAND_OVER)).toEqual([{ to: 'ana@example.test', reason: 'On leave.' }]);
    expect(card.text()).toContain('Tom Becker handed the decision to Ana Ruiz');
  });

  it('reads the people again when they could not be read', async () => {
    const card = await cardOf({ can: APPROVER });
    server.answer(TAKERS, new Error('down'));
    await card.press('hand-over-open');
    expect(card.findByTestId(Alert, 'takers-problem').props.title).toBe('No answer from Handrail');
    server.answer(TAKERS, { ok: true, people: [] });
    await card.press('takers-problem-retry');
    expect(card.findByTestId(Select, 'hand-over-to').props.options).toEqual([]);
  });

  it('is told why a person cannot take over', async () => {
    const card = await cardOf({ can: APPROVER });
    server.answer(TAKERS, { ok: true, people: [{ value: 'ana@example.test', label: 'Ana Ruiz' }] });
    await card.press('hand-over-open');
    await card.choose('hand-over-to', 'ana@example.test');
    await card.type('hand-over-text', 'On leave.');
    server.answer(HAND_OVER, {
      ok: false,
      problem: { code: 'already_asked', title: 'Asked already', detail: 'Ana Ruiz is asked already.' },
    });
    await card.press('hand-over-send');
    expect(card.findByTestId(Alert, 'hand-over-problem').props.title).toBe('Asked already');
  });
});

describe('a requester who was asked', () => {
  it('answers', async () => {
    const card = await cardOf({ ...ASKED, can: rights('answer', 'withdraw') });
    expect(card.text()).toContain('Answer Tom Becker');
    await card.type('answer-text', 'Dana Kim, their CFO.');
    const answer = { ...QUESTION, kind: 'answer', by: rep, text: 'Dana Kim, their CFO.' } as const;
    server.answer(ANSWER, {
      ok: true,
      card: liveCard({ version: 3, conversation: [QUESTION, answer], can: rights('withdraw') }),
    });
    await card.press('answer-send');
    expect(server.bodies(ANSWER)).toEqual([{ text: 'Dana Kim, their CFO.' }]);
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Waiting for a decision');
    expect(card.text()).toContain('Ana Ruiz answered');
  });
});

it('says who could not be told', async () => {
  const card = await cardOf({
    notices: [
      { to: 'Tom Becker', words: 'asked to decide, by Slack', status: 'failed', note: 'no such user' },
      { to: 'Maya Chen', words: 'asked to decide, by e-mail', status: 'sent' },
    ],
  });
  expect(card.findByTestId(Alert, 'untold').text).toBe(
    'Tom Becker: asked to decide, by Slack (no such user). Tell them yourself.',
  );
});
