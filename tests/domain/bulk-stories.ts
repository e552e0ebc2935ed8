import { expect } from '@jest/globals';
import type { BulkCommand } from '../../src/domain/bulk-request/commands.ts';
import { decideBulk } from '../../src/domain/bulk-request/decide-bulk.ts';
import type { BulkEvent } from '../../src/domain/bulk-request/events.ts';
import { evolveBulk, evolveBulkAll, preparedFurther } from '../../src/domain/bulk-request/evolve-bulk.ts';
import type { BulkRequest, BulkState, FiledBulk } from '../../src/domain/bulk-request/state.ts';
import type { Rejection } from '../../src/domain/exception-request/commands.ts';
import type { ResolvedRequirement } from '../../src/domain/policy/decision.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { exceptionRequest, LEAD, REP } from '../fixtures/exception-request.ts';
import { NOW } from './given-when-then.ts';
import { SECOND } from './request-stories.ts';

/** A bulk request of REP's for deals. */
export const BULK: BulkRequest = {
  bulkId: 'bulk-1',
  objectType: 'deal',
  source: { kind: 'ids', doubled: 0 },
  exceptionType: { id: 'data-fix', label: 'Data Fix' },
  reasonCode: { id: 'wrong-import', label: 'Wrong after an import' },
  reason: 'The import set the wrong region; it is corrected on Friday.',
  requester: REP,
  proposed: {},
  expiresAt: '2026-12-01T00:00:00.000Z',
  submittedAt: NOW,
  policyVersion: 1,
  policyHash: 'a'.repeat(64),
  asks: 'at_once',
};

export function leaf(role: string, ...people: readonly Person[]): ResolvedRequirement {
  return {
    kind: 'role',
    role,
    label: role,
    approve: 1,
    deny: 1,
    distinctFrom: [],
    delegable: true,
    people,
    because: role,
  };
}

/** A record that asks the given roles. */
export function judged(recordId: string, ...of: readonly ResolvedRequirement[]) {
  const { decision, facts } = exceptionRequest();
  return {
    recordId,
    title: `Deal ${recordId}`,
    decision,
    facts,
    requirement: { kind: 'all_of', of } as const,
  };
}

/** A bulk request whose two records together ask LEAD and SECOND. */
export function preparing(changes: Partial<BulkRequest> = {}): FiledBulk & { status: 'preparing' } {
  const filed = evolveBulk(
    { status: 'none' },
    { type: 'bulk_submitted', at: NOW, bulk: { ...BULK, ...changes } },
  );
  if (filed.status !== 'preparing') throw new Error('a submitted bulk request is prepared first');
  return preparedFurther(filed, {
    judged: [judged('1', leaf('lead', LEAD)), judged('2', leaf('lead', LEAD), leaf('ops', SECOND))],
    leftOut: 1,
  });
}

/** `startingAt(state, events).when(command).thenExpect(types of events, or a rejection)`. */
export function startingAt(state: BulkState, ...events: readonly BulkEvent[]) {
  return {
    when: (command: BulkCommand, at = NOW) => {
      const outcome = decideBulk(command, evolveBulkAll(state, events), new Date(at));
      return {
        events: outcome.ok ? outcome.events : [],
        thenExpect: (expected: readonly BulkEvent['type'][] | Pick<Rejection, 'code'>): void => {
          if ('code' in expected) expect(outcome).toMatchObject({ ok: false, rejection: expected });
          else {
            expect(outcome).toMatchObject({ ok: true });
            if (outcome.ok) expect(outcome.events.map(({ type }) => type)).toEqual(expected);
          }
        },
      };
    },
  };
}

const CLOCK = {
  calendarLabel: 'Berlin',
  timeZone: 'Europe/Berlin',
  dues: [
    {
      kind: 'escalate',
      dueAt: '2026-11-04T10:00:00.000Z',
      standIn: {
        role: 'cro',
        label: 'CRO',
        people: [{ email: 'cro@example.com', name: 'Carla Cro', userId: '801' }],
      },
    },
    { kind: 'lapse', dueAt: '2026-11-05T10:00:00.000Z' },
  ],
} as const;

export const finishPreparing: BulkCommand = { type: 'finish_preparing', clock: CLOCK };

export function bulkReview(reviewer: Person, outcome: 'approve' | 'reject' = 'approve'): BulkCommand {
  return { type: 'review', reviewer, outcome, comment: 'Fine.', delegations: [] };
}

/** The state that commands lead to, one after the other; a refused one changes nothing. */
export function leadTo(state: BulkState, ...commands: readonly BulkCommand[]): BulkState {
  return commands.reduce<BulkState>((before, command) => {
    const outcome = decideBulk(command, before, new Date(NOW));
    return outcome.ok ? evolveBulkAll(before, outcome.events) : before;
  }, state);
}

export const COUNTS = { open: 0, done: 2, failed: 0, leftOut: 1 };
