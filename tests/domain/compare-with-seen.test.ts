import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareWithSeen, type SeenRecord } from '../../src/domain/watch/compare-with-seen.ts';
import type { FieldChange, PresentValue } from '../../src/domain/watch/field-change.ts';
import { change } from './watch-stories.ts';

const AT = '2026-11-23T10:00:00.000Z';
const LATER = new Date('2026-11-23T11:00:00.000Z');
const AT_ONCE = new Date('2026-11-23T10:00:01.000Z');
const { record } = change();
const owner = (value: string | null): PresentValue => ({
  field: 'owner',
  property: 'OwnerId',
  value,
  changedAt: null,
});
const seen = (value: string | null): SeenRecord => ({
  modifiedAt: '2026-11-23T08:00:00.000Z',
  values: [owner(value)],
});
const told = (to: string): FieldChange => change({ property: 'OwnerId', from: 'A', to, changedAt: AT });

interface Case {
  readonly before: SeenRecord | null;
  readonly present: string | null;
  readonly changes?: readonly FieldChange[];
  readonly untracked?: readonly string[];
  readonly now?: Date;
}
const compare = ({ before, present, changes = [], untracked, now = LATER }: Case) =>
  compareWithSeen(
    { record, modifiedAt: AT, changes, present: [owner(present)], ...(untracked && { untracked }) },
    before,
    now,
    (one) => one,
  );

describe('comparing a record with what was seen last', () => {
  it.each<[string, Case, readonly (string | null)[]]>([
    [
      'finds what an untracked field has become',
      { before: seen('A'), present: 'B', untracked: ['OwnerId'] },
      ['B'],
    ],
    ['finds that it was emptied', { before: seen('A'), present: null, untracked: ['OwnerId'] }, [null]],
    ['finds nothing where nothing changed', { before: seen('A'), present: 'A', untracked: ['OwnerId'] }, []],
    ['knows nothing of a record it never saw', { before: null, present: 'B', untracked: ['OwnerId'] }, []],
    ['believes history', { before: seen('A'), present: 'B', changes: [told('B')], untracked: [] }, []],
    ['believes a CRM that keeps all history', { before: seen('A'), present: 'B' }, []],
    ['waits for history that is late', { before: seen('A'), present: 'B', untracked: [], now: AT_ONCE }, []],
    ['waits no longer than a minute', { before: seen('A'), present: 'B', untracked: [] }, ['B']],
    [
      'finds what came after the last row',
      { before: seen('A'), present: 'C', changes: [told('B')], untracked: [] },
      ['C'],
    ],
  ])('%s', (_name, given, expected) => {
    expect(compare(given).untold.map(({ to }) => to)).toEqual(expected);
  });

  it('says between when it happened, and that nobody saw who did it', () => {
    expect(compare({ before: seen('A'), present: 'B', untracked: ['OwnerId'] }).untold).toEqual([
      expect.objectContaining({
        from: 'A',
        to: 'B',
        notBefore: '2026-11-23T08:00:00.000Z',
        changedAt: AT,
        source: { kind: 'unseen' },
      }),
    ]);
  });

  it('tells of each change once, however often and late a record is read', () => {
    const values = fc.array(fc.constantFrom('A', 'B', 'C', null), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(values, fc.boolean(), (walk, isTracked) => {
        let before: SeenRecord | null = seen('A');
        let last: string | null = 'A';
        const found: (string | null)[] = [];
        for (const [step, value] of walk.entries()) {
          const modifiedAt = new Date(Date.parse(AT) + step * 3_600_000).toISOString();
          // Read twice at once, and once more when history can no longer be late.
          for (const wait of [1_000, 2_000, 120_000]) {
            const { untold, seen: now } = compareWithSeen(
              {
                record,
                modifiedAt,
                changes: [],
                present: [owner(value)],
                untracked: isTracked ? [] : ['OwnerId'],
              },
              before,
              new Date(Date.parse(modifiedAt) + wait),
              (one) => one,
            );
            found.push(...untold.map(({ to }) => to));
            before = now;
          }
        }
        const expected = walk.filter((value) => {
          const isNew = value !== last;
          last = value;
          return isNew;
        });
        expect(found).toEqual(expected);
      }),
    );
  });
});
