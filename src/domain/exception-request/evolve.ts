import type { ClockKind } from '@handrail/contracts/vocabulary';
import { withAdded } from '../policy/changed-facts.ts';
import { withStandIns } from '../policy/requirement.ts';
import { openRoles } from '../policy/satisfaction.ts';
import { ballotsOf } from './ballots-of.ts';
import { impossible, type RequestEvent } from './events.ts';
import { evolveBreakGlass } from './evolve-break-glass.ts';
import { evolveDispute } from './evolve-dispute.ts';
import { closedExtensions, evolveExtension } from './evolve-extension.ts';
import { filedOf, newlyFiled } from './filed.ts';
import { withSeatHandedOver } from './hand-over-seat.ts';
import { openMatter } from './open-matter.ts';
import { seated } from './seat-delegates.ts';
import {
  type FiledState,
  type FiredClock,
  isUndecided,
  type RequestDelegation,
  type RequestState,
} from './state.ts';

/**
 * Applies one event that `decide` returned. Pure.
 *
 * @throws Error for an event that cannot happen in the state: events only come from `decide`
 */
export function evolve(state: RequestState, event: RequestEvent): FiledState {
  return seated(happened(state, event));
}

function happened(state: RequestState, event: RequestEvent): FiledState {
  if (event.type === 'exception_submitted') {
    if (state.status !== 'none') throw impossible(state, event);
    return newlyFiled(event.request);
  }
  if (event.type === 'exception_granted_in_bulk') {
    const { at, request, reviews } = event;
    const pending = evolve(state, { type: 'exception_submitted', at, request });
    return evolve({ ...pending, reviews }, { type: 'exception_approved', at });
  }
  if (state.status === 'none') throw impossible(state, event);
  const filed = filedOf(state);
  switch (event.type) {
    case 'review_recorded':
      return { ...state, reviews: [...state.reviews, event.review] };
    case 'question_asked':
    case 'question_answered': {
      if (!isUndecided(state)) throw impossible(state, event);
      const status = event.type === 'question_asked' ? 'info_requested' : 'pending';
      return { ...state, status, conversation: [...state.conversation, event.message] };
    }
    case 'seat_handed_over': {
      if (!isUndecided(state)) throw impossible(state, event);
      const requirement = withSeatHandedOver(state.requirement, event.handOver);
      return { ...state, requirement, handOvers: [...state.handOvers, event.handOver] };
    }
    case 'approvers_added': {
      const matter = openMatter(state);
      if (!matter) throw impossible(state, event);
      const additions = [...state.additions, { ...event.added, at: event.at }];
      if (matter.kind === 'extension') return evolveExtension({ ...state, additions }, event);
      return { ...state, additions, requirement: withAdded(state.requirement, event.added.parts) };
    }
    case 'delegate_added':
    case 'approver_barred': {
      if (!openMatter(state)) throw impossible(state, event);
      return { ...state, delegations: [...state.delegations, { ...event.delegation, addedAt: event.at }] };
    }
    case 'delegate_removed':
    case 'approver_readmitted':
      return { ...state, delegations: removed(state.delegations, event) };
    case 'approvers_reminded':
      if (!isUndecided(state)) throw impossible(state, event);
      return { ...state, fired: [...state.fired, firedBy('remind', event)] };
    case 'exception_escalated':
    case 'exception_fell_back': {
      if (!isUndecided(state)) throw impossible(state, event);
      const kind = event.type === 'exception_escalated' ? 'escalate' : 'fall_back';
      const open = openRoles(state.requirement, ballotsOf(state.reviews).approvers);
      const requirement = withStandIns(state.requirement, open, event.people);
      return { ...state, requirement, fired: [...state.fired, firedBy(kind, event)] };
    }
    case 'exception_lapsed': {
      if (!isUndecided(state)) throw impossible(state, event);
      const fired = [...state.fired, firedBy('lapse', event)];
      return { status: 'lapsed', ...filed, fired, lapsedAt: event.at };
    }
    case 'exception_approved':
      if (!isUndecided(state)) throw impossible(state, event);
      return { status: 'approved', ...filed, approvedAt: event.at };
    case 'exception_rejected':
      if (!isUndecided(state)) throw impossible(state, event);
      return { status: 'rejected', ...filed, rejectedAt: event.at, reason: event.reason, roles: event.roles };
    case 'exception_withdrawn':
      if (!isUndecided(state)) throw impossible(state, event);
      return { status: 'withdrawn', ...filed, withdrawnAt: event.at };
    case 'exception_activated':
      if (state.status !== 'approved') throw impossible(state, event);
      return { status: 'active', ...filed, approvedAt: state.approvedAt, activeAt: event.at };
    case 'exception_ending': {
      if (state.status !== 'active' && state.status !== 'needs_attention') throw impossible(state, event);
      const activeAt = activeSince(state);
      const { approvedAt } = state;
      return {
        status: 'ending',
        ...filed,
        extensions: closedExtensions(state, event.at),
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
    case 'extension_asked':
    case 'extension_reviewed':
    case 'extension_approved':
    case 'extension_rejected':
    case 'extension_withdrawn':
    case 'extension_lapsed':
      return evolveExtension(state, event);
    case 'break_glass_used':
    case 'approvers_skipped':
    case 'fields_remembered':
    case 'break_glass_confirmed':
    case 'exception_reverting':
    case 'fields_restored':
    case 'exception_reverted':
      return evolveBreakGlass(state, filed, event);
  }
}

/** Applies events in order. */
export function evolveAll(state: RequestState, events: readonly RequestEvent[]): RequestState {
  return events.reduce<RequestState>(evolve, state);
}

function removed(
  delegations: readonly RequestDelegation[],
  { delegationId, at }: { readonly delegationId: string; readonly at: string },
): readonly RequestDelegation[] {
  return delegations.map((one) =>
    one.delegationId === delegationId && one.removedAt === undefined ? { ...one, removedAt: at } : one,
  );
}

function firedBy(
  kind: ClockKind,
  { dueAt, at }: { readonly dueAt: string; readonly at: string },
): FiredClock {
  return { kind, dueAt, at };
}

/** Since when an exception is active that is about to end; one that never got that far counts from its grant. */
function activeSince(state: Extract<FiledState, { status: 'active' | 'needs_attention' }>): string {
  if (state.status === 'active') return state.activeAt;
  return state.resume.status === 'active' ? state.resume.activeAt : state.approvedAt;
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
  if (state.status === 'active') {
    const resume = { status: 'active', activeAt: state.activeAt } as const;
    return { status: 'needs_attention', ...filed, approvedAt: state.approvedAt, failure, resume };
  }
  if (state.status === 'reverting') {
    const resume = { status: 'reverting', revert: state.revert } as const;
    return { status: 'needs_attention', ...filed, approvedAt: state.approvedAt, failure, resume };
  }
  throw impossible(state, event);
}
