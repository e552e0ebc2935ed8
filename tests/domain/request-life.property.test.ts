import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DISPUTE_GROUNDS,
  DISPUTE_OUTCOMES,
  END_REASONS,
  REVIEW_OUTCOMES,
} from '../../src/contracts/vocabulary.ts';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import { decide } from '../../src/domain/exception-request/decide.ts';
import { disputesOf } from '../../src/domain/exception-request/dispute.ts';
import { canEnd, nextDueAt } from '../../src/domain/exception-request/due-clocks.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import type { RequestState } from '../../src/domain/exception-request/state.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { JUDGE, OWNER, DISPUTABLE as REQUEST } from './dispute-stories.ts';
import { NOW } from './given-when-then.ts';
import { SECOND, STRANGER } from './request-stories.ts';

const HOUR = 60 * 60 * 1000;
const anybody = fc.constantFrom(REP, LEAD, SECOND, STRANGER);
// Mostly those whose word counts: else few lives come to their end.
const anyReviewer = fc.constantFrom(LEAD, SECOND, LEAD, SECOND, REP, STRANGER);
const somebodyOrNobody = fc.option(anybody, { nil: null });

const anyCommand: fc.Arbitrary<RequestCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<RequestCommand>({ type: 'submit', request: REQUEST }) },
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
      failure: fc.constant({ stepKey: 'req-1:grant:0', phase: 'grant' as const, message: 'No.' }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('retry_steps' as const), by: somebodyOrNobody }) },
);

/** Runs commands from the beginning; returns every state on the way. A refused command changes nothing. */
function live(commands: readonly RequestCommand[]): readonly RequestState[] {
  const states: RequestState[] = [{ status: 'none' }];
  const first: RequestCommand = { type: 'submit', request: REQUEST };
  for (const command of [first, ...commands]) {
    const state = states.at(-1) ?? { status: 'none' };
    const outcome = decide(command, state, new Date(Date.parse(NOW) + states.length * 3 * HOUR));
    // evolve throws for an event it does not expect: whatever decide returns must be accepted.
    states.push(outcome.ok ? evolveAll(state, outcome.events) : state);
  }
  return states;
}

const anyLife = fc.array(anyCommand, { maxLength: 40, size: 'max' }).map(live);
const FINAL: readonly string[] = ['ended', 'rejected', 'withdrawn', 'lapsed'];

it('no sequence of commands leaves a final status', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      const at = states.findIndex(({ status }) => FINAL.includes(status));
      if (at >= 0) expect(new Set(states.slice(at).map(({ status }) => status)).size).toBe(1);
    }),
    { numRuns: 500 },
  );
});

it('nothing is granted before everybody the policy asked has approved, and never by the requester', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      for (const state of states) {
        if (state.status === 'none') continue;
        const approvers = state.reviews
          .filter(({ outcome }) => outcome === 'approve')
          .map(({ reviewer }) => reviewer.email);
        expect(state.reviews.map(({ reviewer }) => reviewer.email)).not.toContain(REP.email);
        if ('approvedAt' in state)
          expect(approvers).toEqual(expect.arrayContaining([LEAD.email, SECOND.email]));
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
      for (const state of states) if (state.status !== 'none') expect(state.request).toBe(REQUEST);
    }),
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
    'lapsed',
    'needs_attention',
    'none',
    'pending',
    'rejected',
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
        expect(state.request.expiresAt).toBe(REQUEST.expiresAt);
        const next = canEnd(state) && nextDueAt(state);
        if (next) expect(Date.parse(next)).toBeLessThanOrEqual(Date.parse(REQUEST.expiresAt));
        for (const { decidedBy, objector } of disputes) {
          const involved = [REP.email, LEAD.email, objector.email];
          if (decidedBy) expect(involved).not.toContain(decidedBy.email);
        }
        // What became of an objection stays.
        const before = states[at - 1];
        if (!before || before.status === 'none') continue;
        for (const [which, dispute] of disputesOf(before).entries())
          if (dispute.status !== 'open') expect(disputes[which]).toBe(dispute);
      }
    }),
    { numRuns: 500 },
  );
});
