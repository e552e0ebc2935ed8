// What each function promises stands at its namesake in `AdminTaskStore`, src/ports/admin-tasks.ts.

import { sql } from 'kysely';
import type { AdminTask, AdminTaskName, AdminTaskStore, TaskResult } from '../../../src/ports/admin-tasks.ts';
import type { TenantScope } from './database.ts';

/** Administrators' tasks within one transaction. */
export function adminTasksOf(scope: TenantScope): AdminTaskStore {
  return {
    find: (name) => find(scope, name, false),
    lock: (name) => find(scope, name, true),
    save: (task) => save(scope, task),
    list: () => list(scope),
    findResult: (name) => findResult(scope, name),
    saveResult: (name, result) => saveResult(scope, name, result),
  };
}

async function find(
  { trx, tenantId }: TenantScope,
  { kind, subject }: AdminTaskName,
  lock: boolean,
): Promise<AdminTask | null> {
  const query = trx
    .selectFrom('admin_task')
    .select('task')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('subject', '=', subject);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row?.task ?? null;
}

async function save({ trx, tenantId }: TenantScope, task: AdminTask): Promise<void> {
  const { kind, subject, runId } = task;
  const values = { run_id: runId, task: JSON.stringify(task) };
  await trx
    .insertInto('admin_task')
    .values({ tenant_id: tenantId, kind, subject, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind', 'subject']).doUpdateSet(values))
    .execute();
}

async function list({ trx, tenantId }: TenantScope): Promise<readonly AdminTask[]> {
  const rows = await trx
    .selectFrom('admin_task')
    .select('task')
    .where('tenant_id', '=', tenantId)
    .orderBy(sql`task ->> 'startedAt'`, 'desc')
    .orderBy('kind')
    .orderBy('subject')
    .execute();
  return rows.map((row) => row.task);
}

async function findResult(
  { trx, tenantId }: TenantScope,
  { kind, subject }: AdminTaskName,
): Promise<TaskResult | null> {
  const row = await trx
    .selectFrom('admin_task')
    .select('result')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.result ?? null;
}

async function saveResult(
  { trx, tenantId }: TenantScope,
  { kind, subject }: AdminTaskName,
  result: TaskResult,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('admin_task')
    .set({ result: JSON.stringify(result) })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`the task ${kind} was never saved (this is a bug)`);
}
