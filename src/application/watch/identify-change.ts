import type { FieldChange } from '../../domain/watch/field-change.ts';
import { isPersonal } from '../../domain/watch/personal-property.ts';
import type { Sha256 } from '../../ports/digest.ts';

/** The same for every telling of one change, in any order; half of a SHA-256. */
export function changeIdOf({ record, property, changedAt, to }: FieldChange, sha256: Sha256): string {
  const identity = [record.objectType, record.recordId, property, Date.parse(changedAt), to];
  return sha256(JSON.stringify(identity)).slice(0, 32);
}

/** A value that was kept before, such as the one last seen, is a digest already. */
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** A value as the books of changes have it: what a person wrote is a digest, which tells two texts apart. */
export function keptValue<T extends string | null>(property: string, value: T, sha256: Sha256): T | string {
  if (value === null || value === '' || !isPersonal(property) || DIGEST.test(value)) return value;
  return `sha256:${sha256(value)}`;
}

/** A change without what a person wrote. */
export function keptChange(change: FieldChange, sha256: Sha256): FieldChange {
  const { property, from, to } = change;
  return { ...change, from: keptValue(property, from, sha256), to: keptValue(property, to, sha256) };
}
