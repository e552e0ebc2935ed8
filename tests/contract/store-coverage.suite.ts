import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import type { CoveredRecord } from '../../src/domain/buying-group/covered-record.ts';
import type { BuyingGroup } from '../../src/ports/coverage-store.ts';
import { pendingState } from '../fixtures/exception-request.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const COVER = { kind: 'cover', expiresAt: '2026-12-31T12:00:00.000Z' } as const;
const RELEASE = { kind: 'release', resubmitAt: null } as const;

/** A group of the company with the request's id as its own. */
export function buyingGroup(requestId: string, changes: Partial<BuyingGroup> = {}): BuyingGroup {
  return {
    requestId,
    company: { objectType: 'company', recordId: '77' },
    status: 'living',
    round: 1,
    position: { phase: 'look', objectType: 'deal', after: null },
    overAt: null,
    nextSweepAt: '2026-11-03T10:05:00.000Z',
    ...changes,
  };
}

/** Buying groups and their records: part of what every store must do. */
export function storeCoverageSuite(under: () => StoreUnderTest): void {
  describe('buying groups', () => {
    const newTenant = tenantNames('group');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);
    const seen = (recordId: string, belongs: 'open' | 'closed' = 'open') => ({
      objectType: 'deal' as const,
      recordId,
      title: `Deal ${recordId}`,
      belongs,
    });
    const fileOn = (requestId: string, recordId: string) =>
      pendingState({ requestId, record: { objectType: 'company', recordId } });

    async function groupOfThree(): Promise<string> {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        await tx.saveRequest(fileOn('req-1', '77'), 0);
        await tx.coverage.saveGroup(buyingGroup('req-1'));
        await tx.coverage.noteSeen('req-1', 1, [seen('1'), seen('2'), seen('3', 'closed')]);
      });
      return tenant;
    }
    const rowsOf = (tenant: string) =>
      transact(tenant, (tx) => tx.coverage.listCovered('req-1', { limit: 100 }));
    const rowOf = async (tenant: string, at = 0): Promise<CoveredRecord> => {
      const row = (await rowsOf(tenant))[at];
      if (!row) throw new Error(`no row ${at}`);
      return row;
    };

    it('keeps a group as it was saved, and finds it when its sweep is due', async () => {
      const tenant = await groupOfThree();
      const group = buyingGroup('req-1', {
        status: 'over',
        position: null,
        overAt: '2026-11-03T10:01:00.000Z',
      });
      await transact(tenant, (tx) => tx.coverage.saveGroup(group));
      expect(await transact(tenant, (tx) => tx.coverage.findGroup('req-1'))).toEqual(group);
      expect(await transact(tenant, (tx) => tx.coverage.lockGroup('req-1'))).toEqual(group);
      const due = (at: string) => transact(tenant, (tx) => tx.coverage.findGroupsDue(new Date(at), 10));
      expect(await due('2026-11-03T10:04:59.000Z')).toEqual([]);
      expect(await due('2026-11-03T10:05:00.000Z')).toEqual(['req-1']);
      await transact(tenant, (tx) => tx.coverage.saveGroup({ ...group, nextSweepAt: null }));
      expect(await due('2027-01-01T00:00:00.000Z')).toEqual([]);
    });

    it('takes new records as to be covered, and closed ones as let go', async () => {
      const rows = await rowsOf(await groupOfThree());
      expect(rows.map(({ record, status }) => [record.recordId, status])).toEqual([
        ['1', 'covering'],
        ['2', 'covering'],
        ['3', 'released'],
      ]);
    });

    it('keeps where a known record stands when it is seen again, and says which are gone', async () => {
      const tenant = await groupOfThree();
      const row = await rowOf(tenant);
      const covered = { ...row, status: 'covered', written: COVER, note: 'Held.' } as const;
      await transact(tenant, (tx) => tx.coverage.saveCovered(covered));
      await transact(tenant, async (tx) => {
        await tx.coverage.noteSeen('req-1', 2, [{ ...seen('1'), title: 'New name' }]);
        await tx.coverage.noteGone('req-1', 2);
      });
      const [first, second] = await rowsOf(tenant);
      expect(first).toEqual({ ...covered, title: 'New name', round: 2 });
      expect(second?.belongs).toBe('gone');
    });

    it('lists page by page, counts, and leaves released ones out on request', async () => {
      const tenant = await groupOfThree();
      const { record } = await rowOf(tenant);
      const list = (options: { after?: typeof record; limit: number; open?: boolean }) =>
        transact(tenant, async (tx) =>
          (await tx.coverage.listCovered('req-1', options)).map((row) => row.record.recordId),
        );
      expect(await list({ limit: 1 })).toEqual(['1']);
      expect(await list({ after: record, limit: 5 })).toEqual(['2', '3']);
      expect(await list({ limit: 5, open: true })).toEqual(['1', '2']);
      expect(await transact(tenant, (tx) => tx.coverage.countCovered('req-1'))).toEqual({
        covering: 2,
        covered: 0,
        yielded: 0,
        released: 1,
        failed: 0,
      });
    });

    it('records the end of an attempt only when nobody else changed what is attempted', async () => {
      const tenant = await groupOfThree();
      const row = await rowOf(tenant);
      const finish = (attempted: CoveredRecord['attempt']) =>
        transact(tenant, (tx) =>
          tx.coverage.finishAttempt({ ...row, status: 'covered', written: COVER, attempt: null }, attempted),
        );
      await transact(tenant, (tx) => tx.coverage.saveCovered({ ...row, attempt: COVER }));
      expect(await finish(RELEASE)).toBe(false);
      expect((await rowOf(tenant)).status).toBe('covering');
      expect(await finish(COVER)).toBe(true);
      expect(await rowOf(tenant)).toMatchObject({ status: 'covered', written: COVER, attempt: null });
    });

    it('names the groups over a record in the order they came to know it, without those that let it go', async () => {
      const tenant = await groupOfThree();
      await transact(tenant, async (tx) => {
        await tx.saveRequest(fileOn('req-2', '78'), 0);
        await tx.coverage.saveGroup(buyingGroup('req-2'));
        await tx.coverage.noteSeen('req-2', 1, [seen('1')]);
      });
      const covers = (recordId: string, objectType: 'deal' | 'ticket' = 'deal') =>
        transact(tenant, async (tx) =>
          (await tx.coverage.coversOf({ objectType, recordId })).map(({ group }) => group.requestId),
        );
      expect(await covers('1')).toEqual(['req-1', 'req-2']);
      expect(await covers('3')).toEqual([]);
      expect(await covers('1', 'ticket')).toEqual([]);
      const read = await transact(tenant, (tx) =>
        tx.coverage.readCoversOf({ objectType: 'deal', recordId: '2' }),
      );
      expect(read[0]?.request.state.request.requestId).toBe('req-1');
    });
  });
}
