import type { MatterKind, NoticeKind } from '@handrail/contracts/vocabulary';
import { ballotsOf } from '../exception-request/ballots-of.ts';
import { openQuestions } from '../exception-request/decide-conversation.ts';
import { disputesOf } from '../exception-request/dispute.ts';
import { openDues, reviewDueAt } from '../exception-request/due-clocks.ts';
import type { RequestEvent } from '../exception-request/events.ts';
import { expiryOf } from '../exception-request/extension.ts';
import { openMatter } from '../exception-request/open-matter.ts';
import { type FiledState, isUndecided } from '../exception-request/state.ts';
import { stillWaitingFor } from '../policy/ballots.ts';
import type { Person } from '../policy/facts.ts';
import { peopleOf, peopleOfRoles, type RoleRequirement, rolesOf } from '../policy/requirement.ts';
import type { Notice } from './notice.ts';

type EventType = RequestEvent['type'];

/** Whom one kind of event tells what, in the state it led to. */
type NoticeRule<Type extends EventType> = (
  event: RequestEvent & { readonly type: Type },
  state: FiledState,
) => readonly Notice[];

const NOBODY = () => [];

/** How people are asked about each matter. */
const KIND_OF_MATTER = {
  request: 'asked',
  break_glass: 'skipped',
  extension: 'extension_asked',
} as const satisfies Record<MatterKind, NoticeKind>;

/**
 * Who is told what, event by event. Whoever did something is not told of it; nobody is asked for a decision that is
 * made already.
 */
const RULES: { readonly [Type in EventType]: NoticeRule<Type> } = {
  // One decision on many records is told in one place: the bulk request's page.
  exception_granted_in_bulk: NOBODY,
  // What took effect at once is told to those who were skipped.
  exception_submitted: (_, state) => (isUndecided(state) ? asking('asked', named(state), state) : []),
  approvers_added: ({ added }, state) => {
    const roles = added.parts.flatMap(rolesOf);
    const before = new Set(askedBefore(state, roles).map(({ email }) => email));
    const now = peopleOfRoles(roles).filter(({ email }) => !before.has(email));
    const kind = KIND_OF_MATTER[openMatter(state)?.kind ?? 'request'];
    return asking(kind, onlyWaiting(now, state), state);
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
  delegate_added: ({ delegation }, state) =>
    asking('stands_in', onlyWaiting([delegation.delegate], state), state, delegation.delegator),
  delegate_removed: NOBODY,
  approver_barred: NOBODY,
  approver_readmitted: ({ delegationId }, state) => {
    const found = state.delegations.findLast((one) => one.delegationId === delegationId);
    const kind = KIND_OF_MATTER[openMatter(state)?.kind ?? 'request'];
    return asking(kind, found ? onlyWaiting([found.delegate], state) : [], state);
  },
  review_recorded: NOBODY,
  exception_approved: (_, { request }) => [{ kind: 'approved', to: request.requester }],
  exception_rejected: (_, { request }) => [{ kind: 'rejected', to: request.requester }],
  exception_withdrawn: ({ by }, { requirement, reviews }) =>
    stillWaitingFor(requirement, ballotsOf(reviews)).map((to) => ({ kind: 'withdrawn', to, by })),
  exception_activated: NOBODY,
  exception_ending: NOBODY,
  exception_ended: (_, state) => {
    const { requester, bulkId } = state.request;
    if (bulkId !== undefined && state.status === 'ended' && state.endReason === 'expired') return [];
    const endedBy = state.status === 'ended' ? state.endedBy : null;
    return endedBy?.email === requester.email ? [] : [{ kind: 'ended', to: requester }];
  },
  break_glass_used: NOBODY,
  approvers_skipped: (_, state) => asking('skipped', named(state), state),
  fields_remembered: NOBODY,
  break_glass_confirmed: (_, { request }) => [{ kind: 'confirmed', to: request.requester }],
  exception_reverting: NOBODY,
  fields_restored: NOBODY,
  exception_reverted: (_, { request }) => [{ kind: 'reverted', to: request.requester }],
  extension_asked: (_, state) => asking('extension_asked', waitingFor(state), state),
  extension_reviewed: NOBODY,
  extension_approved: (_, { request }) => [{ kind: 'extension_approved', to: request.requester }],
  extension_rejected: (_, { request }) => [{ kind: 'extension_rejected', to: request.requester }],
  extension_withdrawn: NOBODY,
  extension_lapsed: (_, { request }) => [{ kind: 'extension_lapsed', to: request.requester }],
  dispute_opened: ({ dispute: { panel, objector, dueAt } }) =>
    panel.people.map((to) => ({ kind: 'dispute_opened', to, by: objector, dueAt })),
  dispute_decided: ({ outcome, by, number }, state) =>
    partiesOf(state, number).map((to) => ({
      kind: outcome === 'upheld' ? 'dispute_upheld' : 'dispute_dismissed',
      to,
      by,
    })),
  dispute_closed: ({ number }, state) =>
    partiesOf(state, number).map((to) => ({ kind: 'dispute_closed', to })),
  steps_failed: (_, state) => {
    const { request, reviews } = state;
    // A bulk request's page tells which of its records failed.
    if (request.bulkId !== undefined && isGranting(state)) return [];
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

/** True while it is not in force yet. */
function isGranting(state: FiledState): boolean {
  return state.status === 'needs_attention' && state.resume.status === 'approved';
}

/** Who objected, and whose exception it is. */
function partiesOf(state: FiledState, number: number): readonly Person[] {
  const dispute = disputesOf(state).find((one) => one.number === number);
  return [...(dispute ? [dispute.objector] : []), state.request.requester];
}

/**
 * Who was asked about what is open before these roles were added. Whoever approved the exception itself has not been
 * asked about an extension by that.
 */
function askedBefore(state: FiledState, added: readonly RoleRequirement[]): readonly Person[] {
  const matter = openMatter(state);
  if (matter?.kind === 'extension') {
    return peopleOfRoles(rolesOf(matter.requirement).filter((role) => !added.includes(role)));
  }
  const parts = state.additions.slice(0, -1).flatMap((addition) => addition.parts);
  return [state.request.requirement, ...parts].flatMap(peopleOf);
}

function waitingFor(state: FiledState): readonly Person[] {
  const matter = openMatter(state);
  return matter ? stillWaitingFor(matter.requirement, ballotsOf(matter.reviews)) : [];
}

/** Those waited for whom the policy names: who stands in for somebody is told so by the event that let them in. */
function named(state: FiledState): readonly Person[] {
  const people = rolesOf(state.requirement).flatMap((role) => role.people);
  return waitingFor(state).filter(({ email }) => people.some((person) => person.email === email));
}

function onlyWaiting(people: readonly Person[], state: FiledState): readonly Person[] {
  const waiting = new Set(waitingFor(state).map(({ email }) => email));
  return people.filter(({ email }) => waiting.has(email));
}

/** Notices that want something, with the time by which they do. */
function asking(
  kind: Notice['kind'],
  people: readonly Person[],
  state: FiledState,
  by?: Person,
): readonly Notice[] {
  const dueAt = dueOf(state);
  return people.map((to) => ({ kind, to, ...(by && { by }), ...(dueAt !== undefined && { dueAt }) }));
}

/** By when the open matter is to be decided: when the next clock goes off, the review is due or the exception ends. */
function dueOf(state: FiledState): string | undefined {
  switch (openMatter(state)?.kind) {
    case 'request':
      return openDues(state)[0]?.dueAt;
    case 'break_glass':
      return reviewDueAt(state);
    case 'extension':
      return expiryOf(state);
    case undefined:
      return undefined;
  }
}
