// What each function promises stands at its namesake in `GuardStore`, src/ports/guard-store.ts.

import type { GuardStore } from '../../../src/ports/guard-store.ts';
import type { TenantScope } from './database.ts';

export function guardOf(scope: TenantScope): GuardStore {
  return {
    findMend: (mendId) => findMend(scope, mendId),
    listMends: (filter) => listMends(scope, filter),
    saveMend: (mend, from) => saveMend(scope, mend, from),
    saveReviewMark: (mark) => saveReviewMark(scope, mark),
    listReviewMarks: (automationId) => listReviewMarks(scope, automationId),
  };
}

async function findMend({ trx, tenantId }: TenantScope, mendId: string): ReturnType<GuardStore['findMend']> {
  const row = await trx
    .selectFrom('automation_mend')
    .select('mend')
    .where('tenant_id', '=', tenantId)
    .where('mend_id', '=', mendId)
    .executeTakeFirst();
  return row?.mend ?? null;
}

async function listMends(
  { trx, tenantId }: TenantScope,
  { automationId, status }: NonNullable<Parameters<GuardStore['listMends']>[0]> = {},
): ReturnType<GuardStore['listMends']> {
  let query = trx.selectFrom('automation_mend').select('mend').where('tenant_id', '=', tenantId);
  if (automationId !== undefined) query = query.where('automation_id', '=', automationId);
  if (status !== undefined) query = query.where('status', '=', status);
  // Mend ids sort by time.
  const rows = await query.orderBy('mend_id', 'desc').execute();
  return rows.map(({ mend }) => mend);
}

async function saveMend(
  { trx, tenantId }: TenantScope,
  mend: Parameters<GuardStore['saveMend']>[0],
  from: Parameters<GuardStore['saveMend']>[1],
): Promise<boolean> {
  const { mendId, automationId, status } = mend;
  const json = JSON.stringify(mend);
  if (from === null) {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('automation_mend')
      .values({ tenant_id: tenantId, mend_id: mendId, automation_id: automationId, status, mend: json })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await trx
    .updateTable('automation_mend')
    .set({ status, mend: json })
    .where('tenant_id', '=', tenantId)
    .where('mend_id', '=', mendId)
    .where('status', 'in', [...from])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function saveReviewMark(
  { trx, tenantId }: TenantScope,
  mark: Parameters<GuardStore['saveReviewMark']>[0],
): Promise<void> {
  const values = { marked_at: mark.at, mark: JSON.stringify(mark) };
  await trx
    .insertInto('automation_review')
    .values({
      tenant_id: tenantId,
      automation_id: mark.automationId,
      revision: mark.revision,
      ...values,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'automation_id', 'revision']).doUpdateSet(values),
    )
    .execute();
}

async function listReviewMarks(
  { trx, tenantId }: TenantScope,
  automationId?: string,
): ReturnType<GuardStore['listReviewMarks']> {
  let query = trx.selectFrom('automation_review').select('mark').where('tenant_id', '=', tenantId);
  if (automationId !== undefined) query = query.where('automation_id', '=', automationId);
  const rows = await query.orderBy('marked_at', 'desc').orderBy('automation_id').execute();
  return rows.map(({ mark }) => mark);
}
