import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { Coverage } from '../guard/coverage.ts';
import type { WatchedField } from './field-change.ts';

/**
 * The automations that may be behind a change: those that are on, write the field of such records, and are not known to
 * leave held ones alone; the worst verdict first. When there are none, those that nobody could look into.
 */
export function suspectsAmong(
  coverages: readonly Coverage[],
  objectType: ObjectType,
  field: WatchedField,
): readonly Coverage[] {
  const possible = coverages.filter(
    ({ enabled, verdict, recordKind }) =>
      enabled && verdict !== 'respects' && (recordKind === objectType || recordKind === 'unknown'),
  );
  const writers = possible.filter(({ writes }) => writes.includes(field));
  if (writers.length > 0) return writers.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  return possible.filter(({ verdict }) => verdict === 'needs_review' || verdict === 'not_visible');
}

/**
 * The automations that can have made a change at all: those that are on and write the field of such records, and those
 * that nobody could look into. Those that leave held records alone are among them: the record may not have been held.
 */
export function writersAmong(
  coverages: readonly Coverage[],
  objectType: ObjectType,
  field: WatchedField,
): readonly Coverage[] {
  return coverages
    .filter(({ enabled, verdict, recordKind, writes }) => {
      if (!enabled || (recordKind !== objectType && recordKind !== 'unknown')) return false;
      return writes.includes(field) || verdict === 'needs_review' || verdict === 'not_visible';
    })
    .toSorted((a, b) => Number(b.writes.includes(field)) - Number(a.writes.includes(field)));
}

const RANK: Readonly<Record<Coverage['verdict'], number>> = {
  ignores: 0,
  partly: 1,
  needs_review: 2,
  not_visible: 3,
  does_not_write: 4,
  respects: 5,
};
