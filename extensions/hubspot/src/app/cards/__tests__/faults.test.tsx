import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { PROBLEM_CODES } from '@handrail/contracts/vocabulary';
import { Alert, Button, StatusTag, Text } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { adviceFor } from '../words/advice.ts';
import { liveCard, rights, standardCard } from './card-fixtures.ts';
import { freezeClock, pass, renderCard, settle } from './render-card.tsx';
import { deferred, stubServer } from './stub-server.ts';

const CARD = `GET ${CARD_ROUTES.card}`;
const FAULT = {
  code: 'internal_error',
  title: 'Something broke',
  detail: 'The request could not be handled.',
  requestId: 'r-77',
};

freezeClock();
const server = stubServer();

describe('an answer that is not the contract’s', () => {
  it.each([
    ['a problem with its own status', Response.json(FAULT, { status: 500 })],
    [
      'HubSpot’s wrapper with the body as text',
      Response.json(
        { category: 'BAD_GATEWAY', appServerStatusCode: 500, responseBody: JSON.stringify(FAULT) },
        { status: 502 },
      ),
    ],
    [
      'HubSpot’s wrapper with the body parsed',
      Response.json(
        { category: 'BAD_GATEWAY', appServerStatusCode: 500, responseBody: FAULT },
        { status: 502 },
      ),
    ],
    [
      'HubSpot’s wrapper with status 200',
      Response.json({ category: 'BAD_GATEWAY', appServerStatusCode: 500, responseBody: FAULT }),
    ],
    [
      'HubSpot’s wrapper with the status in its context',
      Response.json({
        category: 'BAD_GATEWAY',
        context: { appServerStatusCode: ['500'] },
        responseBody: FAULT,
      }),
    ],
  ])('is read as the server’s problem: %s', async (_, response) => {
    server.answer(CARD, response);
    const card = await renderCard();
    expect(card.findByTestId(Alert, 'problem').props.title).toBe('Something broke');
    expect(card.findByTestId(Text, 'problem-request-id').text).toBe('Request id: r-77');
  });

  it.each([
    ['a page of HTML', new Response('<html>Sign in</html>')],
    ['nothing', new Response('')],
    ['JSON null', Response.json(null)],
    ['a card that lacks a part', Response.json({ ok: true, card: { recordTitle: 'x' } })],
    ['an unknown problem code', Response.json({ ok: false, problem: { ...FAULT, code: 'new_code' } })],
    ['an unknown status', Response.json({ ok: true, card: { ...liveCard(), live: { status: 'paused' } } })],
    ['a good body with a bad status', Response.json({ ok: true, card: standardCard() }, { status: 500 })],
    [
      'a wrapper around HTML',
      Response.json(
        { category: 'BAD_GATEWAY', appServerStatusCode: 404, responseBody: '<html>' },
        { status: 502 },
      ),
    ],
    [
      'a wrapper around HTML with the status in its context',
      Response.json({
        category: 'BAD_GATEWAY',
        context: { appServerStatusCode: ['404'] },
        responseBody: '<html>',
      }),
    ],
    [
      'a wrapper around an empty answer',
      Response.json({ category: 'BAD_GATEWAY', context: { appServerStatusCode: ['404'] } }),
    ],
  ])('is told apart from the truth: %s', async (_, response) => {
    server.answer(CARD, response);
    const card = await renderCard();
    expect(card.findByTestId(Alert, 'problem').props.title).toBe('Unexpected answer');
    expect(card.findByTestId(Button, 'problem-retry').text).toBe('Try again');
  });
});

describe('no answer', () => {
  it.each([
    ['the call throws', new Error('fetch failed')],
    ['the proxy reached nobody', Response.json({ category: 'BAD_GATEWAY' }, { status: 502 })],
    [
      'the proxy reached nobody and counts that as 500',
      Response.json({ category: 'BAD_GATEWAY', context: { appServerStatusCode: ['500'] } }),
    ],
    [
      'the server was too slow',
      Response.json({ category: 'BAD_GATEWAY', context: { appServerStatusCode: ['504'] } }),
    ],
    [
      'a gateway in front of the server answered',
      Response.json({ category: 'BAD_GATEWAY', appServerStatusCode: 503, responseBody: '<html>' }),
    ],
  ])('is said so: %s', async (_, answer) => {
    server.answer(CARD, answer);
    const card = await renderCard();
    expect(card.findByTestId(Alert, 'problem').props.title).toBe('No answer from Handrail');
  });

  it('says that a command may have been done, and that repeating it is safe', async () => {
    const can = rights('withdraw');
    server.answer(CARD, { ok: true, card: liveCard({ can }) });
    const card = await renderCard();
    server.answer(`POST ${CARD_ROUTES.withdraw('req_1')}`, new Error('fetch failed'));
    await card.press('withdraw');
    await card.press('withdraw-confirm');
    const detail = card.findByTestId(Text, 'problem-detail').text;
    expect(detail).toContain('not known whether it acted');
    expect(detail).toContain('Nothing is done twice');
  });

  it('does not make a mystery of a question that was not answered', async () => {
    server.answer(CARD, new Error('fetch failed'));
    const card = await renderCard();
    expect(card.findByTestId(Text, 'problem-detail').text).toBe('The server did not answer.');
  });

  it('is given up when HubSpot never settles the call', async () => {
    server.answer(CARD, deferred().promise);
    const card = await renderCard();
    await pass(31_000);
    expect(card.findByTestId(Alert, 'problem').props.title).toBe('No answer from Handrail');
  });

  it('can be tried again, and a late answer to the first try is dropped', async () => {
    const late = deferred<unknown>();
    server.answer(CARD, late.promise);
    const card = await renderCard();
    await pass(31_000);
    server.answer(CARD, { ok: true, card: standardCard() });
    await card.press('problem-retry');
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Standard path');
    late.resolve({ ok: true, card: liveCard() });
    await settle();
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Standard path');
  });
});

describe('the error panel', () => {
  it('names the fields of a body that was refused', async () => {
    server.answer(CARD, {
      ok: false,
      problem: {
        code: 'body_invalid',
        title: 'Not understood',
        detail: 'Some fields are wrong.',
        fields: [{ path: 'reason', message: 'is too long' }],
      },
    });
    const card = await renderCard();
    expect(card.text()).toContain('reason: is too long');
    expect(card.maybeFindByTestId(Button, 'problem-retry')).toBeNull();
  });

  it('offers no button where only an admin can help', async () => {
    server.answer(CARD, {
      ok: false,
      problem: { code: 'unknown_portal', title: 'Not installed', detail: 'This portal is not known.' },
    });
    const card = await renderCard();
    expect(card.findByTestId(Text, 'problem-advice').text).toContain('HubSpot admin');
    expect(card.maybeFindByTestId(Button, 'problem-retry')).toBeNull();
    expect(card.maybeFindByTestId(Button, 'problem-reload')).toBeNull();
  });

  it.each(PROBLEM_CODES)('knows what to do about %s', (code) => {
    expect(['again', 'reload', 'change', 'admin']).toContain(adviceFor(code).remedy);
  });
});
