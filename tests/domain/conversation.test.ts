import { describe, expect, it } from '@jest/globals';
import { REQUEST_STATUSES, type RequestStatus } from '../../src/contracts/vocabulary.ts';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import { decide } from '../../src/domain/exception-request/decide.ts';
import { openQuestions } from '../../src/domain/exception-request/decide-conversation.ts';
import { nextDueAt } from '../../src/domain/exception-request/due-clocks.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { given, NOW } from './given-when-then.ts';
import {
  answered,
  approved,
  asked,
  REQUEST,
  review,
  reviewed,
  SECOND,
  STORIES,
  STRANGER,
  submitted,
} from './request-stories.ts';

const ask = (by = LEAD, text = 'Who is the sponsor?'): RequestCommand => ({ type: 'ask', by, text });
const answer = (by = REP, text = 'Dana Kim.'): RequestCommand => ({ type: 'answer', by, text });
const stateAfter = (...events: Parameters<typeof evolveAll>[1]) => {
  const state = evolveAll({ status: 'none' }, events);
  if (state.status === 'none') throw new Error('it was filed');
  return state;
};

describe('an approver who asks for information', () => {
  it('has the question kept, and the request waits for an answer', () => {
    given([submitted]).when(ask()).thenExpect([asked()]);
    expect(stateAfter(submitted, asked()).status).toBe('info_requested');
  });

  it('gets the answer, and the request waits for a decision again', () => {
    given([submitted, asked()]).when(answer()).thenExpect([answered()]);
    expect(stateAfter(submitted, asked(), answered()).status).toBe('pending');
  });

  it('may ask again, as often as it takes', () => {
    const story = [submitted, asked(), answered(), asked(LEAD, 'Since when?')];
    given(story)
      .when(answer(REP, 'Since May.'))
      .thenExpect([answered(REP, 'Since May.')]);
    expect(stateAfter(...story).conversation.map(({ text }) => text)).toEqual([
      'Who is the sponsor?',
      'Dana Kim.',
      'Since when?',
    ]);
  });

  it('and another one who asks meanwhile are both answered at once', () => {
    const both = stateAfter(submitted, asked(), asked(SECOND, 'And the budget?'));
    expect(openQuestions(both).map(({ by }) => by.name)).toEqual([LEAD.name, SECOND.name]);
    const after = stateAfter(submitted, asked(), asked(SECOND, 'And the budget?'), answered());
    expect(openQuestions(after)).toEqual([]);
  });

  it('may decide without the answer', () => {
    given([submitted, asked(), reviewed(SECOND)])
      .when(review(LEAD))
      .thenExpect([reviewed(LEAD), approved]);
  });

  it('leaves the question open while others decide first', () => {
    given([submitted, asked()])
      .when(review(SECOND))
      .thenExpect([reviewed(SECOND)]);
    expect(stateAfter(submitted, asked(), reviewed(SECOND)).status).toBe('info_requested');
  });

  it('is heard once when the call is repeated', () => {
    given([submitted, asked()]).when(ask()).thenExpect([]);
    given([submitted, asked(), answered()]).when(answer()).thenExpect([]);
  });

  it('must be an approver who has not decided, and never the requester', () => {
    given([submitted]).when(ask(REP)).thenExpect({ code: 'own_request' });
    given([submitted]).when(ask(STRANGER)).thenExpect({ code: 'not_an_approver' });
    given([submitted, reviewed(LEAD)])
      .when(ask(LEAD))
      .thenExpect({ code: 'already_reviewed' });
  });
});

describe('an answer', () => {
  it('may come from another approver as well', () => {
    given([submitted, asked()])
      .when(answer(SECOND))
      .thenExpect([answered(SECOND)]);
  });

  it('of somebody who is not party is refused, and so is one that nobody asked for', () => {
    given([submitted, asked()]).when(answer(STRANGER)).thenExpect({ code: 'not_permitted' });
    given([submitted]).when(answer()).thenExpect({ code: 'no_open_question' });
  });
});

describe.each<[string, RequestCommand]>([
  ['a question', ask(SECOND, 'Why now?')],
  ['an answer', answer(REP, 'Because.')],
])('%s', (_, command) => {
  const open: readonly RequestStatus[] = ['pending', 'info_requested'];
  it.each(REQUEST_STATUSES.filter((status) => !open.includes(status)))(
    'changes nothing once %s',
    (status) => {
      expect(decide(command, stateAfter(...STORIES[status]), new Date(NOW))).toMatchObject({ ok: false });
    },
  );
});

describe('the clock while a question is open', () => {
  const open = stateAfter(submitted, asked());
  const lapse = REQUEST.clock?.dues.at(-1)?.dueAt ?? '';

  it('goes on: reminder and escalation come as they would have', () => {
    expect(nextDueAt(open)).toBe(REQUEST.clock?.dues[0]?.dueAt);
    const outcome = decide({ type: 'fire_clocks' }, open, new Date('2026-11-04T10:00:00.000Z'));
    if (!outcome.ok) throw new Error(outcome.rejection.message);
    expect(outcome.events.map(({ type }) => type)).toEqual(['approvers_reminded', 'exception_escalated']);
    expect(evolveAll(open, outcome.events).status).toBe('info_requested');
  });

  it('lapses the request, and an answer then comes too late', () => {
    expect(decide({ type: 'fire_clocks' }, open, new Date(lapse))).toMatchObject({
      ok: true,
      events: [{}, {}, { type: 'exception_lapsed' }],
    });
    expect(decide(answer(), open, new Date(lapse))).toMatchObject({
      ok: false,
      rejection: { code: 'wrong_status', message: expect.stringContaining('your answer was not taken') },
    });
  });
});
