import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { ExtensionView } from '@handrail/contracts/card-view';
import { extensionInputSchema } from '@handrail/contracts/submission';
import { Alert, Button, DateInput, Text } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { decision, liveCard, manager, rep, request, standardCard } from './card-fixtures.ts';
import { CARD } from './fill-form.ts';
import { freezeClock, renderCard } from './render-card.tsx';
import { stubServer } from './stub-server.ts';

const EXTEND = `POST ${CARD_ROUTES.extension('req_1')}`;
const NOTHING = {
  review: false,
  ask: false,
  answer: false,
  handOver: false,
  withdraw: false,
  end: false,
  retry: false,
};
const extend = {
  from: '2026-12-07T22:59:59.000Z',
  latest: '2027-01-06T22:59:59.000Z',
  left: 2,
  reasonMinLength: 10,
};
const open: ExtensionView = {
  number: 1,
  by: rep,
  reason: 'The board meets in January.',
  from: '2026-12-07T22:59:59.000Z',
  until: '2027-01-06T22:59:59.000Z',
  askedAt: '2026-11-23T12:00:00.000Z',
  outcome: 'open',
  decision,
  reviews: [],
  canWithdraw: false,
};

freezeClock();
const server = stubServer();

describe('asking for an extension', () => {
  it('is sent with the day, the reason and the version that was on the screen', async () => {
    server.answer(CARD, { ok: true, card: liveCard({ status: 'active', version: 5, extend }) });
    const card = await renderCard();
    await card.press('extend');
    const day = card.findByTestId(DateInput, 'extend-until').props;
    expect(day.min).toEqual({ year: 2026, month: 11, date: 7 });
    expect(day.max).toEqual({ year: 2027, month: 0, date: 6 });
    expect(day.description).toContain('2 extensions are left');
    expect(card.findByTestId(Button, 'extend-send').props.disabled).toBe(true);
    await card.type('extend-reason', 'The board meets in January.');
    await card.pickDay('extend-until', { year: 2026, month: 11, date: 20 });
    server.answer(EXTEND, {
      ok: true,
      card: liveCard({ status: 'active', version: 6, matter: 'extension', extensions: [open] }),
    });
    await card.press('extend-send');
    expect(extensionInputSchema.parse(server.bodies(EXTEND)[0])).toEqual({
      until: '2026-12-20T22:59:59.000Z',
      reason: 'The board meets in January.',
      version: 5,
    });
    expect(card.findByTestId(Alert, 'extension-open').props.title).toContain(
      'Ana Ruiz asks for an extension until',
    );
  });

  it('shows a refusal beside the form and keeps what was typed', async () => {
    server.answer(CARD, { ok: true, card: liveCard({ status: 'active', extend }) });
    const card = await renderCard();
    await card.press('extend');
    await card.type('extend-reason', 'The board meets in January.');
    const problem = { code: 'extension_too_long', title: 'Extension too long', detail: 'At most 30 days.' };
    server.answer(EXTEND, { ok: false, problem });
    await card.press('extend-send');
    expect(card.findByTestId(Alert, 'extend-problem').props.title).toBe('Extension too long');
    expect(card.findByTestId(Text, 'extend-count').text).toBe('27 of at least 10 characters');
  });

  it('is not offered where the policy allows none', async () => {
    server.answer(CARD, { ok: true, card: liveCard({ status: 'active' }) });
    const card = await renderCard();
    expect(card.maybeFindByTestId(Button, 'extend')).toBeNull();
  });
});

describe('an extension that waits', () => {
  it('is decided by its approver, in words of its own', async () => {
    server.answer(CARD, {
      ok: true,
      card: liveCard({
        status: 'active',
        matter: 'extension',
        extensions: [open],
        can: { ...NOTHING, review: true },
      }),
    });
    const card = await renderCard();
    expect(card.findByTestId(Button, 'approve').text).toBe('Approve the extension');
    expect(card.text()).toContain('If rejected, the exception ends when it would have ended.');
    expect(card.text()).toContain('“The board meets in January.”');
  });

  it('is withdrawn by who asked, after a second press', async () => {
    const live = { status: 'active', matter: 'extension' } as const;
    server.answer(CARD, {
      ok: true,
      card: liveCard({ ...live, extensions: [{ ...open, canWithdraw: true }] }),
    });
    const card = await renderCard();
    await card.press('withdraw-extension');
    server.answer(`POST ${CARD_ROUTES.withdrawExtension('req_1')}`, {
      ok: true,
      card: liveCard({
        status: 'active',
        extend,
        extensions: [{ ...open, outcome: 'withdrawn', decidedAt: '2026-11-23T14:00:00.000Z' }],
      }),
    });
    await card.press('withdraw-extension-confirm');
    expect(card.findByTestId(Text, 'extension-1').text).toContain('was withdrawn just now');
  });
});

it('the end of an exception says that its extension was refused', async () => {
  const rejected: ExtensionView = {
    ...open,
    outcome: 'rejected',
    decidedAt: '2026-11-20T14:00:00.000Z',
    rejectedBecause: 'Rejected by Sales manager.',
    reviews: [{ reviewer: manager, outcome: 'reject', comment: 'No.', at: '2026-11-20T14:00:00.000Z' }],
  };
  const previous = request({
    status: 'ended',
    endReason: 'expired',
    endedAt: '2026-11-23T14:00:00.000Z',
    extensions: [rejected],
  });
  server.answer(CARD, { ok: true, card: standardCard({ previous }) });
  const card = await renderCard();
  expect(card.findByTestId(Alert, 'finished').text).toContain('was rejected 3 days ago');
  expect(card.findByTestId(Alert, 'finished').text).toContain('Rejected by Sales manager.');
});
