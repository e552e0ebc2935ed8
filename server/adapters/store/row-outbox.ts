// What each function promises stands at its namesake in `RowOutbox`, src/ports/row-outbox.ts.

import { sql } from 'kysely';
import type { OutboxBacklog, PolicyRowsStand, RowOutbox, RowTrouble } from '../../../src/ports/row-outbox.ts';
import type { TenantScope } from './database.ts';

/** Reasons told of a backlog: the most frequent ones say what is wrong. */
const MOST_TROUBLES = 5;

/** What has to be written into the CRM, within one transaction. */
export function rowOutboxOf(scope: TenantScope): RowOutbox {
  return {
    touch: (requestId, at, after) => touch(scope, requestId, at, after),
    listDue: (now, limit) => listDue(scope, now, limit),
    markWritten: (requestId, revision, written) => markWritten(scope, requestId, revision, written),
    postpone: (due, until, trouble) => postpone(scope, due, until, trouble),
    giveUp: (due) => giveUp(scope, due),
    backlog: () => backlog(scope),
    findPolicyRows: () => findPolicyRows(scope),
    savePolicyRows: (stand) => savePolicyRows(scope, stand),
  };
}

async function touch({ trx, tenantId }: TenantScope, requestId: string, at: Date, after = 0): Promise<void> {
  await trx
    .insertInto('salesforce_row_outbox')
    .values({
      tenant_id: tenantId,
      request_id: requestId,
      wanted: after + 1,
      behind_since: at,
      next_attempt_at: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'request_id']).doUpdateSet((eb) => ({
        wanted: sql<number>`greatest(salesforce_row_outbox.wanted + 1, excluded.wanted)`,
        behind_since: eb.fn.coalesce('salesforce_row_outbox.behind_since', 'excluded.behind_since'),
        next_attempt_at: at,
        attempts: 0,
        gone: false,
      })),
    )
    .execute();
}

async function listDue(
  { trx, tenantId }: TenantScope,
  now: Date,
  limit: number,
): ReturnType<RowOutbox['listDue']> {
  const rows = await trx
    .selectFrom('salesforce_row_outbox')
    .select(['request_id', 'wanted', 'attempts'])
    .where('tenant_id', '=', tenantId)
    .where('next_attempt_at', '<=', now)
    .orderBy('behind_since')
    .orderBy('request_id')
    .limit(limit)
    .execute();
  return rows.map(({ request_id, wanted, attempts }) => ({
    requestId: request_id,
    revision: wanted,
    attempts,
  }));
}

async function markWritten(
  { trx, tenantId }: TenantScope,
  requestId: string,
  revision: number,
  { at, leftOut }: Parameters<RowOutbox['markWritten']>[2],
): Promise<void> {
  const mine = trx
    .updateTable('salesforce_row_outbox')
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId);
  const { numUpdatedRows } = await mine
    .set({ written: revision, attempts: 0, trouble_code: null, trouble: null, left_out: leftOut })
    .where((eb) => eb.or([eb('written', 'is', null), eb('written', '<=', revision)]))
    .executeTakeFirst();
  if (numUpdatedRows === 0n) {
    await touch({ trx, tenantId }, requestId, at);
    return;
  }
  await mine.set({ behind_since: null, next_attempt_at: null }).where('wanted', '=', revision).execute();
}

async function postpone(
  { trx, tenantId }: TenantScope,
  due: Parameters<RowOutbox['postpone']>[0],
  until: Date,
  { code, message }: RowTrouble,
): Promise<void> {
  for (const { requestId, revision } of due) {
    await trx
      .updateTable('salesforce_row_outbox')
      .set((eb) => ({
        next_attempt_at: until,
        attempts: eb('attempts', '+', 1),
        trouble_code: code,
        trouble: message,
      }))
      .where('tenant_id', '=', tenantId)
      .where('request_id', '=', requestId)
      .where('wanted', '=', revision)
      .where('next_attempt_at', 'is not', null)
      .execute();
  }
}

async function giveUp(
  { trx, tenantId }: TenantScope,
  { requestId, revision }: Parameters<RowOutbox['giveUp']>[0],
): Promise<void> {
  await trx
    .updateTable('salesforce_row_outbox')
    .set({
      behind_since: null,
      next_attempt_at: null,
      attempts: 0,
      trouble_code: null,
      trouble: null,
      gone: true,
    })
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId)
    .where('wanted', '=', revision)
    .execute();
}

async function backlog({ trx, tenantId }: TenantScope): Promise<OutboxBacklog> {
  const mine = trx.selectFrom('salesforce_row_outbox').where('tenant_id', '=', tenantId);
  const totals = await mine
    .select((eb) => [
      eb.fn.count<string>('next_attempt_at').as('waiting'),
      eb.fn.min('behind_since').as('oldest'),
      sql<string>`count(*) filter (where gone)`.as('gone'),
      eb.fn.sum<string | null>('left_out').as('leftOut'),
    ])
    .executeTakeFirstOrThrow();
  const troubles = await mine
    .select((eb) => ['trouble_code as code', 'trouble as message', eb.fn.countAll<string>().as('requests')])
    .where('trouble_code', 'is not', null)
    .where('next_attempt_at', 'is not', null)
    .groupBy(['trouble_code', 'trouble'])
    .orderBy('requests', 'desc')
    .orderBy('trouble_code')
    .limit(MOST_TROUBLES)
    .execute();
  return {
    waiting: Number(totals.waiting),
    oldest: totals.oldest?.toISOString() ?? null,
    gone: Number(totals.gone),
    leftOut: Number(totals.leftOut ?? 0),
    troubles: troubles.map(({ code, message, requests }) => ({
      code: code ?? '',
      message: message ?? '',
      requests: Number(requests),
    })),
  };
}

async function findPolicyRows({ trx, tenantId }: TenantScope): Promise<PolicyRowsStand | null> {
  const row = await trx
    .selectFrom('salesforce_policy_rows')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  if (!row) return null;
  const { policy_version, checked_at, trouble_code, trouble } = row;
  return {
    policyVersion: policy_version,
    checkedAt: checked_at.toISOString(),
    trouble: trouble_code === null ? null : { code: trouble_code, message: trouble ?? '' },
  };
}

async function savePolicyRows(
  { trx, tenantId }: TenantScope,
  { policyVersion, checkedAt, trouble }: PolicyRowsStand,
): Promise<void> {
  const values = {
    policy_version: policyVersion,
    checked_at: new Date(checkedAt),
    trouble_code: trouble?.code ?? null,
    trouble: trouble?.message ?? null,
  };
  await trx
    .insertInto('salesforce_policy_rows')
    .values({ tenant_id: tenantId, ...values })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet((eb) => ({
        ...values,
        policy_version: eb.fn.coalesce('excluded.policy_version', 'salesforce_policy_rows.policy_version'),
      })),
    )
    .execute();
}
