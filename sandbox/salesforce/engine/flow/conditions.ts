import { isLogicMet } from '../../metadata/filter-logic.ts';
import type { FlowCondition, FlowConditions } from '../../metadata/flow-definition.ts';
import { isEqual, isInOrder } from '../formula/evaluate-formula.ts';
import { type FormulaValue, isBlank, textOf } from '../formula/functions.ts';
import { FormulaError } from '../formula/parse-formula.ts';
import type { FlowValue } from './flow-memory.ts';

/** How the two sides of a condition are looked up. */
export interface ConditionSides {
  left(path: string): FlowValue;
  right(condition: FlowCondition): FlowValue;
  /** Whether the left side has another value than before the save. */
  isChanged(path: string): boolean;
}

/** Whether conditions hold together. Only those that the logic needs are looked at. */
export function areMet({ conditions, logic }: FlowConditions, sides: ConditionSides): boolean {
  return isLogicMet(logic, (at) => {
    const condition = conditions[at];
    return condition !== undefined && isMet(condition, sides);
  });
}

function isMet(condition: FlowCondition, sides: ConditionSides): boolean {
  const right = sides.right(condition);
  if (condition.operator === 'IsChanged') return sides.isChanged(condition.left) === (right === true);
  return compare(condition.operator, sides.left(condition.left), right);
}

/** Compares two values as a flow does. @throws FormulaError when an operator does not take such a value */
export function compare(operator: string, left: FlowValue, right: FlowValue): boolean {
  if (operator === 'IsNull' || operator === 'IsBlank' || operator === 'IsEmpty') {
    return isNull(left) === (right === true);
  }
  if (operator === 'In' || operator === 'NotIn') {
    if (!isList(right)) throw new FormulaError(`${operator} takes a collection`);
    return right.some((one) => isEqual(plain(left), plain(one))) === (operator === 'In');
  }
  if (operator === 'Contains' && isList(left)) return left.some((one) => isEqual(plain(one), plain(right)));
  return comparePlain(operator, plain(left), plain(right));
}

function comparePlain(operator: string, left: FormulaValue, right: FormulaValue): boolean {
  switch (operator) {
    case 'EqualTo':
      return isEqual(left, right);
    case 'NotEqualTo':
      return !isEqual(left, right);
    case 'GreaterThan':
      return isInOrder('>', left, right);
    case 'GreaterThanOrEqualTo':
      return isInOrder('>=', left, right);
    case 'LessThan':
      return isInOrder('<', left, right);
    case 'LessThanOrEqualTo':
      return isInOrder('<=', left, right);
    case 'StartsWith':
      return !isBlank(left) && textOf(left).toLowerCase().startsWith(textOf(right).toLowerCase());
    case 'EndsWith':
      return !isBlank(left) && textOf(left).toLowerCase().endsWith(textOf(right).toLowerCase());
    case 'Contains':
      return !isBlank(left) && textOf(left).toLowerCase().includes(textOf(right).toLowerCase());
    default:
      throw new FormulaError(`${operator} has no comparison (this is a bug)`);
  }
}

function isList(value: FlowValue): value is readonly FlowValue[] {
  return Array.isArray(value);
}

function isNull(value: FlowValue): boolean {
  return isList(value) ? value.length === 0 : value === null || value === '';
}

/** A record stands for its id, as where a flow compares two records. */
function plain(value: FlowValue): FormulaValue {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (isList(value)) throw new FormulaError('a collection cannot be compared with one value');
  return value.id ?? null;
}
