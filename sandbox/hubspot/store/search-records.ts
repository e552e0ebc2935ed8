import { validationError } from '../hubspot-error.ts';
import type { PortalRecord } from './model.ts';
import { OBJECT_TYPE_FACTS, type ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import { parseInstant } from './property-value.ts';

/** The operators of HubSpot's CRM search. */
export const SEARCH_OPERATORS = [
  'EQ',
  'NEQ',
  'LT',
  'LTE',
  'GT',
  'GTE',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const;
export type SearchOperator = (typeof SEARCH_OPERATORS)[number];

export interface SearchFilter {
  readonly propertyName: string;
  readonly operator: SearchOperator;
  readonly value?: string | undefined;
  readonly highValue?: string | undefined;
  readonly values?: readonly string[] | undefined;
}

export interface SearchSort {
  readonly propertyName: string;
  readonly direction: 'ASCENDING' | 'DESCENDING';
}

export interface RecordQuery {
  /** Groups are joined by OR, the filters of a group by AND. No group finds all records. */
  readonly filterGroups: ReadonlyArray<{ readonly filters: readonly SearchFilter[] }>;
  readonly text: string;
  readonly sorts: readonly SearchSort[];
}

/**
 * The live records that match, sorted; without a sort, oldest first.
 *
 * @throws HubspotError 400 for a filter on an unknown property or without the values its operator needs
 */
export function searchRecords(portal: Portal, type: ObjectType, query: RecordQuery): PortalRecord[] {
  for (const group of query.filterGroups)
    for (const filter of group.filters) checkFilter(portal, type, filter);
  const found = portal
    .list(type)
    .filter((record) => matchesText(portal, record, query.text))
    .filter(
      (record) =>
        query.filterGroups.length === 0 ||
        query.filterGroups.some((group) => group.filters.every((filter) => matches(portal, record, filter))),
    );
  // HubSpot sorts by one property.
  const [sort] = query.sorts;
  return sort ? sorted(portal, type, found, sort) : found;
}

function checkFilter(portal: Portal, type: ObjectType, filter: SearchFilter): void {
  const { propertyName, operator } = filter;
  if (!portal.catalog.find(type, propertyName)) {
    throw validationError(`There was a problem with the request. Property ${propertyName} does not exist`, {
      errors: [{ message: `Property ${propertyName} does not exist`, code: 'PROPERTY_DOESNT_EXIST' }],
    });
  }
  if (operator === 'HAS_PROPERTY' || operator === 'NOT_HAS_PROPERTY') return;
  if (operator === 'IN' || operator === 'NOT_IN') {
    if (filter.values && filter.values.length > 0) return;
    throw validationError(`operator ${operator} requires values on ${propertyName}`);
  }
  if (filter.value === undefined)
    throw validationError(`operator ${operator} requires a value on ${propertyName}`);
  if (operator === 'BETWEEN' && filter.highValue === undefined) {
    throw validationError(`operator BETWEEN requires a highValue on ${propertyName}`);
  }
}

/** Search's rule for a record without value: only NOT_HAS_PROPERTY finds it. */
function matches(portal: Portal, record: PortalRecord, filter: SearchFilter): boolean {
  const actual = portal.value(record, filter.propertyName);
  if (filter.operator === 'NOT_HAS_PROPERTY') return actual === '';
  if (actual === '') return false;
  const compare = (wanted: string | undefined) =>
    compareValues(portal, record.objectType, filter.propertyName, actual, wanted ?? '');
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return true;
    case 'EQ':
      return compare(filter.value) === 0;
    case 'NEQ':
      return compare(filter.value) !== 0;
    case 'LT':
      return compare(filter.value) < 0;
    case 'LTE':
      return compare(filter.value) <= 0;
    case 'GT':
      return compare(filter.value) > 0;
    case 'GTE':
      return compare(filter.value) >= 0;
    case 'BETWEEN':
      return compare(filter.value) >= 0 && compare(filter.highValue) <= 0;
    case 'IN':
      return (filter.values ?? []).some((value) => compare(value) === 0);
    case 'NOT_IN':
      return (filter.values ?? []).every((value) => compare(value) !== 0);
    case 'CONTAINS_TOKEN':
      return containsToken(actual, filter.value ?? '');
    case 'NOT_CONTAINS_TOKEN':
      return !containsToken(actual, filter.value ?? '');
  }
}

function matchesText(portal: Portal, record: PortalRecord, text: string): boolean {
  const words = tokens(text);
  if (words.length === 0) return true;
  const names = OBJECT_TYPE_FACTS[record.objectType].searchableProperties;
  const haystack = names.flatMap((name) => tokens(portal.value(record, name)));
  return words.every((word) => haystack.some((token) => token.startsWith(word)));
}

/** Whole words, case ignored; `*` stands for any run of characters at either end. */
function containsToken(actual: string, wanted: string): boolean {
  const pattern = wanted
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const matcher = new RegExp(`^${pattern}$`, 'u');
  return matcher.test(actual.toLowerCase()) || tokens(actual).some((token) => matcher.test(token));
}

function tokens(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
}

/** Values are read once a record: a portal of ten thousand records is sorted as often as it is paged through. */
function sorted(
  portal: Portal,
  type: ObjectType,
  found: readonly PortalRecord[],
  { propertyName, direction }: SearchSort,
): PortalRecord[] {
  const sign = direction === 'ASCENDING' ? 1 : -1;
  return found
    .map((record) => ({
      record,
      key: sortKey(portal, type, propertyName, portal.value(record, propertyName)),
    }))
    .sort(({ key: a }, { key: b }) => {
      if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a < b ? -sign : sign;
      return sign * String(a).localeCompare(String(b), 'en');
    })
    .map(({ record }) => record);
}

/** No value comes first. */
function sortKey(portal: Portal, type: ObjectType, name: string, value: string): number | string {
  const kind = portal.catalog.find(type, name)?.type;
  if (kind !== 'number' && kind !== 'date' && kind !== 'datetime') return value.toLowerCase();
  if (value === '') return Number.NEGATIVE_INFINITY;
  return kind === 'number' ? Number(value) : parseInstant(value);
}

function compareValues(portal: Portal, type: ObjectType, name: string, left: string, right: string): number {
  const kind = portal.catalog.find(type, name)?.type;
  const isInstant = kind === 'date' || kind === 'datetime';
  if (kind !== 'number' && !isInstant)
    return Math.sign(left.toLowerCase().localeCompare(right.toLowerCase(), 'en'));
  const toNumber = isInstant ? parseInstant : Number;
  const [a, b] = [left, right].map((text) => (text === '' ? Number.NEGATIVE_INFINITY : toNumber(text)));
  if (a === undefined || b === undefined) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) throw validationError(`${right} is not a valid value for ${name}`);
  return a === b ? 0 : a < b ? -1 : 1;
}
