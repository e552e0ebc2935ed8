// What the function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import { sql } from 'kysely';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import type { PastRequest } from '../../../src/domain/simulation/past-request.ts';
import type { TenantScope } from './database.ts';

/** The part of a request's state that leaves the database: its explanation and playbook are most of its size. */
interface PastState {
  readonly request: Omit<FiledState['request'], 'decision' | 'playbook' | 'standardPath'>;
  readonly reviews: FiledState['reviews'];
  readonly decidedAt: string | null;
}

export async function listPastRequests(
  { trx, tenantId }: TenantScope,
  { after, limit }: { after?: string; limit: number },
): Promise<readonly PastRequest[]> {
  // What took effect at once was granted long before anybody decided: its confirmation is its decision.
  // Without statistics, which the embedded database never gathers, each page would sort all that is left.
  await sql`set local enable_sort = off`.execute(trx);
  const rows = await trx
    .selectFrom((db) => {
      const page = db
        .selectFrom('exception_request')
        .select(['request_id', 'state'])
        .where('tenant_id', '=', tenantId)
        .orderBy('request_id')
        .limit(limit);
      // The page comes first: a projection below the sort would be made for every request of the tenant.
      return (after === undefined ? page : page.where('request_id', '>', after)).as('page');
    })
    .select(
      sql<PastState>`jsonb_build_object(
        'request', (state -> 'request') - array['decision', 'playbook', 'standardPath'],
        'reviews', state -> 'reviews',
        'decidedAt', case
          when jsonb_typeof(state -> 'owedReview') = 'object' then
            case when state #>> '{owedReview,outcome}' = 'confirmed' then state #>> '{owedReview,decidedAt}' end
          else coalesce(state ->> 'approvedAt', state ->> 'rejectedAt')
        end)`.as('past'),
    )
    .orderBy('page.request_id')
    .execute();
  return rows.map(({ past: { request, reviews, decidedAt } }) => ({
    id: request.requestId,
    exceptionTypeId: request.exceptionType.id,
    requesterEmail: request.requester.email,
    facts: request.facts,
    requirement: request.requirement,
    submittedAt: request.submittedAt,
    decidedAt,
    approvedBy: reviews.filter(({ outcome }) => outcome === 'approve').map(({ reviewer }) => reviewer.email),
  }));
}
