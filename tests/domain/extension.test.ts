import { describe, expect, it } from '@jest/globals';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import { expiryOf } from '../../src/domain/exception-request/extension.ts';
import { approverStandings } from '../../src/domain/exception-request/standing.ts';
import { noticesOf } from '../../src/domain/notice/notices-of.ts';
import { planPlaybook } from '../../src/domain/playbook/plan-playbook.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { exceptionRequest, LEAD, REP } from '../fixtures/exception-request.ts';
import { given, NOW } from './given-when-then.ts';
import {
  activated,
  approved,
  atOnce,
  EXTENDABLE,
  ending,
  review,
  reviewed,
  SECOND,
  STORIES,
  STRANGER,
} from './request-stories.ts';

const ENDS = EXTENDABLE.expiresAt;
const LATER = '2027-01-20T12:00:00.000Z';
const REASON = 'The rollout was moved to January by the customer.';

const active: readonly RequestEvent[] = [
  { type: 'exception_submitted', at: NOW, request: EXTENDABLE },
  reviewed(LEAD),
  reviewed(SECOND),
  approved,
  activated,
];

function ask(changes: Partial<Extract<RequestCommand, { type: 'ask_extension' }>> = {}): RequestCommand {
  const { facts, decision, requirement } = EXTENDABLE;
  return {
    type: 'ask_extension',
    by: REP,
    until: LATER,
    reason: REASON,
    facts,
    decision,
    requirement,
    ...changes,
  };
}

function asked(number = 1, from = ENDS, until = LATER): RequestEvent {
  const { facts, decision, requirement } = EXTENDABLE;
  const what = { number, by: REP, reason: REASON, from, until, askedAt: NOW, facts, decision, requirement };
  return { type: 'extension_asked', at: NOW, extension: { ...what, reviews: [], outcome: 'open' } };
}

function heard(reviewer: Person, outcome: 'approve' | 'reject' = 'approve'): RequestEvent {
  return { type: 'extension_reviewed', at: NOW, review: { reviewer, outcome, comment: 'Fine.', at: NOW } };
}

const granted = (until = LATER): RequestEvent => ({ type: 'extension_approved', at: NOW, until });
const refused: RequestEvent = { type: 'extension_rejected', at: NOW, reason: 'denied', roles: [LEAD.name] };
const extended = [...active, asked(), heard(LEAD), heard(SECOND), granted()];

describe('extension refused: Ruth asks for three more weeks, and her lead says no', () => {
  it('Ruth asks before the end, with a reason and a new end', () => {
    given(active).when(ask()).thenExpect([asked()]);
  });

  it('Lea approved the exception itself; that is no word about a longer one, so she is asked again', () => {
    const state = evolveAll({ status: 'none' }, [...active, asked()]);
    if (state.status === 'none') throw new Error('it was filed');
    const waiting = approverStandings(state).filter((standing) => standing.waiting);
    expect(waiting.map(({ email }) => email)).toEqual([LEAD.email, SECOND.email]);
    expect(noticesOf(asked(), state)).toEqual([
      { kind: 'extension_asked', to: LEAD, dueAt: ENDS },
      { kind: 'extension_asked', to: SECOND, dueAt: ENDS },
    ]);
  });

  it('Ruth cannot decide it herself', () => {
    given([...active, asked()])
      .when(review(REP))
      .thenExpect({ code: 'own_request' });
  });

  it('Lea rejects: the extension is refused, and the exception goes on to its old end', () => {
    given([...active, asked()])
      .when(review(LEAD, 'reject'))
      .thenExpect([heard(LEAD, 'reject'), refused]);
    const state = evolveAll({ status: 'none' }, [...active, asked(), heard(LEAD, 'reject'), refused]);
    expect(state).toMatchObject({ status: 'active' });
    if (state.status !== 'none') expect(expiryOf(state)).toBe(ENDS);
  });

  it('Otto is heard after that, and it changes nothing', () => {
    given([...active, asked(), heard(LEAD, 'reject'), refused])
      .when(review(SECOND))
      .thenExpect([]);
  });

  it('she asks a second time, which her type allows, and Lea says no again', () => {
    const once = [...active, asked(), heard(LEAD, 'reject'), refused];
    given(once)
      .when(ask())
      .thenExpect([asked(2)]);
    given([...once, asked(2)])
      .when(review(LEAD, 'reject'))
      .thenExpect([heard(LEAD, 'reject'), refused]);
  });

  it('a third time is one too many', () => {
    const twice = [
      ...active,
      asked(),
      heard(LEAD, 'reject'),
      refused,
      asked(2),
      heard(LEAD, 'reject'),
      refused,
    ];
    given(twice).when(ask()).thenExpect({
      code: 'extension_count_reached',
      message:
        'Strategic Logo may be extended 2 times, and that is used up. Let it end, and file a new request if the reason still holds.',
    });
  });
});

describe('an extension that is granted', () => {
  it('moves the end once everybody has approved it', () => {
    given([...active, asked(), heard(LEAD)])
      .when(review(SECOND))
      .thenExpect([heard(SECOND), granted()]);
    const state = evolveAll({ status: 'none' }, extended);
    if (state.status === 'none') throw new Error('it was filed');
    expect(expiryOf(state)).toBe(LATER);
    expect(planPlaybook(state, 'extend', new Date(NOW))).toMatchObject([
      {
        stepKey: 'req-1:extend-1:0',
        action: { kind: 'tag_record', tag: { handoff_exception_expires_at: LATER } },
      },
      {
        stepKey: 'req-1:extend-1:1',
        action: { kind: 'add_note', body: expect.stringContaining('Lea Lead and Otto Ops') },
      },
    ]);
  });

  it('leaves the reviews of the request alone', () => {
    const state = evolveAll({ status: 'none' }, extended);
    expect(state).toMatchObject({ reviews: [{ reviewer: LEAD }, { reviewer: SECOND }] });
  });
});

describe('limits', () => {
  const over = '2027-01-30T12:00:00.001Z';
  it.each([
    ['a type that allows none', [...STORIES.active], ask(), 'extension_not_allowed'],
    ['more days than one extension has', active, ask({ until: over }), 'extension_too_long'],
    ['an end that is not later', active, ask({ until: ENDS }), 'extension_not_later'],
    ['a reason that says nothing', active, ask({ reason: '  Later.  ' }), 'extension_reason_too_short'],
    ['a second one while one is open', [...active, asked()], ask({ until: ENDS }), 'extension_open'],
    ['somebody else', active, ask({ by: SECOND }), 'not_permitted'],
    ['a request that waits', active.slice(0, 1), ask(), 'wrong_status'],
    ['an exception that is ending', [...active, ending()], ask(), 'wrong_status'],
    ['no approver in the policy', active, ask({ requirement: null }), 'policy_gap'],
  ] as const)('refuses %s', (_, story, command, code) => {
    given(story).when(command).thenExpect({ code });
  });

  it('refuses one whose only approver asks for it', () => {
    const requirement = { ...exceptionRequest().requirement, people: [REP] } as typeof EXTENDABLE.requirement;
    given(active).when(ask({ requirement })).thenExpect({ code: 'no_eligible_approver' });
  });

  it('refuses a record that does not qualify any more', () => {
    const criteria = { truth: 'false', groups: [] } as const;
    given(active)
      .when(ask({ decision: { ...EXTENDABLE.decision, criteria } }))
      .thenExpect({ code: 'criteria_not_met' });
  });

  it('counts the days of the second one from the end of the first', () => {
    const until = '2027-02-19T12:00:00.000Z';
    given(extended)
      .when(ask({ until }))
      .thenExpect([asked(2, LATER, until)]);
    given(extended)
      .when(ask({ until: '2027-02-19T12:00:00.001Z' }))
      .thenExpect({ code: 'extension_too_long' });
  });

  it('does not extend before a break-glass exception was reviewed', () => {
    const terms = { most: 1, days: 30, reasonMinLength: 0 };
    const [submitted, ...others] = atOnce;
    if (submitted?.type !== 'exception_submitted') throw new Error('it was filed');
    const story = [
      { ...submitted, request: { ...submitted.request, extensionTerms: terms } },
      ...others,
      activated,
    ];
    given(story).when(ask()).thenExpect({ code: 'review_owed' });
  });

  it('does not revive an exception whose end has come, also before the clock has gone off', () => {
    const request = { ...EXTENDABLE, expiresAt: NOW };
    const over: readonly RequestEvent[] = [
      { type: 'exception_submitted', at: NOW, request },
      ...active.slice(1),
    ];
    given(over)
      .when(ask({ until: '2026-11-10T10:00:00.000Z' }))
      .thenExpect({ code: 'extension_too_late' });
    const open = { ...asked(1, NOW, '2026-11-10T10:00:00.000Z') };
    given([...over, open])
      .when(review(LEAD))
      .thenExpect({ code: 'wrong_status' });
  });
});

it('tells somebody who comes in later, also when they had approved the exception itself', () => {
  const { requirement } = exceptionRequest();
  const [, second] = EXTENDABLE.requirement.kind === 'all_of' ? EXTENDABLE.requirement.of : [];
  if (!second) throw new Error('two people must approve');
  const first: RequestEvent = {
    type: 'extension_asked',
    at: NOW,
    extension: { ...extensionOf(asked()), requirement },
  };
  const added = { changed: [], parts: [second] };
  const event: RequestEvent = { type: 'approvers_added', at: NOW, added };
  const state = evolveAll({ status: 'none' }, [...active, first, event]);
  if (state.status === 'none') throw new Error('it was filed');
  expect(noticesOf(event, state)).toEqual([{ kind: 'extension_asked', to: SECOND, dueAt: ENDS }]);
});

function extensionOf(event: RequestEvent) {
  if (event.type !== 'extension_asked') throw new Error('an extension was asked for');
  return event.extension;
}

describe('an extension that nobody decides', () => {
  const lapsed: RequestEvent = { type: 'extension_lapsed', at: NOW };

  it('falls with the end, and the trail says so', () => {
    const request = { ...EXTENDABLE, expiresAt: NOW };
    const story: readonly RequestEvent[] = [
      { type: 'exception_submitted', at: NOW, request },
      ...active.slice(1),
      asked(1, NOW, LATER),
    ];
    given(story)
      .when({ type: 'fire_clocks' })
      .thenExpect([lapsed, ending(null)]);
  });

  it('falls when the exception is ended by hand', () => {
    given([...active, asked()])
      .when({ type: 'end', reason: 'closed', by: REP })
      .thenExpect([lapsed, ending()]);
  });
});

describe('an extension is asked once and taken back once', () => {
  it('takes the same wish again as heard', () => {
    given([...active, asked()])
      .when(ask())
      .thenExpect([]);
  });

  it('is withdrawn by who asked, and does not count', () => {
    const withdrawn: RequestEvent = { type: 'extension_withdrawn', at: NOW, by: REP };
    const withdraw: RequestCommand = { type: 'withdraw_extension', by: REP };
    given([...active, asked()])
      .when(withdraw)
      .thenExpect([withdrawn]);
    given([...active, asked(), withdrawn])
      .when(withdraw)
      .thenExpect([]);
    given([...active, asked()])
      .when({ type: 'withdraw_extension', by: STRANGER })
      .thenExpect({ code: 'not_permitted' });
    given([...active, asked(), withdrawn, asked(2), withdrawn])
      .when(ask())
      .thenExpect([asked(3)]);
    given(active).when(withdraw).thenExpect({ code: 'wrong_status' });
  });
});
