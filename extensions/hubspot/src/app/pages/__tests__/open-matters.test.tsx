import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { Alert, Button, StatusTag, Text } from '@hubspot/ui-extensions';
import { expect, it } from '@jest/globals';
import { decision, rep } from 'handrail-hubspot-cards/__tests__/card-fixtures.ts';
import { freezeClock } from 'handrail-hubspot-cards/__tests__/render-card.tsx';
import { stubServer } from 'handrail-hubspot-cards/__tests__/stub-server.ts';
import { inboxPage, item } from './inbox-fixtures.ts';
import { renderInbox } from './render-inbox.tsx';

freezeClock();
const server = stubServer();

const inEffect = item('req_1', {
  status: 'active',
  matter: 'break_glass',
  breakGlass: {
    reason: 'The CFO is on the phone.',
    dueAt: '2026-11-24T10:00:00.000Z',
    outcome: 'owed',
  },
});
const longer = item('req_2', {
  status: 'active',
  matter: 'extension',
  extensions: [
    {
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
    },
  ],
});

async function inboxWithBoth() {
  server.answer(`POST ${CARD_ROUTES.inbox}`, inboxPage([inEffect, longer, item('req_3')]));
  return renderInbox();
}

it('tells an extension and a review that is owed from a new request', async () => {
  const inbox = await inboxWithBoth();
  expect(inbox.findByTestId(StatusTag, 'matter-req_1').text).toBe('In effect, review owed');
  expect(inbox.findByTestId(StatusTag, 'matter-req_2').text).toBe('Extension');
  expect(inbox.maybeFindByTestId(StatusTag, 'matter-req_3')).toBeNull();
  expect(inbox.text()).toContain('Confirm or refuse by Nov 24, 2026, 11:00 AM, else it is taken back');
  expect(inbox.text()).toContain('Dec 7, 2026, 11:59 PM → Jan 6, 2027, 11:59 PM');
});

it('opens a review with its reason and the words that fit', async () => {
  const inbox = await inboxWithBoth();
  await inbox.open('req_1');
  expect(inbox.findByTestId(Alert, 'break-glass').text).toContain('The CFO is on the phone.');
  expect(inbox.findByTestId(Button, 'decide-one-approve').text).toBe('Confirm');
  await inbox.open('req_2');
  expect(inbox.findByTestId(Alert, 'extension-open').text).toContain('The board meets in January.');
  expect(inbox.findByTestId(Button, 'decide-one-reject').text).toBe('Reject the extension');
});

it('says before a bulk decision what it does to what is in effect', async () => {
  const inbox = await inboxWithBoth();
  await inbox.tick('select-all');
  expect(inbox.findByTestId(Button, 'decide-many-approve').text).toBe('Approve 3');
  expect(inbox.findByTestId(Text, 'decide-many-in-effect').text).toContain('to reject takes them back');
});
