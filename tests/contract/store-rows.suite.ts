import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { RowSettledBefore, type SeenRow } from '../../src/ports/row-inbox.ts';
import { ConcurrencyConflict } from '../../src/ports/unit-of-work.ts';
import { pendingState } from '../fixtures/exception-request.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const NOON = new Date('2026-11-23T12:00:00.000Z');
const LATER = new Date('2026-11-23T12:05:00.000Z');
const ACCEPTED = { outcome: 'accepted', requestId: 'req-1' } as const;
const REFUSED = {
  outcome: 'refused',
  code: 'own_request',
  message: 'Dale filed it, so Dale cannot approve it.',
} as const;

/** A row as it was first seen. */
export function seenRow(over: Partial<SeenRow> = {}): SeenRow {
  return { rowId: 'a0D000000000001AAA', kind: 'decision', writtenAt: '2026-11-23T11:59:58.000Z', ...over };
}

/** Rows that people write, and rows that show them their requests: part of what every store must do. */
export function storeRowsSuite(under: () => StoreUnderTest): void {
  const newTenant = tenantNames('rows');
  const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

  describe('rows that people write', () => {
    const row = seenRow();

    it('are settled once: a second verdict takes everything of its transaction back', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.rowInbox.settle(row, ACCEPTED, NOON));
      const second = transact(tenant, async (tx) => {
        await tx.saveRequest(pendingState(), 0);
        await tx.rowInbox.settle(row, REFUSED, LATER);
      });
      await expect(second).rejects.toBeInstanceOf(RowSettledBefore);
      await transact(tenant, async (tx) => {
        expect(await tx.findRequest('req-1')).toBeNull();
        expect([...(await tx.rowInbox.find([row.rowId, 'other'])).values()]).toEqual([
          { ...row, verdict: ACCEPTED, attempts: 0, nextAttemptAt: NOON.toISOString(), trouble: null },
        ]);
      });
    });

    it('are settled once also when two settle at the same time', async () => {
      const tenant = newTenant();
      const both = await Promise.allSettled(
        [ACCEPTED, REFUSED].map((verdict) =>
          transact(tenant, (tx) => tx.rowInbox.settle(row, verdict, NOON)),
        ),
      );
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    });

    it('wait for their verdict, counting tries, and are due again then', async () => {
      const tenant = newTenant();
      await transact(tenant, async ({ rowInbox }) => {
        await rowInbox.postpone(row, LATER, 'crm_unavailable');
        await rowInbox.postpone(row, LATER, 'crm_unavailable');
        expect(await rowInbox.listDue(NOON, 10)).toEqual([]);
        const waiting = { ...row, verdict: null, nextAttemptAt: LATER.toISOString() };
        expect(await rowInbox.listDue(LATER, 10)).toEqual([
          { ...waiting, attempts: 2, trouble: 'crm_unavailable' },
        ]);
        await rowInbox.settle(row, REFUSED, LATER);
        expect(await rowInbox.listDue(LATER, 10)).toEqual([
          { ...waiting, verdict: REFUSED, attempts: 0, trouble: null },
        ]);
      });
    });

    it('keep their words until they are answered, and are never due afterwards', async () => {
      const tenant = newTenant();
      await transact(tenant, async ({ rowInbox }) => {
        await rowInbox.settle(row, REFUSED, NOON);
        await rowInbox.postpone(row, LATER, 'row_locked');
        expect((await rowInbox.find([row.rowId])).get(row.rowId)).toMatchObject({
          verdict: REFUSED,
          attempts: 1,
        });
        await rowInbox.markAnswered([row.rowId]);
        await rowInbox.postpone(row, LATER, 'too late');
        expect((await rowInbox.find([row.rowId])).get(row.rowId)).toEqual({
          ...row,
          verdict: { ...REFUSED, message: '' },
          attempts: 1,
          nextAttemptAt: null,
          trouble: null,
        });
        expect(await rowInbox.listDue(new Date('2027-01-01'), 10)).toEqual([]);
      });
    });

    it('are not answered before they are settled', async () => {
      const tenant = newTenant();
      await transact(tenant, async ({ rowInbox }) => {
        await rowInbox.postpone(row, LATER, 'crm_unavailable');
        await rowInbox.markAnswered([row.rowId]);
        expect(await rowInbox.listDue(LATER, 10)).toHaveLength(1);
      });
    });

    it('are due in the order in which they were written, so many at a time', async () => {
      const tenant = newTenant();
      const at = (second: number, id: string) =>
        seenRow({ rowId: id, writtenAt: `2026-11-23T11:00:0${second}.000Z` });
      await transact(tenant, async ({ rowInbox }) => {
        for (const one of [at(2, 'c'), at(1, 'b'), at(1, 'a'), at(3, 'd')])
          await rowInbox.settle(one, ACCEPTED, NOON);
        expect((await rowInbox.listDue(NOON, 3)).map(({ rowId }) => rowId)).toEqual(['a', 'b', 'c']);
      });
    });

    it('are counted as a backlog with the age of the oldest', async () => {
      const tenant = newTenant();
      await transact(tenant, async ({ rowInbox }) => {
        expect(await rowInbox.backlog()).toEqual({ unworked: 0, unanswered: 0, oldest: null });
        await rowInbox.settle(
          seenRow({ rowId: 'old', writtenAt: '2026-11-22T00:00:00.000Z' }),
          ACCEPTED,
          NOON,
        );
        await rowInbox.settle(row, REFUSED, NOON);
        await rowInbox.postpone(seenRow({ rowId: 'new', writtenAt: LATER.toISOString() }), LATER, 'later');
        await rowInbox.markAnswered(['old']);
        expect(await rowInbox.backlog()).toEqual({ unworked: 1, unanswered: 1, oldest: row.writtenAt });
      });
    });

    it('have a watermark a kind that never goes back', async () => {
      const tenant = newTenant();
      await transact(tenant, async ({ rowInbox }) => {
        const none = { watermark: null, lookedThroughAt: null, trouble: null };
        expect(await rowInbox.findWatermark('exception')).toEqual(none);
        await rowInbox.moveWatermark('exception', LATER);
        await rowInbox.moveWatermark('exception', NOON);
        await rowInbox.noteTrouble('exception', 'no field');
        await rowInbox.markLookedThrough('exception', NOON);
        expect(await rowInbox.findWatermark('exception')).toEqual({
          watermark: LATER.toISOString(),
          lookedThroughAt: NOON.toISOString(),
          trouble: 'no field',
        });
        await rowInbox.noteTrouble('exception', null);
        expect((await rowInbox.findWatermark('exception')).trouble).toBeNull();
        expect(await rowInbox.findWatermark('decision')).toEqual(none);
      });
    });
  });

  describe('rows that show requests', () => {
    it('belong to one request, and a request to one row', async () => {
      const tenant = newTenant();
      await transact(tenant, async ({ requestRows }) => {
        await requestRows.link('req-1', 'row-1');
        await requestRows.link('req-1', 'row-1');
        const link = { requestId: 'req-1', rowId: 'row-1', mirroredVersion: null, mirroredHash: null };
        expect(await requestRows.find('req-1')).toEqual(link);
        expect(await requestRows.findByRow('row-1')).toEqual(link);
        expect(await requestRows.findByRow('row-2')).toBeNull();
      });
      for (const [requestId, rowId] of [
        ['req-1', 'row-2'],
        ['req-2', 'row-1'],
      ] as const) {
        const other = transact(tenant, (tx) => tx.requestRows.link(requestId, rowId));
        await expect(other).rejects.toBeInstanceOf(ConcurrencyConflict);
      }
    });

    it('are behind until they show the version of their request', async () => {
      const tenant = newTenant();
      const record = (recordId: string) => ({ record: { objectType: 'deal' as const, recordId } });
      await transact(tenant, async (tx) => {
        const behind = async (after?: string) =>
          (await tx.requestRows.listBehind({ limit: 10, ...(after !== undefined && { after }) })).map(
            ({ requestId }) => requestId,
          );
        for (const requestId of ['req-1', 'req-2', 'req-3']) {
          await tx.saveRequest(pendingState({ requestId, ...record(requestId) }), 0);
        }
        await tx.requestRows.link('req-1', 'row-1');
        await tx.requestRows.link('req-2', 'row-2');
        expect(await behind()).toEqual(['req-1', 'req-2']);
        expect(await behind('req-1')).toEqual(['req-2']);
        await tx.requestRows.markMirrored('req-1', 1, 'hash-1', NOON);
        expect(await behind()).toEqual(['req-2']);
        await tx.saveRequest(pendingState({ requestId: 'req-1', ...record('req-1') }), 1);
        expect(await behind()).toEqual(['req-1', 'req-2']);
        await tx.requestRows.markMirrored('req-1', 2, 'hash-2', NOON);
        await tx.requestRows.markMirrored('req-1', 1, 'hash-1', NOON);
        expect(await tx.requestRows.find('req-1')).toMatchObject({
          mirroredVersion: 2,
          mirroredHash: 'hash-2',
        });
      });
    });
  });
}
