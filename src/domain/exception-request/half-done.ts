import type { PlaybookPhase } from '@handrail/contracts/vocabulary';
import type { FiledState } from './state.ts';

/**
 * True when a step of the phase that fails for good leaves the record half-changed: the request then needs attention.
 * A failed task, or the tag of a request that waits, is shown beside the request instead.
 */
export function isHalfDone({ status }: FiledState, phase: PlaybookPhase): boolean {
  switch (status) {
    case 'approved':
      return phase === 'grant';
    case 'active':
      return phase === 'extend' || phase === 'confirm';
    case 'ending':
      return phase === 'end';
    case 'reverting':
      return phase === 'revert' || phase === 'release';
    default:
      return false;
  }
}
