import type { HandoffTransaction, StoredRequest } from '../ports/unit-of-work.ts';
import { Refusal } from './refusal.ts';

/**
 * Loads a request of the transaction's tenant.
 *
 * @throws Refusal `request_not_found`, also for a request of another tenant: nothing tells the two apart
 */
export async function findRequest(tx: HandoffTransaction, requestId: string): Promise<StoredRequest> {
  const stored = await tx.findRequest(requestId);
  if (stored) return stored;
  throw requestNotFound();
}

/** Somebody else was first; nothing of this caller's was taken. */
export function changedMeanwhile(): Refusal {
  return new Refusal({
    code: 'changed_meanwhile',
    message: 'Somebody else changed this request a moment ago, so yours was not taken. Look at it again.',
  });
}

/** There is none in the caller's account; nothing tells whether another account has it. */
export function requestNotFound(): Refusal {
  return new Refusal({
    code: 'request_not_found',
    message: 'There is no such exception request in this account. Reload the card to see what is there now.',
  });
}
