import { ballotsOf } from '../exception-request/ballots-of.ts';
import { withStandIns } from '../policy/requirement.ts';
import { openRoles } from '../policy/satisfaction.ts';
import type { BulkEvent } from './events.ts';
import { gather, type JudgedRecord, NOTHING_GATHERED } from './gather.ts';
import type { BulkState, FiledBulk, Listing } from './state.ts';

/**
 * Applies one event that `decideBulk` returned. Pure.
 *
 * @throws Error for an event that cannot happen in the state
 */
export function evolveBulk(state: BulkState, event: BulkEvent): FiledBulk {
  if (event.type === 'bulk_submitted') {
    if (state.status !== 'none') throw impossible(state, event);
    const { bulk } = event;
    const listing: Listing = bulk.source.kind === 'ids' ? { state: 'complete' } : { state: 'reading' };
    const filed = {
      bulk,
      gathered: NOTHING_GATHERED,
      requirement: null,
      clock: null,
      fired: [],
      reviews: [],
    };
    return { status: 'preparing', ...filed, listing };
  }
  if (state.status === 'none') throw impossible(state, event);
  const filed = filedOf(state);
  switch (event.type) {
    case 'bulk_prepared': {
      if (state.status !== 'preparing') throw impossible(state, event);
      const { gathered, requirement } = event;
      return { status: 'ready', ...filed, gathered, requirement };
    }
    case 'bulk_refused':
      if (state.status !== 'preparing') throw impossible(state, event);
      return {
        status: 'refused',
        ...filed,
        refusedAt: event.at,
        code: event.code,
        message: event.message,
      };
    case 'bulk_asked':
      if (state.status !== 'ready') throw impossible(state, event);
      return { ...state, status: 'pending', clock: event.clock, askedAt: event.at };
    case 'bulk_review_recorded':
      return { ...state, reviews: [...state.reviews, event.review] };
    case 'bulk_approved': {
      if (state.status !== 'pending') throw impossible(state, event);
      return {
        status: 'carrying_out',
        ...filed,
        requirement: state.requirement,
        approvedAt: event.at,
      };
    }
    case 'bulk_rejected': {
      if (state.status !== 'pending') throw impossible(state, event);
      const { at: rejectedAt, reason, roles } = event;
      return { status: 'rejected', ...filed, requirement: state.requirement, rejectedAt, reason, roles };
    }
    case 'bulk_escalated':
    case 'bulk_fell_back': {
      if (state.status !== 'pending') throw impossible(state, event);
      const { dueAt, at } = event;
      const kind = event.type === 'bulk_escalated' ? 'escalate' : 'fall_back';
      const open = openRoles(state.requirement, ballotsOf(state.reviews).approvers);
      const requirement = withStandIns(state.requirement, open, event.people);
      return { ...state, requirement, fired: [...state.fired, { kind, dueAt, at }] };
    }
    case 'bulk_lapsed': {
      if (state.status !== 'pending') throw impossible(state, event);
      const { at, dueAt } = event;
      const fired = [...state.fired, { kind: 'lapse', dueAt, at } as const];
      return { status: 'lapsed', ...filed, requirement: state.requirement, fired, lapsedAt: at };
    }
    case 'bulk_withdrawn':
      if (state.status !== 'preparing' && state.status !== 'ready' && state.status !== 'pending')
        throw impossible(state, event);
      return { status: 'withdrawn', ...filed, withdrawnAt: event.at };
    case 'bulk_retried':
      if (state.status !== 'needs_attention' && state.status !== 'carrying_out')
        throw impossible(state, event);
      return { ...state, status: 'carrying_out' };
    case 'bulk_needs_attention':
      if (state.status !== 'carrying_out') throw impossible(state, event);
      return { ...state, status: 'needs_attention' };
    case 'bulk_done':
      if (state.status !== 'carrying_out' && state.status !== 'needs_attention')
        throw impossible(state, event);
      return { ...state, status: 'done', doneAt: event.at };
  }
}

/** Applies events in order. */
export function evolveBulkAll(state: BulkState, events: readonly BulkEvent[]): BulkState {
  return events.reduce<BulkState>(evolveBulk, state);
}

/** A bulk request that is being prepared. */
export type PreparingBulk = Extract<FiledBulk, { status: 'preparing' }>;

/**
 * Records how far preparation has come. Not an event: what it comes to is audited once, when every record has been
 * looked at.
 */
export function preparedFurther(
  state: PreparingBulk,
  page: { readonly judged?: readonly JudgedRecord[]; readonly leftOut?: number; readonly listing?: Listing },
): PreparingBulk {
  const { judged = [], leftOut = 0, listing = state.listing } = page;
  const gathered = judged.reduce(gather, state.gathered);
  return { ...state, listing, gathered: { ...gathered, leftOut: gathered.leftOut + leftOut } };
}

/** What every status keeps. */
function filedOf({ bulk, gathered, requirement, clock, fired, reviews }: FiledBulk) {
  return { bulk, gathered, requirement, clock, fired, reviews };
}

function impossible(state: BulkState, event: BulkEvent): Error {
  return new Error(`${event.type} cannot happen to a bulk request that is ${state.status} (this is a bug)`);
}
