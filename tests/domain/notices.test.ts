import { describe, expect, it } from '@jest/globals';
import { NOTICE_CHANNELS, NOTICE_KINDS, type NoticeChannel } from '../../src/contracts/vocabulary.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import type { FiledState } from '../../src/domain/exception-request/state.ts';
import { messageOf } from '../../src/domain/notice/message-of.ts';
import { heldUntil, type NoticeSettings, TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import { noticesOf } from '../../src/domain/notice/notices-of.ts';
import { planNotices, supersedes } from '../../src/domain/notice/plan-notices.ts';
import { isStillWanted } from '../../src/domain/notice/still-wanted.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { delegation } from '../fixtures/delegation.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { NOW } from './given-when-then.ts';
import {
  activated,
  answered,
  approved,
  asked,
  ended,
  ending,
  failed,
  handedOver,
  rejected,
  reviewed,
  SECOND,
  STORIES,
  submitted,
  withdrawn,
} from './request-stories.ts';

const MANAGER: Person = { email: 'mo@example.com', name: 'Mo Manager', userId: '702' };
const TOM: Person = { email: 'tom@example.com', name: 'Tom Taker', userId: '801' };
const reminded: RequestEvent = { type: 'approvers_reminded', at: NOW, dueAt: NOW };
const escalated: RequestEvent = {
  type: 'exception_escalated',
  at: NOW,
  dueAt: NOW,
  role: 'Manager',
  people: [MANAGER],
};
const lapsed: RequestEvent = { type: 'exception_lapsed', at: NOW, dueAt: NOW };

function stateAfter(events: readonly RequestEvent[]): FiledState {
  const state = evolveAll({ status: 'none' }, events);
  if (state.status === 'none') throw new Error('it was filed');
  return state;
}

const told = (...events: readonly RequestEvent[]) => {
  const event = events.at(-1);
  if (!event) throw new Error('something happened');
  return noticesOf(event, stateAfter(events)).map(({ kind, to }) => [kind, to.name]);
};

describe('who is told what', () => {
  const active = [...STORIES.active];
  it.each<[string, readonly RequestEvent[], readonly (readonly [string, string])[]]>([
    [
      'a request is filed',
      [submitted],
      [
        ['asked', 'Lea Lead'],
        ['asked', 'Otto Ops'],
      ],
    ],
    ['one of two has decided', [submitted, reviewed(LEAD)], []],
    ['those left are reminded', [submitted, reviewed(LEAD), reminded], [['reminded', 'Otto Ops']]],
    [
      'a reminder comes while a question is open: who asked waits for the answer, not for themselves',
      [submitted, asked(), reminded],
      [
        ['reminded', 'Otto Ops'],
        ['answer_reminded', 'Ruth Rep'],
      ],
    ],
    ['nobody decided in a day', [submitted, escalated], [['escalated', 'Mo Manager']]],
    ['an approver asks', [submitted, asked()], [['question_asked', 'Ruth Rep']]],
    ['the requester answers', [submitted, asked(), answered()], [['question_answered', 'Lea Lead']]],
    [
      'an answer serves two who asked',
      [submitted, asked(), asked(SECOND, 'Why?'), answered()],
      [
        ['question_answered', 'Lea Lead'],
        ['question_answered', 'Otto Ops'],
      ],
    ],
    ['an answer comes after who asked has decided', [submitted, asked(), reviewed(LEAD), answered()], []],
    ['a seat is handed over', [submitted, handedOver(LEAD, TOM)], [['handed_over', 'Tom Taker']]],
    [
      'an approver goes away',
      [submitted, { type: 'delegate_added', at: NOW, delegation: delegation(LEAD, TOM) }],
      [['stands_in', 'Tom Taker']],
    ],
    ['all have approved', [...STORIES.approved], [['approved', 'Ruth Rep']]],
    ['one has rejected', [...STORIES.rejected], [['rejected', 'Ruth Rep']]],
    ['time is over', [submitted, lapsed], [['lapsed', 'Ruth Rep']]],
    ['it is withdrawn', [submitted, reviewed(LEAD), withdrawn], [['withdrawn', 'Otto Ops']]],
    [
      'a step failed',
      [...STORIES.approved, failed('grant')],
      [
        ['needs_attention', 'Ruth Rep'],
        ['needs_attention', 'Lea Lead'],
        ['needs_attention', 'Otto Ops'],
      ],
    ],
    ['it is in force', active, []],
    ['it ended by itself', [...active, ending(null), ended], [['ended', 'Ruth Rep']]],
    ['its requester ended it', [...active, ending(REP), ended], []],
  ])('when %s', (_, events, expected) => {
    expect(told(...events)).toEqual(expected);
  });

  it('after a change of facts: those who were not asked before, and no others', () => {
    const part = (role: string, people: readonly Person[]) => ({
      kind: 'role' as const,
      role,
      label: role,
      approve: 1,
      deny: 1,
      distinctFrom: [],
      delegable: true,
      people,
      because: role,
    });
    const added = { changed: [], parts: [part('desk', [MANAGER, LEAD])] };
    expect(told(submitted, { type: 'approvers_added', at: NOW, added })).toEqual([['asked', 'Mo Manager']]);
  });
});

const EVERYWHERE: NoticeSettings = {
  ...TASKS_ONLY,
  channels: {
    ...TASKS_ONLY.channels,
    reminded: ['slack', 'crm_task'],
    escalated: ['slack'],
    asked: ['email'],
  },
};
const plan = (
  events: readonly RequestEvent[],
  state: FiledState,
  available: readonly NoticeChannel[] = NOTICE_CHANNELS,
  settings = EVERYWHERE,
) => planNotices(events, state, { settings, available: new Set(available), version: 7, now: new Date(NOW) });

describe('one change', () => {
  it('tells a person once, of what came last, when several clocks go off together', () => {
    const state = stateAfter([submitted, reminded, escalated]);
    const both: RequestEvent = { ...escalated, people: [LEAD, MANAGER] };
    expect(plan([reminded, both], state).map(({ noticeKey, kind }) => [noticeKey, kind])).toEqual([
      ['req-1:v7:0:slack', 'escalated'],
      ['req-1:v7:1:slack', 'escalated'],
      ['req-1:v7:2:slack', 'reminded'],
      ['req-1:v7:2:crm_task', 'reminded'],
    ]);
  });

  it('uses no channel that is not set up', () => {
    expect(plan([submitted], stateAfter([submitted]), ['slack'])).toEqual([]);
  });

  it('that asks the same again takes the place of what still waits', () => {
    const state = stateAfter([submitted, reminded]);
    const [older] = plan([reminded], state);
    const [newer] = plan([reminded], state);
    if (!older || !newer) throw new Error('somebody is reminded');
    expect(supersedes(newer, older)).toBe(true);
    expect(supersedes({ ...newer, channel: 'email' }, older)).toBe(false);
    expect(supersedes({ ...newer, to: TOM }, older)).toBe(false);
    expect(supersedes({ ...newer, kind: 'approved' }, { ...older, kind: 'approved' })).toBe(false);
  });
});

describe('right before it is sent, a notice', () => {
  const now = new Date(NOW);
  it.each([
    ['a reminder to somebody who waits', 'reminded', LEAD, [submitted], true],
    ['a reminder to somebody who decided meanwhile', 'reminded', LEAD, [submitted, reviewed(LEAD)], false],
    ['a reminder about a decided request', 'reminded', SECOND, [...STORIES.rejected], false],
    ['a question that is open', 'question_asked', REP, [submitted, asked()], true],
    ['a question that was answered', 'question_asked', REP, [submitted, asked(), answered()], false],
    ['a failure that was mended', 'needs_attention', REP, [...STORIES.active], false],
    ['an outcome', 'approved', REP, [...STORIES.ended], true],
  ] as const)('%s', (_, kind, to, events, wanted) => {
    expect(isStillWanted({ kind, to }, stateAfter(events), now)).toBe(wanted);
  });

  it('a reminder whose time is over is not sent, also when no clock has gone off', () => {
    const late = new Date('2026-11-05T10:00:00.000Z');
    expect(isStillWanted({ kind: 'reminded', to: LEAD }, stateAfter([submitted]), late)).toBe(false);
  });
});

describe('quiet hours', () => {
  const hours = { from: 9 * 60, to: 17 * 60 };
  const berlin = {
    timeZone: 'Europe/Berlin',
    week: [hours, hours, hours, hours, hours, null, null],
    holidays: ['2026-11-09'],
  };
  const tokyo = { ...berlin, timeZone: 'Asia/Tokyo', holidays: [] };
  const settings: NoticeSettings = {
    ...TASKS_ONLY,
    workingHours: { byTeam: { 'apac sales': tokyo }, otherwise: berlin },
    urgent: ['needs_attention'],
  };
  // A Friday evening in Berlin, 18:30; Monday is a holiday there.
  const friday = new Date('2026-11-06T17:30:00.000Z');
  const held = (changes: Partial<Parameters<typeof heldUntil>[0]> = {}) =>
    heldUntil({ kind: 'asked', channel: 'slack', to: LEAD, ...changes }, settings, friday).toISOString();

  it('hold a message until the person works again, by the calendar of their unit', () => {
    expect(held()).toBe('2026-11-10T08:00:00.000Z');
    expect(held({ to: { ...LEAD, team: 'APAC Sales' } })).toBe('2026-11-09T00:00:00.000Z');
  });

  it('do not hold what is urgent, nor a task, which makes no noise', () => {
    expect(held({ kind: 'needs_attention' })).toBe(friday.toISOString());
    expect(held({ channel: 'crm_task' })).toBe(friday.toISOString());
  });

  it('do not hold anything within working hours', () => {
    const noon = new Date('2026-11-06T11:00:00.000Z');
    expect(heldUntil({ kind: 'asked', channel: 'email', to: LEAD }, settings, noon)).toEqual(noon);
  });
});

describe('a message', () => {
  const state = stateAfter([submitted, asked()]);
  const words = (includeTexts: boolean) =>
    messageOf({ kind: 'question_asked', to: REP, by: LEAD }, state, {
      includeTexts,
      recordUrl: 'https://crm.example/deal/4711',
    });

  it('says why, about which record, from whom, and where to go', () => {
    expect(words(false)).toEqual({
      subject: 'Answer: Strategic Logo for Acme renewal',
      why: 'Lea Lead asks you something before deciding on your request for Strategic Logo.',
      lines: [
        { label: 'Record', value: 'Acme renewal' },
        { label: 'Exception', value: 'Strategic Logo' },
        { label: 'Filed by', value: 'Ruth Rep' },
      ],
      link: { label: 'Open the record', url: 'https://crm.example/deal/4711' },
    });
  });

  it('carries what people wrote only when the settings say so', () => {
    expect(words(true).lines).toContainEqual({ label: 'Question', value: 'Who is the sponsor?' });
  });

  it.each(NOTICE_KINDS)('of kind %s leaves no placeholder, and by default no text of anybody', (kind) => {
    const full = stateAfter([
      submitted,
      asked(),
      answered(),
      handedOver(LEAD, TOM),
      reviewed(SECOND, 'reject'),
      rejected('x'),
    ]);
    const message = JSON.stringify(messageOf({ kind, to: TOM, by: LEAD }, full, { includeTexts: false }));
    expect(message).not.toMatch(/[{]\w+[}]/);
    for (const text of ['sponsor asked', 'Who is the sponsor', 'Dana Kim', 'On leave', 'Fine.']) {
      expect(message).not.toContain(text);
    }
    expect(messageOf({ kind, to: TOM, by: LEAD }, full, { includeTexts: true }).why).toMatch(/\.$/);
  });
});

it('every story is told without an error, whatever happened before', () => {
  for (const story of Object.values(STORIES)) {
    for (const [at, event] of story.entries()) {
      expect(Array.isArray(noticesOf(event, stateAfter(story.slice(0, at + 1))))).toBe(true);
    }
  }
  expect(told(...STORIES.approved, activated)).toEqual([]);
  expect(told(submitted, reviewed(LEAD), reviewed(SECOND), approved)).toEqual([['approved', 'Ruth Rep']]);
});
