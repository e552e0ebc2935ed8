import { ballotsOf } from '../exception-request/ballots-of.ts';
import { isPastLapse } from '../exception-request/due-clocks.ts';
import { type FiledState, isUndecided } from '../exception-request/state.ts';
import { stillWaitingFor } from '../policy/ballots.ts';
import type { Notice } from './notice.ts';
import { NOTICE_WORDS } from './notice-kinds.ts';

/**
 * Whether a notice still has a point, looked at right before it is sent: nobody is asked for a decision they have
 * made or that was made without them, nor for an answer that is there.
 */
export function isStillWanted({ kind, to }: Notice, state: FiledState, now: Date): boolean {
  switch (NOTICE_WORDS[kind].expects) {
    case 'decision':
      return (
        isUndecided(state) &&
        !isPastLapse(state, now.toISOString()) &&
        stillWaitingFor(state.requirement, ballotsOf(state.reviews)).some(({ email }) => email === to.email)
      );
    case 'answer':
      return state.status === 'info_requested' && !isPastLapse(state, now.toISOString());
    case 'repair':
      return state.status === 'needs_attention';
    case 'nothing':
      return true;
  }
}
