import type { ReviewOutcome } from '@handrail/contracts/vocabulary';
import { ConcurrencyConflict, type StoredRequest } from '../ports/unit-of-work.ts';
import { reviewAs } from './change-request.ts';
import type { AppContext, Caller } from './context.ts';
import { changedMeanwhile } from './find-request.ts';
import { personOf } from './people.ts';
import { type LookAgain, lookAgain } from './recheck-facts.ts';
import { Refusal } from './refusal.ts';

/** One decision on many requests. */
export interface BulkDecision {
  /** The version of each that the approver saw. */
  readonly items: readonly { readonly requestId: string; readonly version: number }[];
  readonly outcome: ReviewOutcome;
  readonly comment: string;
}

/** What became of one of them. */
export type BulkResult =
  | { readonly requestId: string; readonly stored: StoredRequest }
  | { readonly requestId: string; readonly refusal: Refusal };

/**
 * Records the same decision on each request as if it had been made there: a transaction, a review and an audit entry
 * each. A request that refuses it keeps none of the others from being decided. Repeating the call changes nothing
 * more.
 *
 * @returns one result a request, in the order given
 * @throws what is no refusal, such as a store that is down; what was decided before stays decided
 */
export async function reviewMany(
  context: AppContext,
  caller: Caller,
  { items, outcome, comment }: BulkDecision,
): Promise<readonly BulkResult[]> {
  const reviewer = await personOf(context.crmOf(caller.tenantId), caller);
  const results: BulkResult[] = [];
  // A CRM that hangs costs its patience once, not once a request.
  let crmAnswers = true;
  for (const { requestId, version } of items) {
    try {
      const decision = { requestId, version, outcome, comment };
      const fresh: LookAgain | null =
        outcome === 'approve' && crmAnswers ? await lookAgain(context, caller.tenantId, requestId) : null;
      crmAnswers &&= !(fresh && 'missing' in fresh && fresh.missing === 'unavailable');
      results.push({
        requestId,
        stored: await reviewAs(context, caller.tenantId, reviewer, decision, fresh),
      });
    } catch (error) {
      if (error instanceof Refusal) results.push({ requestId, refusal: error });
      else if (error instanceof ConcurrencyConflict) results.push({ requestId, refusal: changedMeanwhile() });
      else throw error;
    }
  }
  return results;
}
