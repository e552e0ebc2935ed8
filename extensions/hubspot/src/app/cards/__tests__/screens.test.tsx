import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  Accordion,
  Alert,
  Button,
  LoadingSpinner,
  StatusTag,
  StepIndicator,
  Text,
} from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { decision, liveCard, manager, rep, request, rights, standardCard } from './card-fixtures.ts';
import { freezeClock, pass, renderCard, settle } from './render-card.tsx';
import { deferred, stubServer } from './stub-server.ts';

const CARD = `GET ${CARD_ROUTES.card}`;

freezeClock();
const server = stubServer();

describe('loading', () => {
  it('shows a spinner until the card is read, then asks about the record it stands on', async () => {
    const reply = deferred<unknown>();
    server.answer(CARD, reply.promise);
    const card = await renderCard();
    expect(card.findByTestId(LoadingSpinner, 'loading').props.showLabel).toBe(true);
    expect(server.calls[0]?.query).toBe('?objectType=deal&recordId=55');

    reply.resolve({ ok: true, card: standardCard() });
    await settle();
    expect(card.maybeFindByTestId(LoadingSpinner, 'loading')).toBeNull();
  });

  it.each([
    ['0-1', 'contact'],
    ['0-2', 'company'],
    ['0-5', 'ticket'],
  ])('knows record type %s as %s', async (objectTypeId, objectType) => {
    server.answer(CARD, { ok: true, card: standardCard() });
    await renderCard({ objectTypeId });
    expect(server.calls[0]?.query).toBe(`?objectType=${objectType}&recordId=55`);
  });

  it('refuses a record type Handrail does not govern, without a call', async () => {
    const card = await renderCard({ objectTypeId: '0-7' });
    expect(card.text()).toContain('deals, contacts, companies and tickets');
    expect(server.calls).toEqual([]);
  });

  it('says what to do when the profile has no API_ORIGIN, without a call', async () => {
    const card = await renderCard({ variables: {} });
    expect(card.findByTestId(Text, 'problem-advice').text).toContain('API_ORIGIN');
    expect(server.calls).toEqual([]);
  });
});

describe('who filed it', () => {
  it('names the workflow that filed it in the requester’s name, and nobody else otherwise', async () => {
    server.answer(CARD, { ok: true, card: liveCard({ filedByWorkflow: '610000001' }) });
    const card = await renderCard();
    expect(card.findByTestId(Text, 'filed-by').text).toBe('Workflow 610000001, in the name of Ana Ruiz');

    server.answer(CARD, { ok: true, card: liveCard() });
    const plain = await renderCard();
    expect(plain.maybeFindByTestId(Text, 'filed-by')).toBeNull();
  });
});

describe('decision rights', () => {
  it('shows thresholds, who must be different people, and how far it has come', async () => {
    const [asked] = decision.asked;
    const board = {
      role: 'board',
      label: 'Board',
      because: 'The deal is large.',
      people: [manager, rep, { name: 'Eva Lund', email: 'eva.lund@example.test' }],
      approve: 2,
      deny: 2,
      distinctFrom: ['Sales manager'],
      approved: 1,
      rejected: 0,
    };
    const shown = liveCard({ decision: { ...decision, asked: asked ? [asked, board] : [board] } });
    server.answer(CARD, { ok: true, card: shown });
    const card = await renderCard();
    const text = card.text();
    expect(text).toContain('Board: Tom Becker, Ana Ruiz, Eva Lund (2 of 3)');
    expect(text).toContain('A rejection by 2 rejects the request.');
    expect(text).toContain('Not the same person as for: Sales manager.');
    expect(text).toContain('So far 1 of 2 approved, 0 rejected.');
  });

  it('says who stands in for whom, until when and why', async () => {
    const asked = decision.asked.map((one) => ({
      ...one,
      delegates: [{ name: rep.name, inPlaceOf: manager.name }],
    }));
    const until = '2026-11-30T22:59:59.000Z';
    const standIns = [
      { kind: 'stands_in', person: rep, inPlaceOf: manager, until, reason: 'Parental leave' },
      { kind: 'barred', person: manager, inPlaceOf: rep, until },
    ] as const;
    const shown = liveCard({ decision: { ...decision, asked }, standIns: [...standIns] });
    server.answer(CARD, { ok: true, card: shown });
    const card = await renderCard();
    expect(card.text()).toContain(`${manager.name} (or ${rep.name} in their place)`);
    expect(card.text()).toMatch(
      new RegExp(`${rep.name} for ${manager.name}, away until Nov 30, 2026, .*: Parental leave`),
    );
    expect(card.text()).toContain(`${manager.name} cannot decide on this request while standing in for`);
  });

  it('says in whose place somebody decided', async () => {
    const review = {
      reviewer: rep,
      inPlaceOf: [manager.name],
      outcome: 'approve' as const,
      comment: '',
      at: '2026-11-23T13:00:00.000Z',
    };
    server.answer(CARD, { ok: true, card: liveCard({ reviews: [review] }) });
    const card = await renderCard();
    expect(card.text()).toMatch(new RegExp(`${rep.name} for ${manager.name} approved`));
  });

  it('says which fact changed when further people are asked', async () => {
    const words = 'Deal amount changed from 80,000 to 180,000, so RevOps must decide as well.';
    const additions = [{ at: '2026-11-23T13:00:00.000Z', words }];
    server.answer(CARD, { ok: true, card: liveCard({ additions }) });
    const card = await renderCard();
    expect(card.findByTestId(Alert, 'additions').text).toContain(words);
  });
});

describe('the clock of a request', () => {
  const clock = [
    {
      dueAt: '2026-11-23T12:30:00.000Z',
      words: 'Those who have not decided are reminded',
      firedAt: '2026-11-23T12:30:05.000Z',
    },
    { dueAt: '2026-11-24T12:30:00.000Z', words: 'Lapses: the request is closed undecided' },
  ];

  it('says what happens if nobody decides, and what has happened', async () => {
    server.answer(CARD, { ok: true, card: liveCard({ clock }) });
    const card = await renderCard();
    expect(card.text()).toContain('If nobody decides');
    expect(card.text()).toContain('Those who have not decided are reminded (done)');
    expect(card.text()).toMatch(/Lapses: the request is closed undecided(?! \(done\))/);
  });

  it('is over when the request lapsed: the record is free again', async () => {
    const lapsed = request({ status: 'lapsed', endedAt: '2026-11-23T13:00:00.000Z', clock });
    server.answer(CARD, { ok: true, card: standardCard({ previous: lapsed }) });
    const card = await renderCard();
    expect(card.findByTestId(Alert, 'finished').text).toMatch(/lapsed.*: nobody decided in time\./);
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Lapsed');
  });
});

describe('standard path', () => {
  it('says what the rule would do and offers a request', async () => {
    server.answer(CARD, { ok: true, card: standardCard({ notice: 'Owners could not be read.' }) });
    const card = await renderCard();
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Standard path');
    expect(card.text()).toContain('Territory routing would give this deal to Maya Chen tonight.');
    expect(card.findByTestId(Alert, 'notice').text).toContain('Owners could not be read.');
    expect(card.findByTestId(Button, 'request-exception').text).toBe('Request an exception');
  });

  it('says why there is nothing to request', async () => {
    const { form: _, ...withoutForm } = standardCard();
    server.answer(CARD, { ok: true, card: withoutForm });
    const card = await renderCard();
    expect(card.maybeFindByTestId(Button, 'request-exception')).toBeNull();
    expect(card.findByTestId(Text, 'no-form').text).toContain('offers no type');
  });
});

describe('pending', () => {
  it('says who decides, since when, what comes next, what would change and why', async () => {
    server.answer(CARD, { ok: true, card: liveCard() });
    const card = await renderCard();
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Waiting for a decision');
    const waiting = card.findByTestId(Alert, 'waiting-for');
    expect(waiting.props.title).toBe('Waiting for Tom Becker to decide.');
    expect(waiting.text).toBe('Asked 2 hours ago.');
    expect(card.findByTestId(StepIndicator, 'progress').props.currentStep).toBe(1);
    expect(card.text()).toContain('Maya Chen → Tom Becker');
    expect(card.text()).toContain('Amount is 82,000, at least 50,000.');
    // In the portal's time zone, not in UTC.
    expect(card.text()).toMatch(/2 hours ago \(Nov 23, 2026, 1:00\sPM\)/);
  });

  it('offers neither decision nor withdrawal to somebody else', async () => {
    server.answer(CARD, { ok: true, card: liveCard() });
    const card = await renderCard();
    expect(card.maybeFindByTestId(Button, 'approve')).toBeNull();
    expect(card.maybeFindByTestId(Button, 'withdraw')).toBeNull();
  });

  it('withdraws after a second press, not after the first', async () => {
    const can = rights('withdraw');
    server.answer(CARD, { ok: true, card: liveCard({ can }) });
    const card = await renderCard();
    await card.press('withdraw');
    expect(server.bodies(`POST ${CARD_ROUTES.withdraw('req_1')}`)).toEqual([]);
    await card.press('withdraw-keep');
    await card.press('withdraw');

    const withdrawn = request({ status: 'withdrawn', version: 2, endedAt: '2026-11-23T14:00:00.000Z' });
    server.answer(`POST ${CARD_ROUTES.withdraw('req_1')}`, {
      ok: true,
      card: standardCard({ previous: withdrawn }),
    });
    await card.press('withdraw-confirm');
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Withdrawn');
    expect(card.actions.refreshObjectProperties.callCount).toBe(1);
  });
});

describe('being carried out', () => {
  const steps = [
    { words: 'Hold routing', status: 'done' as const },
    {
      words: 'Set the owner to Tom Becker',
      status: 'waiting' as const,
      note: 'HubSpot was busy; next try soon.',
    },
  ];

  it.each([
    ['approved', 'Approved, changes under way', 'Carrying out the decision'],
    ['ending', 'Ending', 'Going back to standard routing'],
  ] as const)('shows the steps of a request that is %s', async (status, label, title) => {
    server.answer(CARD, { ok: true, card: liveCard({ status, steps }) });
    const card = await renderCard();
    expect(card.findByTestId(StatusTag, 'status').text).toBe(label);
    expect(card.findByTestId(Alert, 'in-progress').props.title).toBe(title);
    expect(card.findByTestId(StatusTag, 'step-0').text).toBe('Hold routing: done');
    expect(card.findByTestId(StatusTag, 'step-1').props.variant).toBe('info');
    expect(card.text()).toContain('HubSpot was busy');
  });

  it('reads the card again until it is active, then shows the record anew', async () => {
    server.answer(CARD, { ok: true, card: liveCard({ status: 'approved', steps }) });
    server.answer(CARD, { ok: true, card: liveCard({ status: 'approved', steps }) });
    server.answer(CARD, { ok: true, card: liveCard({ status: 'active', version: 2 }) });
    const card = await renderCard();
    await pass(2_000);
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Approved, changes under way');
    expect(card.actions.refreshObjectProperties.callCount).toBe(0);
    await pass(2_000);
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Exception active');
    expect(card.actions.refreshObjectProperties.callCount).toBe(1);
    await pass(60_000);
    expect(server.calls).toHaveLength(3);
  });

  it('drops an answer that was asked for before a refresh', async () => {
    server.answer(CARD, { ok: true, card: liveCard({ status: 'approved', steps }) });
    const slow = deferred<unknown>();
    server.answer(CARD, slow.promise);
    const card = await renderCard();
    await pass(2_000);
    server.answer(CARD, { ok: true, card: liveCard({ status: 'active', version: 2 }) });
    await card.press('refresh');
    slow.resolve({ ok: true, card: liveCard({ status: 'approved', steps }) });
    await settle();
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Exception active');
  });

  it('stops asking after 15 tries, and a fault on the way does not hide the card', async () => {
    server.answer(CARD, { ok: true, card: liveCard({ status: 'approved', steps }) });
    server.answer(CARD, new Error('network'));
    for (let tries = 0; tries < 14; tries += 1) {
      server.answer(CARD, { ok: true, card: liveCard({ status: 'approved', steps }) });
    }
    const card = await renderCard();
    for (let tries = 0; tries < 20; tries += 1) await pass(2_000);
    expect(server.calls).toHaveLength(1 + 15);
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Approved, changes under way');

    server.answer(CARD, { ok: true, card: liveCard({ status: 'active', version: 2 }) });
    await card.press('refresh');
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Exception active');
  });
});

describe('active', () => {
  const active = {
    status: 'active' as const,
    version: 3,
    approvedAt: '2026-11-23T13:00:00.000Z',
    reviews: [
      { reviewer: manager, outcome: 'approve' as const, comment: 'Go.', at: '2026-11-23T13:00:00.000Z' },
    ],
    can: rights('end'),
  };

  it('says what changed, why, who approved, what comes next and when it ends', async () => {
    server.answer(CARD, { ok: true, card: liveCard(active) });
    const card = await renderCard();
    const text = card.text();
    expect(text).toContain('Maya Chen → Tom Becker');
    expect(text).toContain('Nordbank is on the 2027 target list');
    expect(text).toMatch(/Tom Becker approved 1 hour ago \(.*\): “Go.”/);
    expect(card.findByTestId(Text, 'next-steps').text).toBe('Call the CFO within two days.');
    expect(card.findByTestId(Alert, 'active').text).toMatch(/^Ends in 14 days \(Dec 7, 2026, 11:59\sPM\)/);
  });

  it('ends now after a second press', async () => {
    server.answer(CARD, { ok: true, card: liveCard(active) });
    const card = await renderCard();
    await card.press('end-now');
    server.answer(`POST ${CARD_ROUTES.end('req_1')}`, {
      ok: true,
      card: liveCard({ status: 'ending', version: 4 }),
    });
    await card.press('end-now-confirm');
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Ending');
    expect(server.bodies(`POST ${CARD_ROUTES.end('req_1')}`)).toEqual([{}]);
  });
});

describe('needs attention', () => {
  const failed = {
    status: 'needs_attention' as const,
    failure: 'HubSpot refused the stage: it was deleted.',
    next: 'Choose another stage in the playbook, then try again.',
    steps: [{ words: 'Set the stage', status: 'failed' as const, note: 'Stage 99 does not exist.' }],
  };

  it('names the failed step and what to do, and tries again', async () => {
    const can = rights('retry');
    server.answer(CARD, { ok: true, card: liveCard({ ...failed, can }) });
    const card = await renderCard();
    expect(card.findByTestId(Alert, 'failure').text).toBe('HubSpot refused the stage: it was deleted.');
    expect(card.findByTestId(StatusTag, 'step-0').text).toBe('Set the stage: failed');
    expect(card.text()).toContain('Stage 99 does not exist.');

    server.answer(`POST ${CARD_ROUTES.retry('req_1')}`, {
      ok: true,
      card: liveCard({ status: 'approved', version: 2 }),
    });
    await card.press('retry');
    expect(card.findByTestId(StatusTag, 'status').text).toBe('Approved, changes under way');
  });

  it('does not say the same again below the step that failed', async () => {
    const steps = [{ words: 'Set the stage', status: 'failed' as const, note: failed.failure }];
    server.answer(CARD, { ok: true, card: liveCard({ ...failed, steps }) });
    const card = await renderCard();
    expect(card.text().split(failed.failure)).toHaveLength(2);
  });

  it('says whom to ask when the person may not try again', async () => {
    server.answer(CARD, { ok: true, card: liveCard(failed) });
    const card = await renderCard();
    expect(card.maybeFindByTestId(Button, 'retry')).toBeNull();
    expect(card.text()).toContain('Ask an approver or RevOps');
  });
});

describe('finished', () => {
  it.each([
    ['ended', 'expired', 'Ended', 'The exception ran out 1 hour ago'],
    ['ended', 'closed', 'Ended', 'The requester ended the exception 1 hour ago'],
    ['ended', 'revoked', 'Ended', 'An approver ended the exception 1 hour ago'],
    ['rejected', undefined, 'Rejected', 'The last request was rejected 1 hour ago'],
    ['withdrawn', undefined, 'Withdrawn', 'The last request was withdrawn 1 hour ago'],
  ] as const)('shows a request that %s (%s) and offers another', async (status, endReason, label, words) => {
    const previous = request({
      status,
      endedAt: '2026-11-23T13:00:00.000Z',
      ...(endReason && { endReason }),
    });
    server.answer(CARD, { ok: true, card: standardCard({ previous }) });
    const card = await renderCard();
    expect(card.findByTestId(StatusTag, 'status').text).toBe(label);
    expect(card.findByTestId(Alert, 'finished').text).toContain(words);
    expect(card.text()).toContain('Territory routing would give this deal');
    expect(card.findByTestId(Button, 'request-exception').text).toBe('Request another');
  });
});

describe('trail', () => {
  const route = `GET ${CARD_ROUTES.trail('req_1')}`;
  const entry = {
    seq: 7,
    at: '2026-11-23T12:00:00.000Z',
    who: 'Ana Ruiz',
    what: 'asked for Strategic Logo',
    hash: 'ab'.repeat(32),
  };

  it('is read when it is opened, not before', async () => {
    server.answer(CARD, { ok: true, card: liveCard() });
    const card = await renderCard();
    server.answer(route, { ok: true, entries: [entry] });
    card.findByTestId(Accordion, 'trail').trigger('onClick');
    await settle();
    expect(card.findByTestId(Accordion, 'trail').props.open).toBe(true);
    expect(card.findByTestId(Text, 'trail-7').text).toBe('Ana Ruiz: asked for Strategic Logo');
    expect(card.text()).toContain('abababababab');
  });

  it('can be tried again after a fault', async () => {
    server.answer(CARD, { ok: true, card: liveCard() });
    const card = await renderCard();
    server.answer(route, new Error('network'));
    card.findByTestId(Accordion, 'trail').trigger('onClick');
    await settle();
    server.answer(route, { ok: true, entries: [entry] });
    await card.press('trail-problem-retry');
    expect(card.findByTestId(Text, 'trail-7').text).toContain('Ana Ruiz');
  });
});
