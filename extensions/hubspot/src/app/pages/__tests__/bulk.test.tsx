import type { BulkView } from '@handrail/contracts/bulk';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  Alert,
  Button,
  EmptyState,
  Form,
  Input,
  ProgressBar,
  StatusTag,
  Text,
  TextArea,
} from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { freezeClock, pass, settle } from 'handrail-hubspot-cards/__tests__/render-card.tsx';
import { deferred, stubServer } from 'handrail-hubspot-cards/__tests__/stub-server.ts';
import { bulk, bulkForm, bulkList, bulkReply, counts, LEFT_OUT } from './bulk-fixtures.ts';
import { inboxPage } from './inbox-fixtures.ts';
import { renderInbox } from './render-inbox.tsx';

const INBOX = `POST ${CARD_ROUTES.inbox}`;
const LIST = `GET ${CARD_ROUTES.bulks}`;
const SUBMIT = `POST ${CARD_ROUTES.bulks}`;
const FORM = `GET ${CARD_ROUTES.bulkForm}`;
const ONE = `GET ${CARD_ROUTES.bulk('bulk_1')}`;
const ITEMS = `POST ${CARD_ROUTES.bulkItems('bulk_1')}`;
const REVIEW = `POST ${CARD_ROUTES.bulkReview('bulk_1')}`;
const change = (what: 'Ask' | 'Withdraw' | 'Retry') => `POST ${CARD_ROUTES[`bulk${what}`]('bulk_1')}`;

freezeClock();
const server = stubServer();

/** The section of bulk requests, with what the list answers. */
async function section(...bulks: readonly BulkView[]) {
  server.answer(INBOX, inboxPage([]));
  const page = await renderInbox();
  server.answer(LIST, bulkList(...bulks));
  await page.press('section-bulk');
  return page;
}

/** One bulk request on the screen, with the record that was left out. */
async function detail(overrides: Partial<BulkView> = {}) {
  const shown = bulk(overrides);
  const page = await section(shown);
  server.answer(ONE, { ok: true, bulk: shown });
  if (shown.counts.failed + shown.counts.left_out > 0) server.answer(ITEMS, LEFT_OUT);
  await page.press('open-bulk-bulk_1');
  await settle();
  return page;
}

describe('the list of bulk requests', () => {
  it('says what each is, how far it is, and which wait for the person', async () => {
    const page = await section(
      bulk({ can: { review: true, ask: false, withdraw: false, retry: false } }),
      bulk({ bulkId: 'bulk_2', status: 'needs_attention', counts: counts({ done: 1, failed: 1 }) }),
    );
    expect(page.text()).toContain('Data Fix: Wrong country');
    expect(page.text()).toContain('Waits for you');
    expect(page.text()).toContain('1 done, 1 failed, 1 left out');
    expect(page.text()).toContain('Some records failed');
  });

  it('says so when there is none, and when the server does not answer', async () => {
    const page = await section();
    expect(page.findByTestId(EmptyState, 'no-bulks').props.title).toBe('No bulk request yet');
    server.answer(LIST, new Error('down'));
    await page.press('refresh-bulks');
    expect(page.findByTestId(Alert, 'problem').props.title).toBe('No answer from Handrail');
  });

  it('reads itself again while the server is at work', async () => {
    const page = await section(bulk({ status: 'carrying_out', counts: counts({ prepared: 0, done: 1 }) }));
    server.answer(LIST, bulkList(bulk({ status: 'done', counts: counts({ prepared: 0, done: 2 }) })));
    await pass(3_100);
    expect(page.text()).toContain('2 done');
    await pass(10_000);
  });
});

describe('a new bulk request', () => {
  async function open() {
    const page = await section();
    server.answer(FORM, bulkForm());
    await page.press('new-bulk');
    await page.choose('type', 'data_fix');
    return {
      ...page,
      submit: async () => {
        page.findByTestId(Form, 'bulk-form').trigger('onSubmit');
        await settle();
      },
    };
  }

  it('takes ids as people paste them, and asks nobody before the preview', async () => {
    const page = await open();
    await page.comment('bulk-ids', '55, 56\n57;55');
    expect(page.findByTestId(Text, 'bulk-ids-count').text).toBe('4 records');
    await page.comment('reason', 'The import of Monday.');
    server.answer(SUBMIT, bulkReply({ status: 'preparing' }));
    server.answer(ONE, bulkReply({ status: 'ready', next: '2 records can be carried out, 1 left out.' }));
    server.answer(ITEMS, LEFT_OUT);
    await page.submit();
    expect(server.bodies(SUBMIT)).toEqual([
      {
        idempotencyKey: expect.stringMatching(/^[a-z2-7]{32}$/),
        objectType: 'deal',
        records: { recordIds: ['55', '56', '57', '55'] },
        exceptionTypeId: 'data_fix',
        reasonCode: 'wrong_country',
        reason: 'The import of Monday.',
        expiresAt: '2026-11-26T22:59:59.000Z',
        asks: 'after_preview',
      },
    ]);
    expect(page.findByTestId(Text, 'bulk-next').text).toContain('2 records can be carried out');
  });

  it('takes a list by its name, and says what is missing before it is sent', async () => {
    const page = await open();
    await page.submit();
    expect(page.findByTestId(TextArea, 'bulk-ids').props.validationMessage).toContain(
      'at least one record id',
    );
    await page.comment('bulk-ids', '55 nord-bank');
    await page.submit();
    expect(page.findByTestId(TextArea, 'bulk-ids').props.validationMessage).toBe(
      '"nord-bank" is no record id.',
    );
    await page.choose('bulk-source', 'list');
    await page.submit();
    expect(page.findByTestId(Input, 'bulk-list').props.validationMessage).toBe('Name the list.');
    page.findByTestId(Input, 'bulk-list').trigger('onInput', ' Import of May ' as never);
    await settle();
    const problem = { code: 'list_not_found', title: 'No such list', detail: 'The CRM has no such list.' };
    server.answer(SUBMIT, { ok: false, problem });
    await page.submit();
    expect(server.bodies(SUBMIT)).toMatchObject([{ records: { list: 'Import of May' } }]);
    expect(page.findByTestId(Alert, 'bulk-form-problem').props.title).toBe('No such list');
  });
});

describe('one bulk request', () => {
  it('says who is asked for how many records and by which rule, and what was left out', async () => {
    const page = await detail();
    expect(page.findByTestId(StatusTag, 'bulk-status').text).toBe('Waiting for a decision');
    expect(page.text()).toContain('Sales manager: Tom Becker');
    expect(page.text()).toContain('For 2 records, such as Nordbank – platform.');
    expect(page.text()).toContain('Large deal: 2 records, 1 of them because a fact is missing');
    expect(page.text()).toContain('1 record left out or failed');
    expect(page.text()).toContain('The CRM has no deal with this id.');
    expect(page.maybeFindByTestId(Button, 'bulk-approve')).toBeNull();
  });

  it('is put to its approvers, or withdrawn after a second look', async () => {
    const page = await detail({
      status: 'ready',
      can: { ask: true, withdraw: true, review: false, retry: false },
    });
    await page.press('bulk-withdraw');
    expect(page.text()).toContain('It cannot be undone.');
    await page.press('bulk-withdraw-keep');
    server.answer(change('Ask'), bulkReply());
    await page.press('bulk-ask');
    expect(page.findByTestId(StatusTag, 'bulk-status').text).toBe('Waiting for a decision');
  });

  it('is decided once for all records, on the version that was seen', async () => {
    const page = await detail({ can: { review: true, ask: false, withdraw: false, retry: false } });
    await page.comment('bulk-comment', ' Until Friday. ');
    const reply = deferred<unknown>();
    server.answer(REVIEW, reply.promise);
    await page.press('bulk-approve');
    await page.press('bulk-approve');
    reply.resolve(bulkReply({ status: 'carrying_out', counts: counts({ prepared: 1, carrying_out: 1 }) }));
    await settle();
    expect(server.bodies(REVIEW)).toEqual([{ outcome: 'approve', comment: 'Until Friday.', version: 3 }]);
    expect(page.findByTestId(ProgressBar, 'bulk-progress').props).toMatchObject({ value: 0, maxValue: 2 });
    server.answer(ONE, bulkReply({ status: 'done', counts: counts({ prepared: 0, done: 2 }) }));
    await pass(3_100);
    expect(page.findByTestId(ProgressBar, 'bulk-progress').props).toMatchObject({ value: 2, maxValue: 2 });
  });

  it('has what failed tried again, and gives the whole list as CSV', async () => {
    const page = await detail({
      status: 'needs_attention',
      counts: counts({ prepared: 0, done: 1, failed: 1 }),
      can: { retry: true, review: false, ask: false, withdraw: false },
    });
    server.answer(ITEMS, LEFT_OUT);
    await page.press('items-copy');
    expect(server.bodies(ITEMS).at(-1)).toEqual({ outcomes: ['failed', 'left_out'], after: 0, limit: 250 });
    expect(page.actions.copyTextToClipboard.calls).toEqual([
      [
        'recordId,title,outcome,code,words\n404,404,left_out,record_not_found,"The CRM has no deal with this id. Check the id, ""404""."',
      ],
    ]);
    server.answer(change('Retry'), bulkReply({ status: 'done', counts: counts({ prepared: 0, done: 2 }) }));
    server.answer(ITEMS, LEFT_OUT);
    await page.press('bulk-retry');
    await settle();
    expect(page.findByTestId(StatusTag, 'bulk-status').text).toBe('Done');
  });

  it('shows a refusal with what to do', async () => {
    const page = await detail({ can: { review: true, ask: false, withdraw: false, retry: false } });
    const problem = { code: 'changed_meanwhile', title: 'Changed meanwhile', detail: 'Somebody was faster.' };
    server.answer(REVIEW, { ok: false, problem });
    await page.press('bulk-reject');
    expect(page.findByTestId(Alert, 'bulk-problem').props.title).toBe('Changed meanwhile');
    server.answer(ONE, bulkReply({ version: 4 }));
    await page.press('bulk-problem-reload');
    expect(page.text()).toContain('Tom Becker');
  });
});
