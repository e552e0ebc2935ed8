import type { RequestView } from '@handrail/contracts/card-view';
import { decisionKindsOf, isOpenFor } from '@handrail/contracts/salesforce-may';
import { DECISION_KINDS } from '@handrail/contracts/salesforce-vocabulary';
import { describe, expect, it } from '@jest/globals';

type Seen = Parameters<typeof decisionKindsOf>[0];

const NOBODY: Seen = {
  can: {
    review: false,
    ask: false,
    answer: false,
    handOver: false,
    withdraw: false,
    end: false,
    retry: false,
  },
  extensions: [],
};
const can = (over: Partial<RequestView['can']>): Seen => ({ ...NOBODY, can: { ...NOBODY.can, ...over } });
const disputes = (canObject: boolean, canDecide: boolean): Seen => ({
  ...NOBODY,
  disputes: { items: [], grounds: [], rule: '', canObject, canDecide },
});
const extension = (canWithdraw: boolean): Seen['extensions'][number] => ({
  number: 1,
  by: { name: 'Maya Chen', email: 'maya.chen@northwind.example' },
  reason: 'The rollout slips.',
  from: '2026-12-01T00:00:00Z',
  until: '2026-12-20T00:00:00Z',
  askedAt: '2026-11-23T00:00:00Z',
  outcome: 'open',
  decision: {
    policyVersion: 1,
    criteria: { truth: 'true', conditions: [] },
    asked: [],
    rows: [],
    unknownFacts: [],
  },
  reviews: [],
  canWithdraw,
});

const CASES: readonly (readonly [string, Seen, readonly string[]])[] = [
  ['nobody', NOBODY, []],
  [
    'an approver',
    can({ review: true, ask: true, handOver: true }),
    ['approve', 'reject', 'ask', 'hand_over'],
  ],
  ['who may answer', can({ answer: true }), ['answer']],
  ['a requester who waits', can({ withdraw: true }), ['withdraw']],
  ['a party of one in force', can({ end: true }), ['end']],
  ['a party of one that got stuck', can({ end: true, retry: true }), ['end', 'retry']],
  [
    'who may ask for a later end',
    { ...NOBODY, extend: { from: 'a', latest: 'b', left: 1, reasonMinLength: 0 } },
    ['extend'],
  ],
  [
    'who asked for one',
    { ...NOBODY, extensions: [extension(false), extension(true)] },
    ['withdraw_extension'],
  ],
  ['who saw another one ask', { ...NOBODY, extensions: [extension(false)] }, []],
  ['who may object', disputes(true, false), ['object']],
  ['the panel', disputes(false, true), ['uphold', 'dismiss']],
];

describe('what somebody may write, by what they see', () => {
  it.each(CASES)('%s', (_, seen, may) => {
    expect(decisionKindsOf(seen)).toEqual(may);
  });

  it('names every kind of decision somewhere, in the order of the vocabulary', () => {
    const all = new Set(CASES.flatMap(([, seen]) => decisionKindsOf(seen)));
    expect(DECISION_KINDS.filter((kind) => !all.has(kind))).toEqual([]);
    const everything = decisionKindsOf({
      can: { review: true, ask: true, answer: true, handOver: true, withdraw: true, end: true, retry: true },
      extend: { from: 'a', latest: 'b', left: 1, reasonMinLength: 0 },
      extensions: [extension(true)],
      disputes: { items: [], grounds: [], rule: '', canObject: true, canDecide: true },
    });
    expect(everything).toEqual(DECISION_KINDS);
  });

  it.each([
    [['approve', 'reject'], true],
    [['uphold', 'dismiss'], true],
    [['end', 'extend', 'object', 'withdraw'], false],
    [[], false],
  ] as const)('%j waits for them: %s', (may, open) => {
    expect(isOpenFor(may)).toBe(open);
  });
});
