import type { RecordRef } from '../../domain/policy/facts.ts';
import type { AppContext, Caller } from '../context.ts';
import { findWaitingOverride } from '../watch/explain-change.ts';

/** A request that comes later than this is about something else: no change is judged for longer either. */
const EXPLAINED_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * The change that a request explains whose form cannot name one: the newest override of the record that nobody has
 * explained, if whoever files the request made it. Somebody else's request explains nobody's change.
 *
 * @returns null when there is none
 */
export async function ownOverride(
  { unitOfWork, clock }: Pick<AppContext, 'unitOfWork' | 'clock'>,
  { tenantId, userId }: Caller,
  record: RecordRef,
): Promise<{ readonly changeId: string } | null> {
  const waiting = await unitOfWork.transact(tenantId, (tx) => findWaitingOverride(tx, record));
  if (!waiting) return null;
  const { changeId, change } = waiting.judged;
  const age = clock.now().getTime() - Date.parse(change.changedAt);
  return change.source.userId === userId && age <= EXPLAINED_FOR_MS ? { changeId } : null;
}
