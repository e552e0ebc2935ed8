import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/domain/exception-request/decide.ts';
import { nextDueAt } from '../../src/domain/exception-request/due-clocks.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import type { FiledState } from '../../src/domain/exception-request/state.ts';
import { stillWaitingFor } from '../../src/domain/policy/ballots.ts';
import { EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { freezeClock } from '../../src/domain/policy/freeze-clock.ts';
import type { CalendarRule, DecisionClock } from '../../src/domain/policy/policy.ts';
import { exceptionRequest, LEAD, REP } from '../fixtures/exception-request.ts';
import { known } from './policy-builder.ts';
import { review, reviewed } from './request-stories.ts';

const HOURS = { from: 9 * 60, to: 17 * 60 };
const MANAGER: Person = { email: 'mo@example.com', name: 'Mo Manager', userId: '702', ownerId: '9702' };
const CALENDARS: readonly CalendarRule[] = [
  {
    id: 'region',
    label: 'Region',
    byFact: { fact: 'deal.region', calendars: { EMEA: 'berlin' } },
    otherwise: 'tokyo',
  },
  ...(['Europe/Berlin', 'Asia/Tokyo'] as const).map((timeZone) => ({
    id: timeZone === 'Asia/Tokyo' ? 'tokyo' : 'berlin',
    label: timeZone,
    calendar: { timeZone, week: [HOURS, HOURS, HOURS, HOURS, HOURS, null, null], holidays: [] },
  })),
];
const CLOCK: DecisionClock = {
  calendar: 'region',
  remindAfter: 2,
  escalateAfter: { hours: 4, role: 'manager' },
  fallBackAfter: { hours: 8, role: 'requester_too' },
  lapseAfter: 16,
};
const ROLES = [
  { id: 'manager', label: 'Manager', people: [MANAGER.email] },
  { id: 'requester_too', label: 'Desk', people: [REP.email] },
];

function frozen(submittedAt: string, clock: DecisionClock = CLOCK, facts = { 'deal.region': known('EMEA') }) {
  const question = {
    policy: { roles: ROLES, calendars: CALENDARS },
    facts,
    directory: {
      ...EMPTY_DIRECTORY,
      person: (email: string) => [MANAGER, REP].find((person) => person.email === email),
    },
    requesterEmail: REP.email,
  };
  return freezeClock(clock, question, new Date(submittedAt));
}

function filed(submittedAt: string): FiledState {
  const request = exceptionRequest({ submittedAt, clock: frozen(submittedAt) });
  return after({ status: 'none' }, [{ type: 'exception_submitted', at: submittedAt, request }]);
}

function after(state: Parameters<typeof evolveAll>[0], events: readonly RequestEvent[]): FiledState {
  const next = evolveAll(state, events);
  if (next.status === 'none') throw new Error('it was filed');
  return next;
}

/** Lets the clocks go off at a moment; returns what happened and the state after it. */
function fire(state: FiledState, at: string) {
  const outcome = decide({ type: 'fire_clocks' }, state, new Date(at));
  if (!outcome.ok) throw new Error(outcome.rejection.message);
  return { happened: outcome.events.map(({ type }) => type), state: after(state, outcome.events) };
}

const waiting = ({ requirement, reviews }: FiledState) =>
  stillWaitingFor(requirement, {
    approvers: new Set(reviews.map(({ reviewer }) => reviewer.email)),
    rejecters: new Set(),
  }).map(({ name }) => name);

// A Friday evening in Berlin: 18:30 in winter.
const FRIDAY_EVENING = '2026-11-06T17:30:00.000Z';

describe('a request filed on a Friday evening', () => {
  it('has its moments frozen: nothing is due before Monday', () => {
    const { clock } = filed(FRIDAY_EVENING).request;
    expect(clock?.dues.map(({ kind, dueAt }) => [kind, dueAt])).toEqual([
      ['remind', '2026-11-09T10:00:00.000Z'],
      ['escalate', '2026-11-09T12:00:00.000Z'],
      ['fall_back', '2026-11-09T16:00:00.000Z'],
      ['lapse', '2026-11-10T16:00:00.000Z'],
    ]);
  });

  it('is left alone all weekend, and goes to the manager on Monday at 13:00', () => {
    const sunday = fire(filed(FRIDAY_EVENING), '2026-11-08T20:00:00.000Z');
    expect(sunday.happened).toEqual([]);
    const reminded = fire(sunday.state, '2026-11-09T10:00:00.000Z');
    expect(reminded.happened).toEqual(['approvers_reminded']);
    expect(waiting(reminded.state)).toEqual(['Lea Lead']);
    const escalated = fire(reminded.state, '2026-11-09T12:00:00.000Z');
    expect(escalated.happened).toEqual(['exception_escalated']);
    expect(waiting(escalated.state)).toEqual(['Lea Lead', 'Mo Manager']);
    expect(nextDueAt(escalated.state)).toBe('2026-11-09T16:00:00.000Z');
    const decided = decide(review(MANAGER), escalated.state, new Date('2026-11-09T12:30:00.000Z'));
    expect(decided).toMatchObject({
      ok: true,
      events: [{ type: 'review_recorded' }, { type: 'exception_approved' }],
    });
  });

  it('can still be decided by the lead after it was escalated, and by one of them only once', () => {
    const { state } = fire(filed(FRIDAY_EVENING), '2026-11-09T12:00:00.000Z');
    expect(decide(review(LEAD), state, new Date('2026-11-09T12:30:00.000Z'))).toMatchObject({ ok: true });
  });

  it('follows the calendar of the other region, and the one named for a region that is not known', () => {
    const dues = frozen(
      FRIDAY_EVENING,
      { calendar: 'region', lapseAfter: 1 },
      { 'deal.region': known('MARS') },
    ).dues;
    expect(dues).toEqual([{ kind: 'lapse', dueAt: '2026-11-09T01:00:00.000Z' }]);
  });
});

describe('a clock that was set in an hour that daylight saving', () => {
  it('leaves out counts the hours that really pass', () => {
    const night: DecisionClock = { calendar: 'all', lapseAfter: 2 };
    const always = { from: 0, to: 1440 };
    const all = { timeZone: 'Europe/Berlin', week: Array.from({ length: 7 }, () => always), holidays: [] };
    const question = {
      policy: { roles: [], calendars: [{ id: 'all', label: 'All', calendar: all }] },
      facts: {},
      directory: EMPTY_DIRECTORY,
      requesterEmail: REP.email,
    };
    // 01:30 before the missing hour, and 02:30 the first and the second time.
    expect(
      ['2027-03-28T00:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'].map(
        (at) => freezeClock(night, question, new Date(at)).dues[0]?.dueAt,
      ),
    ).toEqual(['2027-03-28T02:30:00.000Z', '2026-10-25T02:30:00.000Z', '2026-10-25T03:30:00.000Z']);
  });
});

describe('a request that nobody decides', () => {
  it('lapses', () => {
    const { state, happened } = fire(filed(FRIDAY_EVENING), '2026-11-10T16:00:00.000Z');
    expect(happened.at(-1)).toBe('exception_lapsed');
    expect(state.status).toBe('lapsed');
    expect(nextDueAt(state)).toBeNull();
  });

  it('says of each clock when it was due and when it went off, when all go off at once', () => {
    const { state, happened } = fire(filed(FRIDAY_EVENING), '2026-11-20T12:00:00.000Z');
    expect(happened).toEqual([
      'approvers_reminded',
      'exception_escalated',
      'exception_fell_back',
      'exception_lapsed',
    ]);
    expect(state.fired[0]).toEqual({
      kind: 'remind',
      dueAt: '2026-11-09T10:00:00.000Z',
      at: '2026-11-20T12:00:00.000Z',
    });
  });

  it('goes off once, however often somebody looks', () => {
    const { state } = fire(filed(FRIDAY_EVENING), '2026-11-20T12:00:00.000Z');
    expect(fire(state, '2026-11-20T12:00:00.000Z').happened).toEqual([]);
  });

  it.each(['approve', 'reject'] as const)('takes no %s after it lapsed', (outcome) => {
    const { state } = fire(filed(FRIDAY_EVENING), '2026-11-10T16:00:00.000Z');
    expect(decide(review(LEAD, outcome), state, new Date('2026-11-10T16:00:01.000Z'))).toMatchObject({
      ok: false,
      rejection: {
        code: 'wrong_status',
        message: expect.stringContaining('it lapsed, so your decision was not taken'),
      },
    });
  });

  it('takes no approval after its time either when no worker has come round yet', () => {
    const state = filed(FRIDAY_EVENING);
    const inTime = decide(review(LEAD), state, new Date('2026-11-10T15:59:59.999Z'));
    expect(inTime.ok).toBe(true);
    const late = decide(review(LEAD), state, new Date('2026-11-10T16:00:00.000Z'));
    expect(late).toMatchObject({ ok: false, rejection: { code: 'wrong_status' } });
  });

  it('keeps its clock from going off once it is decided', () => {
    const state = after(filed(FRIDAY_EVENING), [
      reviewed(LEAD),
      { type: 'exception_approved', at: FRIDAY_EVENING },
    ]);
    expect(fire(state, '2026-11-20T12:00:00.000Z').happened).toEqual([]);
  });
});
