import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { activeState, pendingState, withdrawnState } from '../fixtures/exception-request.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';
import { buyingGroup } from './store-coverage.suite.ts';

const DEAL = { objectType: 'deal', recordId: '4711' } as const;
const NOON = new Date('2026-11-23T12:00:00.000Z');
const LATER = new Date('2026-11-23T13:00:00.000Z');
const CHECK = { automationId: '610000001', actionId: '3700100', asks: 'check' } as const;
const FILED = { outcome: 'filed', requestId: 'req-1' } as const;
const REFUSED = { outcome: 'refused', code: 'policy_gap', message: 'No.' } as const;
const DAY = 24 * 60 * 60 * 1000;

/** What concerns the CRM's own automation: part of what every store must do. */
export function storeAutomationsSuite(under: () => StoreUnderTest): void {
  describe('automations of the CRM', () => {
    const newTenant = tenantNames('automation');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

    it('finds who holds a record: its own request, and groups in the order they came', async () => {
      const tenant = newTenant();
      const own = pendingState();
      await transact(tenant, async (tx) => {
        expect(await tx.automations.findHolders(DEAL)).toEqual({ own: null, groups: [] });
        await tx.saveRequest(own, 0);
        for (const [requestId, recordId] of [
          ['group-2', '78'],
          ['group-1', '77'],
        ] as const) {
          await tx.saveRequest(pendingState({ requestId, record: { objectType: 'company', recordId } }), 0);
          await tx.coverage.saveGroup(buyingGroup(requestId));
          await tx.coverage.noteSeen(requestId, 1, [{ ...DEAL, title: 'Acme renewal', belongs: 'open' }]);
        }
        await tx.coverage.saveGroup(buyingGroup('group-1', { status: 'over' }));
      });
      const { own: found, groups } = await transact(tenant, (tx) => tx.automations.findHolders(DEAL));
      expect(found).toEqual(own);
      expect(groups.map(({ state, living, row }) => [state.request.requestId, living, row])).toEqual([
        ['group-2', true, { status: 'covering', belongs: 'open', written: null, attempt: null }],
        ['group-1', false, { status: 'covering', belongs: 'open', written: null, attempt: null }],
      ]);
    });

    it('finds nobody on another record, nor a request that is over or a record that was let go', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        await tx.saveRequest(activeState(pendingState()), 0);
        await tx.saveRequest(withdrawnState(pendingState()), 1);
        const company = { objectType: 'company', recordId: '77' } as const;
        await tx.saveRequest(pendingState({ requestId: 'group-1', record: company }), 0);
        await tx.coverage.saveGroup(buyingGroup('group-1'));
        await tx.coverage.noteSeen('group-1', 1, [{ ...DEAL, title: 'Acme', belongs: 'closed' }]);
        const none = { own: null, groups: [] };
        expect(await tx.automations.findHolders(DEAL)).toEqual(none);
        expect(await tx.automations.findHolders({ ...DEAL, objectType: 'contact' })).toEqual(none);
        expect(await tx.automations.findHolders({ ...DEAL, recordId: '4712' })).toEqual(none);
      });
    });

    it('keeps the last call of each automation and action, and never goes back in time', async () => {
      const tenant = newTenant();
      const ask = { ...CHECK, actionId: '3700101', asks: 'request' } as const;
      await transact(tenant, async ({ automations }) => {
        await automations.noteCall(CHECK, LATER);
        await automations.noteCall(CHECK, NOON);
        await automations.noteCall(ask, NOON);
        expect(await automations.listCalls()).toEqual([
          { ...CHECK, lastSeenAt: LATER.toISOString() },
          { ...ask, lastSeenAt: NOON.toISOString() },
        ]);
      });
    });

    it('answers a call once; what was said first stands', async () => {
      const tenant = newTenant();
      const save = (answer: typeof FILED | typeof REFUSED, at = NOON) =>
        transact(tenant, (tx) => tx.automations.saveAnswer('call', answer, at));
      expect(await transact(tenant, (tx) => tx.automations.findAnswer('call'))).toBeNull();
      const both = await Promise.all([save(REFUSED), save(FILED)]);
      expect(both[0]).toEqual(both[1]);
      expect(await save(FILED)).toEqual(both[0]);
      expect(await transact(tenant, (tx) => tx.automations.findAnswer('call'))).toEqual(both[0]);
    });

    it('forgets answers after a week', async () => {
      const tenant = newTenant();
      await transact(tenant, async ({ automations }) => {
        await automations.saveAnswer('old', REFUSED, NOON);
        await automations.saveAnswer('new', FILED, new Date(NOON.getTime() + 6 * DAY));
        await automations.saveAnswer('newer', FILED, new Date(NOON.getTime() + 7.5 * DAY));
        expect(await automations.findAnswer('old')).toBeNull();
        expect(await automations.findAnswer('new')).toEqual(FILED);
      });
    });
  });
}
