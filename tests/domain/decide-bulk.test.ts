import { describe, expect, it } from '@jest/globals';
import { decideBulk } from '../../src/domain/bulk-request/decide-bulk.ts';
import { evolveBulkAll } from '../../src/domain/bulk-request/evolve-bulk.ts';
import { peopleOf } from '../../src/domain/policy/requirement.ts';
import { delegation } from '../fixtures/delegation.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { bulkReview, COUNTS, finishPreparing, leadTo, preparing, startingAt } from './bulk-stories.ts';
import { SECOND, STRANGER } from './request-stories.ts';

const pending = leadTo(preparing(), finishPreparing);
const approved = leadTo(pending, bulkReview(LEAD), bulkReview(SECOND));

describe('preparing a bulk request', () => {
  it('asks the approvers at once, or first shows its requester what it comes to', () => {
    startingAt(preparing()).when(finishPreparing).thenExpect(['bulk_prepared', 'bulk_asked']);
    const later = preparing({ asks: 'after_preview' });
    startingAt(later).when(finishPreparing).thenExpect(['bulk_prepared']);
    const ready = leadTo(later, finishPreparing);
    expect(ready).toMatchObject({ status: 'ready', gathered: { records: 2, leftOut: 1 } });
    startingAt(ready).when(bulkReview(LEAD)).thenExpect({ code: 'wrong_status' });
    startingAt(ready).when({ type: 'ask', by: LEAD, clock: null }).thenExpect({ code: 'not_permitted' });
    startingAt(ready).when({ type: 'ask', by: REP, clock: null }).thenExpect(['bulk_asked']);
    startingAt(pending).when({ type: 'ask', by: REP, clock: null }).thenExpect([]);
  });

  it('is refused when every record was left out, and when nobody could approve them together', () => {
    const nothing = {
      ...preparing(),
      gathered: { ...preparing().gathered, parts: [], records: 0, leftOut: 3 },
    };
    const [refused] = startingAt(nothing).when(finishPreparing).events;
    expect(refused).toMatchObject({
      type: 'bulk_refused',
      code: 'nothing_to_ask',
      message: expect.stringContaining('All 3 records were left out'),
    });
    const [first] = preparing().gathered.parts;
    if (first?.part.kind !== 'role') throw new Error('the first part is a role');
    const impossible = {
      ...preparing(),
      gathered: { ...preparing().gathered, parts: [{ ...first, part: { ...first.part, approve: 2 } }] },
    };
    expect(startingAt(impossible).when(finishPreparing).events).toMatchObject([
      { type: 'bulk_refused', code: 'no_eligible_approver' },
    ]);
  });

  it('can be withdrawn by its requester until it is decided, and by nobody else', () => {
    for (const state of [preparing(), pending]) {
      startingAt(state).when({ type: 'withdraw', by: LEAD }).thenExpect({ code: 'not_permitted' });
      startingAt(state).when({ type: 'withdraw', by: REP }).thenExpect(['bulk_withdrawn']);
    }
    startingAt(approved).when({ type: 'withdraw', by: REP }).thenExpect({ code: 'wrong_status' });
    const withdrawn = leadTo(preparing(), { type: 'withdraw', by: REP });
    startingAt(withdrawn).when({ type: 'withdraw', by: REP }).thenExpect([]);
    startingAt(withdrawn).when(finishPreparing).thenExpect({ code: 'wrong_status' });
  });
});

describe('deciding a bulk request', () => {
  it('takes everybody whom any record asks', () => {
    startingAt(pending).when(bulkReview(LEAD)).thenExpect(['bulk_review_recorded']);
    startingAt(leadTo(pending, bulkReview(LEAD)))
      .when(bulkReview(SECOND))
      .thenExpect(['bulk_review_recorded', 'bulk_approved']);
    startingAt(pending)
      .when(bulkReview(SECOND, 'reject'))
      .thenExpect(['bulk_review_recorded', 'bulk_rejected']);
  });

  it('hears nobody who was not asked, never the requester, and nobody twice', () => {
    startingAt(pending).when(bulkReview(REP)).thenExpect({ code: 'own_request' });
    startingAt(pending).when(bulkReview(STRANGER)).thenExpect({ code: 'not_an_approver' });
    const once = leadTo(pending, bulkReview(LEAD));
    startingAt(once).when(bulkReview(LEAD)).thenExpect([]);
    startingAt(once).when(bulkReview(LEAD, 'reject')).thenExpect({ code: 'already_reviewed' });
  });

  it('does not hear whoever stands in for the requester, as long as that lasts', () => {
    const review = { ...bulkReview(LEAD), delegations: [delegation(REP, LEAD)] };
    startingAt(pending).when(review).thenExpect({ code: 'delegate_of_requester' });
    const over = { ...review, delegations: [delegation(REP, LEAD, { until: '2026-11-02T00:00:00.000Z' })] };
    startingAt(pending).when(over).thenExpect(['bulk_review_recorded']);
  });

  it('lets the clock bring somebody in, and lapse it', () => {
    const escalated = startingAt(pending).when({ type: 'fire_clocks' }, '2026-11-04T11:00:00.000Z');
    escalated.thenExpect(['bulk_escalated']);
    const state = evolveBulkAll(pending, escalated.events);
    if (state.status !== 'pending') throw new Error('it is still pending');
    expect(peopleOf(state.requirement).map(({ name }) => name)).toContain('Carla Cro');
    const late = '2026-11-05T10:00:01.000Z';
    const lapse = decideBulk(bulkReview(LEAD), state, new Date(late));
    expect(lapse).toMatchObject({ ok: false, rejection: { code: 'wrong_status' } });
    startingAt(state).when({ type: 'fire_clocks' }, late).thenExpect(['bulk_lapsed']);
    startingAt(pending).when({ type: 'fire_clocks' }).thenExpect([]);
  });
});

describe('carrying out a bulk request', () => {
  it('is done when every record is, and needs attention when some failed', () => {
    const settle = (open: number, failed: number) =>
      startingAt(approved).when({ type: 'settle', counts: { ...COUNTS, open, failed } });
    settle(1, 0).thenExpect([]);
    settle(0, 0).thenExpect(['bulk_done']);
    settle(1, 1).thenExpect([]);
    settle(0, 1).thenExpect(['bulk_needs_attention']);
    startingAt(pending).when({ type: 'settle', counts: COUNTS }).thenExpect([]);
  });

  it('tries failed records again for a person who has to do with it', () => {
    const stuck = leadTo(approved, { type: 'settle', counts: { ...COUNTS, failed: 1 } });
    expect(stuck).toMatchObject({ status: 'needs_attention' });
    startingAt(stuck)
      .when({ type: 'settle', counts: { ...COUNTS, failed: 1 } })
      .thenExpect([]);
    startingAt(stuck).when({ type: 'retry', by: STRANGER }).thenExpect({ code: 'not_permitted' });
    startingAt(stuck).when({ type: 'retry', by: REP }).thenExpect(['bulk_retried']);
    startingAt(leadTo(stuck, { type: 'retry', by: LEAD }))
      .when({ type: 'settle', counts: COUNTS })
      .thenExpect(['bulk_done']);
    // Somebody mended the last record at its own card.
    startingAt(stuck).when({ type: 'settle', counts: COUNTS }).thenExpect(['bulk_done']);
    startingAt(pending).when({ type: 'retry', by: REP }).thenExpect({ code: 'wrong_status' });
  });
});
