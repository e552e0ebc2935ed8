import { boundaryValues } from './boundary-values.ts';
import type { ConditionsResult, DecisionRightResult, PolicyDecision } from './decision.ts';
import { factOf, truthOfCondition, truthOfConditions } from './evaluate-conditions.ts';
import type { Fact, FactMap } from './facts.ts';
import type { Condition, ConditionGroups } from './policy.ts';
import { toNumber } from './predicates/order.ts';

/** What nobody can change about a request: the record is of the kind it is, and whoever files it files it. */
const FIXED: ReadonlySet<string> = new Set(['request.object_type', 'request.requester_email']);

/** Facts tried for one row before the search gives up; a row with a few conditions needs some dozens. */
const MAX_TRIES = 10_000;

/** The smallest change of facts that takes one decision right away, and what else it does. */
export interface NearestChange {
  /** The facts that change, with the nearest value that does it. */
  readonly facts: FactMap;
  /** Conditions of the row that the change makes false: every group has one, so any values that fail them all will do. */
  readonly failing: readonly Condition[];
  readonly row: DecisionRightResult;
  /** Other rows that apply now and would not. */
  readonly alsoRemoved: readonly DecisionRightResult[];
  /** Rows that are excluded now and would apply. */
  readonly added: readonly DecisionRightResult[];
  /** Rows that apply before and after. */
  readonly kept: readonly DecisionRightResult[];
  /** False when the record would not qualify for the exception type any more. */
  readonly qualifies: boolean;
}

/**
 * The nearest change that would have avoided a decision right: the fewest facts whose change excludes the row; among
 * those the one that does least to other rows and to the type's criteria, then the value nearest to the present one.
 * Needs nothing but the decision and its facts, so it explains a request under the policy it was filed with.
 *
 * @returns null for a row that is excluded or always applies, and when only a fact nobody can change would help
 */
export function nearestChange(
  decision: PolicyDecision,
  facts: FactMap,
  row: DecisionRightResult,
): NearestChange | null {
  if (row.truth === 'false') return null;
  const when = groupsOf(row.when);
  // Groups that are out already count, too: what fails one group may bring another one in.
  const names = [...new Set(when.flat().map(({ property }) => property))].filter((name) => !FIXED.has(name));
  const values = new Map(
    names.map((name) => [name, nearestFirst(valuesAround(when, name), factOf(facts, name))]),
  );
  let tries = 0;
  for (let size = 1; size <= names.length; size += 1) {
    let best: NearestChange | null = null;
    for (const chosen of combinations(names, size)) {
      for (const change of assignments(chosen, values)) {
        tries += 1;
        if (tries > MAX_TRIES) return best;
        if (truthOfConditions(when, { ...facts, ...change }) !== 'false') continue;
        const found = effectOf(decision, facts, row, change);
        if (!best || harm(found) < harm(best)) best = found;
      }
    }
    if (best) return best;
  }
  return null;
}

function groupsOf({ groups }: ConditionsResult): ConditionGroups {
  return groups.map(({ conditions }) => conditions.map(({ condition }) => condition));
}

function valuesAround(when: ConditionGroups, name: string): readonly Fact[] {
  return boundaryValues(when.flat().filter(({ property }) => property === name));
}

function nearestFirst(values: readonly Fact[], present: Fact): readonly Fact[] {
  const at = present.state === 'known' ? toNumber(present.value) : null;
  if (at === null) return values;
  const distance = (fact: Fact) => {
    const place = fact.state === 'known' ? toNumber(fact.value) : null;
    return place === null ? Number.POSITIVE_INFINITY : Math.abs(place - at);
  };
  return values.toSorted((a, b) => distance(a) - distance(b) || 0);
}

function* combinations(names: readonly string[], size: number, from = 0): Generator<readonly string[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= names.length - size; at += 1) {
    const name = names[at];
    if (name === undefined) continue;
    for (const rest of combinations(names, size - 1, at + 1)) yield [name, ...rest];
  }
}

function* assignments(
  [name, ...rest]: readonly string[],
  values: ReadonlyMap<string, readonly Fact[]>,
): Generator<FactMap> {
  if (name === undefined) {
    yield {};
    return;
  }
  for (const value of values.get(name) ?? []) {
    for (const others of assignments(rest, values)) yield { [name]: value, ...others };
  }
}

function effectOf(
  decision: PolicyDecision,
  facts: FactMap,
  row: DecisionRightResult,
  change: FactMap,
): NearestChange {
  const changed = { ...facts, ...change };
  const others = decision.rows.filter(({ id }) => id !== row.id);
  const after = new Map(
    others.map((other) => [other.id, truthOfConditions(groupsOf(other.when), changed) !== 'false']),
  );
  const applied = others.filter(({ truth }) => truth !== 'false');
  return {
    facts: change,
    failing: failingConditions(row, change, changed),
    row,
    alsoRemoved: applied.filter(({ id }) => !after.get(id)),
    kept: applied.filter(({ id }) => after.get(id)),
    added: others.filter(({ id, truth }) => truth === 'false' && after.get(id)),
    qualifies: truthOfConditions(groupsOf(decision.criteria), changed) !== 'false',
  };
}

/** For each group that no unchanged fact fails, the conditions on changed facts that fail. */
function failingConditions(
  { when }: DecisionRightResult,
  change: FactMap,
  changed: FactMap,
): readonly Condition[] {
  return groupsOf(when).flatMap((group) => {
    const failing = group.filter((condition) => truthOfCondition(condition, changed) === 'false');
    return failing.every(({ property }) => Object.hasOwn(change, property)) ? failing : [];
  });
}

/** How much a change does beside what it is for; a request that could not be filed at all is the worst. */
function harm({ alsoRemoved, added, kept, qualifies }: NearestChange): number {
  const isLost = !qualifies || kept.length + added.length === 0;
  return alsoRemoved.length + 10 * added.length + (isLost ? 1_000 : 0);
}
