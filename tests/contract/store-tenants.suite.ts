import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { BULK, preparing } from '../domain/bulk-stories.ts';
import { adminTask } from '../fixtures/admin-task.ts';
import { auditDraft } from '../fixtures/audit-draft.ts';
import { delegation } from '../fixtures/delegation.ts';
import { exceptionRequest, LEAD, pendingState, plannedStep, REP } from '../fixtures/exception-request.ts';
import { reviewMark, storedMend } from '../fixtures/mend.ts';
import { evaluatedRequest, peopleSnapshot, policyEvaluation, roleCheck } from '../fixtures/people.ts';
import { plannedNotice } from '../fixtures/planned-notice.ts';
import { EMPTY_POLICY, storedConnection, tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';
import { buyingGroup } from './store-coverage.suite.ts';
import { judgedChange, waitingChange } from './store-judgements.suite.ts';
import { seenRow } from './store-rows.suite.ts';
import { ownerChange, watchEvent } from './store-watch.suite.ts';

const DEAL = exceptionRequest().record;

/** The fence between tenants: part of what every store must do. */
export function storeTenantsSuite(under: () => StoreUnderTest): void {
  describe('tenants', () => {
    const newTenant = tenantNames('fenced');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

    it('sees nothing of another tenant, not even without a filter', async () => {
      const [mine, theirs] = [newTenant(), newTenant()];
      await transact(theirs, async (tx) => {
        await tx.saveRequest(pendingState(), 0);
        await tx.saveSubmission('key', { requestId: 'req-1', contentHash: 'h' });
        await tx.appendAudit([auditDraft('theirs')]);
        await tx.addSteps([plannedStep('req-1', 'grant', 0)]);
        await tx.saveBulk(preparing(), 0);
        await tx.addBulkItems(BULK.bulkId, ['4711']);
        await tx.lockDelegations();
        await tx.saveDelegation(delegation(LEAD, REP));
        await tx.addNotices([plannedNotice('n-1')]);
        await tx.adminTasks.save(adminTask());
        await tx.publishPolicy(EMPTY_POLICY, 'hash', { by: 'them', reason: 'theirs' });
        await tx.connection.save(storedConnection());
        await tx.installs.addTenant('hubspot:1');
        await tx.installs.useState('state', new Date(), new Date(0));
        await tx.coverage.saveGroup(buyingGroup('req-1'));
        await tx.coverage.noteSeen('req-1', 1, [
          { objectType: 'deal', recordId: '4711', title: 'Acme renewal', belongs: 'open' },
        ]);
        await tx.automations.noteCall({ automationId: '1', actionId: '2', asks: 'check' }, new Date());
        await tx.automations.saveAnswer('call', { outcome: 'filed', requestId: 'req-1' }, new Date());
        await tx.savePeople(peopleSnapshot());
        await tx.saveRoleCheck(roleCheck());
        await tx.watch.beganAt(new Date(0));
        await tx.watch.takeEvents([watchEvent('theirs')], new Date(0));
        await tx.watch.rememberChanges([ownerChange()]);
        await tx.watch.saveMirror({ ...ownerChange(), modifiedAt: ownerChange().changedAt, values: [] });
        await tx.watch.moveCursor('deal', new Date(0));
        await tx.judgements.addWaiting([waitingChange(1)]);
        await tx.judgements.saveJudged(judgedChange(1));
        await tx.judgements.lockLedger(waitingChange(1).change.record, 'owner', '');
        await tx.guard.saveMend(storedMend(), null);
        await tx.guard.saveReviewMark(reviewMark());
        await tx.requestRows.link('req-1', 'row-1');
        await tx.rowInbox.postpone(seenRow(), new Date(0), 'theirs');
        await tx.rowInbox.moveWatermark('decision', new Date(0));
        await tx.rowOutbox.touch('req-1', new Date(0));
        await tx.rowOutbox.savePolicyRows({
          policyVersion: 1,
          checkedAt: new Date(0).toISOString(),
          trouble: null,
        });
        const { number } = await tx.startEvaluation(policyEvaluation());
        await tx.saveEvaluatedRequest(number, evaluatedRequest());
      });
      await under().store.takeWebhooks(theirs, ['[]'], new Date(0));
      const counts = (tenant: string) =>
        under().raw(async (query) => {
          const tables = await query(
            "select tablename::text as name from pg_tables where schemaname = 'handrail' and tablename not like 'kysely%' order by 1",
          );
          await query(
            "select set_config('role', 'handrail_app', true), set_config('handrail.tenant_id', $1, true)",
            [tenant],
          );
          const found: Record<string, unknown> = {};
          for (const { name: table } of tables) {
            const [row] = await query(`select count(*)::int as rows from handrail.${String(table)}`);
            found[String(table)] = row?.rows;
          }
          return found;
        });
      const tables = [
        'admin_task',
        'audit_entry',
        'audit_head',
        'automation_answer',
        'automation_call',
        'automation_mend',
        'automation_review',
        'bulk_item',
        'bulk_request',
        'buying_group',
        'change_remedy',
        'connected_tenant',
        'covered_record',
        'crm_people',
        'delegation',
        'delegation_lock',
        'evaluated_request',
        'exception_request',
        'hubspot_connection',
        'judged_change',
        'live_exception',
        'notice',
        'playbook_step',
        'policy_evaluation',
        'policy_version',
        'repair_ledger',
        'request_approver',
        'role_check',
        'salesforce_policy_rows',
        'salesforce_request_row',
        'salesforce_row',
        'salesforce_row_outbox',
        'salesforce_row_watermark',
        'seen_change',
        'submission',
        'used_install_state',
        'watch_event',
        'watch_start',
        'watch_task',
        'watched_record',
        'webhook_inbox',
      ];
      expect(await counts(theirs)).toEqual(Object.fromEntries(tables.map((table) => [table, 1])));
      expect(await counts(mine)).toEqual(Object.fromEntries(tables.map((table) => [table, 0])));
    });

    it('keeps its connection as it was saved, and takes each state of an installation once', async () => {
      const tenant = newTenant();
      const connection = storedConnection();
      const changed = { ...connection, state: 'uninstalled', refreshToken: null, lease: null } as const;
      await transact(tenant, async (tx) => {
        expect(await tx.connection.find()).toBeNull();
        await tx.connection.save(connection);
        expect(await tx.connection.lock()).toEqual(connection);
        await tx.connection.save(changed);
        expect(await tx.connection.find()).toEqual(changed);
        const [now, later] = [new Date(0), new Date(60_000)];
        expect(await tx.installs.useState('a', later, now)).toBe(true);
        expect(await tx.installs.useState('a', later, now)).toBe(false);
        // By then nobody takes it any more, so it need not be remembered.
        expect(await tx.installs.useState('b', later, new Date(60_001))).toBe(true);
        expect(await tx.installs.useState('a', later, now)).toBe(true);
        await tx.installs.addTenant('hubspot:2');
        await tx.installs.addTenant('hubspot:1');
        await tx.installs.addTenant('hubspot:1');
        expect(await tx.installs.listTenants()).toEqual(['hubspot:1', 'hubspot:2']);
        await tx.installs.removeTenant('hubspot:1');
        expect(await tx.installs.listTenants()).toEqual(['hubspot:2']);
      });
    });

    it('cannot write into another tenant', async () => {
      const attempt = under().raw(async (query) => {
        await query(
          "select set_config('role', 'handrail_app', true), set_config('handrail.tenant_id', 'a', true)",
        );
        await query("insert into handrail.submission values ('b', 'key', 'req-1', 'h')");
      });
      await expect(attempt).rejects.toMatchObject({ code: '42501' });
    });

    it('cannot read the jobs of another tenant', async () => {
      const attempt = under().raw(async (query) => {
        await query('set local role handrail_app');
        await query('select data from handrail_jobs.job_common');
      });
      await expect(attempt).rejects.toMatchObject({ code: '42501' });
    });

    it('keeps ids apart: the same request id, record and key in two tenants', async () => {
      for (const tenant of [newTenant(), newTenant()]) {
        await transact(tenant, async (tx) => {
          await tx.saveRequest(pendingState(), 0);
          await tx.saveSubmission('key', { requestId: 'req-1', contentHash: 'h' });
          expect((await tx.findLiveRequest(DEAL))?.version).toBe(1);
        });
      }
    });
  });
}
