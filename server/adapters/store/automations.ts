// What each function promises stands at its namesake in `AutomationStore`, src/ports/automation-store.ts.

import { sql } from 'kysely';
import type { CoveredRecord } from '../../../src/domain/buying-group/covered-record.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import type { GroupHolder, Holders } from '../../../src/domain/guard/hold-answer.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import type {
  AutomationAnswer,
  AutomationCall,
  AutomationStore,
  SeenCall,
} from '../../../src/ports/automation-store.ts';
import type { BuyingGroup } from '../../../src/ports/coverage-store.ts';
import type { TenantScope } from './database.ts';

/** HubSpot repeats a call for three days at most. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const MOST_LISTED = 10_000;

/** What concerns the CRM's own automation, within one transaction. */
export function automationsOf(scope: TenantScope): AutomationStore {
  return {
    findHolders: (record) => findHolders(scope, record),
    noteCall: (call, at) => noteCall(scope, call, at),
    listCalls: () => listCalls(scope),
    findAnswer: (callKey) => findAnswer(scope, callKey),
    saveAnswer: (callKey, answer, at) => saveAnswer(scope, callKey, answer, at),
  };
}

/** One statement, since a workflow waits: the claim on the record, and its rows in buying groups. */
async function findHolders({ trx, tenantId }: TenantScope, record: RecordRef): Promise<Holders> {
  const rows = await trx
    .selectFrom('live_exception as claim')
    .innerJoin('exception_request as request', (join) =>
      join
        .onRef('request.tenant_id', '=', 'claim.tenant_id')
        .onRef('request.request_id', '=', 'claim.request_id'),
    )
    .select([
      'request.state',
      sql<BuyingGroup['status'] | null>`null::text`.as('group_status'),
      sql<CoveredRecord['status'] | null>`null::text`.as('status'),
      sql<CoveredRecord['belongs'] | null>`null::text`.as('belongs'),
      sql<CoveredRecord['written']>`null::jsonb`.as('written'),
      sql<CoveredRecord['attempt']>`null::jsonb`.as('attempt'),
      sql<string>`0::bigint`.as('added'),
    ])
    .where('claim.tenant_id', '=', tenantId)
    .where('claim.object_type', '=', record.objectType)
    .where('claim.record_id', '=', record.recordId)
    .unionAll(
      trx
        .selectFrom('covered_record as row')
        .innerJoin('buying_group as group', (join) =>
          join
            .onRef('group.tenant_id', '=', 'row.tenant_id')
            .onRef('group.request_id', '=', 'row.request_id'),
        )
        .innerJoin('exception_request as request', (join) =>
          join
            .onRef('request.tenant_id', '=', 'row.tenant_id')
            .onRef('request.request_id', '=', 'row.request_id'),
        )
        .select([
          'request.state',
          'group.status as group_status',
          'row.status',
          'row.belongs',
          'row.written',
          'row.attempt',
          sql<string>`row.added`.as('added'),
        ])
        .where('row.tenant_id', '=', tenantId)
        .where(sql<string>`row.object_type`, '=', record.objectType)
        .where('row.record_id', '=', record.recordId)
        .where('row.status', '<>', 'released'),
    )
    .orderBy('added')
    .execute();
  let own: FiledState | null = null;
  const groups: GroupHolder[] = [];
  for (const { state, group_status, status, belongs, written, attempt } of rows) {
    if (group_status === null || status === null || belongs === null) own = state;
    else
      groups.push({ state, living: group_status === 'living', row: { status, belongs, written, attempt } });
  }
  return { own, groups };
}

async function noteCall(
  { trx, tenantId }: TenantScope,
  { automationId, actionId, asks }: AutomationCall,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('automation_call')
    .values({
      tenant_id: tenantId,
      automation_id: automationId,
      action_id: actionId,
      asks,
      last_seen_at: at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'automation_id', 'action_id'])
        .doUpdateSet({ asks, last_seen_at: at })
        .where('automation_call.last_seen_at', '<=', at),
    )
    .execute();
}

async function listCalls({ trx, tenantId }: TenantScope): Promise<readonly SeenCall[]> {
  const rows = await trx
    .selectFrom('automation_call')
    .select(['automation_id', 'action_id', 'asks', 'last_seen_at'])
    .where('tenant_id', '=', tenantId)
    .orderBy('automation_id')
    .orderBy('action_id')
    .limit(MOST_LISTED)
    .execute();
  return rows.map(({ automation_id, action_id, asks, last_seen_at }) => ({
    automationId: automation_id,
    actionId: action_id,
    asks,
    lastSeenAt: last_seen_at.toISOString(),
  }));
}

async function findAnswer({ trx, tenantId }: TenantScope, callKey: string): Promise<AutomationAnswer | null> {
  const row = await trx
    .selectFrom('automation_answer')
    .select('answer')
    .where('tenant_id', '=', tenantId)
    .where('call_key', '=', callKey)
    .executeTakeFirst();
  return row?.answer ?? null;
}

/** Waits for a repetition of the same call that is answered in this moment. */
async function saveAnswer(
  scope: TenantScope,
  callKey: string,
  answer: AutomationAnswer,
  at: Date,
): Promise<AutomationAnswer> {
  const { trx, tenantId } = scope;
  await trx
    .deleteFrom('automation_answer')
    .where('tenant_id', '=', tenantId)
    .where('answered_at', '<', new Date(at.getTime() - KEPT_MS))
    .execute();
  await trx
    .insertInto('automation_answer')
    .values({ tenant_id: tenantId, call_key: callKey, answer: JSON.stringify(answer), answered_at: at })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'call_key']).doNothing())
    .execute();
  return (await findAnswer(scope, callKey)) ?? answer;
}
