import type { RecordRef } from '../domain/policy/facts.ts';
import type { FieldChange, PresentValue } from '../domain/watch/field-change.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import { changeIdOf, keptChange } from './watch/identify-change.ts';
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
 * Puts changes of a record before the judge, in the transaction that remembers them: both stay, or neither. Judging asks
 * the CRM for facts, so it is a job of its own: see `watch/judge-record.ts`.
 */
export async function judgeChanges(
  { sha256 }: WatchContext,
  tx: HandoffTransaction,
  { record, changes }: UnjudgedChanges,
): Promise<void> {
  await tx.judgements.addWaiting(
    changes.map((change) => ({ changeId: changeIdOf(change, sha256), change: keptChange(change, sha256) })),
  );
  await tx.enqueue({ kind: 'judge_changes', record });
}
