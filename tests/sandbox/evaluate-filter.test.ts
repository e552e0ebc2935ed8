import { describe, expect, it } from '@jest/globals';
import {
  type FilterSubject,
  meetsBranch,
  UnsupportedFilter,
} from '../../sandbox/hubspot/engine/evaluate-filter.ts';
import type { FilterBranch, FilterOperation } from '../../sandbox/hubspot/engine/flow-document.ts';
import { all, any, anyOf } from '../../sandbox/hubspot/seed/flow-parts.ts';

const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const DAY = 86_400_000;
const daysFromNow = (days: number): string => new Date(NOW + days * DAY).toISOString();

function subject(values: Record<string, string>, extra: Partial<FilterSubject> = {}): FilterSubject {
  return {
    value: (property) => values[property] ?? '',
    changedAt: () => undefined,
    inList: () => false,
    associated: () => [],
    now: NOW,
    ...extra,
  };
}

function meets(operationType: string, operation: Partial<FilterOperation>, value: string): boolean {
  const full = { operationType, operator: '', ...operation };
  return meetsBranch(all({ filterType: 'PROPERTY', property: 'p', operation: full }), subject({ p: value }));
}

describe('a property filter', () => {
  it.each<[string, Partial<FilterOperation>, string, boolean]>([
    ['ALL_PROPERTY', { operator: 'IS_KNOWN' }, 'x', true],
    ['ALL_PROPERTY', { operator: 'IS_KNOWN' }, '', false],
    ['ALL_PROPERTY', { operator: 'IS_UNKNOWN' }, '', true],
    ['ALL_PROPERTY', { operator: 'IS_UNKNOWN' }, 'x', false],
    ['ENUMERATION', { operator: 'IS_ANY_OF', values: ['a', 'b'] }, 'b', true],
    ['ENUMERATION', { operator: 'IS_ANY_OF', values: ['a', 'b'] }, 'c', false],
    ['ENUMERATION', { operator: 'IS_ANY_OF', values: ['a'] }, 'c;a', true],
    ['ENUMERATION', { operator: 'IS_NONE_OF', values: ['a'] }, 'b', true],
    ['ENUMERATION', { operator: 'IS_NONE_OF', values: ['a'] }, 'a', false],
    ['ENUMERATION', { operator: 'IS_NONE_OF', values: ['a'] }, '', false],
    ['ENUMERATION', { operator: 'IS_NONE_OF', values: ['a'], includeObjectsWithNoValueSet: true }, '', true],
    ['ENUMERATION', { operator: 'IS_ANY_OF', values: ['a'], includeObjectsWithNoValueSet: true }, '', true],
    ['ENUMERATION', { operator: 'CONTAINS_ALL', values: ['a', 'b'] }, 'b;a;c', true],
    ['ENUMERATION', { operator: 'DOES_NOT_CONTAIN_ALL', values: ['a', 'b'] }, 'a', true],
    ['ENUMERATION', { operator: 'IS_EXACTLY', values: ['a', 'b'] }, 'b;a', true],
    ['ENUMERATION', { operator: 'IS_NOT_EXACTLY', values: ['a'] }, 'a;b', true],
    ['STRING', { operator: 'IS_EQUAL_TO', value: 'Abc' }, 'aBC', true],
    ['STRING', { operator: 'IS_NOT_EQUAL_TO', value: 'abc' }, 'abd', true],
    ['STRING', { operator: 'CONTAINS', value: 'b' }, 'abc', true],
    ['STRING', { operator: 'DOES_NOT_CONTAIN', value: 'b' }, 'abc', false],
    ['STRING', { operator: 'STARTS_WITH', value: 'ab' }, 'abc', true],
    ['STRING', { operator: 'ENDS_WITH', value: 'ab' }, 'abc', false],
    ['MULTISTRING', { operator: 'IS_EQUAL_TO', values: ['x', 'abc'] }, 'abc', true],
    ['MULTISTRING', { operator: 'IS_NOT_EQUAL_TO', values: ['x', 'abc'] }, 'abc', false],
    ['BOOL', { operator: 'IS_EQUAL_TO', value: true }, 'true', true],
    ['BOOL', { operator: 'IS_EQUAL_TO', value: true }, '', false],
    ['BOOL', { operator: 'IS_NOT_EQUAL_TO', value: true }, 'false', true],
    ['BOOL', { operator: 'IS_NOT_EQUAL_TO', value: true, includeObjectsWithNoValueSet: true }, '', true],
    ['NUMBER', { operator: 'IS_EQUAL_TO', value: 5 }, '5.0', true],
    ['NUMBER', { operator: 'IS_NOT_EQUAL_TO', value: 5 }, '6', true],
    ['NUMBER', { operator: 'IS_GREATER_THAN', value: 5 }, '5', false],
    ['NUMBER', { operator: 'IS_GREATER_THAN_OR_EQUAL_TO', value: 5 }, '5', true],
    ['NUMBER', { operator: 'IS_LESS_THAN', value: 5 }, '4', true],
    ['NUMBER', { operator: 'IS_LESS_THAN_OR_EQUAL_TO', value: 5 }, '6', false],
    ['NUMBER_RANGED', { operator: 'IS_BETWEEN', lowerBound: 1, upperBound: 3 }, '3', true],
    ['NUMBER_RANGED', { operator: 'IS_NOT_BETWEEN', lowerBound: 1, upperBound: 3 }, '4', true],
    ['DATETIME', { operator: 'IS_BEFORE_DATE', timestamp: NOW }, daysFromNow(-1), true],
    ['DATETIME', { operator: 'IS_AFTER_DATE', timestamp: NOW }, daysFromNow(-1), false],
    ['DATETIME', { operator: 'IS_EQUAL_TO', timestamp: NOW }, String(NOW), true],
    ['ROLLING_DATE_RANGE', { operator: 'IS_LESS_THAN_X_DAYS_AGO', numberOfDays: 3 }, daysFromNow(-2), true],
    ['ROLLING_DATE_RANGE', { operator: 'IS_LESS_THAN_X_DAYS_AGO', numberOfDays: 3 }, daysFromNow(-3), false],
    ['ROLLING_DATE_RANGE', { operator: 'IS_MORE_THAN_X_DAYS_AGO', numberOfDays: 3 }, daysFromNow(-3), true],
    [
      'ROLLING_DATE_RANGE',
      { operator: 'IS_LESS_THAN_X_DAYS_FROM_NOW', numberOfDays: 3 },
      daysFromNow(2),
      true,
    ],
    [
      'ROLLING_DATE_RANGE',
      { operator: 'IS_MORE_THAN_X_DAYS_FROM_NOW', numberOfDays: 3 },
      daysFromNow(2),
      false,
    ],
  ])('%s %j on "%s" is %s', (operationType, operation, value, met) => {
    expect(meets(operationType, operation, value)).toBe(met);
  });

  it.each([
    ['UPDATED_IN_LAST_X_DAYS', NOW - DAY, true],
    ['UPDATED_IN_LAST_X_DAYS', NOW - 3 * DAY, false],
    ['NOT_UPDATED_IN_LAST_X_DAYS', NOW - 3 * DAY, true],
    ['NOT_UPDATED_IN_LAST_X_DAYS', NOW - DAY, false],
  ])('%s with a change at %i is %s', (operator, at, met) => {
    const operation = { operationType: 'ROLLING_PROPERTY_UPDATED', operator, numberOfDays: 2 };
    const branch = all({ filterType: 'PROPERTY', property: 'p', operation });
    expect(meetsBranch(branch, subject({ p: 'x' }, { changedAt: () => at }))).toBe(met);
  });

  it.each([
    'ENUMERATION',
    'STRING',
    'BOOL',
    'NUMBER',
    'NUMBER_RANGED',
    'DATETIME',
    'ROLLING_DATE_RANGE',
    'CALENDAR_DATE',
  ])('with an unknown %s operator is not guessed at', (operationType) => {
    const operation = { operator: 'IS_MOSTLY', value: '1', timestamp: 1 };
    expect(() => meets(operationType, operation, '1')).toThrow(UnsupportedFilter);
  });
});

describe('a branch', () => {
  const a = anyOf('p', 'a');
  const b = anyOf('q', 'b');
  const not = (filterBranchType: string): FilterBranch => ({
    filterBranchType,
    filterBranches: [],
    filters: [a, b],
  });

  it.each<[FilterBranch, Record<string, string>, boolean]>([
    [all(a, b), { p: 'a', q: 'b' }, true],
    [all(a, b), { p: 'a' }, false],
    [any(all(a), all(b)), { q: 'b' }, true],
    [any(all(a), all(b)), {}, false],
    [not('NOT_ALL'), { p: 'a' }, true],
    [not('NOT_ALL'), { p: 'a', q: 'b' }, false],
    [not('NOT_ANY'), {}, true],
    [not('NOT_ANY'), { p: 'a' }, false],
  ])('%j on %j is %s', (branch, values, met) => {
    expect(meetsBranch(branch, subject(values))).toBe(met);
  });

  it('looks at associated records', () => {
    const branch = { ...all(a), filterBranchType: 'ASSOCIATION', objectTypeId: '0-2' };
    const associated = (typeId: string) =>
      typeId === '0-2' ? [subject({ p: 'x' }), subject({ p: 'a' })] : [];
    expect(meetsBranch(branch, subject({}, { associated }))).toBe(true);
    expect(meetsBranch(branch, subject({ p: 'a' }))).toBe(false);
  });

  it.each([
    ['IN_LIST', '7', true],
    ['NOT_IN_LIST', '7', false],
    ['IN_LIST', '8', false],
  ])('%s %s is %s for a member of list 7', (operator, listId, met) => {
    const branch = all({ filterType: 'IN_LIST', listId, operator });
    expect(meetsBranch(branch, subject({}, { inList: (id) => id === '7' }))).toBe(met);
  });
});
