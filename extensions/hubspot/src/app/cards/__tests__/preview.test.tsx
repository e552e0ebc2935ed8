import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { decision } from './card-fixtures.ts';
import { filledForm, openForm, PREVIEW, preview, REASON } from './fill-form.ts';
import { freezeClock, pass, settle } from './render-card.tsx';
import { deferred, stubServer } from './stub-server.ts';

freezeClock();
const server = stubServer();

describe('who will be asked', () => {
  it('asks the policy once the form rests, with what decides it and nothing else', async () => {
    const card = await openForm(server);
    await card.choose('type', 'strategic_logo');
    await pass(200);
    await card.choose('proposed-owner', '102');
    await pass(200);
    expect(server.bodies(PREVIEW)).toEqual([]);

    server.answer(PREVIEW, preview('Sales manager', ['The reason is too short.']));
    await pass(200);
    expect(server.bodies(PREVIEW)).toEqual([
      {
        record: { objectType: 'deal', recordId: '55' },
        exceptionTypeId: 'strategic_logo',
        proposedOwnerId: '102',
        expiresAt: '2026-12-07T22:59:59.000Z',
      },
    ]);
    expect(card.findByTestId(Text, 'asked-sales_manager').text).toBe('Sales manager: Tom Becker');
    const asked = card.findByTestId(Flex, 'asked');
    expect(asked.find(Text, { variant: 'microcopy' }).text).toBe('Amount is 82,000, at least 50,000.');
    expect(card.findByTestId(Flex, 'avoided-by').findAll(Text, { variant: 'microcopy' })).toHaveLength(1);
    expect(card.findByTestId(Text, 'avoided-large_deal').text).toBe(
      'Sales manager would not be asked if amount is under 50,000 (it is 82,000).',
    );
    expect(card.text()).toContain('wanted Amount at least 50,000, saw 82,000');
    expect(card.text()).toContain('The region of the new owner is not known.');
    expect(card.findByTestId(Alert, 'warnings').find(Text).text).toBe('The reason is too short.');
  });

  it('does not ask again while only the reason is typed', async () => {
    const card = await filledForm(server);
    await card.type('reason', `${REASON} More.`);
    await pass(1_000);
    expect(server.bodies(PREVIEW)).toHaveLength(1);
  });

  it('drops an answer that comes after a newer question', async () => {
    const card = await openForm(server);
    await card.choose('type', 'strategic_logo');
    const slow = deferred<unknown>();
    server.answer(PREVIEW, slow.promise);
    await pass(400);

    await card.choose('type', 'data_fix');
    server.answer(PREVIEW, preview('RevOps'));
    await pass(400);
    expect(card.findByTestId(Text, 'asked-sales_manager').text).toBe('RevOps: Tom Becker');

    slow.resolve(preview('Sales manager'));
    await settle();
    expect(card.findByTestId(Text, 'asked-sales_manager').text).toBe('RevOps: Tom Becker');
  });

  it('does not show an old answer as the answer to a changed form', async () => {
    const card = await filledForm(server);
    await card.pickDay('expires', { year: 2026, month: 11, date: 1 });
    expect(card.text()).toContain('Sales manager');
    const waiting = deferred<unknown>();
    server.answer(PREVIEW, waiting.promise);
    await pass(400);
    expect(card.maybeFindByTestId(Text, 'asked-stale')?.text).toBe('From before your last change:');
    waiting.resolve(preview('Regional director'));
    await settle();
    expect(card.findByTestId(Text, 'asked-sales_manager').text).toBe('Regional director: Tom Becker');
    expect(card.maybeFindByTestId(Text, 'asked-stale')).toBeNull();
  });

  it('says which facts are missing', async () => {
    const card = await openForm(server);
    await card.choose('type', 'strategic_logo');
    server.answer(PREVIEW, {
      ok: true,
      decision: { ...decision, unknownFacts: ['Region of the company'] },
      warnings: [],
    });
    await pass(400);
    expect(card.findByTestId(Alert, 'unknown-facts').text).toContain('Region of the company');
  });

  it('leaves the form usable when the policy cannot be asked', async () => {
    const card = await openForm(server);
    await card.choose('type', 'strategic_logo');
    server.answer(PREVIEW, new Error('network'));
    await pass(400);
    expect(card.findByTestId(Text, 'asked-unknown').text).toContain('You can submit all the same');
    expect(card.findByTestId(Button, 'submit').props.disabled).toBe(false);
  });
});
