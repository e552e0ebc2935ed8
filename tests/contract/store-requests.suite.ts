import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { ConcurrencyConflict, LiveExceptionConflict } from '../../src/ports/unit-of-work.ts';
import {
  activeState,
  exceptionRequest,
  LEAD,
  needsAttentionState,
  pendingState,
  withdrawnState,
} from '../fixtures/exception-request.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const DEAL = exceptionRequest().record;

/** Requests, their versions and their claims: part of what every store must do. */
export function storeRequestsSuite(under: () => StoreUnderTest): void {
  describe('requests', () => {
    const newTenant = tenantNames('requests');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

    it('returns a request as it was saved, with its version', async () => {
      const tenant = newTenant();
      const state = pendingState();
      await transact(tenant, (tx) => tx.saveRequest(state, 0));
      await transact(tenant, (tx) => tx.saveRequest(activeState(state), 1));
      const found = await transact(tenant, (tx) => tx.findRequest('req-1'));
      expect(found).toEqual({ state: activeState(state), version: 2 });
    });

    it('finds nothing where nothing is', async () => {
      await transact(newTenant(), async (tx) => {
        expect(await tx.findRequest('req-1')).toBeNull();
        expect(await tx.findLiveRequest(DEAL)).toBeNull();
        expect(await tx.findLatestRequest(DEAL)).toBeNull();
        expect(await tx.findSubmission('key')).toBeNull();
        expect(await tx.findPolicyVersion('latest')).toBeNull();
        expect(await tx.listSteps('req-1')).toEqual([]);
        expect(await tx.readAudit({ limit: 10 })).toEqual([]);
      });
    });

    it('lists requests of any status in pages, each once', async () => {
      const tenant = newTenant();
      const ids = ['r1', 'r2', 'r3', 'r4', 'r5'];
      await transact(tenant, async (tx) => {
        for (const requestId of ids.toReversed()) {
          const record = { ...DEAL, recordId: requestId };
          await tx.saveRequest(pendingState({ requestId, record }), 0);
        }
        await tx.saveRequest(
          withdrawnState(pendingState({ requestId: 'r2', record: { ...DEAL, recordId: 'r2' } })),
          1,
        );
      });
      const page = (after?: string) =>
        transact(tenant, async (tx) => {
          const found = await tx.listPastRequests({ limit: 2, ...(after !== undefined && { after }) });
          return found.map(({ id }) => id);
        });
      expect([await page(), await page('r2'), await page('r4'), await page('r5')]).toEqual([
        ['r1', 'r2'],
        ['r3', 'r4'],
        ['r5'],
        [],
      ]);
    });

    it('tells of a past request what a simulation needs', async () => {
      const tenant = newTenant();
      const approved = activeState(pendingState());
      const { request } = approved;
      const review = {
        reviewer: LEAD,
        outcome: 'approve',
        comment: 'Yes.',
        at: request.submittedAt,
      } as const;
      await transact(tenant, (tx) => tx.saveRequest({ ...approved, reviews: [review] }, 0));
      expect(await transact(tenant, (tx) => tx.listPastRequests({ limit: 10 }))).toEqual([
        {
          id: 'req-1',
          exceptionTypeId: request.exceptionType.id,
          requesterEmail: request.requester.email,
          facts: request.facts,
          requirement: request.requirement,
          submittedAt: request.submittedAt,
          decidedAt: request.submittedAt,
          approvedBy: [LEAD.email],
        },
      ]);
    });

    it('refuses a stale version and a second insert', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.saveRequest(pendingState(), 0));
      for (const version of [0, 2]) {
        const save = transact(tenant, (tx) => tx.saveRequest(pendingState(), version));
        await expect(save).rejects.toBeInstanceOf(ConcurrencyConflict);
      }
    });

    it('lets one of two concurrent changes win', async () => {
      const tenant = newTenant();
      const state = pendingState();
      await transact(tenant, (tx) => tx.saveRequest(state, 0));
      const results = await Promise.allSettled([
        transact(tenant, (tx) => tx.saveRequest(activeState(state), 1)),
        transact(tenant, (tx) => tx.saveRequest(withdrawnState(state), 1)),
      ]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const lost = results.find((result) => result.status === 'rejected');
      expect(lost?.reason).toBeInstanceOf(ConcurrencyConflict);
    });

    it('lets one of many requests for a record win', async () => {
      const tenant = newTenant();
      const results = await Promise.allSettled(
        ['a', 'b', 'c', 'd', 'e'].map((requestId) =>
          transact(tenant, (tx) => tx.saveRequest(pendingState({ requestId }), 0)),
        ),
      );
      const lost = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
      expect(lost).toHaveLength(4);
      for (const reason of lost) expect(reason).toBeInstanceOf(LiveExceptionConflict);
    });

    it('occupies the same record in the other CRM as well, until the request is over', async () => {
      const tenant = newTenant();
      const there = { objectType: 'deal', recordId: '006Hr0000000001IAA' } as const;
      const state = pendingState({ linked: { record: there, crm: 'Salesforce' } });
      await transact(tenant, (tx) => tx.saveRequest(state, 0));
      const other = pendingState({ requestId: 'other', record: there });
      await expect(transact(tenant, (tx) => tx.saveRequest(other, 0))).rejects.toThrow(LiveExceptionConflict);
      expect(await transact(tenant, (tx) => tx.findLiveRequest(there))).toEqual({ state, version: 1 });
      await transact(tenant, (tx) => tx.saveRequest(withdrawnState(state), 1));
      expect(await transact(tenant, (tx) => tx.findLiveRequest(there))).toBeNull();
      const latest = await transact(tenant, (tx) => tx.findLatestRequest(there));
      expect(latest?.state.request.requestId).toBe('req-1');
      await transact(tenant, (tx) => tx.saveRequest(other, 0));
    });

    it('keeps the record occupied until the request is over', async () => {
      const tenant = newTenant();
      const first = pendingState({ requestId: 'first' });
      const second = pendingState({ requestId: 'second', submittedAt: '2026-11-03T00:00:00.000Z' });
      await transact(tenant, (tx) => tx.saveRequest(first, 0));
      await transact(tenant, (tx) => tx.saveRequest(activeState(first), 1));
      const tooEarly = transact(tenant, (tx) => tx.saveRequest(second, 0));
      await expect(tooEarly).rejects.toBeInstanceOf(LiveExceptionConflict);
      await transact(tenant, (tx) => tx.saveRequest(withdrawnState(first), 2));
      expect(await transact(tenant, (tx) => tx.findLiveRequest(DEAL))).toBeNull();
      await transact(tenant, (tx) => tx.saveRequest(second, 0));
      const live = await transact(tenant, (tx) => tx.findLiveRequest(DEAL));
      expect(live).toEqual({ state: second, version: 1 });
    });

    it('frees only its own claim', async () => {
      const tenant = newTenant();
      const old = pendingState({ requestId: 'old' });
      await transact(tenant, (tx) => tx.saveRequest(withdrawnState(old), 0));
      await transact(tenant, (tx) => tx.saveRequest(pendingState({ requestId: 'live' }), 0));
      await transact(tenant, (tx) => tx.saveRequest(withdrawnState(old), 1));
      const live = await transact(tenant, (tx) => tx.findLiveRequest(DEAL));
      expect(live?.state.request.requestId).toBe('live');
    });

    it('finds the newest request of a record by when it was filed', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        for (const [requestId, submittedAt] of [
          ['b', '2026-11-03T00:00:00.000Z'],
          ['a', '2026-11-04T00:00:00.000Z'],
          ['c', '2026-11-02T00:00:00.000Z'],
        ] as const) {
          await tx.saveRequest(withdrawnState(pendingState({ requestId, submittedAt })), 0);
        }
      });
      const latest = await transact(tenant, (tx) => tx.findLatestRequest(DEAL));
      expect(latest?.state.request.requestId).toBe('a');
    });

    it('finds what the clock must end, oldest first', async () => {
      const tenant = newTenant();
      const now = new Date('2026-12-01T00:00:00.000Z');
      const filed = (requestId: string, expiresAt: string) =>
        pendingState({ requestId, expiresAt, record: { objectType: 'deal', recordId: requestId } });
      const ending = {
        status: 'ending',
        activeAt: now.toISOString(),
        endReason: 'revoked',
        endedBy: null,
      } as const;
      await transact(tenant, async (tx) => {
        await tx.saveRequest(activeState(filed('on-time', '2026-12-01T00:00:00.000Z')), 0);
        await tx.saveRequest(activeState(filed('oldest', '2026-11-01T00:00:00.000Z')), 0);
        await tx.saveRequest(activeState(filed('later', '2026-12-01T00:00:00.001Z')), 0);
        await tx.saveRequest(filed('pending', '2026-11-01T00:00:00.000Z'), 0);
        const clock = (dueAt: string) => ({
          calendarLabel: 'Berlin',
          timeZone: 'Europe/Berlin',
          dues: [{ kind: 'remind', dueAt } as const],
        });
        const waits = (requestId: string, dueAt: string) =>
          pendingState({
            requestId,
            clock: clock(dueAt),
            record: { objectType: 'deal', recordId: requestId },
          });
        await tx.saveRequest(waits('remind', '2026-11-20T00:00:00.000Z'), 0);
        await tx.saveRequest(waits('remind-later', '2026-12-20T00:00:00.000Z'), 0);
        const stuck = filed('stuck-grant', '2026-11-15T00:00:00.000Z');
        await tx.saveRequest(needsAttentionState(stuck, { status: 'approved' }), 0);
        await tx.saveRequest(needsAttentionState(filed('stuck-end', '2026-11-01T00:00:00.000Z'), ending), 0);
      });
      const expired = (limit: number) => transact(tenant, (tx) => tx.findDue(now, limit));
      expect(await expired(10)).toEqual(['oldest', 'stuck-grant', 'remind', 'on-time']);
      expect(await expired(1)).toEqual(['oldest']);
    });
  });
}
