import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { submissionSchema } from '@handrail/contracts/submission';
import { Alert, Button, Checkbox, StatusTag, Text, TextArea } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { dataFix, liveCard, request, standardCard, strategicLogo } from './card-fixtures.ts';
import { CARD, openForm, PREVIEW, preview, REASON, SUBMIT } from './fill-form.ts';
import { freezeClock, pass, renderCard } from './render-card.tsx';
import { stubServer } from './stub-server.ts';

freezeClock();
const server = stubServer();

const owed = {
  reason: 'The CFO is on the phone.',
  dueAt: '2026-11-24T10:00:00.000Z',
  outcome: 'owed',
} as const;
const NOTHING = {
  review: false,
  ask: false,
  answer: false,
  handOver: false,
  withdraw: false,
  end: false,
  retry: false,
};

describe('in the form', () => {
  const rule = { reviewHours: 8, prompt: 'What would be lost?', minLength: 20 };

  async function formAtOnce() {
    const { form, ...card } = standardCard();
    if (!form) throw new Error('the fixture has a form');
    const types = [{ ...strategicLogo, breakGlass: rule }, dataFix];
    const opened = await openForm(server, { ...card, form: { ...form, types } });
    await opened.choose('type', 'strategic_logo');
    await opened.choose('reason-code', 'target_account');
    await opened.type('reason', REASON);
    await opened.choose('proposed-owner', '102');
    server.answer(PREVIEW, preview('Sales manager'));
    await pass(400);
    return opened;
  }

  it('is offered only where the policy lets this person', async () => {
    const card = await openForm(server);
    await card.choose('type', 'strategic_logo');
    expect(card.maybeFindByTestId(Checkbox, 'at-once')).toBeNull();
  });

  it('says what it means and demands a reason of its own', async () => {
    const card = await formAtOnce();
    expect(card.findByTestId(Checkbox, 'at-once').props.checked).toBe(false);
    await card.tick('at-once');
    expect(card.findByTestId(Alert, 'at-once-warning').text).toContain('within 8 business hours');
    expect(card.findByTestId(Button, 'submit').text).toBe('Submit and take effect at once');
    await card.type('at-once-reason', 'Urgent.');
    await card.submit();
    expect(card.findByTestId(TextArea, 'at-once-reason').props.validationMessage).toBe(
      'Write 13 more characters.',
    );
    expect(server.bodies(SUBMIT)).toEqual([]);
  });

  it('is sent with its reason', async () => {
    const card = await formAtOnce();
    await card.tick('at-once');
    await card.type('at-once-reason', ' The CFO is on the phone. ');
    server.answer(SUBMIT, { ok: true, card: liveCard({ status: 'approved', breakGlass: owed }) });
    await card.submit();
    const [body] = server.bodies(SUBMIT);
    expect(submissionSchema.parse(body).breakGlass).toEqual({ reason: 'The CFO is on the phone.' });
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Taking effect, not approved');
  });

  it('is not sent when the choice is taken back', async () => {
    const card = await formAtOnce();
    await card.tick('at-once');
    await card.type('at-once-reason', 'The CFO is on the phone.');
    await card.tick('at-once', false);
    server.answer(SUBMIT, { ok: true, card: liveCard() });
    await card.submit();
    expect(server.bodies(SUBMIT)[0]).not.toHaveProperty('breakGlass');
  });
});

describe('the badge', () => {
  it('stands on an exception in effect with the time of its review', async () => {
    server.answer(CARD, {
      ok: true,
      card: liveCard({ status: 'active', matter: 'break_glass', breakGlass: owed, can: NOTHING }),
    });
    const card = await renderCard();
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Active, review owed');
    const badge = card.findByTestId(Alert, 'break-glass');
    expect(badge.props.title).toBe('Break-glass: a review is owed');
    expect(badge.text).toContain('Ana Ruiz had it take effect at once: “The CFO is on the phone.”');
    expect(badge.text).toContain('Nov 24, 2026, 11:00 AM');
    expect(card.maybeFindByTestId(Button, 'approve')).toBeNull();
  });

  it('asks its approver to confirm or refuse, and says what a refusal does', async () => {
    const live = { status: 'active', version: 4, matter: 'break_glass', breakGlass: owed } as const;
    server.answer(CARD, { ok: true, card: liveCard({ ...live, can: { ...NOTHING, review: true } }) });
    const card = await renderCard();
    expect(card.findByTestId(Button, 'approve').text).toBe('Confirm');
    expect(card.findByTestId(Button, 'reject').text).toBe('Refuse');
    expect(card.text()).toContain('are put back as they were, except what somebody changed since');
    server.answer(`POST ${CARD_ROUTES.review('req_1')}`, {
      ok: true,
      card: liveCard({
        status: 'reverting',
        breakGlass: { ...owed, outcome: 'reverted' },
        reverted: { because: 'Taken back because the review refused it.', left: [] },
      }),
    });
    await card.press('reject');
    expect(card.findByTestId(Alert, 'in-progress').props.title).toBe('Taking the exception back');
    expect(server.bodies(`POST ${CARD_ROUTES.review('req_1')}`)).toEqual([
      { outcome: 'reject', comment: '', version: 4 },
    ]);
  });

  it('warns who ends it that everything is put back', async () => {
    server.answer(CARD, {
      ok: true,
      card: liveCard({ status: 'active', breakGlass: owed, can: { ...NOTHING, end: true } }),
    });
    const card = await renderCard();
    await card.press('end-now');
    expect(card.text()).toContain('Nobody has approved it, so everything it changed is put back');
  });

  it('tells what was left when it was taken back', async () => {
    const previous = request({
      status: 'reverted',
      endedAt: '2026-11-23T14:00:00.000Z',
      breakGlass: { ...owed, outcome: 'reverted', decidedAt: '2026-11-23T13:58:00.000Z' },
      reverted: { because: 'Taken back because nobody reviewed it in time.', left: ['stage'] },
    });
    server.answer(CARD, { ok: true, card: standardCard({ previous }) });
    const card = await renderCard();
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Taken back');
    expect(card.findByTestId(Alert, 'break-glass').text).toContain(
      'because somebody changed it since: stage',
    );
    expect(card.findByTestId(Alert, 'finished').text).toContain('was taken back just now');
  });

  it('stays once a review confirmed it', async () => {
    const confirmed = { ...owed, outcome: 'confirmed', decidedAt: '2026-11-23T13:00:00.000Z' } as const;
    server.answer(CARD, { ok: true, card: liveCard({ status: 'active', breakGlass: confirmed }) });
    const card = await renderCard();
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Exception active');
    expect(card.findByTestId(Alert, 'break-glass').props.title).toBe('Break-glass, confirmed by a review');
    expect(card.maybeFindByTestId(Text, 'extension-1')).toBeNull();
  });
});
