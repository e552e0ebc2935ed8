import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkDelegation } from '../../src/domain/delegation/check-delegation.ts';
import { type Delegation, isInForce } from '../../src/domain/delegation/delegation.ts';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import { decide } from '../../src/domain/exception-request/decide.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import type { RequestState } from '../../src/domain/exception-request/state.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { delegation } from '../fixtures/delegation.ts';
import { exceptionRequest } from '../fixtures/exception-request.ts';
import { needs } from './policy-builder.ts';

const HOUR = 60 * 60 * 1000;
const START = Date.parse('2026-11-02T08:00:00.000Z');
const at = (hour: number) => new Date(START + hour * HOUR).toISOString();

const [REP, ANA, BEN, CLEO, DEV] = ['rep', 'ana', 'ben', 'cleo', 'dev'].map(
  (name): Person => ({ email: `${name}@example.com`, name, userId: name }),
) as [Person, Person, Person, Person, Person];
const EVERYBODY = [REP, ANA, BEN, CLEO, DEV];

/** Two of three leads, and somebody else from the desk; the manager may decide after twelve hours. */
const REQUEST = exceptionRequest({
  requester: REP,
  submittedAt: at(0),
  requirement: {
    kind: 'all_of',
    of: [
      { ...needs('lead', { approve: 2, deny: 2 }), label: 'Lead', people: [ANA, BEN], because: 'Lead' },
      { ...needs('desk', { distinctFrom: ['lead'] }), label: 'Desk', people: [BEN, CLEO], because: 'Desk' },
    ],
  },
  clock: {
    calendarLabel: 'Berlin',
    timeZone: 'Europe/Berlin',
    dues: [
      { kind: 'escalate', dueAt: at(12), standIn: { role: 'manager', label: 'Manager', people: [DEV] } },
    ],
  },
});

/** What people, or time, can do. */
type Act =
  | {
      readonly act: 'delegate';
      readonly who: Person;
      readonly to: Person;
      readonly hours: number;
      readonly in: number;
    }
  | { readonly act: 'come_back'; readonly who: Person }
  | { readonly act: 'review'; readonly who: Person; readonly outcome: 'approve' | 'reject' }
  | { readonly act: 'sweep' }
  | { readonly act: 'wait'; readonly hours: number };

const anybody = fc.constantFrom(...EVERYBODY);
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('delegate' as const),
      who: anybody,
      to: anybody,
      hours: fc.integer({ min: 1, max: 24 }),
      in: fc.integer({ min: 0, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('come_back' as const), who: anybody }) },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('review' as const),
      who: anybody,
      outcome: fc.constantFrom('approve' as const, 'approve' as const, 'approve' as const, 'reject' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Act>({ act: 'sweep' }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 8 }) }),
  },
);

/** A review that was taken, with the delegations that were in force then. */
interface Taken {
  readonly who: Person;
  readonly inForce: readonly Delegation[];
  readonly before: RequestState;
}

/** Plays acts from the filing on, as the use cases would: delegations are checked before they stand. */
function play(acts: readonly Act[]) {
  let hour = 0;
  let standing: Delegation[] = [];
  let state: RequestState = { status: 'none' };
  const taken: Taken[] = [];
  const give = (command: RequestCommand) => {
    const outcome = decide(command, state, new Date(at(hour)));
    if (outcome.ok) state = evolveAll(state, outcome.events);
    return outcome.ok && outcome.events.some(({ type }) => type === 'review_recorded');
  };
  give({ type: 'submit', request: REQUEST, delegations: standing });
  for (const [count, one] of acts.entries()) {
    if (one.act === 'wait') hour += one.hours;
    if (one.act === 'delegate') {
      const times = { from: at(hour + one.in), until: at(hour + one.in + one.hours), setAt: at(hour) };
      const draft = delegation(one.who, one.to, { delegationId: `d-${count}`, ...times });
      if (!checkDelegation(draft, standing, new Date(at(hour)))) standing = [...standing, draft];
    }
    if (one.act === 'come_back') {
      standing = standing.map((other) =>
        other.delegator === one.who && isInForce(other, at(hour)) ? { ...other, until: at(hour) } : other,
      );
    }
    if (one.act === 'sweep') {
      give({ type: 'fire_clocks' });
      give({ type: 'apply_delegations', delegations: standing });
    }
    if (one.act === 'review') {
      const { who: reviewer, outcome } = one;
      const before = state;
      const inForce = standing.filter((other) => isInForce(other, at(hour)));
      if (give({ type: 'review', reviewer, outcome, comment: '', delegations: standing })) {
        taken.push({ who: reviewer, inForce, before });
      }
    }
  }
  return { state: state as RequestState, taken };
}

const anyStory = fc.array(anyAct, { maxLength: 40, size: 'max' }).map(play);

describe('whatever delegations are set, end and overlap while time passes', () => {
  it('a requester never decides on their own request, nor does anybody who stands in for them then', () => {
    fc.assert(
      fc.property(anyStory, ({ taken }) => {
        for (const { who, inForce } of taken) {
          expect(who).not.toBe(REP);
          const ofRequester = inForce.filter(({ delegator }) => delegator === REP);
          expect(ofRequester.map(({ delegate }) => delegate)).not.toContain(who);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('whoever decides was named by the policy or stands in, at that moment, for somebody who was', () => {
    fc.assert(
      fc.property(anyStory, ({ taken }) => {
        for (const { who, inForce, before } of taken) {
          const named: readonly Person[] =
            before.status !== 'none' && before.fired.length > 0 ? [ANA, BEN, CLEO, DEV] : [ANA, BEN, CLEO];
          const places = inForce.filter(({ delegate }) => delegate === who).map(({ delegator }) => delegator);
          expect([who, ...places].some((person) => named.includes(person))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('three different people, none of them the requester, are behind every approval', () => {
    fc.assert(
      fc.property(anyStory, ({ state }) => {
        if (state.status !== 'approved') return;
        const approvers = state.reviews.filter(({ outcome }) => outcome === 'approve');
        const before = approvers.filter((review) => review.at <= state.approvedAt);
        expect(new Set(before.map(({ reviewer }) => reviewer.email)).size).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 1_000 },
    );
  });

  it('the stories come by all of it, so that these laws are about something', () => {
    const stories = fc.sample(anyStory, { numRuns: 2_000, seed: 11 });
    const reviews = stories.flatMap(({ taken }) => taken);
    expect(reviews.filter(({ who }) => who === DEV).length).toBeGreaterThan(20);
    expect(
      reviews.filter(({ inForce }) => inForce.some(({ delegator }) => delegator === REP)).length,
    ).toBeGreaterThan(100);
    const granted = stories.flatMap(({ state }) => (state.status === 'approved' ? [state] : []));
    expect(granted.length).toBeGreaterThan(20);
    expect(
      granted.filter(({ reviews: all }) => all.some(({ inPlaceOf }) => inPlaceOf)).length,
    ).toBeGreaterThan(5);
  });
});
