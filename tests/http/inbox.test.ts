import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  type BulkReview,
  bulkReviewReplySchema,
  type InboxQuery,
  inboxReplySchema,
} from '@handrail/contracts/inbox';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SignedClient } from './signed-client.ts';
import { filledForm, startTestServer, type TestServer } from './test-server.ts';

let test: TestServer;
let rep: SignedClient;
let otherRep: SignedClient;
let lead: SignedClient;
let revops: SignedClient;

beforeAll(async () => {
  test = await startTestServer({ variables: { HANDRAIL_SWEEP_SECONDS: '60' } });
  rep = test.as('maya.chen');
  otherRep = test.as('jonas.lind');
  lead = test.as('ines.moreau');
  revops = test.as('priya.nair');
});
afterAll(() => test.close());

async function list(client: SignedClient, query: InboxQuery) {
  const reply = await client.call(inboxReplySchema, CARD_ROUTES.inbox, query);
  if (!reply.ok) throw new Error(reply.problem.detail);
  return reply;
}

async function decide(client: SignedClient, review: BulkReview) {
  const reply = await client.call(bulkReviewReplySchema, CARD_ROUTES.inboxReview, review);
  if (!reply.ok) throw new Error(reply.problem.detail);
  return reply.results;
}

/** Files a request on a new deal; its one approver is the region lead. */
async function file(client: SignedClient, reason: string): Promise<string> {
  const form = filledForm(await test.makeDeal(), { reason });
  const { live } = await client.card(CARD_ROUTES.requests, form);
  if (!live) throw new Error('no live request after a submit');
  return live.requestId;
}

const versionsOf = async (ids: readonly string[]) => {
  const { items } = await list(lead, { view: 'all', limit: 100 });
  return ids.map((requestId) => {
    const item = items.find((one) => one.requestId === requestId);
    if (!item) throw new Error(`${requestId} is not in the inbox`);
    return { requestId, version: item.version };
  });
};

const reasonOf = (word: string) =>
  `${word}: the account knows nobody but the present owner, and the board asked for them.`;

describe('the inbox', () => {
  it('gives an approver everything a decision needs', async () => {
    const requestId = await file(rep, reasonOf('Zeppelin'));
    const reply = await list(lead, { view: 'waiting_for_me', text: 'zeppelin' });
    expect(reply).toMatchObject({
      viewer: { email: 'ines.moreau@northwind.example' },
      scope: 'everything',
      matching: 1,
    });
    expect(reply.choices.types).toContainEqual({ value: 'strategic-logo', label: 'Strategic Logo' });
    expect(reply.choices.requesters).toEqual([{ value: 'maya.chen@northwind.example', label: 'Maya Chen' }]);
    expect(reply.items).toEqual([
      expect.objectContaining({
        requestId,
        version: 1,
        status: 'pending',
        recordTitle: 'Test deal',
        record: expect.objectContaining({ objectType: 'deal' }),
        typeLabel: 'Strategic Logo',
        requester: expect.objectContaining({ name: 'Maya Chen' }),
        whyMe: expect.stringContaining('Region lead for EMEA'),
        canReview: true,
        standardPath: expect.objectContaining({ state: 'known' }),
      }),
    ]);
    const conditions = reply.items[0]?.decision.criteria.conditions;
    expect(conditions).toContainEqual(expect.objectContaining({ saw: '80,000' }));
  });

  it('shows a person without a role what is theirs, whatever they ask for', async () => {
    const mine = await file(rep, reasonOf('Quagga'));
    for (const view of ['all', 'all_open'] as const) {
      const own = await list(rep, { view, text: 'quagga' });
      expect(own.items.map(({ requestId }) => requestId)).toEqual([mine]);
      expect(own.items[0]).toMatchObject({ canReview: false });
      expect(own.items[0]).not.toHaveProperty('whyMe');
      const foreign = await list(otherRep, { view, text: 'quagga' });
      expect(foreign).toMatchObject({ scope: 'own', matching: 0, items: [] });
      expect(foreign.counts).toEqual({ waiting_for_me: 0, all_open: 0, decided_by_me: 0, all: 0 });
      expect(foreign.choices.requesters).toEqual([]);
    }
    const named = { view: 'all', requester: 'maya.chen@northwind.example' } as const;
    expect((await list(otherRep, named)).items).toEqual([]);
    expect((await list(revops, { view: 'all', text: 'quagga' })).items).toHaveLength(1);
    expect((await list(revops, { view: 'waiting_for_me' })).items).toEqual([]);
  });

  it('pages in a stable order and refuses a cursor it did not give', async () => {
    const filed: string[] = [];
    for (let count = 0; count < 5; count += 1) filed.push(await file(rep, reasonOf('Okapi')));
    const first = await list(lead, { view: 'waiting_for_me', text: 'okapi', limit: 2 });
    expect(first.matching).toBe(5);
    await file(rep, reasonOf('Okapi'));
    const seen = first.items.map(({ requestId }) => requestId);
    for (let cursor = first.next; cursor !== undefined; ) {
      const page = await list(lead, { view: 'waiting_for_me', text: 'okapi', limit: 2, cursor });
      seen.push(...page.items.map(({ requestId }) => requestId));
      cursor = page.next;
    }
    expect(seen.slice(0, 5)).toEqual(filed);
    expect(seen).toHaveLength(6);
    const forged = await lead.raw(CARD_ROUTES.inbox, { body: { view: 'all', cursor: 'W10' } });
    expect(forged.status).toBe(400);
  });

  it('refuses what is no question', async () => {
    for (const body of [
      {},
      { view: 'mine' },
      { view: 'all', limit: 101 },
      { view: 'all', status: 'open' },
      { view: 'all', text: 'x'.repeat(201) },
      { view: 'all', from: 'yesterday' },
    ]) {
      expect((await lead.raw(CARD_ROUTES.inbox, { body })).status).toBe(400);
    }
  });
});

describe('one decision on many requests', () => {
  it('is recorded on each, with one audit entry each, and told for each', async () => {
    const ids = [await file(rep, reasonOf('Tapir')), await file(rep, reasonOf('Tapir'))];
    const withdrawn = await file(rep, reasonOf('Tapir'));
    const items = await versionsOf([...ids, withdrawn]);
    await rep.card(CARD_ROUTES.withdraw(withdrawn), {});

    const results = await decide(lead, {
      items: [...items, { requestId: 'req-unknown', version: 1 }],
      outcome: 'approve',
      comment: 'Agreed in the weekly call.',
    });
    expect(results).toEqual([
      { requestId: ids[0], ok: true, status: 'approved', version: 2 },
      { requestId: ids[1], ok: true, status: 'approved', version: 2 },
      {
        requestId: withdrawn,
        ok: false,
        problem: expect.objectContaining({ code: 'changed_meanwhile' }),
      },
      {
        requestId: 'req-unknown',
        ok: false,
        problem: expect.objectContaining({ code: 'request_not_found' }),
      },
    ]);
    for (const requestId of ids) {
      const said = (await lead.trail(requestId)).filter(({ what }) => what === 'Approved the request');
      expect(said).toEqual([expect.objectContaining({ who: 'Inès Moreau' })]);
    }
    expect((await lead.trail(withdrawn)).map(({ what }) => what)).not.toContain('Approved the request');
    const decided = await list(lead, { view: 'decided_by_me', text: 'tapir' });
    expect(decided.items.map(({ reviews }) => reviews.map(({ comment }) => comment))).toEqual([
      ['Agreed in the weekly call.'],
      ['Agreed in the weekly call.'],
    ]);
    expect((await list(lead, { view: 'waiting_for_me', text: 'tapir' })).items).toEqual([]);
  });

  it('changes nothing more when the call is repeated', async () => {
    const requestId = await file(rep, reasonOf('Ibex'));
    const review: BulkReview = { items: [{ requestId, version: 1 }], outcome: 'reject', comment: 'No.' };
    const first = await decide(lead, review);
    expect(first).toEqual([{ requestId, ok: true, status: 'rejected', version: 2 }]);
    expect(await decide(lead, review)).toMatchObject([{ requestId, ok: true, status: 'rejected' }]);
    const said = (await lead.trail(requestId)).filter(({ what }) => what === 'Rejected the request');
    expect(said).toHaveLength(1);
    const other = await decide(lead, { ...review, outcome: 'approve' });
    expect(other).toMatchObject([{ ok: false, problem: { code: 'already_reviewed' } }]);
  });

  it('gives nobody a right they do not have, and says so in the trail', async () => {
    const requestId = await file(rep, reasonOf('Kudu'));
    const review: BulkReview = { items: [{ requestId, version: 1 }], outcome: 'approve' };
    expect(await decide(rep, review)).toMatchObject([{ ok: false, problem: { code: 'own_request' } }]);
    expect(await decide(revops, review)).toMatchObject([{ ok: false, problem: { code: 'not_an_approver' } }]);
    const refused = (await lead.trail(requestId)).filter(({ what }) => what.includes('was refused'));
    expect(refused.map(({ who }) => who)).toEqual(['Maya Chen', expect.any(String)]);
    expect((await list(lead, { view: 'waiting_for_me', text: 'kudu' })).items).toMatchObject([
      { requestId, version: 1, status: 'pending' },
    ]);
  });

  it('refuses none, more than a hundred, and one named twice', async () => {
    const item = (count: number) => ({ requestId: `req-${count}`, version: 1 });
    const many = Array.from({ length: 101 }, (_, count) => item(count));
    for (const items of [[], many, [item(1), item(1)]]) {
      const refused = await lead.raw(CARD_ROUTES.inboxReview, { body: { items, outcome: 'approve' } });
      expect(refused.status).toBe(400);
    }
  });
});
