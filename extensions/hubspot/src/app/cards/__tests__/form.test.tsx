import { submissionSchema } from '@handrail/contracts/submission';
import { Alert, Button, DateInput, Form, Select, StatusTag, Text, TextArea } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { dataFix, liveCard, standardCard } from './card-fixtures.ts';
import { CARD, filledForm, openForm, PREVIEW, preview, REASON, SUBMIT } from './fill-form.ts';
import { freezeClock, settle } from './render-card.tsx';
import { deferred, stubServer } from './stub-server.ts';

freezeClock();
const server = stubServer();

describe('fields', () => {
  it('asks for the type first and explains it once it is chosen', async () => {
    const card = await openForm(server);
    expect(card.maybeFindByTestId(Select, 'reason-code')).toBeNull();
    await card.choose('type', 'strategic_logo');
    const text = card.text();
    expect(text).toContain('An account whose name is worth more than its first deal.');
    expect(text).toContain('Amount is at least 50,000 or the account is on the target list');
    expect(text).toContain('The first deal with a Fortune 500 bank.');
    expect(text).toContain('A large deal with an unknown company.');
    expect(text).toContain('Link to the target list');
    expect(card.findByTestId(TextArea, 'reason').props.description).toBe(
      'Which list is the account on, and who knows them?',
    );
  });

  it('offers owner and stage only as the type demands', async () => {
    const card = await openForm(server);
    await card.choose('type', 'strategic_logo');
    const owner = card.findByTestId(Select, 'proposed-owner').props;
    expect(owner.required).toBe(true);
    expect(owner.value).toBeUndefined();
    expect(owner.description).toBe('Now: Maya Chen');
    expect(card.findByTestId(Select, 'proposed-stage').props.required).toBe(false);

    await card.choose('type', 'data_fix');
    expect(card.findByTestId(Select, 'proposed-owner').props.options[0]?.label).toBe(
      'Leave as it is (Maya Chen)',
    );
    expect(card.maybeFindByTestId(Select, 'proposed-stage')).toBeNull();
  });

  it('chooses what leaves no choice: the only type, the only reason', async () => {
    server.answer(PREVIEW, preview('RevOps'));
    const card = await openForm(
      server,
      standardCard({ form: { now: '2026-11-23T14:00:00.000Z', types: [dataFix], owners: [], stages: [] } }),
    );
    expect(card.findByTestId(Select, 'type').props.value).toBe('data_fix');
    expect(card.findByTestId(Select, 'reason-code').props.value).toBe('wrong_country');
  });

  it('starts with the type’s validity, bounded by its longest, months counted from 0', async () => {
    const card = await openForm(server);
    await card.choose('type', 'strategic_logo');
    const until = card.findByTestId(DateInput, 'expires').props;
    expect(until.min).toEqual({ year: 2026, month: 10, date: 23 });
    expect(until.value).toEqual({ year: 2026, month: 11, date: 7 });
    expect(until.max).toEqual({ year: 2026, month: 11, date: 23 });
    expect(until.timezone).toBe('portalTz');
  });

  it('counts the reason as it is typed', async () => {
    const card = await openForm(server);
    await card.choose('type', 'strategic_logo');
    await card.type('reason', '  VIP  ');
    expect(card.findByTestId(Text, 'reason-count').text).toBe('3 of at least 20 characters');
    await card.type('reason', REASON);
    expect(card.findByTestId(Text, 'reason-count').text).toBe('Long enough');
  });

  it('says when owners could not be read', async () => {
    const { form } = standardCard();
    const card = await openForm(
      server,
      standardCard({ ...(form && { form: { ...form, owners: [], choicesMissing: 'HubSpot is busy.' } }) }),
    );
    await card.choose('type', 'strategic_logo');
    expect(card.findByTestId(Alert, 'choices-missing').text).toBe('HubSpot is busy.');
  });

  it('names every field that is missing and sends nothing', async () => {
    const card = await openForm(server);
    await card.submit();
    expect(card.findByTestId(Select, 'type').props.validationMessage).toBe('Choose an exception type.');

    await card.choose('type', 'strategic_logo');
    await card.type('reason', 'VIP');
    await card.submit();
    expect(card.findByTestId(Select, 'reason-code').props.validationMessage).toBe('Choose a reason.');
    expect(card.findByTestId(TextArea, 'reason').props.validationMessage).toBe('Write 17 more characters.');
    expect(card.findByTestId(Select, 'proposed-owner').props.validationMessage).toBe('Choose the new owner.');
    expect(server.bodies(SUBMIT)).toEqual([]);

    await card.choose('proposed-owner', '102');
    expect(card.findByTestId(Select, 'proposed-owner').props.error).toBeUndefined();
    expect(card.findByTestId(TextArea, 'reason').props.error).toBe(true);
  });

  it('goes back to the standard path on Cancel', async () => {
    const card = await openForm(server);
    await card.press('cancel');
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Standard path');
  });
});

describe('submit', () => {
  it('sends what the contract asks for, shows the pending request and refreshes the record', async () => {
    const card = await filledForm(server);
    server.answer(SUBMIT, { ok: true, card: liveCard() });
    await card.submit();
    const [body] = server.bodies(SUBMIT);
    const { idempotencyKey: _, ...sent } = submissionSchema.parse(body);
    expect(sent).toEqual({
      record: { objectType: 'deal', recordId: '55' },
      exceptionTypeId: 'strategic_logo',
      reasonCode: 'target_account',
      reason: REASON,
      proposedOwnerId: '102',
      expiresAt: '2026-12-07T22:59:59.000Z',
    });
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Waiting for a decision');
    expect(card.actions.refreshObjectProperties.callCount).toBe(1);
    expect(card.actions.addAlert.calls).toEqual([[{ type: 'success', message: 'Exception requested.' }]]);
  });

  it('takes a change that HubSpot commits in the same moment as the submit', async () => {
    const card = await filledForm(server);
    server.answer(SUBMIT, { ok: true, card: liveCard() });
    const form = card.findByTestId(Form, 'form');
    card
      .findByTestId(TextArea, 'reason')
      .trigger('onChange', 'Written and sent with one key press.' as never);
    form.trigger('onSubmit');
    await settle();
    expect(submissionSchema.parse(server.bodies(SUBMIT)[0]).reason).toBe(
      'Written and sent with one key press.',
    );
  });

  it('is sent once when pressed twice', async () => {
    const card = await filledForm(server);
    const reply = deferred<unknown>();
    server.answer(SUBMIT, reply.promise);
    const form = card.findByTestId(Form, 'form');
    form.trigger('onSubmit');
    form.trigger('onSubmit');
    await settle();
    expect(card.findByTestId(Button, 'submit').props.disabled).toBe(true);
    await card.submit();
    reply.resolve({ ok: true, card: liveCard() });
    await settle();
    expect(server.bodies(SUBMIT)).toHaveLength(1);
  });

  it('repeats with the same key after a lost answer, with a new one after a change', async () => {
    const card = await filledForm(server);
    const lost = { category: 'BAD_GATEWAY', message: 'no answer' };
    server.answer(SUBMIT, Response.json(lost, { status: 502 }));
    await card.submit();
    expect(card.findByTestId(Alert, 'problem').props.title).toBe('No answer from Handrail');

    server.answer(SUBMIT, new Error('network'));
    await card.press('problem-retry');
    await card.type('reason', `${REASON} They called today.`);
    server.answer(SUBMIT, { ok: true, card: liveCard() });
    await card.submit();

    const keys = server.bodies(SUBMIT).map((body) => submissionSchema.parse(body).idempotencyKey);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('uses a new key for the next form', async () => {
    const keys: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const card = await filledForm(server);
      server.answer(SUBMIT, { ok: true, card: liveCard() });
      await card.submit();
      keys.push(submissionSchema.parse(server.bodies(SUBMIT)[round]).idempotencyKey);
    }
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('keeps what was typed when it is refused, and says why', async () => {
    const card = await filledForm(server);
    server.answer(SUBMIT, {
      ok: false,
      problem: { code: 'expiry_too_far', title: 'Too long', detail: 'At most 7 days for this amount.' },
    });
    await card.submit();
    expect(card.findByTestId(Alert, 'problem').props.variant).toBe('warning');
    expect(card.findByTestId(Text, 'problem-detail').text).toBe('At most 7 days for this amount.');
    expect(card.findByTestId(Select, 'reason-code').props.value).toBe('target_account');
    expect(card.findByTestId(Select, 'proposed-owner').props.value).toBe('102');

    await card.pickDay('expires', { year: 2026, month: 10, date: 30 });
    server.answer(SUBMIT, { ok: true, card: liveCard() });
    await card.submit();
    const [, second] = server.bodies(SUBMIT);
    expect(submissionSchema.parse(second)).toMatchObject({
      reason: REASON,
      expiresAt: '2026-11-30T22:59:59.000Z',
    });
  });

  it('leads to the request that occupies the record', async () => {
    const card = await filledForm(server);
    server.answer(SUBMIT, {
      ok: false,
      problem: {
        code: 'live_exception_exists',
        title: 'There is a request already',
        detail: 'Ana Ruiz asked an hour ago.',
        liveRequestId: 'req_1',
      },
    });
    await card.submit();
    server.answer(CARD, { ok: true, card: liveCard() });
    await card.press('problem-reload');
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Waiting for a decision');
  });
});
