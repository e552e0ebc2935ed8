import type { ConditionResult, ConditionsResult } from './decision.ts';
import type { Fact, FactMap } from './facts.ts';
import type { Condition, ConditionGroups } from './policy.ts';
import { predicates } from './predicates/predicates.ts';
import { allOf, anyOf } from './truth.ts';
import { factInWords, factNameInWords } from './words.ts';

const NOT_GATHERED: Fact = { state: 'unreadable', why: 'it was not gathered for this record' };

/**
 * Evaluates condition groups in three values: AND within a group, OR between groups, no groups always true.
 * Never throws; a fact that is missing makes its condition unknown.
 */
export function evaluateConditions(groups: ConditionGroups, facts: FactMap): ConditionsResult {
  const results = groups.map((group) => {
    const conditions = group.map((condition) => evaluateCondition(condition, facts));
    return { truth: allOf(conditions.map(({ truth }) => truth)), conditions };
  });
  return { truth: groups.length === 0 ? 'true' : anyOf(results.map(({ truth }) => truth)), groups: results };
}

function evaluateCondition(condition: Condition, facts: FactMap): ConditionResult {
  const predicate = predicates[condition.operator];
  const fact =
    (Object.hasOwn(facts, condition.property) ? facts[condition.property] : undefined) ?? NOT_GATHERED;
  return {
    condition,
    truth: predicate.holds(condition, fact),
    wanted: `${factNameInWords(condition.property)} ${predicate.wanted(condition)}`,
    saw: factInWords(fact),
  };
}

/** Names of the facts whose absence left a result unknown, each once. */
export function unknownFactsOf(result: ConditionsResult): readonly string[] {
  if (result.truth !== 'unknown') return [];
  const unknown = result.groups
    .filter(({ truth }) => truth === 'unknown')
    .flatMap(({ conditions }) => conditions.filter(({ truth }) => truth === 'unknown'))
    .map(({ condition }) => condition.property);
  return [...new Set(unknown)];
}
