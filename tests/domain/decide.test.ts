import { describe, expect, it } from '@jest/globals';
import { REQUEST_STATUSES, type RequestStatus } from '../../src/contracts/vocabulary.ts';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import { decide } from '../../src/domain/exception-request/decide.ts';
import { canEnd } from '../../src/domain/exception-request/due-clocks.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolve, evolveAll } from '../../src/domain/exception-request/evolve.ts';
import { isLive } from '../../src/domain/exception-request/state.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { given, NOW } from './given-when-then.ts';
import {
  activated,
  approved,
  end,
  ended,
  ending,
  FAILED_END,
  failed,
  REQUEST,
  rejected,
  review,
  reviewed,
  SECOND,
  STORIES,
  STRANGER,
  submitted,
  withdrawn,
} from './request-stories.ts';

const submit: RequestCommand = { type: 'submit', request: REQUEST, delegations: [] };
const withdraw: RequestCommand = { type: 'withdraw', by: REP };
const activate: RequestCommand = { type: 'activate' };
const finishEnd: RequestCommand = { type: 'finish_end' };
const failGrant: RequestCommand = {
  type: 'fail_step',
  failure: { stepKey: 'req-1:grant:1', phase: 'grant', message: 'The CRM refused the owner.' },
};
const retry: RequestCommand = { type: 'retry_steps', by: REP };
const retried: RequestEvent = { type: 'steps_retried', at: NOW, by: REP };
const WRONG = { code: 'wrong_status' } as const;

describe('a request that was never filed', () => {
  it('is filed by submit', () => {
    given([]).when(submit).thenExpect([submitted]);
  });

  it.each([review(LEAD), withdraw, activate, end(), finishEnd, failGrant, retry])(
    'refuses $type',
    (command) => {
      given([]).when(command).thenExpect({ code: 'request_not_found' });
    },
  );
});

describe('each command in each status', () => {
  type Row = Readonly<Record<RequestStatus, readonly RequestEvent[] | typeof WRONG>>;
  const nowhere: Row = {
    pending: WRONG,
    info_requested: WRONG,
    approved: WRONG,
    active: WRONG,
    needs_attention: WRONG,
    ending: WRONG,
    ended: WRONG,
    reverting: WRONG,
    reverted: WRONG,
    rejected: WRONG,
    withdrawn: WRONG,
    lapsed: WRONG,
  };
  const commands: readonly (readonly [RequestCommand, Row])[] = [
    [submit, nowhere],
    [withdraw, { ...nowhere, pending: [withdrawn], info_requested: [withdrawn], withdrawn: [] }],
    [activate, { ...nowhere, approved: [activated] }],
    [end(), { ...nowhere, active: [ending()], needs_attention: [ending()], ending: [], ended: [] }],
    [end(LEAD), { ...nowhere, active: [ending(LEAD)], needs_attention: [ending(LEAD)] }],
    [end(null), { ...nowhere, active: [ending(null)], needs_attention: [ending(null)] }],
    [finishEnd, { ...nowhere, ending: [ended] }],
    [failGrant, { ...nowhere, approved: [failed('grant')] }],
    [retry, { ...nowhere, needs_attention: [retried] }],
  ];
  const cases = commands.flatMap(([command, row]) =>
    REQUEST_STATUSES.map((status) => ({ command, status, expected: row[status] })),
  );
  it.each(cases)('$command.type on $status', ({ command, status, expected }) => {
    given(STORIES[status]).when(command).thenExpect(expected);
  });

  it.each(REQUEST_STATUSES)('the story of "%s" leads there', (status) => {
    expect(evolveAll({ status: 'none' }, STORIES[status]).status).toBe(status);
  });
});

describe('a review', () => {
  it('is recorded while others are still to decide', () => {
    given([submitted])
      .when(review(LEAD))
      .thenExpect([reviewed(LEAD)]);
  });

  it('that completes the requirement approves the request', () => {
    given([submitted, reviewed(LEAD)])
      .when(review(SECOND))
      .thenExpect([reviewed(SECOND), approved]);
  });

  it('that rejects ends it at once', () => {
    given([submitted, reviewed(LEAD)])
      .when(review(SECOND, 'reject'))
      .thenExpect([reviewed(SECOND, 'reject'), rejected(SECOND.name)]);
  });

  it.each(REQUEST_STATUSES)('by the requester is refused while %s', (status) => {
    given(STORIES[status]).when(review(REP)).thenExpect({
      code: 'own_request',
      message: 'Nobody decides on their own request. One of the approvers named on it must.',
    });
  });

  it('by the requester is refused even when the policy names them', () => {
    const request = { ...REQUEST, requester: LEAD };
    given([{ type: 'exception_submitted', at: NOW, request }])
      .when(review(LEAD))
      .thenExpect({ code: 'own_request' });
  });

  it.each(REQUEST_STATUSES)('by somebody the policy does not name is refused while %s', (status) => {
    given(STORIES[status]).when(review(STRANGER)).thenExpect({ code: 'not_an_approver' });
  });

  it('that is repeated is taken as heard', () => {
    given([submitted, reviewed(LEAD)])
      .when(review(LEAD))
      .thenExpect([]);
    given(STORIES.active).when(review(LEAD)).thenExpect([]);
  });

  it('that contradicts an earlier one of the same person is refused', () => {
    given([submitted, reviewed(LEAD)])
      .when(review(LEAD, 'reject'))
      .thenExpect({ code: 'already_reviewed' });
  });

  it.each(['withdrawn', 'rejected'] as const)(
    'after the request was %s is kept and changes nothing',
    (status) => {
      given(STORIES[status])
        .when(review(SECOND))
        .thenExpect([reviewed(SECOND)]);
      const state = evolveAll({ status: 'none' }, [...STORIES[status], reviewed(SECOND)]);
      expect(state.status).toBe(status);
    },
  );
});

describe('who may', () => {
  it('withdraw: only the requester', () => {
    given([submitted]).when({ type: 'withdraw', by: LEAD }).thenExpect({
      code: 'not_permitted',
      message: 'Only Ruth Rep, who filed the request, can withdraw it.',
    });
  });

  it('end: the requester, an approver, the clock', () => {
    given(STORIES.active).when(end(STRANGER)).thenExpect({ code: 'not_permitted' });
    given(STORIES.active)
      .when(end(SECOND))
      .thenExpect([ending(SECOND)]);
  });

  it('retry: the requester, an approver, the system', () => {
    const by = (person: typeof LEAD | null): RequestCommand => ({ type: 'retry_steps', by: person });
    given(STORIES.needs_attention).when(by(STRANGER)).thenExpect({ code: 'not_permitted' });
    given(STORIES.needs_attention)
      .when(by(LEAD))
      .thenExpect([{ type: 'steps_retried', at: NOW, by: LEAD }]);
    given(STORIES.needs_attention)
      .when(by(null))
      .thenExpect([{ type: 'steps_retried', at: NOW, by: null }]);
  });
});

describe('a step that failed for good', () => {
  it('brings a grant back to where it was once it is retried', () => {
    const state = evolveAll({ status: 'none' }, [...STORIES.needs_attention, retried]);
    expect(state).toEqual(evolveAll({ status: 'none' }, STORIES.approved));
  });

  it('brings an end back to where it was once it is retried', () => {
    const state = evolveAll({ status: 'none' }, [...FAILED_END, retried]);
    expect(state).toEqual(evolveAll({ status: 'none' }, STORIES.ending));
  });

  it('lets a half-done grant be ended, but not an end be ended again', () => {
    given(STORIES.needs_attention).when(end()).thenExpect([ending()]);
    given(FAILED_END).when(end()).thenExpect(WRONG);
  });
});

it('tells a refused person the status and to reload', () => {
  given(STORIES.active).when(withdraw).thenExpect({
    code: 'wrong_status',
    message: 'This exception request is active and cannot be withdrawn. Reload to see it as it is now.',
  });
});

it('knows which statuses occupy the record, and which can be ended', () => {
  const states = REQUEST_STATUSES.map((status) => evolveAll({ status: 'none' }, STORIES[status]));
  const live = states.filter(isLive).map(({ status }) => status);
  expect(live).toEqual([
    'pending',
    'info_requested',
    'approved',
    'active',
    'needs_attention',
    'ending',
    'reverting',
  ]);
  const endable = states
    .filter((state) => state.status !== 'none' && canEnd(state))
    .map(({ status }) => status);
  expect(endable).toEqual(['active', 'needs_attention']);
});

it('refuses to evolve what cannot have happened', () => {
  const pending = evolveAll({ status: 'none' }, [submitted]);
  expect(() => evolve(pending, ended)).toThrow(
    'exception_ended cannot happen to a request that is pending (this is a bug)',
  );
  expect(() => evolve({ status: 'none' }, approved)).toThrow('(this is a bug)');
  expect(() => evolve(pending, submitted)).toThrow('(this is a bug)');
});

it('is pure: the same command on the same state gives the same outcome', () => {
  const state = evolveAll({ status: 'none' }, [submitted, reviewed(LEAD)]);
  const before = JSON.stringify(state);
  expect(decide(review(SECOND), state, new Date(NOW))).toEqual(decide(review(SECOND), state, new Date(NOW)));
  expect(JSON.stringify(state)).toBe(before);
});
