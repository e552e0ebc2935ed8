import { describe, expect, it } from '@jest/globals';
import type { CoveredRecord } from '../../src/domain/buying-group/covered-record.ts';
import {
  type CoverageQuestion,
  type OwnRequest,
  type Settlement,
  settleRecord,
} from '../../src/domain/buying-group/settle-record.ts';

const UNTIL = '2026-12-31T12:00:00.000Z';
const OVER_AT = '2026-12-20T12:00:00.000Z';
const COVER = { kind: 'cover', expiresAt: UNTIL } as const;

type Row = CoverageQuestion['row'];
const NEW: Row = { belongs: 'open', written: null, attempt: null };
const HELD: Row = { belongs: 'open', written: COVER, attempt: null };
const TRIED: Row = { belongs: 'open', written: null, attempt: COVER };
const belongs = (row: Row, to: CoveredRecord['belongs']): Row => ({ ...row, belongs: to });

const own = (stage: OwnRequest['stage']): OwnRequest => ({
  requestId: 'own-1',
  typeLabel: 'Data Fix',
  stage,
});
const other = (claims: boolean) => ({ companyTitle: 'Borealis', claims });

interface Case {
  readonly row?: Row;
  readonly over?: true;
  readonly groupFirst?: true;
  readonly keeps?: true;
  readonly own?: OwnRequest;
  readonly other?: CoverageQuestion['other'];
}

function settle({ row = NEW, over, groupFirst, keeps, own = undefined, other = undefined }: Case) {
  return settleRecord({
    row,
    group: {
      holds: !over,
      precedence: groupFirst ? 'group' : 'own_record',
      expiresAt: UNTIL,
      resubmitAt: keeps ? null : OVER_AT,
    },
    own: own ?? null,
    other: other ?? null,
  });
}

type Expected = Omit<Partial<Settlement>, 'note'> & { readonly note?: unknown };
const release = (resubmitAt: string | null) => ({ kind: 'release', resubmitAt }) as const;

describe('while the exception of the company holds', () => {
  it.each<[string, Case, Expected]>([
    ['an open record is covered', {}, { status: 'covered', write: COVER, note: '' }],
    ['a covered one stays so, by the same write', { row: HELD }, { status: 'covered', write: COVER }],
    ['its own active exception governs it', { own: own('granted') }, { status: 'yielded', write: null }],
    [
      'unless the policy puts the group first',
      { own: own('granted'), groupFirst: true },
      { status: 'covered', write: COVER, note: expect.stringContaining('takes precedence') },
    ],
    [
      'a request of its own that waits leaves the hold and shows its own tag',
      { own: own('pending') },
      { status: 'covered', write: { kind: 'hold', own: 'own-1' } },
    ],
    ['its own exception that ends is waited for', { own: own('ending') }, { status: 'yielded', write: null }],
    [
      'once that handed over, the record is covered',
      { own: own('ending'), row: HELD },
      { status: 'covered', write: COVER },
    ],
    [
      'another company that covers it already comes first',
      { other: other(true) },
      { status: 'yielded', write: null, note: expect.stringContaining('Borealis, which covered it first') },
    ],
    ['another company that waits does not', { other: other(false) }, { status: 'covered', write: COVER }],
    [
      'a closed deal is let go, and not sent through routing',
      { row: belongs(HELD, 'closed') },
      { status: 'released', write: release(null), note: 'The deal was closed.' },
    ],
    [
      'a record that left the company goes back to routing',
      { row: belongs(HELD, 'gone') },
      { status: 'released', write: release(OVER_AT) },
    ],
    [
      'a closed deal that was never held is left alone',
      { row: belongs(NEW, 'closed') },
      { status: 'released', write: null },
    ],
  ])('%s', (_, question, expected) => {
    expect(settle(question)).toMatchObject(expected);
  });
});

describe('once the exception of the company is over', () => {
  it.each<[string, Case, Expected]>([
    ['a held record goes back to routing', { row: HELD }, { status: 'released', write: release(OVER_AT) }],
    ['or is kept as it is', { row: HELD, keeps: true }, { status: 'released', write: release(null) }],
    ['what may have been written is released too', { row: TRIED }, { write: release(OVER_AT) }],
    ['what was never held is left alone', {}, { status: 'released', write: null }],
    ['a record under its own exception keeps it', { row: HELD, own: own('granted') }, { write: null }],
    [
      'also when the group had taken it over: its own tag comes back',
      { row: HELD, own: own('granted'), groupFirst: true },
      { write: { kind: 'restore', own: 'own-1' } },
    ],
    [
      'a request of its own that waits loses the hold and keeps its tag',
      { row: HELD, own: own('pending') },
      { write: { kind: 'unhold', own: 'own-1', resubmitAt: OVER_AT } },
    ],
    [
      'another company that waits takes it over without a gap',
      { row: HELD, other: other(false) },
      { status: 'released', write: null, handOver: true },
    ],
  ])('%s', (_, question, expected) => {
    expect(settle({ ...question, over: true })).toMatchObject({ status: 'released', ...expected });
  });
});
