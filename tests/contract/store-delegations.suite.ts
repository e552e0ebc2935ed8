import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import type { Delegation } from '../../src/domain/delegation/delegation.ts';
import { delegation } from '../fixtures/delegation.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const day = (date: number) => `2026-11-${String(date).padStart(2, '0')}T00:00:00.000Z`;

/** Who stands in for whom: part of what every store must do. */
export function storeDelegationsSuite(under: () => StoreUnderTest): void {
  describe('delegations', () => {
    const newTenant = tenantNames('delegations');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);
    const first = delegation(LEAD, REP, { delegationId: 'first', from: day(3), until: day(5) });
    const second = delegation(REP, LEAD, { delegationId: 'second', from: day(4), until: day(9) });
    const save = (tenant: string, ...all: Delegation[]) =>
      transact(tenant, async (tx) => {
        await tx.lockDelegations();
        for (const one of all) await tx.saveDelegation(one);
      });
    const due = (tenant: string, date: string) =>
      transact(tenant, async (tx) =>
        (await tx.findDueDelegations(new Date(date), 10)).map((one) => [
          one.delegation.delegationId,
          one.dueAt,
        ]),
      );

    it('keeps them whole, and lists those that are not over', async () => {
      const tenant = newTenant();
      await save(tenant, second, first);
      await transact(tenant, async (tx) => {
        expect(await tx.findDelegation('first')).toEqual(first);
        expect(await tx.findDelegation('third')).toBeNull();
        expect(await tx.listDelegations({})).toEqual([first, second]);
        expect(await tx.listDelegations({ notOverAt: new Date(day(4)) })).toEqual([first, second]);
        expect(await tx.listDelegations({ notOverAt: new Date(day(5)) })).toEqual([second]);
      });
    });

    it('finds what is due once for each beginning and end, and a minute after', async () => {
      const tenant = newTenant();
      await save(tenant, first);
      expect(await due(tenant, day(2))).toEqual([]);
      const seen: unknown[] = [];
      for (const now of [day(3), '2026-11-03T00:00:30.000Z', day(4), day(5), day(6), day(7)]) {
        seen.push(await due(tenant, now));
        await transact(tenant, async (tx) => {
          for (const one of await tx.findDueDelegations(new Date(now), 10)) {
            await tx.markDelegationApplied(one, new Date(now));
          }
        });
      }
      expect(seen).toEqual([
        [['first', day(3)]],
        [],
        [['first', '2026-11-03T00:01:00.000Z']],
        [['first', day(5)]],
        [['first', '2026-11-05T00:01:00.000Z']],
        [],
      ]);
    });

    it('does not lose an end that was set while the beginning was applied', async () => {
      const tenant = newTenant();
      await save(tenant, first);
      const now = new Date(day(3));
      const [found] = await transact(tenant, (tx) => tx.findDueDelegations(now, 10));
      if (!found) throw new Error('nothing was due');
      const at = '2026-11-03T00:00:01.000Z';
      await save(tenant, {
        ...first,
        until: at,
        endedEarly: { by: LEAD, at, plannedUntil: first.until },
      });
      await transact(tenant, (tx) => tx.markDelegationApplied(found, now));
      expect(await due(tenant, day(4))).toHaveLength(1);
    });

    it('lets one at a time change them, so that both see what the other set', async () => {
      const tenant = newTenant();
      const set = (one: Delegation) =>
        transact(tenant, async (tx) => {
          await tx.lockDelegations();
          const standing = await tx.listDelegations({});
          await tx.saveDelegation(one);
          return standing.length;
        });
      const seen = await Promise.all([set(first), set(second)]);
      expect(seen.sort()).toEqual([0, 1]);
    });
  });
}
