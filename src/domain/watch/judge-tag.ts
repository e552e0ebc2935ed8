import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { type Circumstances, isInForce } from './circumstances.ts';
import type { FieldChange } from './field-change.ts';
import type { Found } from './judgement.ts';

/**
 * A change of one of Handrail's own properties by somebody else. While an exception is in force they are its evidence,
 * and the hold is its effect; without one nobody but Handrail has a reason to write them.
 */
export function judgeTag(change: FieldChange, { exceptions, ownWrites }: Circumstances): Found {
  const at = Date.parse(change.changedAt);
  const exception =
    exceptions.find((one) => one.through === 'record' && isInForce(one, at)) ??
    exceptions.find((one) => isInForce(one, at));
  const isHold = change.property === RECORD_PROPERTY.routingHold;
  if (exception) {
    if (isHold && ticksHold(change)) return { reason: 'fits_exception', exception };
    const last = ownWrites.findLast(({ property }) => property === change.property);
    if (!isHold && last?.values.includes(change.to ?? '')) return { reason: 'fits_exception', exception };
    return { reason: isHold ? 'hold_taken_off' : 'tag_changed', exception };
  }
  // Whoever takes off a hold that nothing covers puts the record right.
  if (isHold) return { reason: ticksHold(change) ? 'hold_without_request' : 'within_standard' };
  return { reason: 'tag_without_request' };
}

function ticksHold({ to }: FieldChange): boolean {
  return to === 'true';
}
