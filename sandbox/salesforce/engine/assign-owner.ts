import { isLogicMet } from '../metadata/filter-logic.ts';
import type { RuleCriterion, RuleEntry } from '../metadata/read-rules.ts';
import type { FlowRecord } from './flow/flow-record.ts';
import { holds, isEqual, isInOrder } from './formula/evaluate-formula.ts';
import { type FormulaValue, isBlank, textOf } from './formula/functions.ts';
import { note, type OrgCore } from './org-core.ts';
import { recordScope } from './record-scope.ts';
import type { Transaction } from './transaction.ts';

/**
 * Runs the assignment rule of a record: the first entry that matches decides. An entry without somebody to assign to
 * leaves the owner as it is.
 *
 * @returns the id of the new owner, or null when the rule changes nothing
 */
export function ownerByRule(
  org: OrgCore,
  { assign, userId }: Transaction,
  record: FlowRecord,
  prior: FlowRecord | null,
): string | null {
  if (assign.kind === 'none') return null;
  const rule = org.automation.assignmentRules.find(
    (one) =>
      one.object === record.objectName && (assign.kind === 'rule' ? one.name === assign.name : one.isActive),
  );
  const at = rule?.entries.findIndex((entry) => matches(org, userId, entry, record, prior)) ?? -1;
  const entry = rule?.entries[at];
  if (!rule || !entry) return null;
  note(org, { kind: 'rule_matched', name: rule.name, recordId: record.id ?? '', detail: `entry ${at + 1}` });
  return entry.assignedTo === undefined ? null : assignee(org, entry);
}

function matches(
  org: OrgCore,
  userId: string,
  { criteria, logic, formula }: RuleEntry,
  record: FlowRecord,
  prior: FlowRecord | null,
): boolean {
  if (formula) return holds(formula, recordScope(org, userId, { record, prior }));
  return isLogicMet(logic, (at) => {
    const criterion = criteria[at];
    return criterion !== undefined && isMet(criterion, record.get(org, criterion.field));
  });
}

/** Several values with commas between them mean any of them, or none of them for the two negative operations. */
function isMet({ operation, value }: RuleCriterion, present: FormulaValue): boolean {
  const wanted = value.split(',').map((one) => one.trim());
  switch (operation) {
    case 'equals':
      return wanted.some((one) => isSame(present, one));
    case 'notEqual':
      return !wanted.some((one) => isSame(present, one));
    case 'contains':
      return wanted.some((one) => lower(present).includes(one.toLowerCase()));
    case 'notContain':
      return !wanted.some((one) => lower(present).includes(one.toLowerCase()));
    case 'startsWith':
      return wanted.some((one) => lower(present).startsWith(one.toLowerCase()));
    case 'lessThan':
      return wanted.some((one) => isInOrder('<', present, one));
    case 'greaterThan':
      return wanted.some((one) => isInOrder('>', present, one));
    case 'lessOrEqual':
      return wanted.some((one) => isInOrder('<=', present, one));
    default:
      return wanted.some((one) => isInOrder('>=', present, one));
  }
}

/** A rule's words for a checkbox are True and False, in any case. */
function isSame(present: FormulaValue, wanted: string): boolean {
  if (isBlank(present)) return wanted === '';
  return typeof present === 'number'
    ? isEqual(present, Number(wanted))
    : lower(present) === wanted.toLowerCase();
}

function lower(value: FormulaValue): string {
  return textOf(value).toLowerCase();
}

function assignee(org: OrgCore, { assignedTo, assignedToType }: RuleEntry): string | null {
  const [object, field] =
    assignedToType === 'Queue' ? (['Group', 'DeveloperName'] as const) : (['User', 'Username'] as const);
  const found = org.store.all(object).find(({ values }) => values[field] === assignedTo);
  return found?.id ?? null;
}
