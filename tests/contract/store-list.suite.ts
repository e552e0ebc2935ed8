import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import type { ResolvedRequirement } from '../../src/domain/policy/decision.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import type { ListPosition, RequestFilter } from '../../src/ports/unit-of-work.ts';
import { activeState, LEAD, pendingState, REP, withdrawnState } from '../fixtures/exception-request.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const OPS: Person = { email: 'oda.ops@example.com', name: 'Oda Ops' };
const OTHER_REP: Person = { email: 'ines@example.com', name: 'Inès Ölçer' };

function role(name: string, ...people: Person[]): ResolvedRequirement {
  return {
    kind: 'role',
    role: name,
    label: name,
    approve: 1,
    deny: 1,
    distinctFrom: [],
    delegable: true,
    people,
    because: name,
  };
}

/** A request of its own record, filed at minute `minute`. */
function filed(requestId: string, minute: number, changes: Parameters<typeof pendingState>[0] = {}) {
  return pendingState({
    requestId,
    record: { objectType: 'deal', recordId: requestId.replace('-', '') },
    submittedAt: `2026-11-02T09:${String(minute).padStart(2, '0')}:00.000Z`,
    ...changes,
  });
}

/** Finding requests by who, what and when: part of what every store must do. */
export function storeListSuite(under: () => StoreUnderTest): void {
  describe('the list of requests', () => {
    const newTenant = tenantNames('list');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);
    const page = { order: 'oldest_first', limit: 100 } as const;

    /** Four requests: r-1 and r-2 pending, r-3 active, r-4 withdrawn. */
    async function filledTenant(): Promise<string> {
      const tenant = newTenant();
      const both: ResolvedRequirement = { kind: 'all_of', of: [role('lead', LEAD), role('ops', OPS)] };
      const approved = {
        ...filed('r-2', 2, { requirement: both }),
        reviews: [
          { reviewer: LEAD, outcome: 'approve', comment: '', at: '2026-11-02T10:00:00.000Z' },
        ] as const,
      };
      await transact(tenant, async (tx) => {
        await tx.saveRequest(filed('r-1', 1, { recordTitle: 'Nordbank 50%_off \\ pilot' }), 0);
        await tx.saveRequest(filed('r-2', 2, { requirement: both }), 0);
        await tx.saveRequest(approved, 1);
        await tx.saveRequest(activeState(filed('r-3', 3, { requester: OTHER_REP })), 0);
        await tx.saveRequest(
          withdrawnState(
            filed('r-4', 4, {
              exceptionType: { id: 'data_fix', label: 'Data Fix', governs: [], nextSteps: 'x' },
              requirement: role('ops', OPS),
            }),
          ),
          0,
        );
      });
      return tenant;
    }

    const idsOf = (tenant: string, filter: RequestFilter) =>
      transact(tenant, async (tx) => {
        const found = await tx.listRequests(filter, page);
        expect(await tx.countRequests(filter)).toBe(found.length);
        return found.map(({ state }) => state.request.requestId);
      });

    it('filters', async () => {
      const tenant = await filledTenant();
      const expectations: [RequestFilter, string[]][] = [
        [{}, ['r-1', 'r-2', 'r-3', 'r-4']],
        [{ waitingFor: LEAD.email }, ['r-1']],
        [{ waitingFor: OPS.email }, ['r-2']],
        [{ decidedBy: LEAD.email }, ['r-2']],
        [{ decidedBy: OPS.email }, []],
        [{ party: OPS.email }, ['r-2', 'r-4']],
        [{ party: OTHER_REP.email }, ['r-3']],
        [{ party: 'nobody@example.com' }, []],
        [{ open: true }, ['r-1', 'r-2', 'r-3']],
        [{ status: 'withdrawn' }, ['r-4']],
        [{ exceptionTypeId: 'data_fix' }, ['r-4']],
        [{ requester: REP.email }, ['r-1', 'r-2', 'r-4']],
        [{ from: '2026-11-02T09:02:00.000Z', before: '2026-11-02T09:04:00.000Z' }, ['r-2', 'r-3']],
        [{ party: REP.email, open: true, words: ['acme'] }, ['r-2']],
      ];
      for (const [filter, expected] of expectations) {
        expect({ filter, found: await idsOf(tenant, filter) }).toEqual({ filter, found: expected });
      }
    });

    it('searches title, type, requester and reason, without case and accents, and takes every sign as itself', async () => {
      const tenant = await filledTenant();
      const expectations: [string[], string[]][] = [
        [['NORDBANK'], ['r-1']],
        [['data', 'FIX'], ['r-4']],
        [['ines', 'olcer'], ['r-3']],
        [['INÈS'], ['r-3']],
        [['ines@example'], ['r-3']],
        [['sponsor', '"one"', 'nordbank'], ['r-1']],
        [['50%_off'], ['r-1']],
        [['5_%'], []],
        [['%'], ['r-1']],
        [['\\'], ['r-1']],
        [["'; drop table x; --"], []],
      ];
      for (const [words, expected] of expectations) {
        expect({ words, found: await idsOf(tenant, { words }) }).toEqual({ words, found: expected });
      }
    });

    it('pages without showing one twice or leaving one out, also at the same instant', async () => {
      const tenant = newTenant();
      const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `q-${letter}`);
      await transact(tenant, async (tx) => {
        for (const [index, id] of ids.entries()) await tx.saveRequest(filed(id, index < 5 ? 1 : 2), 0);
      });
      for (const order of ['oldest_first', 'newest_first'] as const) {
        const seen: string[] = [];
        let after: ListPosition | undefined;
        for (;;) {
          const [...found] = await transact(tenant, (tx) =>
            tx.listRequests({}, { order, limit: 3, ...(after && { after }) }),
          );
          seen.push(...found.map(({ state }) => state.request.requestId));
          const last = found.at(-1)?.state.request;
          if (!last) break;
          after = { submittedAt: last.submittedAt, requestId: last.requestId };
          // Somebody files while the pages are turned.
          const late = `z-${order === 'oldest_first' ? 'o' : 'n'}${seen.length}`;
          await transact(tenant, (tx) => tx.saveRequest(filed(late, order === 'oldest_first' ? 0 : 59), 0));
        }
        const expected = order === 'oldest_first' ? ids : [...ids].reverse();
        expect(seen.filter((id) => id.startsWith('q-'))).toEqual(expected);
        expect(new Set(seen).size).toBe(seen.length);
      }
    });

    it('names who filed, each once', async () => {
      const tenant = await filledTenant();
      const named = await transact(tenant, (tx) => tx.listRequesters({}, 10));
      expect(named).toEqual([
        { email: OTHER_REP.email, name: OTHER_REP.name },
        { email: REP.email, name: REP.name },
      ]);
      expect(await transact(tenant, (tx) => tx.listRequesters({ party: LEAD.email }, 1))).toHaveLength(1);
    });

    it('forgets that somebody is waited for once the request is decided', async () => {
      const tenant = newTenant();
      const state = filed('r-1', 1);
      await transact(tenant, (tx) => tx.saveRequest(state, 0));
      expect(await idsOf(tenant, { waitingFor: LEAD.email })).toEqual(['r-1']);
      await transact(tenant, (tx) => tx.saveRequest(withdrawnState(state), 1));
      expect(await idsOf(tenant, { waitingFor: LEAD.email })).toEqual([]);
      expect(await idsOf(tenant, { party: LEAD.email })).toEqual(['r-1']);
    });

    it('forgets who is not asked any more', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.saveRequest(filed('r-1', 1), 0));
      await transact(tenant, (tx) => tx.saveRequest(filed('r-1', 1, { requirement: role('ops', OPS) }), 1));
      expect(await idsOf(tenant, { waitingFor: OPS.email })).toEqual(['r-1']);
      expect(await idsOf(tenant, { party: LEAD.email })).toEqual([]);
    });

    it('shows no other tenant', async () => {
      await filledTenant();
      expect(await idsOf(newTenant(), {})).toEqual([]);
    });
  });
}
