import type { CardView, FormView, RequestView } from '@handrail/contracts/card-view';
import type { Failure } from '../api/failure.ts';
import type { CardState } from '../use-card.ts';

/** Everything the card can look like. */
export type Screen =
  | { readonly name: 'loading' }
  | { readonly name: 'error'; readonly problem: Failure }
  | { readonly name: 'standard'; readonly card: CardView }
  | { readonly name: 'form'; readonly card: CardView; readonly form: FormView }
  | {
      readonly name: 'pending' | 'in_progress' | 'active' | 'needs_attention' | 'finished';
      readonly card: CardView;
      readonly request: RequestView;
    };

/**
 * The screen that fits. A live request wins over everything, so a form is never shown on an occupied record.
 *
 * @param filling whether the person opened the form
 */
export function screenOf(state: CardState, filling: boolean): Screen {
  switch (state.status) {
    case 'loading':
      return { name: 'loading' };
    case 'failed':
      return { name: 'error', problem: state.problem };
    case 'loaded': {
      const { card } = state;
      if (card.live) return { name: screenOfStatus(card.live.status), card, request: card.live };
      if (filling && card.form) return { name: 'form', card, form: card.form };
      if (card.previous) return { name: 'finished', card, request: card.previous };
      return { name: 'standard', card };
    }
  }
}

function screenOfStatus(status: RequestView['status']) {
  switch (status) {
    case 'info_requested':
      return 'pending';
    case 'pending':
    case 'active':
    case 'needs_attention':
      return status;
    case 'approved':
    case 'ending':
    case 'reverting':
      return 'in_progress';
    case 'ended':
    case 'reverted':
    case 'rejected':
    case 'withdrawn':
    case 'lapsed':
      return 'finished';
  }
}
