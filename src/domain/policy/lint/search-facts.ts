import type { ObjectType } from '@handrail/contracts/vocabulary';
import { boundaryValues } from '../boundary-values.ts';
import { truthOfConditions } from '../evaluate-conditions.ts';
import type { Fact, FactMap } from '../facts.ts';
import type { ConditionGroups } from '../policy.ts';

/** What facts are wanted to make of one set of conditions. */
export interface Goal {
  readonly when: ConditionGroups;
  readonly wanted: 'true' | 'false' | 'not_false';
}

/** Facts that reach every goal, `none` when there are none, `gave_up` when there were too many to try. */
export type SearchResult = FactMap | 'none' | 'gave_up';

const MAX_NODES = 20_000;

/** Objects whose facts can be read beside those of the record itself. */
const EVERYWHERE = ['request', 'owner', 'company'];

/**
 * Looks for facts of one kind of record that reach all goals, by trying the boundary values of the conditions. A branch
 * is left as soon as the facts chosen so far decide a goal the wrong way: the rest counts as unknown, and a truth that
 * is settled stays settled whatever the rest becomes. Facts such a record does not have stay unknown.
 *
 * @param maxDays the longest validity that can be asked for
 */
export function searchFacts(goals: readonly Goal[], objectType: ObjectType, maxDays: number): SearchResult {
  const conditions = goals.flatMap(({ when }) => when.flat());
  const names = [...new Set(conditions.map(({ property }) => property))].filter((name) =>
    [objectType, ...EVERYWHERE].some((object) => name.startsWith(`${object}.`)),
  );
  const variables = names.map((name) => {
    const own = conditions.filter(({ property }) => property === name);
    return { name, values: possible(name, boundaryValues(own), objectType, maxDays) };
  });
  let nodes = 0;

  function search(at: number, facts: FactMap): SearchResult {
    nodes += 1;
    if (nodes > MAX_NODES) return 'gave_up';
    const variable = variables[at];
    if (!goals.every((goal) => isReached(goal, facts, variable === undefined))) return 'none';
    if (!variable) return facts;
    for (const value of variable.values) {
      const found = search(at + 1, { ...facts, [variable.name]: value });
      if (found !== 'none') return found;
    }
    return 'none';
  }
  return search(0, {});
}

/** Whether a goal is reached, or can still be while facts are missing. */
function isReached({ when, wanted }: Goal, facts: FactMap, isComplete: boolean): boolean {
  const truth = truthOfConditions(when, facts);
  if (truth === 'unknown') return !isComplete || wanted === 'not_false';
  return wanted === 'false' ? truth === 'false' : truth === 'true';
}

function possible(
  name: string,
  values: readonly Fact[],
  objectType: ObjectType,
  maxDays: number,
): readonly Fact[] {
  if (name === 'request.object_type') return [{ state: 'known', value: objectType }];
  if (name !== 'request.validity_days') return values;
  return values.filter(
    (fact) =>
      fact.state === 'known' &&
      Number.isInteger(fact.value) &&
      Number(fact.value) >= 1 &&
      Number(fact.value) <= maxDays,
  );
}
