import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { evolveBulkAll } from '../../src/domain/bulk-request/evolve-bulk.ts';
import type { BulkState, FiledBulk } from '../../src/domain/bulk-request/state.ts';
import type { BulkItem } from '../../src/ports/bulk-requests.ts';
import { ConcurrencyConflict } from '../../src/ports/unit-of-work.ts';
import { bulkReview, finishPreparing, leadTo, preparing } from '../domain/bulk-stories.ts';
import { SECOND } from '../domain/request-stories.ts';
import { activeState, LEAD, needsAttentionState, pendingState, REP } from '../fixtures/exception-request.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

/** Bulk requests and their records: part of what every store must do. */
export function storeBulkSuite(under: () => StoreUnderTest): void {
  describe('bulk requests', () => {
    const newTenant = tenantNames('bulk');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

    it('come back as they were saved, and one of two savers wins', async () => {
      const tenant = newTenant();
      const state = preparing();
      await transact(tenant, (tx) => tx.saveBulk(state, 0));
      expect(await transact(tenant, (tx) => tx.findBulk('bulk-1'))).toEqual({ state, version: 1 });
      expect(await transact(tenant, (tx) => tx.findBulk('bulk-2'))).toBeNull();
      const pending = filed(leadTo(state, finishPreparing));
      await transact(tenant, (tx) => tx.saveBulk(pending, 1));
      for (const version of [0, 1]) {
        await expect(transact(tenant, (tx) => tx.saveBulk(state, version))).rejects.toThrow(
          ConcurrencyConflict,
        );
      }
      expect(await transact(tenant, (tx) => tx.findBulk('bulk-1'))).toEqual({ state: pending, version: 2 });
    });

    it('are seen by those who have to do with them, an approver once they are asked', async () => {
      const tenant = newTenant();
      const listed = async (party?: string) => {
        const options = { limit: 10, ...(party !== undefined && { party }) };
        return (await transact(tenant, (tx) => tx.listBulks(options))).map(({ state }) => state.bulk.bulkId);
      };
      const ready = filed(leadTo(preparing({ asks: 'after_preview' }), finishPreparing));
      await transact(tenant, (tx) => tx.saveBulk(ready, 0));
      const second = preparing({ bulkId: 'bulk-2', submittedAt: '2026-11-04T10:00:00.000Z' });
      await transact(tenant, (tx) => tx.saveBulk(second, 0));
      expect(await listed()).toEqual(['bulk-2', 'bulk-1']);
      expect(await listed(REP.email)).toEqual(['bulk-2', 'bulk-1']);
      expect(await listed(LEAD.email)).toEqual([]);
      const asked = evolveBulkAll(ready, [{ type: 'bulk_asked', at: 'now', by: REP, clock: null }]);
      await transact(tenant, (tx) => tx.saveBulk(filed(asked), 1));
      expect(await listed(LEAD.email)).toEqual(['bulk-1']);
    });

    it('are due when a clock is, and all the time while they are carried out', async () => {
      const tenant = newTenant();
      const pending = filed(leadTo(preparing(), finishPreparing));
      const due = (at: string) => transact(tenant, (tx) => tx.findDueBulks(new Date(at), 10));
      await transact(tenant, (tx) => tx.saveBulk(pending, 0));
      expect(await due('2026-11-04T09:59:59Z')).toEqual([]);
      expect(await due('2026-11-04T10:00:00Z')).toEqual(['bulk-1']);
      const approved = filed(leadTo(pending, bulkReview(LEAD), bulkReview(SECOND)));
      await transact(tenant, (tx) => tx.saveBulk(approved, 1));
      expect(await due('2026-11-03T10:00:00Z')).toEqual(['bulk-1']);
    });

    it('hold each record once, in the order given', async () => {
      const tenant = newTenant();
      const add = (ids: readonly string[]) => transact(tenant, (tx) => tx.addBulkItems('bulk-1', ids));
      expect(await add(['7', '5'])).toBe(2);
      expect(await add(['5', '9', '9'])).toBe(1);
      expect(await add([])).toBe(0);
      const items = await transact(tenant, (tx) => tx.listBulkItems('bulk-1', 'listed', { limit: 10 }));
      expect(items.map(({ recordId }) => recordId)).toEqual(['7', '5', '9']);
      const [first] = items;
      const rest = await transact(tenant, (tx) =>
        tx.listBulkItems('bulk-1', 'listed', { after: first?.position ?? 0, limit: 1 }),
      );
      expect(rest.map(({ recordId }) => recordId)).toEqual(['5']);
    });

    it('move a record on once, whoever tries', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.addBulkItems('bulk-1', ['7', '5']));
      const items = await transact(tenant, (tx) => tx.listBulkItems('bulk-1', 'listed', { limit: 10 }));
      const out = items.map(
        (item): BulkItem => ({
          ...item,
          title: 'T',
          status: 'left_out',
          code: 'record_not_found',
          words: 'Gone.',
        }),
      );
      expect(await transact(tenant, (tx) => tx.saveBulkItems('bulk-1', 'listed', out))).toBe(2);
      expect(await transact(tenant, (tx) => tx.saveBulkItems('bulk-1', 'listed', out))).toBe(0);
      const read = await transact(tenant, (tx) => tx.listBulkItems('bulk-1', 'left_out', { limit: 10 }));
      expect(read).toEqual(out);
    });

    it('tell how far each record has come by its request, and open what failed again', async () => {
      const tenant = newTenant();
      const requestOn = (recordId: string) =>
        pendingState({ requestId: `req-${recordId}`, record: { objectType: 'deal', recordId } });
      const stuck = (recordId: string, resume: 'approved' | 'ending') =>
        needsAttentionState(
          requestOn(recordId),
          resume === 'approved'
            ? { status: 'approved' }
            : { status: 'ending', activeAt: 'then', endReason: 'expired', endedBy: null },
        );
      await transact(tenant, async (tx) => {
        await tx.addBulkItems('bulk-1', ['1', '2', '3', '4', '5', '6']);
        await tx.saveRequest(activeState(requestOn('1')), 0);
        await tx.saveRequest(stuck('2', 'approved'), 0);
        await tx.saveRequest(stuck('3', 'ending'), 0);
        const items = await tx.listBulkItems('bulk-1', 'listed', { limit: 10 });
        const became: Partial<Record<string, Partial<BulkItem>>> = {
          '1': { status: 'filed', requestId: 'req-1' },
          '2': { status: 'filed', requestId: 'req-2' },
          '3': { status: 'filed', requestId: 'req-3' },
          '4': { status: 'failed', code: 'crm_unavailable', words: 'Down.' },
          '5': { status: 'prepared' },
        };
        const moved = items.flatMap((item): BulkItem[] => {
          const change = became[item.recordId];
          return change ? [{ ...item, ...change }] : [];
        });
        await tx.saveBulkItems('bulk-1', 'listed', moved);
      });
      const count = () => transact(tenant, (tx) => tx.countBulkItems('bulk-1'));
      const none = { waiting: 1, prepared: 1, left_out: 0, carrying_out: 0, done: 2, failed: 2 };
      expect(await count()).toEqual(none);
      const failed = await transact(tenant, (tx) =>
        tx.pageBulkItems('bulk-1', { outcomes: ['failed'], limit: 10 }),
      );
      expect(failed).toMatchObject([
        { recordId: '2', outcome: 'failed', requestId: 'req-2', words: 'refused' },
        { recordId: '4', outcome: 'failed', code: 'crm_unavailable', words: 'Down.' },
      ]);
      const page = await transact(tenant, (tx) => tx.pageBulkItems('bulk-1', { after: 4, limit: 10 }));
      expect(page.map(({ recordId, outcome }) => [recordId, outcome])).toEqual([
        ['5', 'prepared'],
        ['6', 'waiting'],
      ]);
      await transact(tenant, (tx) => tx.reopenFailedItems('bulk-1'));
      expect(await count()).toEqual({ ...none, prepared: 2, carrying_out: 1, failed: 0 });
    });

    it('leave no trace in how fast people decide: their requests are filed decided', async () => {
      const tenant = newTenant();
      const inBulk = pendingState({ bulkId: 'bulk-1' });
      const alone = pendingState({ requestId: 'req-2', record: { objectType: 'deal', recordId: '2' } });
      await transact(tenant, async (tx) => {
        await tx.saveRequest(activeState(inBulk), 0);
        await tx.saveRequest(activeState(alone), 0);
      });
      const past = await transact(tenant, (tx) => tx.listPastRequests({ limit: 10 }));
      expect(past.map(({ id, decidedAt }) => [id, decidedAt])).toEqual([
        ['req-1', null],
        ['req-2', alone.request.submittedAt],
      ]);
    });

    it('find which records are occupied', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.saveRequest(pendingState(), 0));
      const live = await transact(tenant, (tx) => tx.findLiveAmong('deal', ['4711', '4712']));
      expect([...live]).toEqual([['4711', { requestId: 'req-1', typeLabel: 'Strategic Logo' }]]);
      expect([...(await transact(tenant, (tx) => tx.findLiveAmong('ticket', ['4711'])))]).toEqual([]);
      expect([...(await transact(tenant, (tx) => tx.findLiveAmong('deal', [])))]).toEqual([]);
    });
  });
}

function filed(state: BulkState): FiledBulk {
  if (state.status === 'none') throw new Error('it was filed');
  return state;
}
