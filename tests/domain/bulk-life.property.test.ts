import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BULK_STATUSES } from '../../src/contracts/vocabulary.ts';
import type { BulkCommand } from '../../src/domain/bulk-request/commands.ts';
import { decideBulk } from '../../src/domain/bulk-request/decide-bulk.ts';
import { evolveBulkAll } from '../../src/domain/bulk-request/evolve-bulk.ts';
import { type BulkState, FINAL_BULK_STATUSES } from '../../src/domain/bulk-request/state.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { BULK, bulkReview, COUNTS, finishPreparing, preparing } from './bulk-stories.ts';
import { NOW } from './given-when-then.ts';
import { SECOND, STRANGER } from './request-stories.ts';

const HOUR = 60 * 60 * 1000;
const anybody = fc.constantFrom(REP, LEAD, SECOND, STRANGER);

const anyCommand: fc.Arbitrary<BulkCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<BulkCommand>({ type: 'submit', bulk: BULK }) },
  { weight: 3, arbitrary: fc.constant(finishPreparing) },
  { weight: 3, arbitrary: fc.constant<BulkCommand>({ type: 'ask', by: REP, clock: null }) },
  {
    weight: 1,
    arbitrary: fc.constant<BulkCommand>({
      type: 'refuse',
      rejection: { code: 'list_not_found', message: 'No.' },
    }),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(LEAD, SECOND, LEAD, SECOND, REP, STRANGER), fc.integer({ max: 5, min: 0 }))
      .map(([who, chance]) => bulkReview(who, chance === 0 ? 'reject' : 'approve')),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('withdraw' as const), by: anybody }) },
  { weight: 1, arbitrary: fc.constant<BulkCommand>({ type: 'fire_clocks' }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('retry' as const), by: anybody }) },
  {
    weight: 3,
    arbitrary: fc
      .record({ open: fc.integer({ min: 0, max: 1 }), failed: fc.integer({ min: 0, max: 1 }) })
      .map((counts): BulkCommand => ({ type: 'settle', counts: { ...COUNTS, ...counts } })),
  },
);

/** Every state of a life that begins prepared. A refused command changes nothing. */
function live(asks: 'at_once' | 'after_preview', commands: readonly BulkCommand[]): readonly BulkState[] {
  const states: BulkState[] = [preparing({ asks })];
  for (const command of commands) {
    const state = states.at(-1) ?? preparing();
    const outcome = decideBulk(command, state, new Date(Date.parse(NOW) + states.length * 3 * HOUR));
    // evolve throws for an event it does not expect: whatever decide returns must be accepted.
    states.push(outcome.ok ? evolveBulkAll(state, outcome.events) : state);
  }
  return states;
}

const anyLife = fc
  .tuple(
    fc.constantFrom('at_once' as const, 'after_preview' as const),
    fc.array(anyCommand, { maxLength: 30, size: 'max' }),
  )
  .map(([asks, commands]) => live(asks, commands));

it('no sequence of commands leaves a final status', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      const at = states.findIndex(({ status }) => status !== 'none' && FINAL_BULK_STATUSES.has(status));
      if (at >= 0) expect(new Set(states.slice(at).map(({ status }) => status)).size).toBe(1);
    }),
    { numRuns: 500 },
  );
});

it('nothing is carried out before everybody whom any record asks has approved, and never by the requester', () => {
  fc.assert(
    fc.property(anyLife, (states) => {
      for (const state of states) {
        if (state.status === 'none') continue;
        const who = state.reviews.map(({ reviewer }) => reviewer.email);
        expect(who).not.toContain(REP.email);
        expect(new Set(who).size).toBe(who.length);
        if (!('approvedAt' in state)) continue;
        const approvers = state.reviews
          .filter(({ outcome }) => outcome === 'approve')
          .map(({ reviewer }) => reviewer.email);
        expect(approvers).toEqual(expect.arrayContaining([LEAD.email, SECOND.email]));
      }
    }),
    { numRuns: 500 },
  );
});

it('the sequences come by every status, so that these properties are about all of them', () => {
  const seen = new Set(
    fc
      .sample(anyLife, { numRuns: 2_000, seed: 7 })
      .flat()
      .map(({ status }) => status),
  );
  expect([...seen].sort()).toEqual([...BULK_STATUSES].sort());
});
