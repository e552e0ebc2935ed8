import type { RequestView } from '@handrail/contracts/card-view';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import { REVERT_REASON_IN_WORDS } from '../../../src/domain/playbook/revert-in-words.ts';

/** The badge of an exception that took effect at once, and how it was taken back if it was. */
export function presentBreakGlass(state: FiledState): Pick<RequestView, 'breakGlass' | 'reverted'> {
  const { request, owedReview } = state;
  if (!request.breakGlass || !owedReview) return {};
  const { outcome, dueAt, decidedAt } = owedReview;
  const revert = revertOf(state);
  return {
    breakGlass: {
      reason: request.breakGlass.reason,
      dueAt,
      outcome,
      ...(decidedAt !== undefined && { decidedAt }),
    },
    ...(revert && {
      reverted: {
        because: `Taken back because ${REVERT_REASON_IN_WORDS[revert.reason]}.`,
        left: [...(revert.left ?? [])],
      },
    }),
  };
}

function revertOf(state: FiledState) {
  if (state.status === 'reverting' || state.status === 'reverted') return state.revert;
  if (state.status === 'needs_attention' && state.resume.status === 'reverting') return state.resume.revert;
  return undefined;
}
