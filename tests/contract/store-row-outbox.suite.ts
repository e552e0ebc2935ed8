import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const NOON = new Date('2026-11-23T12:00:00.000Z');
const LOCKED = { code: 'UNABLE_TO_LOCK_ROW', message: 'Somebody else is writing the row.' };

function later(minutes: number): Date {
  return new Date(NOON.getTime() + minutes * 60_000);
}

/** What has to be written into the CRM for people to read: part of what every store must do. */
export function storeRowOutboxSuite(under: () => StoreUnderTest): void {
  const newTenant = tenantNames('row-outbox');
  const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

  describe('requests whose rows have to follow', () => {
    it('are due at once, longest behind first, so many at a time', () =>
      transact(newTenant(), async ({ rowOutbox }) => {
        await rowOutbox.touch('late', later(2));
        await rowOutbox.touch('second', later(1));
        await rowOutbox.touch('first', NOON);
        await rowOutbox.touch('first', later(1));
        expect(await rowOutbox.listDue(later(1), 10)).toEqual([
          { requestId: 'first', revision: 2, attempts: 0 },
          { requestId: 'second', revision: 1, attempts: 0 },
        ]);
        expect(await rowOutbox.listDue(later(2), 2)).toHaveLength(2);
        expect(await rowOutbox.backlog()).toEqual({
          waiting: 3,
          oldest: NOON.toISOString(),
          gone: 0,
          leftOut: 0,
          troubles: [],
        });
      }));

    it('are due no more once their newest revision was written', () =>
      transact(newTenant(), async ({ rowOutbox }) => {
        await rowOutbox.touch('r', NOON);
        await rowOutbox.markWritten('r', 1, { at: NOON, leftOut: 2 });
        expect(await rowOutbox.listDue(later(60), 10)).toEqual([]);
        expect(await rowOutbox.backlog()).toMatchObject({ waiting: 0, oldest: null, leftOut: 2 });
        await rowOutbox.touch('r', later(1));
        expect(await rowOutbox.listDue(later(1), 10)).toEqual([{ requestId: 'r', revision: 2, attempts: 0 }]);
      }));

    it('stay due when they changed while they were written', () =>
      transact(newTenant(), async ({ rowOutbox }) => {
        await rowOutbox.touch('r', NOON);
        await rowOutbox.touch('r', later(1));
        await rowOutbox.markWritten('r', 1, { at: later(2), leftOut: 0 });
        expect(await rowOutbox.listDue(later(2), 10)).toMatchObject([{ revision: 2 }]);
        expect(await rowOutbox.backlog()).toMatchObject({ waiting: 1, oldest: NOON.toISOString() });
      }));

    it('are written once more, after both, when an earlier revision comes through last', () =>
      transact(newTenant(), async ({ rowOutbox }) => {
        await rowOutbox.touch('r', NOON);
        await rowOutbox.touch('r', NOON);
        await rowOutbox.markWritten('r', 2, { at: NOON, leftOut: 0 });
        await rowOutbox.markWritten('r', 1, { at: later(1), leftOut: 0 });
        expect(await rowOutbox.listDue(later(1), 10)).toMatchObject([{ revision: 3 }]);
      }));

    it('go on after a revision that stands in the CRM', () =>
      transact(newTenant(), async ({ rowOutbox }) => {
        await rowOutbox.touch('r', NOON);
        await rowOutbox.touch('r', NOON, 41);
        await rowOutbox.touch('new', later(1), 7);
        expect(await rowOutbox.listDue(later(1), 10)).toMatchObject([{ revision: 42 }, { revision: 8 }]);
        await rowOutbox.touch('r', NOON, 3);
        expect(await rowOutbox.listDue(later(1), 10)).toMatchObject([{ revision: 43 }, { revision: 8 }]);
      }));

    it('wait when they could not be written, and tell why', () =>
      transact(newTenant(), async ({ rowOutbox }) => {
        for (const id of ['a', 'b', 'c']) await rowOutbox.touch(id, NOON);
        const due = await rowOutbox.listDue(NOON, 10);
        await rowOutbox.touch('c', NOON);
        await rowOutbox.postpone(due, later(5), LOCKED);
        // What changed meanwhile waits for nothing.
        expect(await rowOutbox.listDue(later(4), 10)).toEqual([{ requestId: 'c', revision: 2, attempts: 0 }]);
        expect(await rowOutbox.listDue(later(5), 10)).toMatchObject([
          { requestId: 'a', attempts: 1 },
          { requestId: 'b', attempts: 1 },
          { requestId: 'c' },
        ]);
        expect((await rowOutbox.backlog()).troubles).toEqual([{ ...LOCKED, requests: 2 }]);
        await rowOutbox.markWritten('a', 1, { at: later(5), leftOut: 0 });
        expect((await rowOutbox.backlog()).troubles).toEqual([{ ...LOCKED, requests: 1 }]);
      }));

    it('are left alone when their row is gone, until they change again', () =>
      transact(newTenant(), async ({ rowOutbox }) => {
        await rowOutbox.touch('r', NOON);
        const due = { requestId: 'r', revision: 1, attempts: 0 };
        await rowOutbox.giveUp(due);
        await rowOutbox.postpone([due], later(1), LOCKED);
        expect(await rowOutbox.listDue(later(60), 10)).toEqual([]);
        expect(await rowOutbox.backlog()).toMatchObject({ waiting: 0, gone: 1, troubles: [] });
        await rowOutbox.touch('r', later(60));
        await rowOutbox.giveUp(due);
        expect(await rowOutbox.listDue(later(60), 10)).toMatchObject([{ revision: 2 }]);
        expect(await rowOutbox.backlog()).toMatchObject({ waiting: 1, gone: 0 });
      }));
  });

  describe('the policy in the CRM', () => {
    it('is remembered with what is wrong, and keeps the version that stands', () =>
      transact(newTenant(), async ({ rowOutbox }) => {
        expect(await rowOutbox.findPolicyRows()).toBeNull();
        const good = { policyVersion: 3, checkedAt: NOON.toISOString(), trouble: null };
        await rowOutbox.savePolicyRows(good);
        expect(await rowOutbox.findPolicyRows()).toEqual(good);
        const checkedAt = later(1).toISOString();
        await rowOutbox.savePolicyRows({ policyVersion: null, checkedAt, trouble: LOCKED });
        expect(await rowOutbox.findPolicyRows()).toEqual({ policyVersion: 3, checkedAt, trouble: LOCKED });
      }));
  });
}
