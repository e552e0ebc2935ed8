import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DISPUTE_GROUNDS,
  DISPUTE_OUTCOMES,
  END_REASONS,
  PLAYBOOK_PHASES,
  REVIEW_OUTCOMES,
} from '../../src/contracts/vocabulary.ts';
import type { Delegation } from '../../src/domain/delegation/delegation.ts';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import { decide } from '../../src/domain/exception-request/decide.ts';
import { openQuestions } from '../../src/domain/exception-request/decide-conversation.ts';
import { disputesOf } from '../../src/domain/exception-request/dispute.ts';
import { canEnd, nextDueAt } from '../../src/domain/exception-request/due-clocks.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import { expiryOf } from '../../src/domain/exception-request/extension.ts';
import type { ExceptionRequest, RequestState } from '../../src/domain/exception-request/state.ts';
import { rolesOf } from '../../src/domain/policy/requirement.ts';
import { isSatisfied } from '../../src/domain/policy/satisfaction.ts';
import { delegation } from '../fixtures/delegation.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { JUDGE, OWNER, DISPUTABLE as REQUEST, RULE } from './dispute-stories.ts';
import { NOW } from './given-when-then.ts';
import { AT_ONCE, review, SECOND, STRANGER } from './request-stories.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const anybody = fc.constantFrom(REP, LEAD, SECOND, STRANGER);
// Mostly those whose word counts: else few lives come to their end.
const anyReviewer = fc.constantFrom(LEAD, SECOND, LEAD, SECOND, REP, STRANGER);
// Whoever takes a seat can be named again as a reviewer: STRANGER is among them.
const anyTaker = fc.constantFrom(STRANGER, STRANGER, STRANGER, REP, LEAD, SECOND);
const somebodyOrNobody = fc.option(anybody, { nil: null });

const IN_BULK: RequestCommand = {
  type: 'grant_in_bulk',
  request: REQUEST,
  reviews: [LEAD, SECOND].map((reviewer) => ({ reviewer, outcome: 'approve', comment: '', at: NOW })),
};

// Each begins and ends within the hours of a life.
const anyDelegation = fc
  .record({
    count: fc.nat({ max: 99 }),
    delegator: anybody,
    delegate: anybody,
    begins: fc.integer({ min: 0, max: 12 }),
    lasts: fc.integer({ min: 1, max: 48 }),
  })
  .map(({ count, delegator, delegate, begins, lasts }): Delegation => {
    const from = Date.parse(NOW) + begins * HOUR;
    return delegation(delegator, delegate, {
      delegationId: `delegation-${count}`,
      from: new Date(from).toISOString(),
      until: new Date(from + lasts * HOUR).toISOString(),
    });
  });
const someDelegations = fc.uniqueArray(anyDelegation, {
  maxLength: 3,
  selector: ({ delegationId }) => delegationId,
});

/** @param days after `NOW`, the end that is asked for */
function asks(days: number, by = REP): RequestCommand {
  const { facts, decision, requirement } = REQUEST;
  const until = new Date(Date.parse(NOW) + days * DAY).toISOString();
  return { type: 'ask_extension', by, until, reason: 'It takes longer.', facts, decision, requirement };
}

const anyCommand: fc.Arbitrary<RequestCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(IN_BULK) },
  {
    weight: 1,
    arbitrary: fc.constant<RequestCommand>({ type: 'submit', request: REQUEST, delegations: [] }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('review' as const),
      reviewer: anyReviewer,
      outcome: fc.oneof(
        { weight: 5, arbitrary: fc.constant('approve' as const) },
        { weight: 1, arbitrary: fc.constantFrom(...REVIEW_OUTCOMES) },
      ),
      comment: fc.string({ maxLength: 5 }),
      delegations: someDelegations,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('apply_delegations' as const),
      delegations: someDelegations,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('ask' as const, 'answer' as const),
      by: anybody,
      text: fc.constantFrom('Who?', 'Why?', 'Dana.'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('hand_over' as const),
      by: anyReviewer,
      to: anyTaker,
      reason: fc.constant('On leave.'),
    }),
  },
  { weight: 1, arbitrary: fc.constant<RequestCommand>({ type: 'fire_clocks' }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('withdraw' as const), by: anybody }) },
  { weight: 3, arbitrary: fc.constantFrom<RequestCommand>({ type: 'activate' }, { type: 'finish_end' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('end' as const),
      reason: fc.constantFrom(...END_REASONS),
      by: somebodyOrNobody,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('object' as const),
      by: fc.constantFrom(OWNER, LEAD, REP, STRANGER),
      owner: fc.option(fc.constant(OWNER), { nil: null }),
      ground: fc.constantFrom(...DISPUTE_GROUNDS),
      reason: fc.constant('It is not so.'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('decide_dispute' as const),
      by: fc.constantFrom(JUDGE, JUDGE, LEAD, OWNER, REP),
      outcome: fc.constantFrom(...DISPUTE_OUTCOMES),
      comment: fc.constant(''),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('fail_step' as const),
      failure: fc.record({
        stepKey: fc.constant('req-1:grant:0'),
        phase: fc.constantFrom(...PLAYBOOK_PHASES),
        message: fc.constant('No.'),
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('retry_steps' as const), by: somebodyOrNobody }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 7 }), fc.constantFrom(REP, REP, REP, LEAD))
      .map(([days, by]) => asks(days, by)),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('withdraw_extension' as const), by: anybody }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<RequestCommand>(
      { type: 'remember_fields', changes: [] },
      { type: 'finish_restore', left: ['owner'] },
      { type: 'finish_revert' },
    ),
  },
);

/** Runs commands from the beginning; returns every state on the way. A refused command changes nothing. */
function live(first: RequestCommand, commands: readonly RequestCommand[]): readonly RequestState[] {
  const states: RequestState[] = [{ status: 'none' }];
  for (const command of [first, ...commands]) {
    const state = states.at(-1) ?? { status: 'none' };
    const outcome = decide(command, state, new Date(Date.parse(NOW) + states.length * 3 * HOUR));
    // evolve throws for an event it does not expect: whatever decide returns must be accepted.
    states.push(outcome.ok ? evolveAll(state, outcome.events) : state);
  }
  return states;
}

const anyCommands = fc.array(anyCommand, { maxLength: 40, size: 'max' });
/** @param first what always happens before, so that a law about later parts of a life is put to the test */
const lifeOf = (request: ExceptionRequest, first: readonly RequestCommand[] = []) =>
  anyCommands.map((commands) => live({ type: 'submit', request, delegations: [] }, [...first, ...commands]));
/** Ends after two and a half days unless it is extended, by up to two days each time. */
const SHORT: ExceptionRequest = {
  ...REQUEST,
  expiresAt: new Date(Date.parse(NOW) + 2.5 * DAY).toISOString(),
  extensionTerms: { most: 2, days: 2, reasonMinLength: 1 },
};
// One in four lives begins approved by a bulk request.
const anyLife = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(REQUEST, SHORT, { ...AT_ONCE, disputeRule: RULE })
      .chain((request) => lifeOf(request)),
  },
  { weight: 1, arbitrary: anyCommands.map((commands) => live(IN_BULK, commands)) },
);
const FINAL: readonly string[] = ['ended', 'reverted', 'rejected', 'withdrawn', 'lapsed'];

it('no sequence of commands leaves a final status', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      const at = states.findIndex(({ status }) => FINAL.includes(status));
      if (at >= 0) expect(new Set(states.slice(at).map(({ status }) => status)).size).toBe(1);
    }),
    { numRuns: 500 },
  );
});

it('nothing is granted before everybody the policy asked, or somebody in their place, has approved, and never by the requester', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      for (const state of states) {
        if (state.status === 'none') continue;
        const approvals = state.reviews.filter(({ outcome }) => outcome === 'approve');
        const approvers = approvals.map(({ reviewer }) => reviewer.email);
        const places = approvals.flatMap(({ reviewer, inPlaceOf = [] }) =>
          [reviewer, ...inPlaceOf].map(({ email }) => email),
        );
        expect(state.reviews.map(({ reviewer }) => reviewer.email)).not.toContain(REP.email);
        const approved = state.owedReview ? state.owedReview.outcome === 'confirmed' : 'approvedAt' in state;
        if (!approved) continue;
        // A seat that was handed over is filled by whoever holds it now, or by who stands in for them.
        expect(isSatisfied(state.requirement, new Set(approvers))).toBe(true);
        if (state.handOvers.length > 0) continue;
        expect(places).toEqual(expect.arrayContaining([LEAD.email, SECOND.email]));
        // Two seats, two people, unless one of them decided in the place of the other too.
        if (state.delegations.length === 0) expect(new Set(approvers).size).toBeGreaterThanOrEqual(2);
      }
    }),
    { numRuns: 500 },
  );
});

it('nobody is heard after the time to decide, and a clock goes off once', () => {
  const lapse = REQUEST.clock?.dues.find(({ kind }) => kind === 'lapse')?.dueAt ?? '';
  fc.assert(
    fc.property(anyLife, (states) => {
      for (const state of states) {
        if (state.status === 'none') continue;
        if ('approvedAt' in state) expect(state.approvedAt < lapse).toBe(true);
        const kinds = state.fired.map(({ kind }) => kind);
        expect(new Set(kinds).size).toBe(kinds.length);
        for (const { dueAt, at } of state.fired) expect(dueAt <= at).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

it('no hand-over lets the requester in, adds a seat or takes one away', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      for (const state of states) {
        if (state.status === 'none') continue;
        const emails = rolesOf(state.requirement).map(({ people }) => people.map(({ email }) => email));
        expect(emails.flat()).not.toContain(REP.email);
        expect(emails.map(({ length }) => length)).toEqual([1, 1]);
        expect(new Set(emails.flat()).size).toBe(2);
      }
    }),
    { numRuns: 500 },
  );
});

it('it waits for an answer exactly while a question is open', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      for (const state of states) {
        if (state.status === 'info_requested') expect(openQuestions(state)).not.toEqual([]);
        if (state.status === 'pending') expect(openQuestions(state)).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});

it('a person is heard once', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      const last = states.at(-1);
      const reviews = last && last.status !== 'none' ? last.reviews : [];
      const reviewers = reviews.map(({ reviewer }) => reviewer.email);
      expect(new Set(reviewers).size).toBe(reviewers.length);
    }),
  );
});

it('what was filed never changes', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      const filed = states.flatMap((state) => (state.status === 'none' ? [] : [state.request]));
      expect(new Set(filed).size).toBe(1);
    }),
  );
});

it('an extension never shortens, never exceeds the limits and never revives what has ended', () => {
  let extended = 0;
  fc.assert(
    fc.property(lifeOf(SHORT, [review(LEAD), review(SECOND), { type: 'activate' }, asks(4)]), (states) => {
      const { most = 0, days = 0 } = SHORT.extensionTerms ?? {};
      let ends = Date.parse(SHORT.expiresAt);
      let over = false;
      for (const state of states) {
        if (state.status === 'none') continue;
        const next = Date.parse(expiryOf(state));
        expect(next).toBeGreaterThanOrEqual(ends);
        expect(next - ends).toBeLessThanOrEqual(days * DAY);
        if (over) expect(next).toBe(ends);
        if (next > ends) extended += 1;
        ends = next;
        const granted = state.extensions.filter(({ outcome }) => outcome === 'approved');
        expect(granted.length).toBeLessThanOrEqual(most);
        for (const { reviews } of granted) {
          const places = reviews.flatMap(({ reviewer, inPlaceOf = [] }) => [reviewer, ...inPlaceOf]);
          const emails = places.map(({ email }) => email);
          expect(emails).toEqual(expect.arrayContaining([LEAD.email, SECOND.email]));
          expect(emails).not.toContain(REP.email);
        }
        over ||= state.status === 'ending' || FINAL.includes(state.status);
        if (over) expect(state.status).not.toBe('active');
      }
    }),
    { numRuns: 300 },
  );
  expect(extended).toBeGreaterThan(10);
});

it('what took effect at once is confirmed by everybody or taken back, whoever ends it and whenever', () => {
  fc.assert(
    fc.property(lifeOf(AT_ONCE), (states) => {
      for (const state of states) {
        if (state.status === 'none') continue;
        const { outcome } = state.owedReview ?? {};
        if (state.status === 'ending' || state.status === 'ended') expect(outcome).toBe('confirmed');
        if (state.status === 'reverting' || state.status === 'reverted') expect(outcome).toBe('reverted');
      }
    }),
    { numRuns: 300 },
  );
});

it('the sequences come by every status, so that these properties are about all of them', () => {
  const seen = new Set(
    fc
      .sample(anyLife, { numRuns: 2_000, seed: 7 })
      .flat()
      .map(({ status }) => status),
  );
  expect([...seen].sort()).toEqual([
    'active',
    'approved',
    'ended',
    'ending',
    'info_requested',
    'lapsed',
    'needs_attention',
    'none',
    'pending',
    'rejected',
    'reverted',
    'reverting',
    'withdrawn',
  ]);
});

it('an objection never lengthens an exception, never outlives it, and is decided by nobody who had a part in it', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      for (const [at, state] of states.entries()) {
        if (state.status === 'none') continue;
        const disputes = disputesOf(state);
        const open = disputes.filter(({ status }) => status === 'open');
        expect(open.length).toBeLessThanOrEqual(1);
        if (open.length > 0) expect(canEnd(state)).toBe(true);
        const next = canEnd(state) && nextDueAt(state);
        if (next) expect(Date.parse(next)).toBeLessThanOrEqual(Date.parse(expiryOf(state)));
        const before = states[at - 1];
        if (!before || before.status === 'none') continue;
        if (state.extensions === before.extensions) expect(expiryOf(state)).toBe(expiryOf(before));
        const heard = [...before.reviews, ...before.extensions.flatMap(({ reviews }) => reviews)];
        const approvers = heard
          .filter(({ outcome }) => outcome === 'approve')
          .flatMap(({ reviewer, inPlaceOf = [] }) => [reviewer, ...inPlaceOf]);
        for (const [which, dispute] of disputesOf(before).entries()) {
          // What became of an objection stays.
          if (dispute.status !== 'open') expect(disputes[which]).toBe(dispute);
          const { decidedBy } = disputes[which] ?? {};
          const involved = [REP, dispute.objector, ...approvers].map(({ email }) => email);
          if (dispute.status === 'open' && decidedBy) expect(involved).not.toContain(decidedBy.email);
        }
      }
    }),
    { numRuns: 500 },
  );
});
