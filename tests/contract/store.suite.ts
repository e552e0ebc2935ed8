import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { publishPolicy } from '../../src/application/published-policy.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { ConcurrencyConflict } from '../../src/ports/unit-of-work.ts';
import { auditDraft } from '../fixtures/audit-draft.ts';
import { exceptionRequest, pendingState, plannedStep } from '../fixtures/exception-request.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { EMPTY_POLICY, type RawQuery, tenantNames } from '../fixtures/store.ts';
import { storeAdminTasksSuite } from './store-admin-tasks.suite.ts';
import { storeAutomationsSuite } from './store-automations.suite.ts';
import { storeBulkSuite } from './store-bulk.suite.ts';
import { storeCoverageSuite } from './store-coverage.suite.ts';
import { storeDelegationsSuite } from './store-delegations.suite.ts';
import { storeGuardSuite } from './store-guard.suite.ts';
import { storeJobsSuite } from './store-jobs.suite.ts';
import { storeJudgementsSuite } from './store-judgements.suite.ts';
import { storeListSuite } from './store-list.suite.ts';
import { storeNoticesSuite } from './store-notices.suite.ts';
import { storePeopleSuite } from './store-people.suite.ts';
import { storeRequestsSuite } from './store-requests.suite.ts';
import { storeRowOutboxSuite } from './store-row-outbox.suite.ts';
import { storeRowsSuite } from './store-rows.suite.ts';
import { storeTenantsSuite } from './store-tenants.suite.ts';
import { storeTrailSuite } from './store-trail.suite.ts';
import { storeWatchSuite } from './store-watch.suite.ts';

/** A store under test, and a way past it. */
export interface StoreUnderTest {
  readonly store: Store;
  /** One transaction of the database's owner, with no tenant and no fence. */
  raw<T>(work: (query: RawQuery) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const DEAL = exceptionRequest().record;

/** What every store must do, whatever it stands on. */
export function storeSuite(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store on ${name}`, () => {
    const newTenant = tenantNames('tenant');
    let opened: StoreUnderTest;
    let store: Store;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    }, 60_000);
    afterAll(async () => {
      await opened.close();
    });

    it('answers a ping', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });

    storeRequestsSuite(() => opened);
    storeCoverageSuite(() => opened);
    storeAutomationsSuite(() => opened);
    storeGuardSuite(() => opened);
    storeListSuite(() => opened);
    storeDelegationsSuite(() => opened);
    storeTrailSuite(() => opened);
    storePeopleSuite(() => opened);
    storeTenantsSuite(() => opened);
    storeBulkSuite(() => opened);
    storeJobsSuite(() => opened);
    storeJudgementsSuite(() => opened);
    storeNoticesSuite(() => opened);
    storeAdminTasksSuite(() => opened);
    storeRowsSuite(() => opened);
    storeRowOutboxSuite(() => opened);
    storeWatchSuite(() => opened);

    describe('transactions', () => {
      it('keeps nothing of work that throws', async () => {
        const tenant = newTenant();
        const failing = store.transact(tenant, async (tx) => {
          await tx.saveRequest(pendingState(), 0);
          await tx.appendAudit([auditDraft('submitted')]);
          await tx.saveSubmission('key', { requestId: 'req-1', contentHash: 'h' });
          throw new Error('no');
        });
        await expect(failing).rejects.toThrow('no');
        await store.transact(tenant, async (tx) => {
          expect(await tx.findRequest('req-1')).toBeNull();
          expect(await tx.findLiveRequest(DEAL)).toBeNull();
          expect(await tx.findSubmission('key')).toBeNull();
          expect(await tx.readAudit({ limit: 1 })).toEqual([]);
        });
      });

      it('refuses a transaction inside a transaction instead of waiting for itself', async () => {
        const tenant = newTenant();
        const nested = store.transact(tenant, () => store.transact(tenant, async () => 'never'));
        await expect(nested).rejects.toThrow('inside another transact');
        await expect(store.transact(tenant, async () => 'well')).resolves.toBe('well');
      });

      it('runs the work again after a serialisation failure', async () => {
        let runs = 0;
        const result = await store.transact(newTenant(), async (tx) => {
          runs += 1;
          await tx.findRequest('req-1');
          if (runs < 3) throw Object.assign(new Error('could not serialize access'), { code: '40001' });
          return runs;
        });
        expect(result).toBe(3);
      });

      it('refuses an empty tenant', async () => {
        await expect(store.transact('', async () => 'never')).rejects.toThrow('tenant id is required');
      });
    });

    describe('submissions', () => {
      it('keeps one reply a key', async () => {
        const tenant = newTenant();
        const submission = { requestId: 'req-1', contentHash: 'h' };
        await store.transact(tenant, (tx) => tx.saveSubmission('key', submission));
        expect(await store.transact(tenant, (tx) => tx.findSubmission('key'))).toEqual(submission);
        const again = store.transact(tenant, (tx) => tx.saveSubmission('key', submission));
        await expect(again).rejects.toBeInstanceOf(ConcurrencyConflict);
      });
    });

    describe('playbook steps', () => {
      it('lists steps in the order they were added', async () => {
        const tenant = newTenant();
        const [hold, grant0, grant1, end] = [
          plannedStep('req-1', 'submit', 0),
          plannedStep('req-1', 'grant', 0),
          plannedStep('req-1', 'grant', 1),
          plannedStep('req-1', 'end', 0),
        ];
        await store.transact(tenant, async (tx) => {
          await tx.addSteps([hold]);
          await tx.addSteps([grant0, grant1]);
          await tx.addSteps([plannedStep('req-2', 'grant', 0)]);
          await tx.addSteps([end]);
        });
        const steps = await store.transact(tenant, (tx) => tx.listSteps('req-1'));
        expect(steps).toEqual([hold, grant0, grant1, end].map((step) => ({ step, status: 'waiting' })));
      });

      it('finishes a step once, whoever comes first', async () => {
        const tenant = newTenant();
        await store.transact(tenant, (tx) => tx.addSteps([plannedStep('req-1', 'grant', 0)]));
        const finish = () =>
          store.transact(tenant, (tx) =>
            tx.finishStep('req-1:grant:0', { status: 'done', outcome: 'written', note: 'task 7' }),
          );
        const results = await Promise.all([finish(), finish(), finish()]);
        expect(results.filter(Boolean)).toHaveLength(1);
        const [stored] = await store.transact(tenant, (tx) => tx.listSteps('req-1'));
        expect(stored).toMatchObject({ status: 'done', outcome: 'written', note: 'task 7' });
      });

      it('sets failed steps of a phase back, and no others', async () => {
        const tenant = newTenant();
        const statuses = await store.transact(tenant, async (tx) => {
          await tx.addSteps([0, 1, 2].map((position) => plannedStep('req-1', 'grant', position)));
          await tx.addSteps([plannedStep('req-1', 'end', 0)]);
          await tx.finishStep('req-1:grant:0', { status: 'done', outcome: 'already_there' });
          expect(await tx.finishStep('req-1:grant:1', { status: 'failed', note: 'refused' })).toBe(true);
          await tx.finishStep('req-1:end:0', { status: 'failed', note: 'refused' });
          await tx.resetFailedSteps('req-1', 'grant');
          return (await tx.listSteps('req-1')).map(({ status, note }) => [status, note]);
        });
        expect(statuses).toEqual([
          ['done', undefined],
          ['waiting', undefined],
          ['waiting', undefined],
          ['failed', 'refused'],
        ]);
      });

      it('lets a failed step be marked done', async () => {
        const tenant = newTenant();
        await store.transact(tenant, async (tx) => {
          await tx.addSteps([plannedStep('req-1', 'grant', 0)]);
          await tx.finishStep('req-1:grant:0', { status: 'failed', note: 'refused' });
          expect(await tx.finishStep('req-1:grant:0', { status: 'done', outcome: 'skipped' })).toBe(true);
          expect(await tx.listSteps('req-1')).toMatchObject([{ status: 'done', outcome: 'skipped' }]);
        });
      });
    });

    describe('policy versions', () => {
      it('counts versions up and stores the same hash once', async () => {
        const tenant = newTenant();
        const publish = (policy: Policy, hash: string) =>
          store.transact(tenant, (tx) =>
            tx.publishPolicy(policy, hash, { by: 'revops@example.com', reason: `because ${hash}` }),
          );
        expect(await publish(EMPTY_POLICY, 'one')).toEqual({ version: 1, hash: 'one', policy: EMPTY_POLICY });
        expect((await publish(EMPTY_POLICY, 'one')).version).toBe(1);
        const changed: Policy = {
          ...EMPTY_POLICY,
          roles: [{ id: 'r', label: 'R', people: ['a@example.com'] }],
        };
        expect((await publish(changed, 'two')).version).toBe(2);
        expect((await publish(EMPTY_POLICY, 'one')).version).toBe(3);
        await store.transact(tenant, async (tx) => {
          expect(await tx.findPolicyVersion(2)).toEqual({ version: 2, hash: 'two', policy: changed });
          expect((await tx.findPolicyVersion('latest'))?.version).toBe(3);
          expect(await tx.findPolicyVersion(4)).toBeNull();
          const history = await tx.listPolicyVersions();
          expect(history.map(({ version, hash, reason }) => [version, hash, reason])).toEqual([
            [3, 'one', 'because one'],
            [2, 'two', 'because two'],
            [1, 'one', 'because one'],
          ]);
          expect(history[0]?.publishedBy).toBe('revops@example.com');
          expect(Date.parse(history[0]?.publishedAt ?? '')).not.toBeNaN();
        });
      });

      it('lets one of two people publish who mean to replace the same version, and audits that one', async () => {
        const tenant = newTenant();
        const context = { unitOfWork: store, clock: { now: () => new Date(0) }, sha256 };
        const publish = (label: string) =>
          publishPolicy(context, tenant, {
            policy: { ...EMPTY_POLICY, roles: [{ id: 'r', label, people: ['a@example.com'] }] },
            by: { email: `${label}@example.com`, name: label, userId: label },
            reason: 'Because.',
            expected: 0,
          });
        const results = await Promise.allSettled([publish('a'), publish('b')]);
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({
          name: 'Refusal',
          code: 'changed_meanwhile',
        });
        const [entry, ...others] = await store.transact(tenant, (tx) => tx.readAudit({ limit: 10 }));
        expect(others).toEqual([]);
        const body = JSON.parse(entry?.body ?? '{}');
        expect(body).toMatchObject({
          type: 'policy_published',
          actor: { kind: 'user' },
          data: { version: 1, reasonSha256: sha256('Because.') },
        });
        expect(entry?.body).not.toContain('example.com');
      });

      it('cannot be changed once published', async () => {
        await store.transact(newTenant(), (tx) =>
          tx.publishPolicy(EMPTY_POLICY, 'one', { by: 'revops', reason: 'why' }),
        );
        const change = opened.raw((query) => query("update handrail.policy_version set hash = 'other'"));
        await expect(change).rejects.toMatchObject({ code: '42501' });
      });
    });
  });
}
