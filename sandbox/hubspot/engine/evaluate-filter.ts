import { parseInstant } from '../store/property-value.ts';
import type { FilterBranch, FilterOperation, FlowFilter } from './flow-document.ts';

/** What a filter looks at. */
export interface FilterSubject {
  /** The value of a property, `''` when it has none or does not exist. */
  value(property: string): string;
  /** When a property last changed, in milliseconds since 1970 UTC; undefined when it never had a value. */
  changedAt(property: string): number | undefined;
  inList(listId: string): boolean;
  /** The records associated with this one, of one type. */
  associated(objectTypeId: string): readonly FilterSubject[];
  /** Portal time in milliseconds since 1970 UTC. */
  readonly now: number;
}

/** A filter that the engine cannot evaluate. The flow that uses it says so in the log and does nothing. */
export class UnsupportedFilter extends Error {}

const MS_PER_DAY = 86_400_000;

/**
 * Whether a record meets a filter branch. A property the portal does not have counts as having no value.
 *
 * @throws UnsupportedFilter for branch types, filter types and operators the engine does not know
 */
export function meetsBranch(branch: FilterBranch, subject: FilterSubject): boolean {
  switch (branch.filterBranchType) {
    case 'OR':
      return parts(branch, subject).some((met) => met());
    case 'AND':
      return parts(branch, subject).every((met) => met());
    case 'NOT_ANY':
      return !parts(branch, subject).some((met) => met());
    case 'NOT_ALL':
      return !parts(branch, subject).every((met) => met());
    case 'ASSOCIATION':
      return subject
        .associated(branch.objectTypeId ?? '')
        .some((associated) => parts(branch, associated).every((met) => met()));
    default:
      throw new UnsupportedFilter(`filter branch type ${branch.filterBranchType}`);
  }
}

function parts(branch: FilterBranch, subject: FilterSubject): Array<() => boolean> {
  return [
    ...branch.filters.map((filter) => () => meetsFilter(filter, subject)),
    ...branch.filterBranches.map((inner) => () => meetsBranch(inner, subject)),
  ];
}

function meetsFilter(filter: FlowFilter, subject: FilterSubject): boolean {
  if (filter.filterType === 'IN_LIST' && filter.listId !== undefined) {
    const isIn = subject.inList(filter.listId);
    if (filter.operator === 'IN_LIST') return isIn;
    if (filter.operator === 'NOT_IN_LIST') return !isIn;
    throw new UnsupportedFilter(`list operator ${filter.operator}`);
  }
  if (filter.filterType === 'PROPERTY' && filter.property !== undefined && filter.operation) {
    return meetsOperation(filter.operation, filter.property, subject);
  }
  throw new UnsupportedFilter(`filter type ${filter.filterType}`);
}

/** Whether a property's value meets an operation. */
export function meetsOperation(
  operation: FilterOperation,
  property: string,
  subject: FilterSubject,
): boolean {
  const value = subject.value(property);
  const { operationType, operator } = operation;
  if (operator === 'IS_KNOWN') return value !== '';
  if (operator === 'IS_UNKNOWN') return value === '';
  if (operationType === 'ROLLING_PROPERTY_UPDATED') return meetsUpdated(operation, property, subject);
  if (value === '') return operation.includeObjectsWithNoValueSet === true;
  switch (operationType) {
    case 'ENUMERATION':
      return meetsChoice(operation, value.split(';'));
    case 'STRING':
    case 'MULTISTRING':
      return meetsText(operation, value);
    case 'BOOL':
      return meetsBool(operation, value);
    case 'NUMBER':
      return meetsNumber(operator, Number(value), Number(operation.value));
    case 'NUMBER_RANGED':
      return meetsRange(operation, Number(value));
    case 'DATETIME':
    case 'DATE':
      return meetsInstant(operation, value);
    case 'ROLLING_DATE_RANGE':
      return meetsRolling(operation, value, subject.now);
    default:
      throw new UnsupportedFilter(`operation ${operationType}`);
  }
}

/** Whether the answer to a branch can change by time alone. */
export function dependsOnTime(branch: FilterBranch): boolean {
  return (
    branch.filters.some((filter) => filter.operation?.operationType.startsWith('ROLLING_') === true) ||
    branch.filterBranches.some(dependsOnTime)
  );
}

function meetsChoice(operation: FilterOperation, chosen: readonly string[]): boolean {
  const values = operation.values ?? [];
  switch (operation.operator) {
    case 'IS_ANY_OF':
      return chosen.some((one) => values.includes(one));
    case 'IS_NONE_OF':
      return !chosen.some((one) => values.includes(one));
    case 'CONTAINS_ALL':
      return values.every((one) => chosen.includes(one));
    case 'DOES_NOT_CONTAIN_ALL':
      return !values.every((one) => chosen.includes(one));
    case 'IS_EXACTLY':
      return values.length === chosen.length && values.every((one) => chosen.includes(one));
    case 'IS_NOT_EXACTLY':
      return values.length !== chosen.length || !values.every((one) => chosen.includes(one));
    default:
      throw new UnsupportedFilter(`enumeration operator ${operation.operator}`);
  }
}

/** Text is compared without regard to case, a MULTISTRING with any of its values. */
function meetsText(operation: FilterOperation, actual: string): boolean {
  const wanted = (operation.values ?? [String(operation.value ?? '')]).map((one) => one.toLowerCase());
  const text = actual.toLowerCase();
  switch (operation.operator) {
    case 'IS_EQUAL_TO':
      return wanted.includes(text);
    case 'IS_NOT_EQUAL_TO':
      return !wanted.includes(text);
    case 'CONTAINS':
      return wanted.some((one) => text.includes(one));
    case 'DOES_NOT_CONTAIN':
      return !wanted.some((one) => text.includes(one));
    case 'STARTS_WITH':
      return wanted.some((one) => text.startsWith(one));
    case 'ENDS_WITH':
      return wanted.some((one) => text.endsWith(one));
    default:
      throw new UnsupportedFilter(`text operator ${operation.operator}`);
  }
}

function meetsBool(operation: FilterOperation, actual: string): boolean {
  const isEqual = actual === String(operation.value);
  if (operation.operator === 'IS_EQUAL_TO') return isEqual;
  if (operation.operator === 'IS_NOT_EQUAL_TO') return !isEqual;
  throw new UnsupportedFilter(`boolean operator ${operation.operator}`);
}

function meetsNumber(operator: string, actual: number, wanted: number): boolean {
  switch (operator) {
    case 'IS_EQUAL_TO':
      return actual === wanted;
    case 'IS_NOT_EQUAL_TO':
      return actual !== wanted;
    case 'IS_GREATER_THAN':
      return actual > wanted;
    case 'IS_GREATER_THAN_OR_EQUAL_TO':
      return actual >= wanted;
    case 'IS_LESS_THAN':
      return actual < wanted;
    case 'IS_LESS_THAN_OR_EQUAL_TO':
      return actual <= wanted;
    default:
      throw new UnsupportedFilter(`number operator ${operator}`);
  }
}

function meetsRange(operation: FilterOperation, actual: number): boolean {
  const {
    lowerBound = Number.NEGATIVE_INFINITY,
    upperBound = Number.POSITIVE_INFINITY,
    operator,
  } = operation;
  const inside = actual >= lowerBound && actual <= upperBound;
  if (operator === 'IS_BETWEEN') return inside;
  if (operator === 'IS_NOT_BETWEEN') return !inside;
  throw new UnsupportedFilter(`range operator ${operator}`);
}

function meetsInstant(operation: FilterOperation, value: string): boolean {
  const actual = parseInstant(value);
  const wanted = operation.timestamp ?? parseInstant(String(operation.value ?? ''));
  if (Number.isNaN(wanted)) throw new UnsupportedFilter(`${operation.operationType} without a timestamp`);
  switch (operation.operator) {
    case 'IS_EQUAL_TO':
      return actual === wanted;
    case 'IS_BEFORE':
    case 'IS_BEFORE_DATE':
      return actual < wanted;
    case 'IS_AFTER':
    case 'IS_AFTER_DATE':
      return actual > wanted;
    default:
      throw new UnsupportedFilter(`date operator ${operation.operator}`);
  }
}

function meetsRolling(operation: FilterOperation, value: string, now: number): boolean {
  const actual = parseInstant(value);
  const days = (operation.numberOfDays ?? 0) * MS_PER_DAY;
  switch (operation.operator) {
    case 'IS_LESS_THAN_X_DAYS_AGO':
      return actual <= now && actual > now - days;
    case 'IS_MORE_THAN_X_DAYS_AGO':
      return actual <= now - days;
    case 'IS_LESS_THAN_X_DAYS_FROM_NOW':
      return actual >= now && actual < now + days;
    case 'IS_MORE_THAN_X_DAYS_FROM_NOW':
      return actual >= now + days;
    default:
      throw new UnsupportedFilter(`rolling date operator ${operation.operator}`);
  }
}

function meetsUpdated(operation: FilterOperation, property: string, subject: FilterSubject): boolean {
  const changedAt = subject.changedAt(property);
  const days = (operation.numberOfDays ?? 0) * MS_PER_DAY;
  const isRecent = changedAt !== undefined && changedAt > subject.now - days;
  if (operation.operator === 'UPDATED_IN_LAST_X_DAYS') return isRecent;
  if (operation.operator === 'NOT_UPDATED_IN_LAST_X_DAYS') {
    return changedAt === undefined ? operation.includeObjectsWithNoValueSet === true : !isRecent;
  }
  throw new UnsupportedFilter(`update operator ${operation.operator}`);
}
