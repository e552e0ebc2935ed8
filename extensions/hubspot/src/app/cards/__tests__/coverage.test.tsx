import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { CoverView, GroupView } from '@handrail/contracts/coverage';
import { Accordion, Alert, Button, Link, StatusTag, Text } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { liveCard, request, standardCard } from './card-fixtures.ts';
import { freezeClock, renderCard } from './render-card.tsx';
import { stubServer } from './stub-server.ts';

const CARD = `GET ${CARD_ROUTES.card}`;

freezeClock();
const server = stubServer();

const cover: CoverView = {
  requestId: 'req_9',
  company: { objectType: 'company', recordId: '77' },
  companyTitle: 'Acme Holding',
  typeLabel: 'Executive Escalation',
  expiresAt: '2026-12-07T22:59:59.000Z',
  governs: true,
  words: 'Standard routing leaves this record alone as long as the company.',
};

const group: GroupView = {
  words: 'Covers 2 records; 1 record that HubSpot refused.',
  precedence: 'A record with an exception of its own is governed by that.',
  counts: { covering: 0, covered: 2, yielded: 0, released: 0, failed: 1 },
  records: [
    { objectType: 'deal', recordId: '1', title: 'Acme: north', status: 'covered', words: 'Held.' },
    { objectType: 'deal', recordId: '2', title: 'Acme: south', status: 'failed', words: 'HubSpot said no.' },
  ],
};

describe('a deal that is held through its company', () => {
  it('says through whom, until when, and leads there; a request of its own can be filed', async () => {
    server.answer(CARD, { ok: true, card: standardCard({ coveredBy: [cover] }) });
    const card = await renderCard();
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Held through Acme Holding');
    const alert = card.findByTestId(Alert, 'covered-by');
    expect(alert.props.title).toBe('Held through the exception of Acme Holding');
    expect(alert.text).toContain('Executive Escalation, ends');
    expect(card.findByTestId(Link, 'covering-company').props.href).toMatch(
      /^\/contacts\/\d+\/record\/0-2\/77$/,
    );
    await card.press('request-exception');
    expect(card.findByTestId(Alert, 'covered-by').props.title).toContain('Acme Holding');
  });

  it('shows both when its own exception governs', async () => {
    const own = { ...liveCard({ status: 'active' }), coveredBy: [{ ...cover, governs: false }] };
    server.answer(CARD, { ok: true, card: own });
    const card = await renderCard();
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Exception active');
    expect(card.findByTestId(Alert, 'covered-by').props.title).toBe(
      'Also belongs to the exception of Acme Holding',
    );
  });

  it('does not claim the standard path once its own exception is over', async () => {
    const previous = request({ status: 'ended', endReason: 'closed' });
    server.answer(CARD, { ok: true, card: standardCard({ previous, coveredBy: [cover] }) });
    const card = await renderCard();
    expect(card.findByTestId(Alert, 'finished').props.title).toBe('This record is held through Acme Holding');
  });
});

describe('a company whose exception covers its records', () => {
  it('says how many, lists them with links, and warns of those that are not held', async () => {
    server.answer(CARD, { ok: true, card: { ...liveCard({ status: 'active' }), group } });
    const card = await renderCard({ objectTypeId: '0-2' });
    expect(card.findByTestId(Text, 'group').text).toBe('Covers 2 records; 1 record that HubSpot refused.');
    expect(card.findByTestId(Alert, 'group-failed').props.title).toBe('Some records are not held');
    const list = card.findByTestId(Accordion, 'group-records');
    expect(list.props.title).toBe('The first 2 of 3 records');
    expect(card.text()).toContain('HubSpot said no.');
  });

  it('says nothing of a group where there is none', async () => {
    server.answer(CARD, { ok: true, card: liveCard({ status: 'active' }) });
    const card = await renderCard();
    expect(card.maybeFindByTestId(Text, 'group')).toBeNull();
    expect(card.maybeFindByTestId(Button, 'object')).toBeNull();
  });
});
