// What each function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { approverStandings } from '../../../src/domain/exception-request/standing.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import type { HandoffTransaction, RequestFilter, StoredRequest } from '../../../src/ports/unit-of-work.ts';
import type { Database, TenantScope } from './database.ts';

type Page = Parameters<HandoffTransaction['listRequests']>[1];
type RequestExpressions = ExpressionBuilder<Database, 'exception_request'>;

export async function listRequests(
  scope: TenantScope,
  filter: RequestFilter,
  { order, after, limit }: Page,
): Promise<readonly StoredRequest[]> {
  const direction = order === 'oldest_first' ? 'asc' : 'desc';
  let query = matching(scope, filter).select(['state', 'version']);
  if (after) {
    const position = sql`(${after.submittedAt}::timestamptz, ${after.requestId}::text)`;
    query = query.where(
      direction === 'asc'
        ? sql<SqlBool>`(submitted_at, request_id) > ${position}`
        : sql<SqlBool>`(submitted_at, request_id) < ${position}`,
    );
  }
  return query.orderBy('submitted_at', direction).orderBy('request_id', direction).limit(limit).execute();
}

export async function countRequests(scope: TenantScope, filter: RequestFilter): Promise<number> {
  const { count } = await matching(scope, filter)
    .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export async function listRequesters(
  scope: TenantScope,
  filter: RequestFilter,
  limit: number,
): Promise<readonly { email: string; name: string }[]> {
  const { trx, tenantId } = scope;
  const people = matching(scope, filter)
    .select('requester_email as email')
    .distinct()
    .orderBy('requester_email')
    .limit(limit);
  // The name is read once a person: it stands in `state`, which is too large to unpack for every request.
  return trx
    .selectFrom(people.as('person'))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('exception_request as newest')
          .select(sql<string>`newest.state #>> '{request,requester,name}'`.as('name'))
          .where('newest.tenant_id', '=', tenantId)
          .whereRef('newest.requester_email', '=', 'person.email')
          .orderBy('newest.submitted_at', 'desc')
          .limit(1)
          .as('named'),
      (join) => join.onTrue(),
    )
    .select(['person.email', 'named.name'])
    .orderBy('person.email')
    .execute();
}

/** Writes who is asked about a request and who still is; called with every save of it. */
export async function saveApprovers({ trx, tenantId }: TenantScope, state: FiledState): Promise<void> {
  const { requestId } = state.request;
  const rows = approverStandings(state).map(({ email, waiting, decided }) => ({
    tenant_id: tenantId,
    email,
    request_id: requestId,
    waiting,
    decided,
  }));
  if (rows.length === 0) return;
  const emails = rows.map(({ email }) => email);
  await trx
    .with('no_longer_asked', (db) =>
      db
        .deleteFrom('request_approver')
        .where('tenant_id', '=', tenantId)
        .where('request_id', '=', requestId)
        .where('email', 'not in', emails),
    )
    .insertInto('request_approver')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'email', 'request_id']).doUpdateSet((eb) => ({
        waiting: eb.ref('excluded.waiting'),
        decided: eb.ref('excluded.decided'),
      })),
    )
    .execute();
}

function matching({ trx, tenantId }: TenantScope, filter: RequestFilter) {
  return trx
    .selectFrom('exception_request')
    .where('exception_request.tenant_id', '=', tenantId)
    .where((eb) => eb.and(conditionsOf(eb, filter)));
}

function conditionsOf(eb: RequestExpressions, filter: RequestFilter): Expression<SqlBool>[] {
  const { party, waitingFor, decidedBy, open, status, exceptionTypeId, requester, words, from, before } =
    filter;
  const conditions: Expression<SqlBool>[] = [];
  if (party !== undefined) conditions.push(eb.or([eb('requester_email', '=', party), isAsked(eb, party)]));
  if (waitingFor !== undefined) conditions.push(isAsked(eb, waitingFor, 'waiting'));
  if (decidedBy !== undefined) conditions.push(isAsked(eb, decidedBy, 'decided'));
  if (open) conditions.push(occupiesItsRecord(eb));
  if (status !== undefined) conditions.push(eb('status', '=', status));
  if (exceptionTypeId !== undefined) conditions.push(eb('exception_type_id', '=', exceptionTypeId));
  if (requester !== undefined) conditions.push(eb('requester_email', '=', requester));
  if (from !== undefined) conditions.push(eb('submitted_at', '>=', new Date(from)));
  if (before !== undefined) conditions.push(eb('submitted_at', '<', new Date(before)));
  for (const word of words ?? []) {
    conditions.push(sql<SqlBool>`search_text like '%' || handrail.folded(${literal(word)}) || '%'`);
  }
  return conditions;
}

function isAsked(eb: RequestExpressions, email: string, standing?: 'waiting' | 'decided') {
  let asked = eb
    .selectFrom('request_approver as approver')
    .select('approver.request_id')
    .whereRef('approver.tenant_id', '=', 'exception_request.tenant_id')
    .whereRef('approver.request_id', '=', 'exception_request.request_id')
    .where('approver.email', '=', email);
  if (standing) asked = asked.where(`approver.${standing}`, '=', true);
  return eb.exists(asked);
}

function occupiesItsRecord(eb: RequestExpressions) {
  return eb.exists(
    eb
      .selectFrom('live_exception as claim')
      .select('claim.request_id')
      .whereRef('claim.tenant_id', '=', 'exception_request.tenant_id')
      .whereRef('claim.object_type', '=', 'exception_request.object_type')
      .whereRef('claim.record_id', '=', 'exception_request.record_id')
      .whereRef('claim.request_id', '=', 'exception_request.request_id'),
  );
}

/** A word in which nothing is a placeholder of LIKE. */
function literal(word: string): string {
  return word.replaceAll(/[\\%_]/g, '\\$&');
}
