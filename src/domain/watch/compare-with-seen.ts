import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { RecordRef } from '../policy/facts.ts';
import type { ChangeSource, FieldChange, PresentValue } from './field-change.ts';

/** Within this time a CRM may still be about to write down who changed a field. */
const HISTORY_LAG = 60_000;

/** A reading of a record, as far as it is compared. What people wrote into Handrail's own fields is in it in clear. */
export interface ComparedReading {
  readonly record: RecordRef;
  readonly modifiedAt: string;
  readonly changes: readonly FieldChange[];
  readonly present: readonly PresentValue[];
  readonly untracked?: readonly string[];
  readonly heldByPackage?: boolean;
}

/** A record as it was last seen. */
export interface SeenRecord {
  readonly modifiedAt: string;
  /** What is personal is a digest. */
  readonly values: readonly PresentValue[];
}

/** What a comparison found. */
export interface Comparison {
  /** Changes that the CRM told nothing of. */
  readonly untold: readonly FieldChange[];
  /** What to remember as seen. */
  readonly seen: SeenRecord;
}

/**
 * Finds the changes of a record that its CRM keeps no history of, by comparing with what was seen last. Who made one
 * cannot be told, and when only roughly. A field with history whose history says nothing yet is left for the next
 * reading, which a record that has just been changed gets anyway; after a minute it counts as never told, as where
 * somebody's change was not written down because they may not see the field.
 *
 * A CRM that keeps the history of every field (`untracked` is absent) is believed.
 *
 * @param digest turns a value into the form in which it was kept
 */
export function compareWithSeen(
  reading: ComparedReading,
  before: SeenRecord | null,
  now: Date,
  digest: (one: PresentValue) => PresentValue,
): Comparison {
  const { modifiedAt, present, untracked } = reading;
  const values = present.map(digest);
  if (untracked === undefined) return { untold: [], seen: { modifiedAt, values } };
  const isFresh = now.getTime() - Date.parse(modifiedAt) < HISTORY_LAG;
  const untold: FieldChange[] = [];
  const seen = values.map((one, at) => {
    const former = before?.values.find(({ property }) => property === one.property);
    if (!before || !former || isTold(reading, one, former, digest)) return one;
    if (isFresh && !untracked.includes(one.property)) return former;
    untold.push({
      record: reading.record,
      field: one.field,
      property: one.property,
      from: former.value,
      to: present[at]?.value ?? null,
      changedAt: modifiedAt,
      notBefore: before.modifiedAt,
      source: sourceOf(reading, one),
    });
    return one;
  });
  return { untold, seen: { modifiedAt: isFresh ? justBefore(modifiedAt) : modifiedAt, values: seen } };
}

/** True when nothing changed on the whole, or the newest change that the CRM told of led to what stands there. */
function isTold(
  { changes }: ComparedReading,
  one: PresentValue,
  former: PresentValue,
  digest: (one: PresentValue) => PresentValue,
): boolean {
  if (isSame(one.value, former.value)) return true;
  const last = changes.findLast(({ property }) => property === one.property);
  return last !== undefined && isSame(digest({ ...one, value: last.to }).value, one.value);
}

/** A box that was never ticked has no value. */
function isSame(a: string | null, b: string | null): boolean {
  const plain = (value: string | null) => (value === '' || value === 'false' ? null : value);
  return plain(a) === plain(b);
}

function sourceOf({ heldByPackage }: ComparedReading, { property, value }: PresentValue): ChangeSource {
  const isPackage = heldByPackage === true && property === RECORD_PROPERTY.routingHold && value === 'true';
  return { kind: isPackage ? 'own_flow' : 'unseen' };
}

/** A record that is remembered as it was a moment before its last change is read once more. */
function justBefore(instant: string): string {
  return new Date(Date.parse(instant) - 1).toISOString();
}
