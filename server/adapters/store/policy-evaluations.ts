// What each function promises stands at its namesake in `EvaluationStore`, src/ports/evaluation-store.ts.

import { type Selectable, sql } from 'kysely';
import type {
  EvaluatedRequest,
  EvaluationEnd,
  PolicyEvaluation,
} from '../../../src/ports/evaluation-store.ts';
import { ConcurrencyConflict } from '../../../src/ports/unit-of-work.ts';
import type { Database, TenantScope } from './database.ts';
import type { PolicyCache } from './policy-versions.ts';

const MOST_POLICIES = 50;

export async function findEvaluation(
  scope: TenantScope,
  cache: PolicyCache,
): Promise<PolicyEvaluation | null> {
  const found = await columns(scope).where('ended_at', 'is', null).executeTakeFirst();
  return found ? withPolicy(scope, found, cache) : null;
}

export async function findLatestEvaluation(
  scope: TenantScope,
  cache: PolicyCache,
): Promise<PolicyEvaluation | null> {
  const found = await columns(scope).orderBy('number', 'desc').limit(1).executeTakeFirst();
  return found ? withPolicy(scope, found, cache) : null;
}

export async function startEvaluation(
  { trx, tenantId }: TenantScope,
  evaluation: Omit<PolicyEvaluation, 'number' | 'ended'>,
): Promise<PolicyEvaluation> {
  const { hash, policy, startedBy, reason, startedAt, until } = evaluation;
  const { latest } = await trx
    .selectFrom('policy_evaluation')
    .select(({ fn }) => fn.max('number').as('latest'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const number = Number(latest ?? 0) + 1;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('policy_evaluation')
    .values({
      tenant_id: tenantId,
      number,
      hash,
      policy: JSON.stringify(policy),
      started_by: startedBy,
      reason,
      started_at: startedAt,
      until,
    })
    // Of the number, or of the one evaluation that may run.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new ConcurrencyConflict('Another evaluation has not ended yet.');
  return { number, ...evaluation, ended: null };
}

export async function endEvaluation(
  { trx, tenantId }: TenantScope,
  number: number,
  { at, why }: { readonly at: Date; readonly why: EvaluationEnd },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('policy_evaluation')
    .set({ ended_at: at, end_reason: why })
    .where('tenant_id', '=', tenantId)
    .where('number', '=', number)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function saveEvaluatedRequest(
  { trx, tenantId }: TenantScope,
  number: number,
  { requestId, at, against, result }: EvaluatedRequest,
): Promise<boolean> {
  await sql`savepoint evaluated_request`.execute(trx);
  try {
    await trx
      .insertInto('evaluated_request')
      .values({
        tenant_id: tenantId,
        number,
        request_id: requestId,
        at,
        against,
        result: JSON.stringify(result),
      })
      .execute();
    await sql`release savepoint evaluated_request`.execute(trx);
    return true;
  } catch {
    // Such as text the database cannot hold. If the connection is gone this fails as well, and with it the submit.
    await sql`rollback to savepoint evaluated_request`.execute(trx);
    return false;
  }
}

export async function listEvaluatedRequests(
  { trx, tenantId }: TenantScope,
  number: number,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly EvaluatedRequest[]> {
  const all = trx
    .selectFrom('evaluated_request')
    .select(['request_id', 'at', 'against', 'result'])
    .where('tenant_id', '=', tenantId)
    .where('number', '=', number)
    .orderBy('request_id')
    .limit(limit);
  const rows = await (after === undefined ? all : all.where('request_id', '>', after)).execute();
  return rows.map(({ request_id, at, against, result }) => ({
    requestId: request_id,
    at: at.toISOString(),
    against,
    result,
  }));
}

type EvaluationRow = Omit<Selectable<Database['policy_evaluation']>, 'tenant_id' | 'policy'>;

function columns({ trx, tenantId }: TenantScope) {
  return trx
    .selectFrom('policy_evaluation')
    .select(['number', 'hash', 'started_by', 'reason', 'started_at', 'until', 'ended_at', 'end_reason'])
    .where('tenant_id', '=', tenantId);
}

/** The draft is read and parsed once, and not for every submit that it reports on. */
async function withPolicy(
  { trx, tenantId }: TenantScope,
  row: EvaluationRow,
  cache: PolicyCache,
): Promise<PolicyEvaluation> {
  const key = `${tenantId} ${row.hash}`;
  let policy = cache.get(key);
  if (!policy) {
    ({ policy } = await trx
      .selectFrom('policy_evaluation')
      .select('policy')
      .where('tenant_id', '=', tenantId)
      .where('number', '=', row.number)
      .executeTakeFirstOrThrow());
    if (cache.size >= MOST_POLICIES) cache.clear();
    cache.set(key, policy);
  }
  return {
    number: row.number,
    hash: row.hash,
    policy,
    startedBy: row.started_by,
    reason: row.reason,
    startedAt: row.started_at.toISOString(),
    until: row.until?.toISOString() ?? null,
    ended: row.ended_at && row.end_reason ? { at: row.ended_at.toISOString(), why: row.end_reason } : null,
  };
}
