import type { ClockKind } from '@handrail/contracts/vocabulary';
import { withAdded } from '../policy/changed-facts.ts';
import { withStandIns } from '../policy/requirement.ts';
import { openRoles } from '../policy/satisfaction.ts';
import { ballotsOf } from './ballots-of.ts';
import type { RequestEvent } from './events.ts';
import { evolveDispute } from './evolve-dispute.ts';
import type { FiledState, FiredClock, RequestState } from './state.ts';

/**
 * Applies one event that `decide` returned. Pure.
 *
 * @throws Error for an event that cannot happen in the state: events only come from `decide`
 */
export function evolve(state: RequestState, event: RequestEvent): FiledState {
  if (event.type === 'exception_submitted') {
    if (state.status !== 'none') throw impossible(state, event);
    const { request } = event;
    const { requirement } = request;
    return { status: 'pending', request, requirement, additions: [], fired: [], reviews: [] };
  }
  if (state.status === 'none') throw impossible(state, event);
  const filed = filedOf(state);
  switch (event.type) {
    case 'review_recorded':
      return { ...state, reviews: [...state.reviews, event.review] };
    case 'approvers_added': {
      if (state.status !== 'pending') throw impossible(state, event);
      const requirement = withAdded(state.requirement, event.added.parts);
      return { ...state, requirement, additions: [...state.additions, { ...event.added, at: event.at }] };
    }
    case 'approvers_reminded':
      if (state.status !== 'pending') throw impossible(state, event);
      return { ...state, fired: [...state.fired, firedBy('remind', event)] };
    case 'exception_escalated':
    case 'exception_fell_back': {
      if (state.status !== 'pending') throw impossible(state, event);
      const kind = event.type === 'exception_escalated' ? 'escalate' : 'fall_back';
      const open = openRoles(state.requirement, ballotsOf(state.reviews).approvers);
      const requirement = withStandIns(state.requirement, open, event.people);
      return { ...state, requirement, fired: [...state.fired, firedBy(kind, event)] };
    }
    case 'exception_lapsed': {
      if (state.status !== 'pending') throw impossible(state, event);
      const fired = [...state.fired, firedBy('lapse', event)];
      return { status: 'lapsed', ...filed, fired, lapsedAt: event.at };
    }
    case 'exception_approved':
      if (state.status !== 'pending') throw impossible(state, event);
      return { status: 'approved', ...filed, approvedAt: event.at };
    case 'exception_rejected':
      if (state.status !== 'pending') throw impossible(state, event);
      return { status: 'rejected', ...filed, rejectedAt: event.at, reason: event.reason, roles: event.roles };
    case 'exception_withdrawn':
      if (state.status !== 'pending') throw impossible(state, event);
      return { status: 'withdrawn', ...filed, withdrawnAt: event.at };
    case 'exception_activated':
      if (state.status !== 'approved') throw impossible(state, event);
      return { status: 'active', ...filed, approvedAt: state.approvedAt, activeAt: event.at };
    case 'exception_ending': {
      if (state.status !== 'active' && state.status !== 'needs_attention') throw impossible(state, event);
      const activeAt = state.status === 'active' ? state.activeAt : state.approvedAt;
      const { approvedAt } = state;
      return {
        status: 'ending',
        ...filed,
        approvedAt,
        activeAt,
        endReason: event.reason,
        endedBy: event.by,
      };
    }
    case 'exception_ended':
      if (state.status !== 'ending') throw impossible(state, event);
      return { ...state, status: 'ended', endedAt: event.at };
    case 'dispute_opened':
    case 'dispute_decided':
    case 'dispute_closed':
      return evolveDispute(state, event);
    case 'steps_failed':
      return needsAttention(state, event);
    case 'steps_retried': {
      if (state.status !== 'needs_attention') throw impossible(state, event);
      return { ...state.resume, ...filed, approvedAt: state.approvedAt };
    }
  }
}

/** Applies events in order. */
export function evolveAll(state: RequestState, events: readonly RequestEvent[]): RequestState {
  return events.reduce<RequestState>(evolve, state);
}

function firedBy(
  kind: ClockKind,
  { dueAt, at }: { readonly dueAt: string; readonly at: string },
): FiredClock {
  return { kind, dueAt, at };
}

/** What every status keeps. */
function filedOf({ request, requirement, additions, fired, reviews, disputes }: FiledState) {
  return { request, requirement, additions, fired, reviews, ...(disputes && { disputes }) };
}

function needsAttention(
  state: FiledState,
  event: Extract<RequestEvent, { type: 'steps_failed' }>,
): FiledState {
  const filed = filedOf(state);
  const { failure } = event;
  if (state.status === 'approved') {
    const { approvedAt } = state;
    return {
      status: 'needs_attention',
      ...filed,
      approvedAt,
      failure,
      resume: { status: 'approved' },
    };
  }
  if (state.status === 'ending') {
    const { approvedAt, activeAt, endReason, endedBy } = state;
    const resume = { status: 'ending', activeAt, endReason, endedBy } as const;
    return { status: 'needs_attention', ...filed, approvedAt, failure, resume };
  }
  throw impossible(state, event);
}

function impossible(state: RequestState, event: RequestEvent): Error {
  return new Error(`${event.type} cannot happen to a request that is ${state.status} (this is a bug)`);
}
