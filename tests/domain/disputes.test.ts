import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/domain/exception-request/decide.ts';
import { filedEvents } from '../../src/domain/exception-request/decide-break-glass.ts';
import { nextDueAt } from '../../src/domain/exception-request/due-clocks.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import { approverStandings } from '../../src/domain/exception-request/standing.ts';
import type { FiledState, RequestState } from '../../src/domain/exception-request/state.ts';
import { noticesOf } from '../../src/domain/notice/notices-of.ts';
import { isStillWanted } from '../../src/domain/notice/still-wanted.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import {
  activeWith,
  BOARD,
  DISPUTE,
  decided,
  JUDGE,
  OWNER,
  object,
  opened,
  RULE,
  ruled,
} from './dispute-stories.ts';
import { given, NOW } from './given-when-then.ts';
import { AT_ONCE, activated, end, ending, reviewed, STORIES, STRANGER } from './request-stories.ts';

const active = activeWith();

describe('who may object', () => {
  it.each([
    ['the owner of the record', OWNER, {}, 'owner'],
    ['who owned it when the request was filed, and leads', LEAD, {}, 'former_owner'],
  ] as const)('%s', (_, by, changes, standing) => {
    const panel = { ...DISPUTE.panel };
    const dispute = { ...DISPUTE, objector: by, standing, panel };
    given(active)
      .when(object(by, changes))
      .thenExpect([{ type: 'dispute_opened', at: NOW, dispute }]);
  });

  it('the lead of the team, by the role the policy names', () => {
    const lead = { email: 'tess.lead@example.com', name: 'Tess Lead' };
    const rule = { ...RULE, by: [{ role: 'team_lead', label: 'Team lead', people: [lead] }] };
    given(activeWith(rule))
      .when(object(lead))
      .thenExpect([
        { type: 'dispute_opened', at: NOW, dispute: { ...DISPUTE, objector: lead, standing: 'lead' } },
      ]);
  });

  it.each([
    ['nobody else', active, object(STRANGER), 'not_permitted'],
    [
      'nobody when it is not known who owns the record',
      active,
      object(OWNER, { owner: null }),
      'not_permitted',
    ],
    ['not the requester, who can end it', active, object(REP), 'own_request'],
    ['nobody where the policy provides no objection', STORIES.active, object(OWNER), 'not_permitted'],
    ['not before it is active', activeWith().slice(0, 1), object(OWNER), 'wrong_status'],
    ['not after its end', [...active, ending()], object(OWNER), 'wrong_status'],
  ] as const)('%s', (_, events, command, code) => {
    given(events).when(command).thenExpect({ code });
  });
});

describe('who decides on it', () => {
  it('the role the policy names, without those who approved the exception', () => {
    given(active).when(object(OWNER)).thenExpect([opened]);
    expect(DISPUTE.panel.people).toEqual([JUDGE]);
  });

  it('the fall-back when nobody of that role is left', () => {
    const rule = { ...RULE, decidedBy: { ...RULE.decidedBy, people: [LEAD] } };
    const panel = { role: 'board', label: 'Board', people: [BOARD] };
    given(activeWith(rule))
      .when(object(OWNER))
      .thenExpect([{ type: 'dispute_opened', at: NOW, dispute: { ...DISPUTE, panel } }]);
  });

  it('nobody: it is refused and says who can do something', () => {
    const { fallBack: _, ...rule } = {
      ...RULE,
      decidedBy: { ...RULE.decidedBy, people: [LEAD, OWNER, REP] },
    };
    given(activeWith(rule)).when(object(OWNER)).thenExpect({ code: 'nobody_to_decide' });
  });

  it.each([
    ['not an approver of the exception', LEAD, 'not_permitted'],
    ['not the objector', OWNER, 'own_request'],
    ['not the requester', REP, 'own_request'],
    ['not the fall-back while the role has people', BOARD, 'not_permitted'],
  ] as const)('%s', (_, by, code) => {
    given([...active, opened])
      .when(ruled('dismissed', by))
      .thenExpect({ code });
  });
});

describe('what becomes of it', () => {
  it('upheld: the exception ends, and who and why stay with it', () => {
    given([...active, opened])
      .when(ruled('upheld'))
      .thenExpect([decided('upheld'), { type: 'exception_ending', at: NOW, reason: 'disputed', by: JUDGE }]);
  });

  it('dismissed: the exception goes on', () => {
    given([...active, opened])
      .when(ruled('dismissed'))
      .thenExpect([decided('dismissed')]);
  });

  it('the same decision twice is taken as heard, another one is not', () => {
    const events = [...active, opened, decided('dismissed')];
    given(events).when(ruled('dismissed')).thenExpect([]);
    given(events).when(ruled('upheld')).thenExpect({ code: 'no_open_dispute' });
  });

  it.each([
    ['stands', 'active'],
    ['ends', 'ending'],
  ] as const)('undecided in time: %s', (ifUndecided, status) => {
    const state = evolveAll({ status: 'none' }, [...activeWith({ ...RULE, ifUndecided }), opened]);
    expect(nextDueAt(filed(state))).toBe(DISPUTE.dueAt);
    const outcome = decide({ type: 'fire_clocks' }, state, new Date(DISPUTE.dueAt));
    const events: readonly RequestEvent[] = outcome.ok ? outcome.events : [];
    expect(events[0]).toMatchObject({ type: 'dispute_closed', status: ifUndecided, dueAt: DISPUTE.dueAt });
    const after = filed(evolveAll(state, events));
    expect(after.status).toBe(status);
    expect(after.disputes?.at(-1)?.status).toBe(ifUndecided);
    if (status === 'ending') expect(after).toMatchObject({ endReason: 'disputed', endedBy: null });
  });

  it('a decision after its time is not taken, whether or not the clock has come round', () => {
    const state = evolveAll({ status: 'none' }, [...active, opened]);
    expect(decide(ruled('upheld'), state, new Date(DISPUTE.dueAt))).toMatchObject({
      ok: false,
      rejection: { code: 'wrong_status' },
    });
  });

  it('the exception ends first: the objection is closed in the same breath', () => {
    given([...active, opened])
      .when(end())
      .thenExpect([{ type: 'dispute_closed', at: NOW, number: 1, status: 'moot' }, ending()]);
  });
});

describe('one at a time', () => {
  it('the same objection again is taken as heard', () => {
    given([...active, opened])
      .when(object(OWNER))
      .thenExpect([]);
  });

  it('another one waits for the first', () => {
    given([...active, opened])
      .when(object(LEAD))
      .thenExpect({ code: 'dispute_open' });
    given([...active, opened])
      .when(object(OWNER, { ground: 'other' }))
      .thenExpect({ code: 'dispute_open' });
  });

  it('the same person is heard once on the same ground, and again on another', () => {
    const events = [...active, opened, decided('dismissed')];
    given(events).when(object(OWNER)).thenExpect({ code: 'dispute_repeated' });
    given(events)
      .when(object(OWNER, { ground: 'criteria_not_met' }))
      .thenExpect([
        { type: 'dispute_opened', at: NOW, dispute: { ...DISPUTE, number: 2, ground: 'criteria_not_met' } },
      ]);
  });
});

describe('who is told', () => {
  const state = filed(evolveAll({ status: 'none' }, [...active, opened]));

  it('those who decide are asked by a notice that is due when the time is over; the inbox waits for them', () => {
    expect(noticesOf(opened, state)).toEqual([
      { kind: 'dispute_opened', to: JUDGE, by: OWNER, dueAt: DISPUTE.dueAt },
    ]);
    expect(approverStandings(state).filter(({ waiting }) => waiting)).toEqual([
      { email: JUDGE.email, waiting: true, decided: false },
    ]);
  });

  it('objector and requester are told the outcome', () => {
    const ruling = decided('dismissed');
    const after = filed(evolveAll(state, [ruling]));
    expect(noticesOf(ruling, after)).toEqual([
      { kind: 'dispute_dismissed', to: OWNER, by: JUDGE },
      { kind: 'dispute_dismissed', to: REP, by: JUDGE },
    ]);
    expect(approverStandings(after).filter(({ waiting }) => waiting)).toEqual([]);
  });

  it('nobody is asked any more once it is decided, too late, or once they approved something themselves', () => {
    const asked = { kind: 'dispute_opened', to: JUDGE } as const;
    const due = new Date(DISPUTE.dueAt);
    expect(isStillWanted(asked, state, new Date(NOW))).toBe(true);
    expect(isStillWanted(asked, state, due)).toBe(false);
    expect(isStillWanted(asked, filed(evolveAll(state, [decided('upheld')])), new Date(NOW))).toBe(false);
    const late = filed(evolveAll(state, [reviewed(JUDGE)]));
    expect(isStillWanted(asked, late, new Date(NOW))).toBe(false);
    expect(decide(ruled('upheld'), late, new Date(NOW))).toMatchObject({
      rejection: { code: 'not_permitted' },
    });
  });
});

describe('an exception that took effect at once', () => {
  it('is not objected to before its review, which could take it back anyway', () => {
    const request = { ...AT_ONCE, disputeRule: RULE };
    const inEffect = filed(evolveAll({ status: 'none' }, [...filedEvents(request, NOW), activated]));
    expect(inEffect.status).toBe('active');
    expect(decide(object(OWNER), inEffect, new Date(NOW))).toMatchObject({
      rejection: { code: 'review_owed' },
    });
  });
});

function filed(state: RequestState): FiledState {
  if (state.status === 'none') throw new Error('nothing was filed');
  return state;
}
