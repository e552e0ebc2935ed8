import { ballotsOf } from '../exception-request/ballots-of.ts';
import { openQuestions } from '../exception-request/decide-conversation.ts';
import { openDues } from '../exception-request/due-clocks.ts';
import type { RequestEvent } from '../exception-request/events.ts';
import { type FiledState, isUndecided } from '../exception-request/state.ts';
import { stillWaitingFor } from '../policy/ballots.ts';
import type { Person } from '../policy/facts.ts';
import { peopleOf, peopleOfRoles, rolesOf } from '../policy/requirement.ts';
import type { Notice } from './notice.ts';

type EventType = RequestEvent['type'];

/** Whom one kind of event tells what, in the state it led to. */
type NoticeRule<Type extends EventType> = (
  event: RequestEvent & { readonly type: Type },
  state: FiledState,
) => readonly Notice[];

const NOBODY = () => [];

/**
 * Who is told what, event by event. Whoever did something is not told of it; nobody is asked for a decision that is
 * made already.
 */
const RULES: { readonly [Type in EventType]: NoticeRule<Type> } = {
  exception_submitted: (_, state) => asking('asked', waitingFor(state), state),
  approvers_added: ({ added }, state) => {
    const before = new Set(
      [state.request.requirement, ...state.additions.slice(0, -1).flatMap(({ parts }) => parts)]
        .flatMap(peopleOf)
        .map(({ email }) => email),
    );
    const now = peopleOfRoles(added.parts.flatMap(rolesOf)).filter(({ email }) => !before.has(email));
    return asking('asked', onlyWaiting(now, state), state);
  },
  approvers_reminded: (_, state) => {
    const askers = new Set(openQuestions(state).map(({ by }) => by.email));
    const others = waitingFor(state).filter(({ email }) => !askers.has(email));
    const answering = askers.size > 0 ? [state.request.requester] : [];
    return [...asking('reminded', others, state), ...asking('answer_reminded', answering, state)];
  },
  exception_escalated: ({ people }, state) => asking('escalated', onlyWaiting(people, state), state),
  exception_fell_back: ({ people }, state) => asking('fell_back', onlyWaiting(people, state), state),
  exception_lapsed: (_, { request }) => [{ kind: 'lapsed', to: request.requester }],
  question_asked: ({ message }, state) =>
    asking('question_asked', [state.request.requester], state, message.by),
  question_answered: ({ message }, state) => {
    const last = state.conversation.slice(0, -1).findLastIndex(({ kind }) => kind === 'answer');
    const askers = state.conversation.slice(last + 1, -1).map(({ by }) => by);
    const others = askers.filter(({ email }) => email !== message.by.email);
    return asking('question_answered', onlyWaiting(others, state), state, message.by);
  },
  seat_handed_over: ({ handOver }, state) =>
    asking('handed_over', onlyWaiting([handOver.to], state), state, handOver.from),
  review_recorded: NOBODY,
  exception_approved: (_, { request }) => [{ kind: 'approved', to: request.requester }],
  exception_rejected: (_, { request }) => [{ kind: 'rejected', to: request.requester }],
  exception_withdrawn: ({ by }, { requirement, reviews }) =>
    stillWaitingFor(requirement, ballotsOf(reviews)).map((to) => ({ kind: 'withdrawn', to, by })),
  exception_activated: NOBODY,
  exception_ending: NOBODY,
  exception_ended: (_, state) => {
    const { requester } = state.request;
    const endedBy = state.status === 'ended' ? state.endedBy : null;
    return endedBy?.email === requester.email ? [] : [{ kind: 'ended', to: requester }];
  },
  steps_failed: (_, { request, reviews }) => {
    const approvers = reviews.filter(({ outcome }) => outcome === 'approve').map(({ reviewer }) => reviewer);
    return [request.requester, ...approvers].map((to) => ({ kind: 'needs_attention', to }));
  },
  steps_retried: NOBODY,
};

/** Whom an event tells what. Pure. @param state the request after everything that happened with the event */
export function noticesOf(event: RequestEvent, state: FiledState): readonly Notice[] {
  // The table has a rule of the event's own type under its type; TypeScript cannot tie the two together.
  const rule = RULES[event.type] as NoticeRule<EventType>;
  return rule(event, state);
}

function waitingFor(state: FiledState): readonly Person[] {
  return isUndecided(state) ? stillWaitingFor(state.requirement, ballotsOf(state.reviews)) : [];
}

function onlyWaiting(people: readonly Person[], state: FiledState): readonly Person[] {
  const waiting = new Set(waitingFor(state).map(({ email }) => email));
  return people.filter(({ email }) => waiting.has(email));
}

/** Notices that want something by the time the next clock goes off. */
function asking(
  kind: Notice['kind'],
  people: readonly Person[],
  state: FiledState,
  by?: Person,
): readonly Notice[] {
  if (!isUndecided(state)) return [];
  const dueAt = openDues(state)[0]?.dueAt;
  return people.map((to) => ({ kind, to, ...(by && { by }), ...(dueAt !== undefined && { dueAt }) }));
}
