import type { GuardMechanism } from '@handrail/contracts/vocabulary';
import type { Automation, Entry } from './automation.ts';
import type { Reach } from './reach.ts';
import type { Threat } from './threats.ts';

/** What an entry condition is as a guard. */
export function mechanismOf({ onlyWay, removesWhenUnmet }: Entry): GuardMechanism {
  if (onlyWay) return 'start_condition';
  return removesWhenUnmet ? 'entry_condition_with_removal' : 'entry_condition';
}

/** What keeps some held records away, where one thing does. */
export function partialMechanism(
  automation: Automation,
  { exclusion }: Reach,
  threat: Threat,
  entry: GuardMechanism | null,
): GuardMechanism | null {
  if (exclusion.strength === 'partial')
    return exclusion.exclusion?.means === 'list' ? 'exclusion_list' : 'exclusion_filter';
  if (threat.comers !== 'some') return entry;
  return threat.arrival.path().some(({ nodeId }) => asksAnswer(automation, nodeId))
    ? 'check_and_branch'
    : 'branch';
}

function asksAnswer({ nodes }: Automation, nodeId: string): boolean {
  const node = nodes.get(nodeId);
  return node?.kind === 'fork' && node.arms.some(({ condition }) => condition.kind === 'answer');
}
