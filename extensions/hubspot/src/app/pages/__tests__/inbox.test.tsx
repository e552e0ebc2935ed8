import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { Alert, Button, Checkbox, EmptyState, Link, Tab, Text } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { liveCard } from 'handrail-hubspot-cards/__tests__/card-fixtures.ts';
import { freezeClock, pass, settle } from 'handrail-hubspot-cards/__tests__/render-card.tsx';
import { deferred, stubServer } from 'handrail-hubspot-cards/__tests__/stub-server.ts';
import { inboxPage, item } from './inbox-fixtures.ts';
import { renderInbox } from './render-inbox.tsx';

const LIST = `POST ${CARD_ROUTES.inbox}`;
const DECIDE = `POST ${CARD_ROUTES.inboxReview}`;
const FIRST_QUESTION = { view: 'waiting_for_me', limit: 25 };

freezeClock();
const server = stubServer();

async function inboxOf(...items: Parameters<typeof inboxPage>) {
  server.answer(LIST, inboxPage(...items));
  return renderInbox();
}

describe('the list', () => {
  it('asks for what waits for the person, and shows why they are asked', async () => {
    const inbox = await inboxOf([item('req_1'), item('req_2')]);
    expect(server.bodies(LIST)).toEqual([FIRST_QUESTION]);
    expect(inbox.text()).toContain('Deal of req_1');
    expect(inbox.text()).toContain('Owner: Maya Chen → Tom Becker');
    expect(inbox.text()).toContain('Sales manager. Amount is 82,000');
    expect(inbox.findByTestId(Tab, 'view-waiting_for_me').props.title).toBe('Waiting for me (2)');
    expect(inbox.findByTestId(Text, 'range').text).toBe('1 to 2 of 2 requests');
  });

  it('asks for what is chosen, in the portal’s days', async () => {
    const inbox = await inboxOf([item('req_1')]);
    server.answer(LIST, inboxPage([]));
    await inbox.search(' nordbank ');
    server.answer(LIST, inboxPage([]));
    await inbox.choose('filter-type', 'strategic_logo');
    server.answer(LIST, inboxPage([]));
    await inbox.pickDay('filter-from', { year: 2026, month: 9, date: 25 });
    server.answer(LIST, inboxPage([]));
    await inbox.pickDay('filter-until', { year: 2026, month: 9, date: 25 });
    // The day on which Berlin's clocks go back has 25 hours.
    expect(server.bodies(LIST).at(-1)).toEqual({
      ...FIRST_QUESTION,
      text: 'nordbank',
      exceptionTypeId: 'strategic_logo',
      from: '2026-10-24T22:00:00.000Z',
      before: '2026-10-25T23:00:00.000Z',
    });
    expect(inbox.findByTestId(EmptyState, 'empty').props.title).toBe('No request matches');
    server.answer(LIST, inboxPage([item('req_1')]));
    await inbox.press('clear-filters');
    await pass(400);
    expect(server.bodies(LIST).at(-1)).toEqual(FIRST_QUESTION);
  });

  it('turns pages by cursor and starts over with other filters', async () => {
    const inbox = await inboxOf([item('req_1')], { matching: 26, next: 'to-two' });
    server.answer(LIST, inboxPage([item('req_26')], { matching: 26 }));
    await inbox.press('next-page');
    expect(server.bodies(LIST).at(-1)).toEqual({ ...FIRST_QUESTION, cursor: 'to-two' });
    expect(inbox.findByTestId(Text, 'range').text).toBe('26 to 26 of 26 requests');
    expect(inbox.findByTestId(Button, 'next-page').props.disabled).toBe(true);
    server.answer(LIST, inboxPage([item('req_3')]));
    await inbox.show('all');
    expect(server.bodies(LIST).at(-1)).toEqual({ view: 'all', limit: 25 });
    expect(inbox.findByTestId(Text, 'range').text).toBe('1 to 1 of 1 request');
  });

  it('drops the answer to an older question', async () => {
    const inbox = await inboxOf([item('req_1')]);
    const slow = deferred<unknown>();
    server.answer(LIST, slow.promise);
    await inbox.search('slow');
    server.answer(LIST, inboxPage([item('req_quick')]));
    await inbox.search('quick');
    slow.resolve(inboxPage([item('req_slow')]));
    await settle();
    expect(inbox.text()).toContain('req_quick');
    expect(inbox.text()).not.toContain('req_slow');
  });

  it('keeps what it shows when the server does not answer, and tries again', async () => {
    const inbox = await inboxOf([item('req_1')]);
    server.answer(LIST, new Error('down'));
    await inbox.press('refresh');
    expect(inbox.findByTestId(Alert, 'problem').props.title).toBe('No answer from Handrail');
    expect(inbox.text()).toContain('Deal of req_1');
    server.answer(LIST, inboxPage([]));
    await inbox.press('problem-retry');
    expect(inbox.findByTestId(EmptyState, 'empty').props.title).toBe('Nothing waits for your decision');
    expect(inbox.text()).not.toContain('No answer');
  });

  it('says so when a person sees their own requests only, and gives them nothing to tick', async () => {
    const inbox = await inboxOf([item('req_1', { canReview: false })], { scope: 'own' });
    expect(inbox.findByTestId(Text, 'scope').text).toContain('that you filed or were asked about');
    expect(inbox.findAll(Checkbox)).toEqual([]);
  });

  it('says what is missing when the page is not connected', async () => {
    const inbox = await renderInbox({});
    expect(inbox.text()).toContain('no API_ORIGIN');
  });
});

describe('a decision', () => {
  it('is made in the panel, on the version that was seen', async () => {
    const inbox = await inboxOf([item('req_1', { version: 3 })]);
    expect(await inbox.open('req_1')).toEqual(['request-panel']);
    expect(inbox.findByTestId(Link, 'record-link').props.href).toBe('/contacts/7/record/0-3/55');
    expect(inbox.findByTestId(Text, 'why-me').text).toContain('You are asked: Sales manager');
    expect(inbox.text()).toContain('Territory routing would give this deal to Maya Chen tonight.');
    expect(inbox.text()).toContain('wanted Amount at least 50,000, saw 82,000');
    await inbox.comment('decide-one-comment', ' Fine. ');
    server.answer(DECIDE, {
      ok: true,
      results: [{ requestId: 'req_1', ok: true, status: 'approved', version: 4 }],
    });
    server.answer(LIST, inboxPage([]));
    await inbox.press('decide-one-approve');
    expect(server.bodies(DECIDE)).toEqual([
      { items: [{ requestId: 'req_1', version: 3 }], outcome: 'approve', comment: 'Fine.' },
    ]);
    expect(inbox.actions.closeOverlay.calls).toEqual([['request-panel']]);
    expect(inbox.findByTestId(Alert, 'decided').props.title).toBe('1 request approved');
  });

  it('on many is sent once, with one comment, and each refusal is named', async () => {
    const inbox = await inboxOf([item('req_1'), item('req_2'), item('req_3', { canReview: false })]);
    await inbox.tick('select-all');
    expect(inbox.text()).toContain('2 requests selected');
    await inbox.comment('decide-many-comment', 'Not now.');
    const reply = deferred<unknown>();
    server.answer(DECIDE, reply.promise);
    await inbox.press('decide-many-reject');
    await inbox.press('decide-many-reject');
    server.answer(LIST, inboxPage([item('req_2')]));
    reply.resolve({
      ok: true,
      results: [
        { requestId: 'req_1', ok: true, status: 'rejected', version: 2 },
        {
          requestId: 'req_2',
          ok: false,
          problem: { code: 'changed_meanwhile', title: 'Changed meanwhile', detail: 'Tom was faster.' },
        },
      ],
    });
    await settle();
    expect(server.bodies(DECIDE)).toEqual([
      {
        items: [
          { requestId: 'req_1', version: 1 },
          { requestId: 'req_2', version: 1 },
        ],
        outcome: 'reject',
        comment: 'Not now.',
      },
    ]);
    expect(inbox.findByTestId(Alert, 'decided').props.title).toBe('1 request rejected, 1 not decided');
    expect(inbox.findByTestId(Text, 'refused-req_2').text).toContain('Tom was faster.');
    expect(inbox.text()).not.toContain('selected');
    await inbox.press('dismiss-decided');
    expect(inbox.text()).not.toContain('not decided');
  });

  it('that got no answer keeps selection and comment, so that pressing again repeats it', async () => {
    const inbox = await inboxOf([item('req_1'), item('req_2')]);
    await inbox.tick('select-req_2');
    await inbox.comment('decide-many-comment', 'Fine.');
    server.answer(DECIDE, new Error('down'));
    await inbox.press('decide-many-approve');
    expect(inbox.text()).toContain('Nothing is done twice');
    server.answer(DECIDE, {
      ok: true,
      results: [{ requestId: 'req_2', ok: true, status: 'approved', version: 2 }],
    });
    server.answer(LIST, inboxPage([item('req_1')]));
    await inbox.press('decide-many-approve');
    const [first, second] = server.bodies(DECIDE);
    expect(second).toEqual(first);
    expect(inbox.findByTestId(Alert, 'decided').props.title).toBe('1 request approved');
  });

  it('keeps the version a person ticked when the list is read again', async () => {
    const inbox = await inboxOf([item('req_1', { version: 1 })]);
    await inbox.tick('select-req_1');
    server.answer(LIST, inboxPage([item('req_1', { version: 2 })]));
    await inbox.press('refresh');
    server.answer(DECIDE, new Error('down'));
    await inbox.press('decide-many-approve');
    expect(server.bodies(DECIDE)).toMatchObject([{ items: [{ requestId: 'req_1', version: 1 }] }]);
  });
});

describe('a request in the panel', () => {
  it('can be asked about; the panel closes and the list is read again', async () => {
    const inbox = await inboxOf([item('req_1')]);
    await inbox.open('req_1');
    await inbox.press('ask-open');
    await inbox.comment('ask-text', 'Who is the sponsor?');
    server.answer(`POST ${CARD_ROUTES.ask('req_1')}`, { ok: true, card: liveCard() });
    server.answer(LIST, inboxPage([item('req_1')]));
    await inbox.press('ask-send');
    expect(server.bodies(`POST ${CARD_ROUTES.ask('req_1')}`)).toEqual([{ text: 'Who is the sponsor?' }]);
    expect(inbox.actions.closeOverlay.calls).toEqual([['request-panel']]);
    expect(server.bodies(LIST)).toHaveLength(2);
  });
});
