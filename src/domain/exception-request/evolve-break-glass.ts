import { isReviewOwed, type OwedReview } from './break-glass.ts';
import { impossible, type RequestEvent } from './events.ts';
import type { Filed, FiledState } from './state.ts';

type BreakGlassEvent = Extract<
  RequestEvent,
  {
    type:
      | 'break_glass_used'
      | 'approvers_skipped'
      | 'fields_remembered'
      | 'break_glass_confirmed'
      | 'exception_reverting'
      | 'fields_restored'
      | 'exception_reverted';
  }
>;

/** Applies what happens to an exception that took effect at once. @param filed what every status keeps */
export function evolveBreakGlass(state: FiledState, filed: Filed, event: BreakGlassEvent): FiledState {
  const owed = owedReviewOf(state, event);
  switch (event.type) {
    case 'break_glass_used':
      if (state.status !== 'pending') throw impossible(state, event);
      return { status: 'approved', ...filed, approvedAt: event.at };
    case 'approvers_skipped':
      return state;
    case 'fields_remembered':
      return { ...state, owedReview: { ...owed, changes: event.changes } };
    case 'break_glass_confirmed':
      if (!isReviewOwed(state)) throw impossible(state, event);
      return { ...state, owedReview: { ...owed, outcome: 'confirmed', decidedAt: event.at } };
    case 'exception_reverting': {
      if (!isReviewOwed(state) || !('approvedAt' in state)) throw impossible(state, event);
      const { reason, by, roles, at } = event;
      return {
        status: 'reverting',
        ...filed,
        approvedAt: state.approvedAt,
        owedReview: { ...owed, outcome: 'reverted', decidedAt: at },
        revert: { reason, by, roles, left: null },
      };
    }
    case 'fields_restored':
      if (state.status !== 'reverting') throw impossible(state, event);
      return { ...state, revert: { ...state.revert, left: event.left } };
    case 'exception_reverted':
      if (state.status !== 'reverting') throw impossible(state, event);
      return { ...state, status: 'reverted', revertedAt: event.at };
  }
}

function owedReviewOf(state: FiledState, event: BreakGlassEvent): OwedReview {
  if (!state.owedReview) throw impossible(state, event);
  return state.owedReview;
}
