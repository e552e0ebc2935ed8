import type { MatterKind } from '@handrail/contracts/vocabulary';
import { holdsRouting } from '../buying-group/buying-group.ts';
import { ballotsOf } from '../exception-request/ballots-of.ts';
import { canDecideDispute, openDispute } from '../exception-request/dispute.ts';
import { isPastLapse, isTooLate } from '../exception-request/due-clocks.ts';
import { openMatter } from '../exception-request/open-matter.ts';
import type { FiledState } from '../exception-request/state.ts';
import { stillWaitingFor } from '../policy/ballots.ts';
import type { Person } from '../policy/facts.ts';
import type { Notice } from './notice.ts';
import { NOTICE_WORDS } from './notice-kinds.ts';

/**
 * Whether a notice still has a point, looked at right before it is sent: nobody is asked for a decision they have
 * made or that was made without them, nor for an answer that is there.
 */
export function isStillWanted({ kind, to }: Notice, state: FiledState, now: Date): boolean {
  const { expects } = NOTICE_WORDS[kind];
  switch (expects) {
    case 'decision':
      return isWaitedFor(to, openMatter(state)?.kind, state, now);
    case 'request':
    case 'break_glass':
    case 'extension':
      return isWaitedFor(to, expects, state, now);
    case 'dispute': {
      const open = openDispute(state);
      return open !== undefined && canDecideDispute(state, open, to.email) && now < new Date(open.dueAt);
    }
    case 'answer':
      return state.status === 'info_requested' && !isPastLapse(state, now.toISOString());
    case 'repair':
      return state.status === 'needs_attention';
    case 'peace':
      return holdsRouting(state);
    case 'nothing':
      return true;
  }
}

function isWaitedFor({ email }: Person, kind: MatterKind | undefined, state: FiledState, now: Date): boolean {
  const matter = openMatter(state);
  return (
    matter !== null &&
    matter.kind === kind &&
    !isTooLate(state, now.toISOString()) &&
    stillWaitingFor(matter.requirement, ballotsOf(matter.reviews)).some((person) => person.email === email)
  );
}
