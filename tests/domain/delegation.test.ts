import { describe, expect, it } from '@jest/globals';
import { checkDelegation } from '../../src/domain/delegation/check-delegation.ts';
import { type Delegation, isInForce, nextChangeAt } from '../../src/domain/delegation/delegation.ts';
import { checkStandIn } from '../../src/domain/delegation/stand-in-trouble.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { delegation } from '../fixtures/delegation.ts';

const ANA: Person = { email: 'ana@example.com', name: 'Ana', userId: '1' };
const BEN: Person = { email: 'ben@example.com', name: 'Ben', userId: '2' };
const CLEO: Person = { email: 'cleo@example.com', name: 'Cleo', userId: '3' };
const NOW = new Date('2026-11-03T10:00:00.000Z');

function week(from: number, until: number): Pick<Delegation, 'from' | 'until'> {
  const day = (date: number) => `2026-11-${String(date).padStart(2, '0')}T00:00:00.000Z`;
  return { from: day(from), until: day(until) };
}

describe('a delegation that somebody wants to set', () => {
  const standing = [
    delegation(ANA, BEN, week(10, 15)),
    delegation(BEN, CLEO, week(10, 12)),
    delegation(CLEO, BEN, week(20, 22)),
  ];
  it.each<[string, Delegation, string | null]>([
    ['is taken', delegation(ANA, CLEO, week(16, 20)), null],
    ['may begin when another one ends', delegation(ANA, CLEO, week(15, 20)), null],
    ['may have begun already', delegation(ANA, CLEO, week(1, 5)), null],
    ['is not to oneself', delegation(ANA, ANA, week(16, 20)), 'delegation_to_self'],
    ['does not end before it begins', delegation(ANA, CLEO, week(20, 16)), 'delegation_dates_invalid'],
    ['does not end as it begins', delegation(ANA, CLEO, week(16, 16)), 'delegation_dates_invalid'],
    ['has not ended already', delegation(ANA, CLEO, week(1, 3)), 'delegation_dates_invalid'],
    [
      'does not last for years',
      delegation(ANA, CLEO, { from: '2026-11-10T00:00:00.000Z', until: '2062-11-10T00:00:00.000Z' }),
      'delegation_dates_invalid',
    ],
    ['has dates', delegation(ANA, CLEO, { from: 'soon', until: 'later' }), 'delegation_dates_invalid'],
    ['says why', delegation(ANA, CLEO, { ...week(16, 20), reason: ' ' }), 'delegation_reason_missing'],
    [
      'does not overlap another of the same person',
      delegation(ANA, CLEO, week(14, 20)),
      'delegation_overlaps',
    ],
    ['does not close a circle of two', delegation(BEN, ANA, week(12, 20)), 'delegation_cycle'],
    ['does not close a circle of three', delegation(CLEO, ANA, week(10, 11)), 'delegation_cycle'],
    ['closes no circle that is never closed at one moment', delegation(CLEO, ANA, week(13, 15)), null],
    ['may name somebody who is away in that time', delegation(ANA, CLEO, week(20, 22)), null],
  ])('%s', (_name, draft, code) => {
    const refused = checkDelegation(draft, standing, NOW);
    expect(refused?.code ?? null).toBe(code);
    if (refused) expect(refused.message).toMatch(/^[A-Z].*\.$/);
  });

  it('says which circle it would close', () => {
    expect(checkDelegation(delegation(BEN, ANA, week(12, 20)), standing, NOW)?.message).toBe(
      'This would close a circle: Ana stands in for Ben and Ben stands in for Ana at the same time. Name somebody who is there.',
    );
  });
});

describe('a delegation', () => {
  const one = delegation(ANA, BEN, week(10, 15));

  it('is in force from its first moment until just before its end', () => {
    const at = ['2026-11-09T23:59:59.999Z', one.from, '2026-11-14T23:59:59.999Z', one.until];
    expect(at.map((moment) => isInForce(one, moment))).toEqual([false, true, true, false]);
  });

  it('changes requests at its beginning and its end, and is looked at again a minute later', () => {
    const moments: string[] = [];
    for (let next = nextChangeAt(one, null); next !== null; next = nextChangeAt(one, next))
      moments.push(next);
    expect(moments).toEqual([
      '2026-11-10T00:00:00.000Z',
      '2026-11-10T00:01:00.000Z',
      '2026-11-15T00:00:00.000Z',
      '2026-11-15T00:01:00.000Z',
    ]);
  });

  it('that was set late changes them when it was set; one that ended before it began never does', () => {
    expect(nextChangeAt({ ...one, setAt: '2026-11-12T09:00:00.000Z' }, null)).toBe(
      '2026-11-12T09:00:00.000Z',
    );
    expect(nextChangeAt({ ...one, until: '2026-11-08T00:00:00.000Z' }, null)).toBeNull();
  });

  it('says when its delegate is away too', () => {
    expect(checkStandIn(one, [one, delegation(BEN, CLEO, week(13, 20))])).toEqual(week(13, 15));
    expect(checkStandIn(one, [one, delegation(BEN, CLEO, week(15, 20))])).toBeNull();
  });
});
