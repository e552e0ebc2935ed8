import { submissionSchema } from '@handrail/contracts/submission';
import { Alert, Checkbox, Select, Text } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { liveCard, standardCard } from './card-fixtures.ts';
import { openForm, PREVIEW, preview, REASON, SUBMIT } from './fill-form.ts';
import { freezeClock, pass } from './render-card.tsx';
import { stubServer } from './stub-server.ts';

freezeClock();
const server = stubServer();
const CHANGE = 'a'.repeat(32);

async function formAfterOverride() {
  const { form, ...card } = standardCard();
  if (!form) throw new Error('the fixture has a form');
  const words = 'Tom Becker changed the owner, and no exception covers it. (owner: Maya Chen → Tom Becker)';
  const opened = await openForm(server, {
    ...card,
    form: { ...form, retroactive: { changeId: CHANGE, words, ownerId: '102' } },
  });
  return { opened, words };
}

describe('a change of the record that waits for a request', () => {
  it('is told, and proposes what was written', async () => {
    const { opened, words } = await formAfterOverride();
    expect(opened.findByTestId(Alert, 'retroactive').text).toContain(words);
    expect(opened.findByTestId(Checkbox, 'explains').props.checked).toBe(true);
    await opened.choose('type', 'strategic_logo');
    expect(opened.findByTestId(Select, 'proposed-owner').props.value).toBe('102');
  });

  it('is named by the request', async () => {
    const { opened } = await formAfterOverride();
    await opened.choose('type', 'strategic_logo');
    await opened.choose('reason-code', 'target_account');
    await opened.type('reason', REASON);
    server.answer(PREVIEW, preview('Sales manager'));
    await pass(400);
    const told = 'For a change of the owner that was made on 2026-11-23 at 10:05 UTC.';
    server.answer(SUBMIT, { ok: true, card: liveCard({ retroactive: told }) });
    await opened.submit();
    const [body] = server.bodies(SUBMIT);
    expect(submissionSchema.parse(body).retroactive).toEqual({ changeId: CHANGE });
    expect(opened.findByTestId(Text, 'retroactive-request').text).toBe(told);
  });

  it('is not named by a request that is about something else', async () => {
    const { opened } = await formAfterOverride();
    await opened.tick('explains', false);
    await opened.choose('type', 'strategic_logo');
    expect(opened.findByTestId(Select, 'proposed-owner').props.value).not.toBe('102');
    await opened.choose('proposed-owner', '102');
    await opened.choose('reason-code', 'target_account');
    await opened.type('reason', REASON);
    server.answer(PREVIEW, preview('Sales manager'));
    await pass(400);
    server.answer(SUBMIT, { ok: true, card: liveCard({}) });
    await opened.submit();
    const [body] = server.bodies(SUBMIT);
    expect(submissionSchema.parse(body).retroactive).toBeUndefined();
  });
});
