import type { ConditionOperator } from '@handrail/contracts/vocabulary';
import type { DecisionRightResult, PolicyDecision } from './decision.ts';
import { factOf } from './evaluate-conditions.ts';
import type { FactMap } from './facts.ts';
import { type NearestChange, nearestChange } from './nearest-change.ts';
import type { Condition } from './policy.ts';
import { predicates } from './predicates/predicates.ts';
import { rolesOf } from './requirement.ts';
import { factInWords, factNameInWords, listInWords, sourceInWords, valueInWords } from './words.ts';

const OPPOSITE: Readonly<Record<Exclude<ConditionOperator, 'BETWEEN'>, ConditionOperator>> = {
  EQ: 'NEQ',
  NEQ: 'EQ',
  IN: 'NOT_IN',
  NOT_IN: 'IN',
  LT: 'GTE',
  GTE: 'LT',
  GT: 'LTE',
  LTE: 'GT',
  HAS_PROPERTY: 'NOT_HAS_PROPERTY',
  NOT_HAS_PROPERTY: 'HAS_PROPERTY',
  CONTAINS_TOKEN: 'NOT_CONTAINS_TOKEN',
  NOT_CONTAINS_TOKEN: 'CONTAINS_TOKEN',
};

/**
 * One sentence that says which change would have avoided a row's approvers, by policy version, type and row. It holds
 * for every value it names: a range is named only where no other row would ask the same approvers again.
 *
 * @param typeLabel the exception type's name
 * @returns undefined where nothing a person can change would avoid the row
 */
export function avoidedByInWords(
  decision: PolicyDecision,
  facts: FactMap,
  row: DecisionRightResult,
  typeLabel: string,
): string | undefined {
  const change = nearestChange(decision, facts, row);
  if (!change) return undefined;
  const isClean = isCleanChange(change);
  const wide = isClean && !mayAskAgain(decision, change);
  const condition = `if ${wide ? rangesInWords(change, facts) : valuesInWords(change, facts)}`;
  const source = sourceInWords(decision.policyVersion, typeLabel, row.label);
  const approvers = roleLabels([row]);
  if (isClean) {
    return `${approvers} would not be asked ${condition}${wide ? '' : alsoInWords(change)}: ${source}.`;
  }
  return `This row would not apply ${condition}, but ${listInWords(drawbacks(change, typeLabel))}: ${source}.`;
}

function isCleanChange({ row, kept, added, qualifies }: NearestChange): boolean {
  const after = [...kept, ...added];
  return qualifies && added.length === 0 && kept.length > 0 && !sharesRole(row, after);
}

/** True when a row that is out now could come in for another value and ask the same approvers. */
function mayAskAgain({ rows }: PolicyDecision, { facts, row }: NearestChange): boolean {
  return rows.some(
    (other) =>
      other.truth === 'false' &&
      sharesRole(row, [other]) &&
      other.when.groups.some(({ conditions }) =>
        conditions.some(({ condition }) => Object.hasOwn(facts, condition.property)),
      ),
  );
}

function sharesRole(row: DecisionRightResult, others: readonly DecisionRightResult[]): boolean {
  const roles = new Set(rolesOf(row.require).map(({ role }) => role));
  return others.some(({ require }) => rolesOf(require).some(({ role }) => roles.has(role)));
}

function drawbacks({ row, kept, added, qualifies }: NearestChange, typeLabel: string): readonly string[] {
  const still = kept.filter((other) => sharesRole(row, [other]));
  const nobodyLeft = kept.length + added.length === 0;
  return [
    ...still.map((other) => `row "${other.label}" would still ask ${roleLabels([other])}`),
    ...added.map((other) => `row "${other.label}" would ask ${roleLabels([other])}`),
    ...(qualifies ? [] : [`the record would not qualify for ${typeLabel}`]),
    ...(nobodyLeft ? ['nobody would be left to decide, so it could not be filed'] : []),
  ];
}

function alsoInWords({ alsoRemoved }: NearestChange): string {
  if (alsoRemoved.length === 0) return '';
  const rows = listInWords(alsoRemoved.map(({ label }) => `"${label}"`));
  return `, and ${alsoRemoved.length === 1 ? 'row' : 'rows'} ${rows} would not apply either`;
}

/** "deal amount is at most 100,000 (it is 120,000)". */
function rangesInWords({ facts: change, failing }: NearestChange, facts: FactMap): string {
  return eachFact(change, facts, (name) => {
    const conditions = failing.filter(({ property }) => property === name);
    return listInWords([...new Set(conditions.map(oppositeInWords))]);
  });
}

/** "deal amount is 100,000 (it is 120,000)". */
function valuesInWords({ facts: change }: NearestChange, facts: FactMap): string {
  return eachFact(change, facts, (name) => `is ${factInWords(factOf(change, name))}`);
}

function eachFact(change: FactMap, facts: FactMap, words: (name: string) => string): string {
  const parts = Object.keys(change).map((name) => {
    const present = factOf(facts, name);
    const wanted = words(name);
    const filled = present.state === 'known' || wanted === 'is filled' ? '' : FIRST[present.state];
    return `${factNameInWords(name)} ${filled}${wanted} (it is ${factInWords(present)})`;
  });
  return listInWords(parts);
}

const FIRST = { blank: 'is filled in and ', unreadable: 'can be read and ' } as const;

function oppositeInWords(condition: Condition): string {
  const { operator, value, highValue } = condition;
  if (operator === 'BETWEEN') {
    return `is under ${valueInWords(value ?? '')} or over ${valueInWords(highValue ?? '')}`;
  }
  const opposite = OPPOSITE[operator];
  return predicates[opposite].wanted({ ...condition, operator: opposite });
}

function roleLabels(rows: readonly DecisionRightResult[]): string {
  const labels = rows.flatMap(({ require }) => rolesOf(require).map(({ label }) => label));
  return listInWords([...new Set(labels)]);
}
