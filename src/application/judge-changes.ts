import type { RecordRef } from '../domain/policy/facts.ts';
import type { FieldChange, PresentValue } from '../domain/watch/field-change.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import type { WatchContext } from './watch-context.ts';

/** Changes of one record that nobody has judged. */
export interface UnjudgedChanges {
  readonly tenantId: string;
  readonly record: RecordRef;
  /** Oldest first, at least one; each is handed over once. */
  readonly changes: readonly FieldChange[];
  /** Every watched property as it stood when the CRM was read, which may be later than the last change. */
  readonly present: readonly PresentValue[];
}

/**
 * Decides about changes of a record in the transaction that remembers them: both stay, or neither. Calls no CRM; what
 * is to be done there becomes a job of the same transaction.
 */
export async function judgeChanges(
  _context: WatchContext,
  _tx: HandoffTransaction,
  _unjudged: UnjudgedChanges,
): Promise<void> {}
