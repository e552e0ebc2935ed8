import type { Truth } from '@handrail/contracts/vocabulary';
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

/** The truth of condition groups alone: what a search over many facts asks, without the words. */
export function truthOfConditions(groups: ConditionGroups, facts: FactMap): Truth {
  if (groups.length === 0) return 'true';
  return anyOf(groups.map((group) => allOf(group.map((condition) => truthOfCondition(condition, facts)))));
}

/** The truth of one condition. */
export function truthOfCondition(condition: Condition, facts: FactMap): Truth {
  return predicates[condition.operator].holds(condition, factOf(facts, condition.property));
}

function evaluateCondition(condition: Condition, facts: FactMap): ConditionResult {
  return {
    condition,
    truth: truthOfCondition(condition, facts),
    wanted: conditionInWords(condition),
    saw: factInWords(factOf(facts, condition.property)),
  };
}

/** What a condition wants, in words: "deal amount is over 50,000". */
export function conditionInWords(condition: Condition): string {
  return `${factNameInWords(condition.property)} ${predicates[condition.operator].wanted(condition)}`;
}

/** A fact by name; one that is not listed is unreadable. */
export function factOf(facts: FactMap, name: string): Fact {
  return (Object.hasOwn(facts, name) ? facts[name] : undefined) ?? NOT_GATHERED;
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
