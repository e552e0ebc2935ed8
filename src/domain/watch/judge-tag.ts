import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { type Circumstances, isInForce } from './circumstances.ts';
import type { ChangeSourceKind, FieldChange } from './field-change.ts';
import type { Found } from './judgement.ts';

/** Sources that may be a flow of the package, which holds routing while a request waits. */
const BY_ANY_HAND: ReadonlySet<ChangeSourceKind> = new Set(['running_user', 'unseen']);

/**
 * A change of one of Handrail's own properties by somebody else. While an exception is in force they are its evidence,
 * and the hold is its effect; without one nobody but Handrail has a reason to write them.
 */
export function judgeTag(change: FieldChange, { exceptions, ownWrites, isWaiting }: Circumstances): Found {
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
  // The policy may have routing held while a request waits.
  if (isHold && isWaiting && BY_ANY_HAND.has(change.source.kind) && ticksHold(change))
    return { reason: 'hold_while_waiting' };
  // Whoever takes off a hold that nothing covers puts the record right.
  if (isHold) return { reason: ticksHold(change) ? 'hold_without_request' : 'within_standard' };
  return { reason: 'tag_without_request' };
}

function ticksHold({ to }: FieldChange): boolean {
  return to === 'true';
}
