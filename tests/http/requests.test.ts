import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { type CardView, cardReplySchema, previewReplySchema } from '@handrail/contracts/card-view';
import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { httpProblemSchema } from '../../server/http/problem.ts';
import type { SignedClient } from './signed-client.ts';
import { eventually, filledForm, startTestServer, type TestServer } from './test-server.ts';

const DAY = 24 * 60 * 60 * 1000;
/** One approver: the region lead. */
const ONE_APPROVER = { region: 'EMEA', over: 50_000, upTo: 100_000 };
const cardOf = (recordId: string) => `${CARD_ROUTES.card}?objectType=deal&recordId=${recordId}`;

let test: TestServer;
let rep: SignedClient;
let lead: SignedClient;
/** Looks again and again, so that nobody else uses up their requests of the minute. */
let observer: SignedClient;

beforeAll(async () => {
  test = await startTestServer({ variables: { HANDRAIL_SWEEP_SECONDS: '0.1' } });
  rep = test.as('maya.chen');
  lead = test.as('ines.moreau');
  observer = test.as('carla.nunez');
});
afterAll(() => test.close());

async function submit(recordId: string, changes = {}): Promise<NonNullable<CardView['live']>> {
  const { live } = await rep.card(CARD_ROUTES.requests, filledForm(recordId, changes));
  if (!live) throw new Error('no live request after a submit');
  return live;
}

const approve = (version: number) => ({
  outcome: 'approve',
  comment: 'Agreed with the account team.',
  version,
});

describe('the life of a request over HTTP', () => {
  it('goes from standard path through approval to its end', async () => {
    const deal = test.takeDeal(ONE_APPROVER);
    const before = await rep.card(cardOf(deal));
    expect(before.live).toBeUndefined();
    expect(before.viewer).toMatchObject({ name: 'Maya Chen', email: 'maya.chen@northwind.example' });
    expect(before.standardPath.state).toBe('known');
    expect(before.form?.types.map(({ id }) => id)).toContain('strategic-logo');
    const owner = before.form?.owners.find(({ label }) => label.startsWith('Jonas Lind'));

    const preview = await rep.call(previewReplySchema, CARD_ROUTES.preview, {
      record: { objectType: 'deal', recordId: deal },
      exceptionTypeId: 'strategic-logo',
      expiresAt: new Date(Date.now() + 400 * DAY).toISOString(),
    });
    if (!preview.ok) throw new Error(preview.problem.detail);
    expect(preview.decision.asked.map(({ people }) => people.map(({ email }) => email))).toEqual([
      ['ines.moreau@northwind.example'],
    ]);
    expect(preview.warnings.join()).toContain('at most 90 days');

    const pending = await submit(deal, { proposedOwnerId: owner?.value });
    expect(pending).toMatchObject({
      status: 'pending',
      can: { review: false, withdraw: true, end: false, retry: false },
    });
    expect(pending.next).toMatch(/^Waiting for Inès Moreau \(Region lead for EMEA\) to decide\.$/);
    expect(pending.changes).toContainEqual(expect.objectContaining({ label: 'Owner', to: 'Jonas Lind' }));

    const seenByLead = await lead.card(cardOf(deal));
    expect(seenByLead.live?.can).toEqual({
      review: true,
      ask: true,
      answer: false,
      handOver: true,
      withdraw: false,
      end: false,
      retry: false,
    });
    await lead.card(CARD_ROUTES.review(pending.requestId), approve(pending.version));

    const active = await eventually(
      () => observer.card(cardOf(deal)),
      ({ live }) => live?.status === 'active',
    );
    expect(active.live?.steps.map(({ words }) => words)).toEqual(
      expect.arrayContaining(['Hold routing', 'Set owner to Jonas Lind']),
    );
    expect((await lead.card(cardOf(deal))).live?.can.end).toBe(true);
    const record = test.portal.portal.require('deals', deal);
    expect(test.portal.portal.value(record, RECORD_PROPERTY.routingHold)).toBe('true');
    expect(test.portal.portal.value(record, 'hubspot_owner_id')).toBe(owner?.value);

    await lead.card(CARD_ROUTES.end(pending.requestId), {});
    const ended = await eventually(
      () => observer.card(cardOf(deal)),
      ({ live }) => live === undefined,
    );
    expect(ended.previous).toMatchObject({ status: 'ended', endReason: 'revoked' });
    expect(ended.form).toBeDefined();
    expect(test.portal.portal.value(record, RECORD_PROPERTY.routingHold)).toBe('false');

    const trail = await rep.trail(pending.requestId);
    expect(trail[0]).toMatchObject({ who: 'Maya Chen', what: expect.stringContaining('Filed the request') });
    expect(trail).toContainEqual(
      expect.objectContaining({ who: 'Inès Moreau', what: 'Approved the request' }),
    );
    expect(trail.at(-1)).toMatchObject({ who: 'Handrail', what: 'The exception has ended' });
    expect(test.portal.unknownCalls).toEqual([]);
  });

  it('asks further people when the deal grew after it was filed, and keeps the approval', async () => {
    const deal = await test.makeDeal(80_000);
    const pending = await submit(deal);
    const record = test.portal.portal.require('deals', deal);
    await test.setDeal(deal, { amount: '180000' });
    const { live } = await lead.card(CARD_ROUTES.review(pending.requestId), approve(pending.version));
    expect(live).toMatchObject({ status: 'pending', waitingFor: [{ name: 'Priya Nair' }] });
    expect(live?.reviews).toHaveLength(1);
    expect(live?.additions.map(({ words }) => words)).toEqual([
      'Deal amount changed from 80,000 to 180,000, so RevOps (Priya Nair) must decide as well. Approvals given before still count.',
    ]);
    expect(live?.decision.asked.map(({ role, approved }) => [role, approved])).toEqual([
      ['region_lead', 1],
      ['revops', 0],
    ]);
    const trail = await rep.trail(pending.requestId);
    expect(trail.map(({ what }) => what)).toContainEqual(expect.stringContaining('from 80,000 to 180,000'));

    const revops = test.as('priya.nair');
    await revops.card(CARD_ROUTES.review(pending.requestId), approve(live?.version ?? 0));
    await eventually(
      () => observer.card(cardOf(deal)),
      (card) => card.live?.status === 'active',
    );
    expect(test.portal.portal.value(record, RECORD_PROPERTY.routingHold)).toBe('true');
  });

  it('takes an approval on the facts it was filed on while the CRM is down', async () => {
    const deal = await test.makeDeal(80_000);
    const pending = await submit(deal);
    await test.setDeal(deal, { amount: '180000' });
    test.portal.faults.inject({ kind: 'reset', times: 1_000_000 });
    try {
      const { live } = await lead.card(CARD_ROUTES.review(pending.requestId), approve(pending.version));
      expect(live).toMatchObject({ status: 'approved', additions: [] });
    } finally {
      test.portal.faults.clear();
    }
  });

  it('is ended by the sweep when its time is over', async () => {
    const deal = await test.makeDeal();
    const { requestId, version } = await submit(deal, {
      expiresAt: new Date(Date.now() + 1500).toISOString(),
    });
    await lead.card(CARD_ROUTES.review(requestId), approve(version));
    const ended = await eventually(
      () => observer.card(cardOf(deal)),
      ({ previous }) => previous?.status === 'ended',
    );
    expect(ended.previous?.endReason).toBe('expired');
  });

  it('can be withdrawn by its requester, and by nobody else', async () => {
    const { requestId } = await submit(await test.makeDeal());
    expect(await lead.refusal(CARD_ROUTES.withdraw(requestId), {})).toBe('not_permitted');
    const { previous } = await rep.card(CARD_ROUTES.withdraw(requestId), {});
    expect(previous?.status).toBe('withdrawn');
    expect(await lead.refusal(CARD_ROUTES.review(requestId), approve(1))).toBe('changed_meanwhile');
  });
});

describe('a form that cannot be filed', () => {
  const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
  it.each([
    ['unknown_exception_type', { exceptionTypeId: 'no-such-type' }],
    ['unknown_reason_code', { reasonCode: 'because' }],
    ['reason_too_short', { reason: 'please' }],
    ['expiry_too_far', { expiresAt: inDays(91) }],
    ['expiry_in_past', { expiresAt: inDays(-1) }],
    ['proposal_missing', { proposedOwnerId: '1' }],
  ])('%s', async (code, changes) => {
    const deal = await test.makeDeal();
    expect(await rep.refusal(CARD_ROUTES.requests, filledForm(deal, changes))).toBe(code);
    expect((await rep.card(cardOf(deal))).live).toBeUndefined();
  });

  it('criteria_not_met', async () => {
    const small = test.takeDeal({ region: 'EMEA', over: 0, upTo: 20_000 });
    expect(await rep.refusal(CARD_ROUTES.requests, filledForm(small))).toBe('criteria_not_met');
  });

  it('record_not_found', async () => {
    expect(await rep.refusal(CARD_ROUTES.requests, filledForm('404404404'))).toBe('record_not_found');
  });

  it('no_eligible_approver, when the requester is the only one', async () => {
    const form = filledForm(await test.makeDeal());
    expect(await lead.refusal(CARD_ROUTES.requests, form)).toBe('no_eligible_approver');
  });

  it('live_exception_exists, with the id of the one that is there', async () => {
    const deal = await test.makeDeal();
    const { requestId } = await submit(deal);
    const reply = await test.as('jonas.lind').call(cardReplySchema, CARD_ROUTES.requests, filledForm(deal));
    expect(reply).toMatchObject({
      ok: false,
      problem: { code: 'live_exception_exists', liveRequestId: requestId },
    });
  });
});

describe('a body that is not as agreed', () => {
  const problemOf = async (text: string) => {
    const response = await rep.raw(CARD_ROUTES.requests, { method: 'POST', text });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    return { status: response.status, problem: httpProblemSchema.parse(await response.json()) };
  };

  it('no JSON', async () => {
    expect(await problemOf('{"record":')).toMatchObject({ status: 400, problem: { code: 'body_invalid' } });
  });

  it('wrong fields, each named', async () => {
    const { status, problem } = await problemOf(
      JSON.stringify({ ...filledForm('1'), reason: 7, record: {} }),
    );
    expect(status).toBe(400);
    const paths = problem.fields?.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['reason', 'record.objectType', 'record.recordId']));
  });

  it.each(['\0', '\ud800'])('text no database can hold', async (broken) => {
    const text = JSON.stringify(filledForm('1', { reason: `The account knows nobody else. ${broken}` }));
    expect(await problemOf(text)).toMatchObject({ status: 400, problem: { code: 'body_invalid' } });
  });

  it('more than 256 kB', async () => {
    const text = JSON.stringify(filledForm('1', { reason: 'x'.repeat(300_000) }));
    expect(await problemOf(text)).toMatchObject({ status: 413, problem: { code: 'body_too_large' } });
  });

  it('compressed, so that what was signed is not what is read', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const response = await rep.raw(CARD_ROUTES.requests, { method: 'POST', text: '{}', headers });
    expect(response.status).toBe(400);
  });
});

describe('a call that comes twice', () => {
  it('files once for one key, one after the other and at once', async () => {
    const form = filledForm(await test.makeDeal());
    const first = await rep.card(CARD_ROUTES.requests, form);
    const again = await rep.card(CARD_ROUTES.requests, form);
    expect(again.live?.requestId).toBe(first.live?.requestId);

    const parallel = filledForm(await test.makeDeal());
    const cards = await Promise.all([1, 2, 3, 4].map(() => rep.card(CARD_ROUTES.requests, parallel)));
    expect(new Set(cards.map(({ live }) => live?.requestId)).size).toBe(1);
    const requestId = cards[0]?.live?.requestId ?? '';
    const filed = (await rep.trail(requestId)).filter(({ what }) => what.startsWith('Filed'));
    expect(filed).toHaveLength(1);
  });

  it('refuses a key with other content', async () => {
    const form = filledForm(await test.makeDeal());
    await rep.card(CARD_ROUTES.requests, form);
    const changed = { ...form, reason: `${form.reason} And more.` };
    expect(await rep.refusal(CARD_ROUTES.requests, changed)).toBe('idempotency_key_reused');
  });

  it('lets one of two requests on a record through', async () => {
    const deal = await test.makeDeal();
    const replies = await Promise.all(
      ['maya.chen', 'jonas.lind'].map((who) =>
        test.as(who).call(cardReplySchema, CARD_ROUTES.requests, filledForm(deal)),
      ),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(replies).toContainEqual(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'live_exception_exists' }) }),
    );
  });
});

describe('a decision', () => {
  it('is refused to those without the right, and the trail says who tried', async () => {
    const { requestId, version } = await submit(await test.makeDeal());
    expect(await rep.refusal(CARD_ROUTES.review(requestId), approve(version))).toBe('own_request');
    const other = test.as('dale.ortiz');
    expect(await other.refusal(CARD_ROUTES.review(requestId), approve(version))).toBe('not_an_approver');
    const tried = (await rep.trail(requestId)).map(({ what }) => what);
    expect(tried).toContain('Tried to review and was refused (own request)');
    expect(tried).toContain('Tried to review and was refused (not an approver)');
  });

  it('taken by two at once is taken from one', async () => {
    const { requestId, version, decision } = await submit(await test.makeDeal(150_000));
    expect(decision.asked.map(({ role }) => role)).toEqual(['region_lead', 'revops']);
    const deciders = [lead, test.as('priya.nair')];
    const replies = await Promise.all(
      deciders.map((who) => who.call(cardReplySchema, CARD_ROUTES.review(requestId), approve(version))),
    );
    expect(replies.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(replies).toContainEqual(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'changed_meanwhile' }) }),
    );
  });

  it.each(['nothing-like-it', 'a%00b', 'x'.repeat(200)])('on request %s finds none', async (requestId) => {
    expect(await lead.refusal(`${CARD_ROUTES.requests}/${requestId}/review`, approve(1))).toBe(
      'request_not_found',
    );
  });
});

describe('a CRM that is down', () => {
  it('does not keep a request from being filed; the record is tagged when it is back', async () => {
    const deal = await test.makeDeal();
    test.portal.faults.inject({ kind: 'reset', times: 1_000_000 });
    let filed: NonNullable<CardView['live']>;
    try {
      filed = await submit(deal);
      expect(filed.status).toBe('pending');
      // The region could not be read, so everybody who might have to decide is asked.
      expect(filed.decision.unknownFacts.length).toBeGreaterThan(0);
      expect(filed.waitingFor.length).toBeGreaterThan(1);
      expect((await rep.card(cardOf(deal))).notice).toBeDefined();
    } finally {
      test.portal.faults.clear();
    }
    const tagged = await eventually(
      () => observer.card(cardOf(deal)),
      ({ live }) => live?.steps.every(({ status }) => status === 'done') === true,
    );
    expect(tagged.live?.requestId).toBe(filed.requestId);
    const record = test.portal.portal.require('deals', deal);
    expect(test.portal.portal.value(record, RECORD_PROPERTY.exceptionId)).toBe(filed.requestId);
  }, 60_000);
});
