import { evaluateConditions, unknownFactsOf } from '../policy/evaluate-conditions.ts';
import type { FactMap } from '../policy/facts.ts';
import type { StandardHandoff } from '../policy/policy.ts';
import type { Standing } from './circumstances.ts';
import type { FieldChange } from './field-change.ts';

/**
 * Where a record stands among the standard handoffs of its type: the first one whose entry definition holds. Which of
 * its rules applies plays no part: the handoff decides, whatever it decides.
 */
export function standingOf(
  handoffs: readonly StandardHandoff[],
  { record }: Pick<FieldChange, 'record'>,
  facts: FactMap,
): Standing {
  const ofType = handoffs.filter(({ appliesTo }) => appliesTo === record.objectType);
  for (const [position, { entry, label }] of ofType.entries()) {
    const { truth, ...result } = evaluateConditions(entry, facts);
    if (truth === 'false') continue;
    if (truth === 'true') return { state: 'under', label, position };
    return { state: 'unknown', unknown: unknownFactsOf({ truth, ...result }) };
  }
  return { state: 'outside' };
}

/** Facts as they were before a change, or right after it, as far as that one field goes. */
export function factsAround(
  facts: FactMap,
  { record, property }: FieldChange,
  value: string | null,
): FactMap {
  const name = `${record.objectType}.${property}`;
  const fact =
    value === null || value === '' ? ({ state: 'blank' } as const) : ({ state: 'known', value } as const);
  return { ...facts, [name]: fact };
}
