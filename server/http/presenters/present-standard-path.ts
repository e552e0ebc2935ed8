import type { CardView } from '@handrail/contracts/card-view';
import type { StandardPath } from '../../../src/domain/policy/decision.ts';

export function presentStandardPath(path: StandardPath): CardView['standardPath'] {
  const { state, words } = path;
  return path.state === 'known' ? { state, label: path.handoffLabel, words } : { state, words };
}
