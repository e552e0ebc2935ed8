import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decidePutBack,
  EMPTY_LEDGER,
  type RepairLedger,
  wasRaised,
} from '../../src/domain/watch/put-back.ts';

const HOUR = 60 * 60 * 1000;
const START = Date.parse('2026-11-23T09:00:00.000Z');
const owner = (ownerId: string) => ({ field: 'owner', ownerId }) as const;

type Happening =
  /** Something writes a value into the field. */
  | { readonly kind: 'written'; readonly value: string }
  /** A change is told, for the first time or again, in any order. */
  | {
      readonly kind: 'told';
      readonly which: number;
      readonly killed: 'never' | 'before_write' | 'after_write';
    }
  | { readonly kind: 'time'; readonly hours: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('written' as const), value: fc.constantFrom('x', 'a', 'b') }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('told' as const),
      which: fc.nat(20),
      killed: fc.constantFrom('never' as const, 'before_write' as const, 'after_write' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('time' as const), hours: fc.integer({ min: 0, max: 30 }) }),
  },
);

describe('putting a field back', () => {
  it('never happens more often than the rule says in any window, nor over the right value', () => {
    fc.assert(
      fc.property(
        fc.array(happening, { maxLength: 60 }),
        fc.record({ atMost: fc.nat(3), withinHours: fc.integer({ min: 1, max: 24 }) }),
        (happenings, rule) => {
          let now = START;
          let present = 'x';
          let ledger: RepairLedger = EMPTY_LEDGER;
          const changes: { readonly changeId: string; readonly wrote: string }[] = [];
          const writes: number[] = [];
          for (const it of happenings) {
            if (it.kind === 'time') now += it.hours * HOUR;
            else if (it.kind === 'written') {
              present = it.value;
              if (it.value !== 'x') changes.push({ changeId: `c${changes.length}`, wrote: it.value });
            } else {
              const told = changes[it.which % Math.max(changes.length, 1)];
              if (!told) continue;
              const decision = decidePutBack({
                ...told,
                present: owner(present),
                wanted: owner('x'),
                ledger,
                rule,
                now: new Date(now),
              });
              if (decision.next !== 'write') continue;
              expect(present).not.toBe('x');
              expect(present).toBe(told.wrote);
              ledger = decision.ledger;
              // Killed after the ledger was kept and before the write: the attempt counts, nothing was written.
              if (it.killed === 'before_write') continue;
              present = 'x';
              writes.push(now);
            }
          }
          for (const at of writes) {
            const within = writes.filter((other) => other >= at && other < at + rule.withinHours * HOUR);
            expect(within.length).toBeLessThanOrEqual(rule.atMost);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  const rule = { atMost: 2, withinHours: 24 };
  const question = {
    changeId: 'c1',
    present: owner('a'),
    wanted: owner('x'),
    wrote: 'a',
    ledger: EMPTY_LEDGER,
    rule,
    now: new Date(START),
  };
  const attempts = (...hoursAgo: readonly number[]) =>
    hoursAgo.map((hours, at) => ({
      changeId: `old-${at}`,
      at: new Date(START - hours * HOUR).toISOString(),
      wrote: ['x'],
    }));

  it.each([
    ['the first time it is written', {}, { next: 'write' }],
    ['the second time as well', { ledger: { attempts: attempts(2), raisedAt: null } }, { next: 'write' }],
    [
      'the third time it is raised',
      { ledger: { attempts: attempts(2, 1), raisedAt: null } },
      { next: 'raise' },
    ],
    [
      'an old attempt does not count any more',
      { ledger: { attempts: attempts(24, 1), raisedAt: null } },
      { next: 'write' },
    ],
    ['it is right by itself', { present: owner('x') }, { next: 'settle', outcome: 'already_right' }],
    ['somebody wrote a third value', { present: owner('b') }, { next: 'settle', outcome: 'overtaken' }],
    [
      'it was written, and the process killed before it said so',
      {
        present: owner('x'),
        ledger: {
          attempts: [{ changeId: 'c1', at: question.now.toISOString(), wrote: ['x'] }],
          raisedAt: null,
        },
      },
      { next: 'settle', outcome: 'put_back' },
    ],
    [
      'a box that was never ticked is right when it must not be ticked',
      {
        present: { field: 'property', property: 'hold', value: '' },
        wanted: { field: 'property', property: 'hold', value: 'false' },
      },
      { next: 'settle', outcome: 'already_right' },
    ],
    [
      'the pipeline alone is wrong',
      {
        wrote: 'renewals',
        present: { field: 'stage', stageId: 's', pipelineId: 'renewals' },
        wanted: { field: 'stage', stageId: 's', pipelineId: 'default' },
      },
      { next: 'write' },
    ],
  ] as const)('%s', (_name, changes, expected) => {
    expect(decidePutBack({ ...question, ...changes })).toMatchObject(expected);
  });

  it('tells RevOps once a window', () => {
    const raised = { attempts: [], raisedAt: new Date(START - 23 * HOUR).toISOString() };
    expect(wasRaised(raised, rule, new Date(START))).toBe(true);
    expect(wasRaised(raised, rule, new Date(START + 2 * HOUR))).toBe(false);
    expect(wasRaised(EMPTY_LEDGER, rule, new Date(START))).toBe(false);
  });
});
