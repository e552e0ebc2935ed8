import { setTimeout as pause } from 'node:timers/promises';
import {
  type BulkItemsQuery,
  type BulkSubmissionInput,
  type BulkView,
  bulkFormReplySchema,
  bulkItemsReplySchema,
  bulkListReplySchema,
  bulkReplySchema,
  bulkTrailReplySchema,
} from '@handrail/contracts/bulk';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { BulkStatus } from '@handrail/contracts/vocabulary';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { SignedClient } from './signed-client.ts';
import { eventually, filledForm, startTestServer, type TestServer } from './test-server.ts';

const JONAS = seedPerson('jonas.lind@northwind.example');
const DAY = 24 * 60 * 60 * 1000;
let test: TestServer;
let rep: SignedClient;
let lead: SignedClient;
let revops: SignedClient;
let cro: SignedClient;

beforeAll(async () => {
  test = await startTestServer({ variables: { HANDRAIL_SWEEP_SECONDS: '0.3' } });
  rep = test.as('maya.chen');
  lead = test.as('ines.moreau');
  revops = test.as('priya.nair');
  cro = test.as('victor.lang');
});
afterAll(() => test.close());

let forms = 0;

/** A filled bulk form for Strategic Logo deals. */
function bulkForm(
  recordIds: readonly string[],
  changes: Partial<BulkSubmissionInput> = {},
): BulkSubmissionInput {
  forms += 1;
  return {
    idempotencyKey: `bulk-key-${String(forms).padStart(16, '0')}`,
    objectType: 'deal',
    records: { recordIds: [...recordIds] },
    exceptionTypeId: 'strategic-logo',
    reasonCode: 'named-account',
    reason: 'One group bought six of our customers, and its board knows nobody but the present owners.',
    expiresAt: new Date(Date.now() + 10 * DAY).toISOString(),
    asks: 'at_once',
    ...changes,
  };
}

async function answer(client: SignedClient, path: string, body?: unknown): Promise<BulkView> {
  const reply = await client.call(bulkReplySchema, path, body);
  if (!reply.ok) throw new Error(`${reply.problem.code}: ${reply.problem.detail}`);
  return reply.bulk;
}

const submit = (form: BulkSubmissionInput, client = rep) => answer(client, CARD_ROUTES.bulks, form);

function reach(bulkId: string, status: BulkStatus, client = rep): Promise<BulkView> {
  return eventually(
    () => answer(client, CARD_ROUTES.bulk(bulkId)),
    (bulk) => bulk.status === status,
  );
}

async function refusal(client: SignedClient, path: string, body: unknown = {}): Promise<string> {
  const reply = await client.call(bulkReplySchema, path, body);
  if (reply.ok) throw new Error(`${path} was not refused`);
  return reply.problem.code;
}

async function items(bulkId: string, query: BulkItemsQuery = {}) {
  const reply = await rep.call(bulkItemsReplySchema, CARD_ROUTES.bulkItems(bulkId), query);
  if (!reply.ok) throw new Error(reply.problem.detail);
  return reply;
}

const approve = ({ bulkId, version }: BulkView, client = lead) =>
  answer(client, CARD_ROUTES.bulkReview(bulkId), { outcome: 'approve', comment: 'Agreed.', version });

async function deals(count: number, amount?: number): Promise<string[]> {
  const made: string[] = [];
  for (let at = 0; at < count; at += 1) made.push(await test.makeDeal(amount));
  return made;
}

describe('one request for many records', () => {
  it('is looked at, put to its approvers by its requester, decided once and carried out record by record', async () => {
    const ids = await deals(3);
    const [first = '', second = ''] = ids;
    const filed = await submit(
      bulkForm([...ids, second, '404404404'], { asks: 'after_preview', proposedOwnerId: JONAS.ownerId }),
    );
    expect(filed).toMatchObject({
      status: 'preparing',
      source: 'the ids given; 1 stood there more than once',
    });
    const ready = await reach(filed.bulkId, 'ready');
    expect(ready).toMatchObject({
      counts: { total: 4, prepared: 3, left_out: 1 },
      next: '3 records can be carried out, 1 left out. Nobody has been asked yet.',
      asked: [{ label: 'Region lead', records: 3, example: { recordId: first, title: 'Test deal' } }],
      rows: [{ id: 'region-lead', records: 3, unknown: 0 }],
      changes: ['Owner: Jonas Lind'],
      can: { ask: true, withdraw: true, review: false, retry: false },
    });
    expect((await items(filed.bulkId, { outcomes: ['left_out'] })).items).toEqual([
      {
        recordId: '404404404',
        title: '404404404',
        outcome: 'left_out',
        code: 'record_not_found',
        words: expect.stringContaining('has no deal with this id'),
      },
    ]);
    // Nobody else sees what has not been put to anybody.
    const listed = await test.as('jonas.lind').call(bulkListReplySchema, CARD_ROUTES.bulks);
    expect(listed).toMatchObject({ ok: true, bulks: [] });
    expect(await refusal(test.as('jonas.lind'), CARD_ROUTES.bulkWithdraw(filed.bulkId))).toBe(
      'bulk_not_found',
    );
    expect(await refusal(lead, CARD_ROUTES.bulkAsk(filed.bulkId))).toBe('not_permitted');

    const pending = await answer(rep, CARD_ROUTES.bulkAsk(filed.bulkId), {});
    expect(pending).toMatchObject({
      status: 'pending',
      next: 'Waiting for Inès Moreau (Region lead for EMEA) to decide on 3 records.',
    });
    expect(pending.clock.map(({ words }) => words)).toEqual([
      expect.stringContaining('Escalated'),
      expect.stringContaining('Falls back'),
      expect.stringContaining('Lapses'),
    ]);
    const seen = await answer(lead, CARD_ROUTES.bulk(filed.bulkId));
    expect(seen.can).toMatchObject({ review: true, ask: false });
    await approve(seen);
    const done = await reach(filed.bulkId, 'done');
    expect(done).toMatchObject({
      counts: { done: 3, left_out: 1, failed: 0 },
      reviews: [{ reviewer: { name: 'Inès Moreau' }, comment: 'Agreed.' }],
    });

    for (const { recordId, requestId = '' } of (await items(filed.bulkId, { outcomes: ['done'] })).items) {
      const deal = test.portal.portal.require('deals', recordId);
      expect(test.portal.portal.value(deal, 'handoff_routing_hold')).toBe('true');
      expect(test.portal.portal.value(deal, 'hubspot_owner_id')).toBe(JONAS.ownerId);
      const trail = (await rep.trail(requestId)).map(({ what }) => what);
      expect(trail[0]).toContain(`Filed and approved by bulk request ${filed.bulkId}`);
      expect(trail.at(-1)).toContain('the exception is active');
      const card = await rep.card(`${CARD_ROUTES.card}?objectType=deal&recordId=${recordId}`);
      expect(card.live).toMatchObject({ status: 'active', bulkId: filed.bulkId, can: { end: true } });
    }
    const trail = await rep.call(bulkTrailReplySchema, CARD_ROUTES.bulkTrail(filed.bulkId));
    expect(trail.ok && trail.entries.map(({ who, what }) => `${who}: ${what}`)).toEqual([
      'Maya Chen: Filed the bulk request',
      'Handrail: Looked at every record: 3 prepared, 1 left out',
      'Inès Moreau: Tried something and was refused (not permitted)',
      'Maya Chen: Asked the approvers',
      'Inès Moreau: Approved all records',
      'Handrail: All approvals are in: the bulk request is approved',
      'Handrail: Everything is done: 3 carried out, 1 left out',
    ]);
  });

  it('prepares 4,983 of 5,000 ids and names the 17 that do not exist', async () => {
    const { portal } = test.portal;
    const context = { method: 'SEED', path: '', body: null, source: { sourceType: 'IMPORT' } };
    const properties = {
      dealname: 'Imported',
      amount: '80000',
      sales_region: 'EMEA',
      pipeline: 'default',
      dealstage: 'qualifiedtobuy',
    };
    const ids = Array.from({ length: 4_983 }, () => portal.create('deals', properties, context).id);
    const missing = Array.from({ length: 17 }, (_, at) => String(404_000_000 + at));
    missing.forEach((id, at) => {
      ids.splice(at * 293, 0, id);
    });
    const { bulkId } = await submit(bulkForm(ids, { asks: 'after_preview' }));
    const giveUpAt = Date.now() + 60_000;
    let bulk = await answer(rep, CARD_ROUTES.bulk(bulkId));
    while (bulk.status === 'preparing' && Date.now() < giveUpAt) {
      await pause(500);
      bulk = await answer(rep, CARD_ROUTES.bulk(bulkId));
    }
    expect(bulk).toMatchObject({
      status: 'ready',
      counts: { total: 5_000, prepared: 4_983, left_out: 17, waiting: 0 },
    });
    const left = await items(bulkId, { outcomes: ['left_out'], limit: 10 });
    const more = await items(bulkId, { outcomes: ['left_out'], limit: 10, after: left.next ?? 0 });
    expect([...left.items, ...more.items].map(({ recordId }) => recordId)).toEqual(missing);
    expect(more.next).toBeUndefined();
    await answer(rep, CARD_ROUTES.bulkWithdraw(bulkId), {});
  }, 90_000);

  it('asks everybody whom any record asks, and takes one of two decisions made at once', async () => {
    const ids = [...(await deals(2)), ...(await deals(1, 120_000))];
    const { bulkId } = await submit(bulkForm(ids));
    const pending = await reach(bulkId, 'pending');
    expect(pending.asked.map(({ label, records }) => [label, records])).toEqual([
      ['Region lead', 3],
      ['RevOps', 1],
    ]);
    const decision = { outcome: 'approve', comment: '', version: pending.version };
    const both = await Promise.all(
      [lead, revops].map((client) => client.call(bulkReplySchema, CARD_ROUTES.bulkReview(bulkId), decision)),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.flatMap((reply) => (reply.ok ? [] : [reply.problem.code]))).toEqual(['changed_meanwhile']);
    expect(await refusal(rep, CARD_ROUTES.bulkReview(bulkId), decision)).toBe('own_request');
    expect(await refusal(cro, CARD_ROUTES.bulkReview(bulkId), decision)).toBe('not_an_approver');
    const late = both[0]?.ok ? revops : lead;
    await approve(await answer(late, CARD_ROUTES.bulk(bulkId)), late);
    await reach(bulkId, 'done');
  });

  it('leaves out, and tells, what another exception governs or what asks somebody else by now', async () => {
    const [taken = '', grown = '', gone = '', fine = ''] = await deals(4);
    const { bulkId } = await submit(bulkForm([taken, grown, gone, fine]));
    const pending = await reach(bulkId, 'pending');
    await rep.card(CARD_ROUTES.requests, filledForm(taken));
    await test.setDeal(grown, { amount: '300000' });
    await fetch(`${test.portal.origin}/crm/v3/objects/deals/${gone}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${test.portal.accessToken}` },
    });
    await approve(await answer(lead, CARD_ROUTES.bulk(pending.bulkId)));
    const done = await reach(bulkId, 'done');
    expect(done.counts).toMatchObject({ done: 1, left_out: 3 });
    const out = (await items(bulkId, { outcomes: ['left_out'] })).items;
    expect(out.map(({ recordId, code }) => [recordId, code])).toEqual([
      [taken, 'live_exception_exists'],
      [grown, 'more_approval_needed'],
      [gone, 'record_not_found'],
    ]);
    // A second bulk request finds what the first one left behind.
    const again = await reach((await submit(bulkForm([taken, fine]))).bulkId, 'refused');
    expect(again.next).toContain('All 2 records were left out');
  });

  it('can be withdrawn while it is being prepared', async () => {
    const ids = await deals(2);
    const { bulkId } = await submit(
      bulkForm([...ids, ...Array.from({ length: 900 }, (_, at) => `${500_000 + at}`)]),
    );
    const withdrawn = await answer(rep, CARD_ROUTES.bulkWithdraw(bulkId), {});
    expect(withdrawn.status).toBe('withdrawn');
    expect(await refusal(rep, CARD_ROUTES.bulkAsk(bulkId))).toBe('wrong_status');
    // The job that was under way changes nothing any more.
    await eventually(
      () => answer(rep, CARD_ROUTES.bulk(bulkId)),
      ({ status }) => status === 'withdrawn',
    );
    expect((await answer(rep, CARD_ROUTES.bulkWithdraw(bulkId), {})).status).toBe('withdrawn');
  });

  it('is filed once for one key, and not at all for the same key with other content', async () => {
    const form = bulkForm(await deals(1));
    const twice = await Promise.all([submit(form), submit(form)]);
    expect(new Set(twice.map(({ bulkId }) => bulkId)).size).toBe(1);
    expect((await submit(form)).bulkId).toBe(twice[0]?.bulkId);
    const other = { ...form, reason: `${form.reason} And more.` };
    expect(await refusal(rep, CARD_ROUTES.bulks, other)).toBe('idempotency_key_reused');
  });

  it('reads a list of the CRM by its name', async () => {
    const ids = await deals(2);
    const call = (method: string, path: string, body: unknown) =>
      fetch(test.portal.origin + path, {
        method,
        headers: { authorization: `Bearer ${test.portal.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const list = { name: 'Bought by Aurora', objectTypeId: '0-3', processingType: 'MANUAL' };
    await call('POST', '/crm/v3/lists', list);
    await call('PUT', '/crm/v3/lists/1/memberships/add', ids);
    const { bulkId } = await submit(bulkForm([], { records: { list: 'Bought by Aurora' } }));
    expect(await reach(bulkId, 'pending')).toMatchObject({
      source: 'the list "Bought by Aurora"',
      counts: { total: 2, prepared: 2 },
    });
    const unknown = bulkForm([], { records: { list: 'No such list' } });
    expect(await refusal(rep, CARD_ROUTES.bulks, unknown)).toBe('list_not_found');
  });

  it('refuses a form that no record could be filed with, before it looks at any', async () => {
    const wrong: readonly [Partial<BulkSubmissionInput>, string][] = [
      [{ exceptionTypeId: 'nonsense' }, 'unknown_exception_type'],
      [{ objectType: 'ticket' }, 'type_not_for_record'],
      [{ reasonCode: 'nonsense' }, 'unknown_reason_code'],
      [{ reason: 'Why not.' }, 'reason_too_short'],
      [{ proposedOwnerId: '1' }, 'proposal_missing'],
      [{ expiresAt: '2020-01-01T00:00:00.000Z' }, 'expiry_in_past'],
      [{ expiresAt: '2099-01-01T00:00:00.000Z' }, 'expiry_too_far'],
    ];
    for (const [changes, code] of wrong) {
      expect(await refusal(rep, CARD_ROUTES.bulks, bulkForm(['1'], changes))).toBe(code);
    }
    for (const records of [{ recordIds: [] }, { recordIds: ['../1'] }, { list: ' ' }, {}]) {
      const response = await rep.raw(CARD_ROUTES.bulks, { body: { ...bulkForm(['1']), records } });
      expect(response.status).toBe(400);
    }
    const form = await rep.call(bulkFormReplySchema, `${CARD_ROUTES.bulkForm}?objectType=ticket`);
    expect(form.ok && form.form.types.map(({ id }) => id)).toContain('data-fix');
    expect(form.ok && form.form.types.map(({ id }) => id)).not.toContain('strategic-logo');
  });
});
