import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import type { Mend } from '../../src/domain/guard/mend/mend.ts';
import { reviewMark, storedMend } from '../fixtures/mend.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

/** Mends and marks: part of what every store must do. */
export function storeGuardSuite(under: () => StoreUnderTest): void {
  describe('mends and marks', () => {
    const newTenant = tenantNames('guard');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);
    const save = (tenant: string, mend: Mend, from: Mend['status'][] | null) =>
      transact(tenant, (tx) => tx.guard.saveMend(mend, from));

    it('keeps a mend word for word, the order of its keys too', async () => {
      const tenant = newTenant();
      const mend = storedMend();
      expect(await save(tenant, mend, null)).toBe(true);
      const found = await transact(tenant, (tx) => tx.guard.findMend('01MEND'));
      expect(found).toEqual(mend);
      expect(JSON.stringify(found?.former)).toBe(JSON.stringify(mend.former));
      expect(await transact(tenant, (tx) => tx.guard.findMend('02MEND'))).toBeNull();
    });

    it('moves a mend on once, from where it stands', async () => {
      const tenant = newTenant();
      const applied = storedMend({ status: 'applied', appliedRevision: '5' });
      expect(await save(tenant, applied, ['proposed'])).toBe(false);
      await save(tenant, storedMend(), null);
      expect(await save(tenant, storedMend({ formerRevision: '9' }), null)).toBe(false);
      const moved = await Promise.all([
        save(tenant, applied, ['proposed']),
        save(tenant, storedMend({ status: 'failed' }), ['proposed']),
      ]);
      expect(moved.filter(Boolean)).toHaveLength(1);
      const undone = storedMend({ status: 'undone' });
      expect(await save(tenant, undone, ['applied', 'failed'])).toBe(true);
      expect(await transact(tenant, (tx) => tx.guard.findMend('01MEND'))).toEqual(undone);
    });

    it('lists mends newest first, of one workflow or of one status', async () => {
      const tenant = newTenant();
      await save(tenant, storedMend({ mendId: '01A' }), null);
      await save(tenant, storedMend({ mendId: '03C', automationId: '2' }), null);
      await save(tenant, storedMend({ mendId: '02B', status: 'applied' }), null);
      const list = (filter?: { automationId?: string; status?: Mend['status'] }) =>
        transact(tenant, async (tx) => (await tx.guard.listMends(filter)).map(({ mendId }) => mendId));
      expect(await list()).toEqual(['03C', '02B', '01A']);
      expect(await list({ automationId: '610000105' })).toEqual(['02B', '01A']);
      expect(await list({ status: 'proposed' })).toEqual(['03C', '01A']);
      expect(await list({ automationId: '2', status: 'applied' })).toEqual([]);
    });

    it('keeps one mark a revision, the latest', async () => {
      const tenant = newTenant();
      const later = reviewMark({ reason: 'Looked again.', at: '2026-11-24T09:00:00.000Z' });
      const next = reviewMark({ revision: '5', at: '2026-11-25T09:00:00.000Z' });
      const other = reviewMark({ automationId: '7', at: '2026-11-20T09:00:00.000Z' });
      await transact(tenant, async (tx) => {
        for (const mark of [reviewMark(), later, next, other]) await tx.guard.saveReviewMark(mark);
        expect(await tx.guard.listReviewMarks('610000110')).toEqual([next, later]);
        expect(await tx.guard.listReviewMarks()).toEqual([next, later, other]);
      });
    });
  });
}
