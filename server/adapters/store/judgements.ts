// What each function promises stands at its namesake in `JudgementStore`, src/ports/judgement-store.ts.

import { CHANGE_VERDICTS, type ChangeVerdict, type RemedyKind } from '@handrail/contracts/vocabulary';
import { sql } from 'kysely';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import type { JudgedChange } from '../../../src/domain/watch/judgement.ts';
import type {
  ChangeFilter,
  JudgementStore,
  RemedyResult,
  StoredChange,
  WaitingChange,
} from '../../../src/ports/judgement-store.ts';
import type { TenantScope } from './database.ts';
import { lockLedger, readLedgers, saveLedger } from './repair-ledger.ts';

/** Nothing that anybody asks for again. */
const ORDINARY: readonly ChangeVerdict[] = ['ours', 'standard_routing', 'import'];

/** What changes were judged to be, within one transaction. */
export function judgementsOf(scope: TenantScope): JudgementStore {
  return {
    addWaiting: (waiting) => addWaiting(scope, waiting),
    listWaiting: (record, limit) => listWaiting(scope, record, limit),
    saveJudged: (judged) => saveJudged(scope, judged),
    findChange: (changeId) => findChange(scope, changeId),
    listChanges: (filter, limit) => listChanges(scope, filter, limit),
    countVerdicts: (filter) => countVerdicts(scope, filter),
    explainChange: (changeId, requestId) => explainChange(scope, changeId, requestId),
    addRemedy: (changeId, kind) => addRemedies(scope, changeId, [kind]),
    settleRemedy: (changeId, kind, result, at) => settleRemedy(scope, { changeId, kind, result, at }),
    lockLedger: (record, field, property) => lockLedger(scope, { record, field, property }),
    readLedgers: (record) => readLedgers(scope, record),
    saveLedger: (record, field, property, ledger) => saveLedger(scope, { record, field, property }, ledger),
    forgetOrdinary: (before, limit) => forgetOrdinary(scope, before, limit),
  };
}

async function addWaiting({ trx, tenantId }: TenantScope, waiting: readonly WaitingChange[]): Promise<void> {
  if (waiting.length === 0) return;
  await trx
    .insertInto('judged_change')
    .values(
      waiting.map(({ changeId, change }) => ({
        tenant_id: tenantId,
        change_id: changeId,
        object_type: change.record.objectType,
        record_id: change.record.recordId,
        changed_at: change.changedAt,
        change: JSON.stringify(change),
        verdict: null,
        judgement: null,
        judged_at: null,
        explained_by: null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['tenant_id', 'change_id']).doNothing())
    .execute();
}

async function listWaiting(
  { trx, tenantId }: TenantScope,
  record: RecordRef,
  limit: number,
): Promise<readonly WaitingChange[]> {
  const rows = await trx
    .selectFrom('judged_change')
    .select(['change_id', 'change'])
    .where('tenant_id', '=', tenantId)
    .where('object_type', '=', record.objectType)
    .where('record_id', '=', record.recordId)
    .where('judged_at', 'is', null)
    .orderBy('changed_at')
    .orderBy('added')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ changeId: row.change_id, change: row.change }));
}

async function saveJudged(scope: TenantScope, judged: JudgedChange): Promise<boolean> {
  const { changeId, change: _, judgedAt, ...judgement } = judged;
  const { numUpdatedRows } = await scope.trx
    .updateTable('judged_change')
    .set({ verdict: judgement.verdict, judgement: JSON.stringify(judgement), judged_at: judgedAt })
    .where('tenant_id', '=', scope.tenantId)
    .where('change_id', '=', changeId)
    .where('judged_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await addRemedies(scope, changeId, judgement.remedies);
  return true;
}

async function addRemedies(
  { trx, tenantId }: TenantScope,
  changeId: string,
  kinds: readonly RemedyKind[],
): Promise<void> {
  if (kinds.length === 0) return;
  await trx
    .insertInto('change_remedy')
    .values(
      kinds.map((kind) => ({
        tenant_id: tenantId,
        change_id: changeId,
        kind,
        outcome: null,
        note: null,
        settled_at: null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['tenant_id', 'change_id', 'kind']).doNothing())
    .execute();
}

async function settleRemedy(
  { trx, tenantId }: TenantScope,
  {
    changeId,
    kind,
    result: { outcome, note },
    at,
  }: {
    readonly changeId: string;
    readonly kind: RemedyKind;
    readonly result: RemedyResult;
    readonly at: Date;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('change_remedy')
    .set({ outcome, note: note ?? null, settled_at: at })
    .where('tenant_id', '=', tenantId)
    .where('change_id', '=', changeId)
    .where('kind', '=', kind)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function findChange(scope: TenantScope, changeId: string): Promise<StoredChange | null> {
  const rows = await judgedRows(scope).where('change_id', '=', changeId).execute();
  return (await withRemedies(scope, rows))[0] ?? null;
}

async function listChanges(
  scope: TenantScope,
  { verdicts, record, since }: ChangeFilter,
  limit: number,
): Promise<readonly StoredChange[]> {
  let query = judgedRows(scope).orderBy('changed_at', 'desc').orderBy('added', 'desc').limit(limit);
  if (verdicts) query = query.where('verdict', 'in', [...verdicts]);
  if (record)
    query = query.where('object_type', '=', record.objectType).where('record_id', '=', record.recordId);
  if (since !== undefined) query = query.where('changed_at', '>=', new Date(since));
  return withRemedies(scope, await query.execute());
}

function judgedRows({ trx, tenantId }: TenantScope) {
  return trx
    .selectFrom('judged_change')
    .select(['change_id', 'change', 'judgement', 'judged_at', 'explained_by'])
    .where('tenant_id', '=', tenantId)
    .where('judged_at', 'is not', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof judgedRows>['execute']>>[number];

async function withRemedies(
  { trx, tenantId }: TenantScope,
  rows: readonly Row[],
): Promise<readonly StoredChange[]> {
  if (rows.length === 0) return [];
  const remedies = await trx
    .selectFrom('change_remedy')
    .select(['change_id', 'kind', 'outcome', 'note', 'settled_at'])
    .where('tenant_id', '=', tenantId)
    .where(
      'change_id',
      'in',
      rows.map((row) => row.change_id),
    )
    .orderBy('added')
    .execute();
  const byChange = Map.groupBy(remedies, (remedy) => remedy.change_id);
  return rows.flatMap(({ change_id, change, judgement, judged_at, explained_by }) => {
    if (!judgement || !judged_at) return [];
    return [
      {
        judged: { changeId: change_id, change, judgedAt: judged_at.toISOString(), ...judgement },
        remedies: (byChange.get(change_id) ?? []).map(({ kind, outcome, note, settled_at }) => ({
          kind,
          result: outcome === null ? null : { outcome, ...(note !== null && { note }) },
          settledAt: settled_at?.toISOString() ?? null,
        })),
        ...(explained_by !== null && { explainedBy: explained_by }),
      },
    ];
  });
}

async function countVerdicts(
  { trx, tenantId }: TenantScope,
  { since }: Pick<ChangeFilter, 'since'>,
): Promise<Readonly<Record<ChangeVerdict, number>>> {
  let query = trx
    .selectFrom('judged_change')
    .select((eb) => ['verdict', eb.cast<number>(eb.fn.countAll(), 'integer').as('changes')])
    .where('tenant_id', '=', tenantId)
    .where('verdict', 'is not', null)
    .groupBy('verdict');
  if (since !== undefined) query = query.where('changed_at', '>=', new Date(since));
  const counted = new Map((await query.execute()).map(({ verdict, changes }) => [verdict, changes]));
  return Object.fromEntries(CHANGE_VERDICTS.map((verdict) => [verdict, counted.get(verdict) ?? 0])) as Record<
    ChangeVerdict,
    number
  >;
}

async function explainChange(
  { trx, tenantId }: TenantScope,
  changeId: string,
  requestId: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('judged_change')
    .set({ explained_by: requestId })
    .where('tenant_id', '=', tenantId)
    .where('change_id', '=', changeId)
    .where('explained_by', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function forgetOrdinary({ trx, tenantId }: TenantScope, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from handrail.judged_change
    where tenant_id = ${tenantId} and change_id in (
      select change_id from handrail.judged_change
      where tenant_id = ${tenantId} and judged_at < ${before} and verdict in (${sql.join(ORDINARY)})
      limit ${limit}
    )`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}
