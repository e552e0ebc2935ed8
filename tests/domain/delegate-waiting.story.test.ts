import { describe, expect, it } from '@jest/globals';
import { nextInWords } from '../../server/http/presenters/next-in-words.ts';
import type { Delegation } from '../../src/domain/delegation/delegation.ts';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import { decide } from '../../src/domain/exception-request/decide.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import { approverStandings } from '../../src/domain/exception-request/standing.ts';
import type { FiledState, RequestState } from '../../src/domain/exception-request/state.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { delegation } from '../fixtures/delegation.ts';
import { exceptionRequest } from '../fixtures/exception-request.ts';

const MAYA: Person = { email: 'maya.chen@northwind.example', name: 'Maya Chen', userId: '21' };
const INES: Person = { email: 'ines.moreau@northwind.example', name: 'Inès Moreau', userId: '11' };
const TOM: Person = { email: 'tom.becker@northwind.example', name: 'Tom Becker', userId: '23' };

const VICTOR: Person = { email: 'victor.lang@northwind.example', name: 'Victor Lang', userId: '12' };
const ZOE: Person = { email: 'zoe@northwind.example', name: 'Zoe', userId: '29' };

const TUESDAY = '2026-11-24T09:00:00.000Z';
const FRIDAY_EVENING = '2026-11-27T17:00:00.000Z';
const SATURDAY = '2026-11-28T10:00:00.000Z';
const MONDAY_AFTER = '2026-12-01T08:00:00.000Z';

/** A request of Maya Chen's that Inès Moreau, lead of EMEA, must approve. */
function filedByMaya(terms: { delegable?: boolean; approve?: number; people?: readonly Person[] } = {}) {
  const { delegable = true, approve = 1, people = [INES] } = terms;
  const requirement = {
    kind: 'role',
    role: 'region_lead',
    label: 'Region lead',
    approve,
    deny: 1,
    distinctFrom: [],
    delegable,
    people,
    because: 'Region lead for EMEA',
  } as const;
  const extensionTerms = { most: 1, days: 30, reasonMinLength: 5 };
  const request = exceptionRequest({
    requester: MAYA,
    requirement,
    submittedAt: TUESDAY,
    extensionTerms,
  });
  return life({ type: 'submit', request, delegations: [] }, TUESDAY, { status: 'none' });
}

/** What happens, and how the request stands then. */
function life(command: RequestCommand, at: string, before: RequestState) {
  const outcome = decide(command, before, new Date(at));
  if (!outcome.ok) return { state: before as FiledState, happened: [], refused: outcome.rejection };
  const state = evolveAll(before, outcome.events) as FiledState;
  return { state, happened: outcome.events.map(({ type }) => type), refused: undefined };
}

const goesOnLeave: Delegation = delegation(INES, TOM, {
  from: FRIDAY_EVENING,
  until: '2026-12-01T00:00:00.000Z',
});
const time = (state: FiledState, at: string, delegations: readonly Delegation[] = [goesOnLeave]) =>
  life({ type: 'apply_delegations', delegations }, at, state);
const approves = (
  state: FiledState,
  reviewer: Person,
  at: string,
  delegations: readonly Delegation[] = [goesOnLeave],
) => life({ type: 'review', reviewer, outcome: 'approve', comment: 'Agreed.', delegations }, at, state);

describe('a delegate joins a request that waits already', () => {
  it('Inès goes on leave on Friday; Tom is added to the request that waits for her, and decides', () => {
    const filed = filedByMaya();
    expect(nextInWords(filed.state)).toBe('Waiting for Inès Moreau (Region lead for EMEA) to decide.');

    // On Tuesday she sets it. Nothing happens before Friday: Tom has no right yet.
    expect(time(filed.state, TUESDAY).happened).toEqual([]);
    expect(approves(filed.state, TOM, TUESDAY).refused?.code).toBe('not_an_approver');

    const onFriday = time(filed.state, FRIDAY_EVENING);
    expect(onFriday.happened).toEqual(['delegate_added']);
    expect(nextInWords(onFriday.state)).toBe(
      'Waiting for Inès Moreau (or Tom Becker in their place) (Region lead for EMEA) to decide.',
    );
    expect(approverStandings(onFriday.state).filter(({ waiting }) => waiting)).toHaveLength(2);

    const decided = approves(onFriday.state, TOM, SATURDAY);
    expect(decided.happened).toEqual(['review_recorded', 'exception_approved']);
    expect(decided.state.reviews).toMatchObject([{ reviewer: TOM, inPlaceOf: [INES], outcome: 'approve' }]);
  });

  it('it makes no difference whether a worker has come round before Tom decides', () => {
    const decided = approves(filedByMaya().state, TOM, SATURDAY);
    expect(decided.happened).toEqual(['delegate_added', 'review_recorded', 'exception_approved']);
  });

  it('a request filed while Inès is away asks Tom from the beginning', () => {
    const { request } = filedByMaya().state;
    const filed = life({ type: 'submit', request, delegations: [goesOnLeave] }, SATURDAY, { status: 'none' });
    expect(filed.happened).toEqual(['exception_submitted', 'delegate_added']);
  });

  it('Inès can still decide herself', () => {
    const onFriday = time(filedByMaya().state, FRIDAY_EVENING);
    expect(approves(onFriday.state, INES, SATURDAY).happened).toContain('exception_approved');
  });

  it('when Inès is back, Tom leaves again and is told why he cannot decide', () => {
    const onFriday = time(filedByMaya().state, FRIDAY_EVENING);
    const late = approves(onFriday.state, TOM, MONDAY_AFTER);
    expect(late.refused).toEqual({
      code: 'delegation_over',
      message:
        'You do not stand in for Inès Moreau any more, so your decision was not taken. Inès Moreau must decide, or another approver.',
    });
    const back = time(onFriday.state, MONDAY_AFTER);
    expect(back.happened).toEqual(['delegate_removed']);
    expect(nextInWords(back.state)).toBe('Waiting for Inès Moreau (Region lead for EMEA) to decide.');
    expect(approves(back.state, TOM, MONDAY_AFTER).refused?.code).toBe('delegation_over');
  });

  it('a delegate who decided stays on the request', () => {
    const two = time(
      filedByMaya({ approve: 2, people: [INES, MAYA, { ...TOM, email: 'x@x' }] }).state,
      SATURDAY,
    );
    const decided = approves(two.state, TOM, SATURDAY);
    expect(decided.state.status).toBe('pending');
    const back = time(decided.state, MONDAY_AFTER);
    expect(back.happened).toEqual([]);
    // His approval fills her place: hers adds nothing, so she is not waited for.
    expect(approverStandings(back.state).find(({ email }) => email === INES.email)?.waiting).toBe(false);
    expect(approves(back.state, INES, MONDAY_AFTER).state.status).toBe('pending');
  });

  it('a role that may not be delegated waits for Inès alone', () => {
    const filed = filedByMaya({ delegable: false });
    expect(time(filed.state, SATURDAY).happened).toEqual([]);
    expect(approves(filed.state, TOM, SATURDAY).refused?.code).toBe('not_an_approver');
  });

  it('Maya is nobody’s delegate on her own request', () => {
    const toMaya = delegation(INES, MAYA, goesOnLeave.endedEarly ? {} : { from: FRIDAY_EVENING });
    const filed = filedByMaya();
    expect(time(filed.state, SATURDAY, [toMaya]).happened).toEqual([]);
    expect(approves(filed.state, MAYA, SATURDAY, [toMaya]).refused?.code).toBe('own_request');
  });

  it('whoever stands in for Maya cannot decide on her request, until that is over', () => {
    const toInes = delegation(MAYA, INES, { from: TUESDAY, until: FRIDAY_EVENING });
    const filed = filedByMaya();
    const barred = time(filed.state, TUESDAY, [toInes]);
    expect(barred.happened).toEqual(['approver_barred']);
    expect(approverStandings(barred.state)).toEqual([{ email: INES.email, waiting: false, decided: false }]);
    expect(approves(filed.state, INES, TUESDAY, [toInes]).refused).toMatchObject({
      code: 'delegate_of_requester',
      message: expect.stringContaining('You stand in for Maya Chen, who filed this request'),
    });
    const over = approves(barred.state, INES, SATURDAY, [toInes]);
    expect(over.happened).toEqual(['approver_readmitted', 'review_recorded', 'exception_approved']);
  });

  it('Inès, back from standing in for Maya, goes away herself: Tom decides for her, and both names stay', () => {
    const toInes = delegation(MAYA, INES, { from: TUESDAY, until: FRIDAY_EVENING });
    const barred = time(filedByMaya().state, TUESDAY, [toInes]);
    const both = time(barred.state, SATURDAY, [toInes, goesOnLeave]);
    expect(both.happened).toEqual(['approver_readmitted', 'delegate_added']);
    const decided = approves(barred.state, TOM, SATURDAY, [toInes, goesOnLeave]);
    expect(decided.state.reviews).toMatchObject([{ reviewer: TOM, inPlaceOf: [INES] }]);
  });

  it('whoever stands in for Maya does not stand in for Inès on her request', () => {
    const toTom = delegation(MAYA, TOM, { delegationId: 'other' });
    expect(time(filedByMaya().state, SATURDAY, [goesOnLeave, toTom]).happened).toEqual([]);
    const added = time(filedByMaya().state, SATURDAY);
    expect(time(added.state, SATURDAY, [goesOnLeave, toTom]).happened).toEqual(['delegate_removed']);
  });

  it('Tom, who is away himself, passes nothing on and is skipped until he is back', () => {
    const away = delegation(TOM, MAYA, { from: FRIDAY_EVENING, until: '2026-11-29T00:00:00.000Z' });
    const filed = filedByMaya();
    expect(time(filed.state, SATURDAY, [goesOnLeave, away]).happened).toEqual([]);
    expect(time(filed.state, '2026-11-30T08:00:00.000Z', [goesOnLeave, away]).happened).toEqual([
      'delegate_added',
    ]);
  });

  it('what Tom decided in his own place before does not count for Inès too', () => {
    const other = { ...MAYA, email: 'other@x' };
    const three = filedByMaya({ approve: 2, people: [INES, TOM, other] });
    const decided = approves(three.state, TOM, TUESDAY, []);
    expect(time(decided.state, SATURDAY).happened).toEqual([]);
    expect(approves(decided.state, other, SATURDAY).happened).toContain('exception_approved');
  });

  it('Tom is not asked once Inès has decided', () => {
    const two = filedByMaya({ approve: 2, people: [INES, { ...MAYA, email: 'other@x' }] });
    const onFriday = time(two.state, FRIDAY_EVENING);
    const decided = approves(onFriday.state, INES, SATURDAY);
    expect(decided.state.status).toBe('pending');
    expect(approves(decided.state, TOM, SATURDAY).refused).toEqual({
      code: 'already_reviewed',
      message: 'Inès Moreau decided on this request already, so you need not.',
    });
    expect(approverStandings(decided.state).find(({ email }) => email === TOM.email)?.waiting).toBe(false);
  });

  it('Inès hands her seat to somebody else: Tom has no place on the request any more', () => {
    const onFriday = time(filedByMaya().state, FRIDAY_EVENING);
    const handedOver = life(
      { type: 'hand_over', by: INES, to: VICTOR, reason: 'He knows the account.' },
      SATURDAY,
      onFriday.state,
    );
    expect(handedOver.happened).toEqual(['seat_handed_over']);
    expect(approves(handedOver.state, TOM, SATURDAY).refused?.code).toBe('delegation_over');
    expect(time(handedOver.state, SATURDAY).happened).toEqual(['delegate_removed']);
    expect(approves(handedOver.state, VICTOR, SATURDAY).happened).toContain('exception_approved');
  });

  it('Tom cannot hand over what is not his, nor take a second seat', () => {
    const two = filedByMaya({ approve: 2, people: [INES, VICTOR] });
    const onFriday = time(two.state, FRIDAY_EVENING);
    const reason = 'Busy.';
    const passedOn = life({ type: 'hand_over', by: TOM, to: ZOE, reason }, SATURDAY, onFriday.state);
    expect(passedOn.refused?.code).toBe('not_an_approver');
    const taken = life({ type: 'hand_over', by: VICTOR, to: TOM, reason }, SATURDAY, onFriday.state);
    expect(taken.refused?.code).toBe('already_asked');
  });

  it('a request that waits for an answer is followed as well', () => {
    const asked = life({ type: 'ask', by: INES, text: 'Since when?' }, TUESDAY, filedByMaya().state);
    expect(asked.state.status).toBe('info_requested');
    expect(time(asked.state, FRIDAY_EVENING).happened).toEqual(['delegate_added']);
  });

  it('an extension that is asked for while Inès is away can be decided by Tom', () => {
    const granted = approves(filedByMaya().state, INES, TUESDAY, []);
    const active = life({ type: 'activate' }, TUESDAY, granted.state);
    const { facts, decision, requirement, expiresAt } = active.state.request;
    const until = new Date(Date.parse(expiresAt) + 1_000).toISOString();
    const asked = life(
      { type: 'ask_extension', by: MAYA, until, reason: 'It takes longer.', facts, decision, requirement },
      SATURDAY,
      active.state,
    );
    expect(asked.happened).toEqual(['extension_asked']);
    const followed = time(asked.state, SATURDAY);
    expect(followed.happened).toEqual(['delegate_added']);
    expect(approverStandings(followed.state)).toContainEqual({
      email: TOM.email,
      waiting: true,
      decided: false,
    });
    const decided = approves(followed.state, TOM, SATURDAY);
    expect(decided.happened).toEqual(['extension_reviewed', 'extension_approved']);
    expect(decided.state.extensions[0]?.reviews).toMatchObject([{ reviewer: TOM, inPlaceOf: [INES] }]);
  });

  it('what took effect at once while Inès is away can be reviewed by Tom', () => {
    const { request } = filedByMaya().state;
    const breakGlass = { reason: 'The customer waits.', dueAt: '2026-11-30T12:00:00.000Z' };
    const filed = life(
      { type: 'submit', request: { ...request, breakGlass }, delegations: [goesOnLeave] },
      SATURDAY,
      { status: 'none' },
    );
    expect(filed.happened.at(-1)).toBe('delegate_added');
    expect(approves(filed.state, TOM, SATURDAY).happened).toEqual([
      'review_recorded',
      'break_glass_confirmed',
    ]);
  });

  it('nothing more happens to a request that is decided', () => {
    const decided = approves(filedByMaya().state, INES, TUESDAY, []);
    expect(time(decided.state, SATURDAY).happened).toEqual([]);
  });
});
