import type { FiledState } from '../domain/exception-request/state.ts';
import type { BuyingGroup } from '../ports/coverage-store.ts';

/** A group as one turn found it. */
export interface GroupInHand {
  readonly group: BuyingGroup;
  /** The request on the company. */
  readonly state: FiledState;
}

/** `more`: there is a next turn; `done`: nothing to do before the next sweep; `crm_away`: the sweep tries again. */
export type Turn = 'more' | 'done' | 'crm_away';

/** True when nobody else moved the group on since it was taken in hand. */
export function isSamePlace(now: BuyingGroup, then: BuyingGroup): boolean {
  const { status, round, position } = now;
  return (
    status === then.status &&
    round === then.round &&
    JSON.stringify(position) === JSON.stringify(then.position)
  );
}
