import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import type { CaseComparison } from '../../src/domain/simulation/compare-case.ts';
import { ConcurrencyConflict } from '../../src/ports/unit-of-work.ts';
import { pendingState } from '../fixtures/exception-request.ts';
import { evaluatedRequest, peopleSnapshot, policyEvaluation, roleCheck } from '../fixtures/people.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

/** People of the CRM, checks of roles and evaluations of drafts: part of what every store must do. */
export function storePeopleSuite(under: () => StoreUnderTest): void {
  const newTenant = tenantNames('people');
  const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

  describe('people of the CRM', () => {
    it('are those last read, and none before', async () => {
      const tenant = newTenant();
      const find = () => transact(tenant, (tx) => tx.findPeople());
      expect(await find()).toBeNull();
      await transact(tenant, (tx) => tx.savePeople(peopleSnapshot()));
      expect(await find()).toEqual(peopleSnapshot());
      // At the same moment, as clocks go: the content tells them apart.
      const later = peopleSnapshot({ teams: [] });
      await transact(tenant, (tx) => tx.savePeople(later));
      expect(await find()).toEqual(later);
    });

    it('are not those of work that was rolled back', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.savePeople(peopleSnapshot()));
      const failing = transact(tenant, async (tx) => {
        await tx.savePeople(peopleSnapshot({ people: [] }));
        await tx.findPeople();
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await transact(tenant, (tx) => tx.findPeople())).toEqual(peopleSnapshot());
    });

    it('have their newest check', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.saveRoleCheck(roleCheck()));
      await transact(tenant, (tx) => tx.saveRoleCheck(roleCheck({ policyVersion: 2, findings: [] })));
      expect(await transact(tenant, (tx) => tx.findRoleCheck())).toEqual(
        roleCheck({ policyVersion: 2, findings: [] }),
      );
    });
  });

  describe('evaluations', () => {
    it('run one at a time and are numbered', async () => {
      const tenant = newTenant();
      const started = await transact(tenant, (tx) => tx.startEvaluation(policyEvaluation()));
      expect(started).toEqual({ number: 1, ...policyEvaluation(), ended: null });
      await expect(transact(tenant, (tx) => tx.startEvaluation(policyEvaluation()))).rejects.toThrow(
        ConcurrencyConflict,
      );
      expect(await transact(tenant, (tx) => tx.findEvaluation())).toEqual(started);
      const ended = { at: new Date('2026-11-24T09:00:00Z'), why: 'stopped' } as const;
      expect(await transact(tenant, (tx) => tx.endEvaluation(1, ended))).toBe(true);
      expect(await transact(tenant, (tx) => tx.endEvaluation(1, ended))).toBe(false);
      expect(await transact(tenant, (tx) => tx.findEvaluation())).toBeNull();
      expect(await transact(tenant, (tx) => tx.findLatestEvaluation())).toEqual({
        ...started,
        ended: { at: '2026-11-24T09:00:00.000Z', why: 'stopped' },
      });
      const until = '2026-12-24T00:00:00.000Z';
      const next = await transact(tenant, (tx) => tx.startEvaluation(policyEvaluation({ until })));
      expect(next).toMatchObject({ number: 2, until });
      expect(await transact(tenant, (tx) => tx.findEvaluation())).toEqual(next);
    });

    it('keep results in pages, in the order of the requests', async () => {
      const tenant = newTenant();
      const ids = ['req-3', 'req-1', 'req-2'];
      await transact(tenant, async (tx) => {
        const { number } = await tx.startEvaluation(policyEvaluation());
        for (const requestId of ids) {
          expect(await tx.saveEvaluatedRequest(number, evaluatedRequest({ requestId }))).toBe(true);
        }
      });
      const page = (options: { after?: string; limit: number }) =>
        transact(tenant, (tx) => tx.listEvaluatedRequests(1, options));
      expect((await page({ limit: 2 })).map(({ requestId }) => requestId)).toEqual(['req-1', 'req-2']);
      expect(await page({ after: 'req-2', limit: 2 })).toEqual([evaluatedRequest({ requestId: 'req-3' })]);
    });

    it('drop a result the database cannot hold, and never the submit', async () => {
      const tenant = newTenant();
      // PostgreSQL has no NUL in text.
      const result = { id: 'a\u0000b' } as CaseComparison;
      const kept = await transact(tenant, async (tx) => {
        const { number } = await tx.startEvaluation(policyEvaluation());
        await tx.saveRequest(pendingState(), 0);
        return tx.saveEvaluatedRequest(number, evaluatedRequest({ result }));
      });
      expect(kept).toBe(false);
      expect(await transact(tenant, (tx) => tx.findRequest('req-1'))).not.toBeNull();
      expect(await transact(tenant, (tx) => tx.listEvaluatedRequests(1, { limit: 9 }))).toEqual([]);
    });
  });
}
