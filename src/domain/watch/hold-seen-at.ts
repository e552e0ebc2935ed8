import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { JudgedChange } from './judgement.ts';

/**
 * Since when a company's hold stands on one of its records: the books of the group know that it does, and the record's
 * history when it came. Null when it was not seen.
 *
 * @param judged changes of the record, oldest first
 */
export function holdSeenAt(judged: readonly JudgedChange[]): string | null {
  const seen = judged.findLast(
    ({ verdict, change }) =>
      verdict === 'ours' && change.property === RECORD_PROPERTY.routingHold && change.to === 'true',
  );
  return seen?.change.changedAt ?? null;
}
