import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { adminTask } from '../fixtures/admin-task.ts';
import { plannedNotice } from '../fixtures/planned-notice.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const COVERAGE = { kind: 'check_coverage', subject: '' } as const;
const AT = new Date('2026-11-03T10:00:00.000Z');
const LATER = new Date('2026-11-03T11:00:00.000Z');

/** What administrators have done, and how channels fared: part of what every store must do. */
export function storeAdminTasksSuite(under: () => StoreUnderTest): void {
  const newTenant = tenantNames('admin');
  const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

  describe("administrators' tasks", () => {
    it('are kept as they were saved, one of a kind and subject', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        expect(await tx.adminTasks.find(COVERAGE)).toBeNull();
        expect(await tx.adminTasks.lock(COVERAGE)).toBeNull();
        await tx.adminTasks.save(adminTask());
        await tx.adminTasks.save(adminTask({ kind: 'send_test_notice', subject: 'slack' }));
        await tx.adminTasks.save(adminTask({ kind: 'send_test_notice', subject: 'email' }));
      });
      const problem = { code: 'crm_unavailable', message: 'HubSpot is down.' } as const;
      const newer = adminTask({
        runId: 'run-2',
        state: 'failed',
        startedAt: '2026-11-23T10:00:00.000Z',
        finishedAt: '2026-11-23T10:01:00.000Z',
        progress: { done: 0, total: null },
        problem,
      });
      await transact(tenant, (tx) => tx.adminTasks.save(newer));
      await transact(tenant, async (tx) => {
        expect(await tx.adminTasks.find(COVERAGE)).toEqual(newer);
        expect(await tx.adminTasks.lock(COVERAGE)).toEqual(newer);
        const listed = await tx.adminTasks.list();
        expect(listed.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
          'check_coverage ',
          'send_test_notice email',
          'send_test_notice slack',
        ]);
      });
    });

    it('keep what the last good run found while another runs', async () => {
      const tenant = newTenant();
      const result = { at: '2026-11-23T09:01:00.000Z', by: 'Lea Lead', value: { items: [1, { a: null }] } };
      await transact(tenant, async (tx) => {
        await tx.adminTasks.save(adminTask());
        expect(await tx.adminTasks.findResult(COVERAGE)).toBeNull();
        await tx.adminTasks.saveResult(COVERAGE, result);
      });
      await transact(tenant, async (tx) => {
        await tx.adminTasks.save(adminTask({ runId: 'run-2' }));
        expect(await tx.adminTasks.findResult(COVERAGE)).toEqual(result);
        const next = { ...result, value: [] };
        await tx.adminTasks.saveResult(COVERAGE, next);
        expect(await tx.adminTasks.findResult(COVERAGE)).toEqual(next);
      });
    });

    it('have no result before there is a task', async () => {
      const saving = transact(newTenant(), (tx) =>
        tx.adminTasks.saveResult(COVERAGE, { at: AT.toISOString(), by: 'Lea Lead', value: 1 }),
      );
      await expect(saving).rejects.toThrow('never saved');
    });
  });

  describe('how channels fared', () => {
    it('tells the last that arrived and the newest that did not', async () => {
      const tenant = newTenant();
      const lease = new Date('2026-11-03T10:05:00.000Z');
      await transact(tenant, (tx) =>
        tx.addNotices([
          plannedNotice('sent'),
          plannedNotice('given-up'),
          plannedNotice('waits', { channel: 'email' }),
          plannedNotice('never-tried', { channel: 'crm_task' }),
        ]),
      );
      await transact(tenant, async (tx) => {
        await tx.settleNotice('sent', { status: 'sent' }, AT);
        await tx.settleNotice('given-up', { status: 'failed', note: 'nobody there' }, LATER);
        await tx.claimNotice(AT, lease, { except: ['slack', 'crm_task'] });
        await tx.postponeNotice('waits', LATER, { tried: true, note: 'no answer' });
      });
      const records = await transact(tenant, (tx) => tx.findChannelRecords());
      expect(records).toEqual([
        { channel: 'crm_task', lastSentAt: null, lastFailure: null },
        {
          channel: 'slack',
          lastSentAt: AT.toISOString(),
          lastFailure: { at: LATER.toISOString(), note: 'nobody there', willBeTriedAgain: false },
        },
        {
          channel: 'email',
          lastSentAt: null,
          lastFailure: { at: AT.toISOString(), note: 'no answer', willBeTriedAgain: true },
        },
      ]);
      expect(await transact(newTenant(), (tx) => tx.findChannelRecords())).toHaveLength(3);
    });
  });
}
