import { type Condition, notUnderstood } from '../../../../src/domain/guard/condition.ts';
import { asList, asObject, idOf, inWords, isAbsent, type JsonObject, member, textOf } from './json-shape.ts';
import type { ListBook, ListReading } from './lists.ts';
import { readOperation } from './read-operation.ts';

/** What a filter is read with. */
export interface FilterContext {
  readonly lists: ListBook;
  /** HubSpot's type id of the records the filter is about; null when it is not known. */
  readonly objectTypeId: string | null;
}

/** Filters are shallow; a document that nests deeper than this is not one of HubSpot's. */
const DEEPEST = 40;
/** How far lists that look at lists are followed. */
const DEEPEST_LIST = 5;

const BRANCH_KEYS: ReadonlySet<string> = new Set([
  'filterBranchType',
  'filterBranchOperator',
  'filterBranches',
  'filters',
]);

/** Branches about something else than the record's own values. */
const ELSEWHERE_BRANCHES: ReadonlySet<unknown> = new Set([
  'ASSOCIATION',
  'PROPERTY_ASSOCIATION',
  'UNIFIED_EVENTS',
]);

/** Filter types of the lists API that never look at a property of the record. */
const ELSEWHERE_FILTERS: ReadonlySet<unknown> = new Set([
  'ADS_SEARCH',
  'ADS_TIME',
  'ASSOCIATION',
  'CAMPAIGN_INFLUENCED',
  'COMMUNICATION_SUBSCRIPTION',
  'CTA',
  'EMAIL_EVENT',
  'EMAIL_SUBSCRIPTION',
  'EVENT',
  'FORM_SUBMISSION',
  'FORM_SUBMISSION_ON_PAGE',
  'INTEGRATION_EVENT',
  'NUM_ASSOCIATIONS',
  'PAGE_VIEW',
  'PRIVACY',
  'PROPERTY_ASSOCIATION',
  'SURVEY_MONKEY',
  'SURVEY_MONKEY_VALUE',
  'UNIFIED_EVENTS',
  'WEBINAR',
]);

/** Reads a filter branch of a flow or list. Never throws: what it does not know becomes a condition that says so. */
export function readFilterBranch(raw: unknown, context: FilterContext): Condition {
  return readBranch(raw, context, 0, []);
}

/** The condition "is a member of this list". */
export function readMembership(reading: ListReading, context: FilterContext): Condition {
  return membership(reading, context, 0, []);
}

function readBranch(
  raw: unknown,
  context: FilterContext,
  depth: number,
  lists: readonly string[],
): Condition {
  const branch = asObject(raw);
  if (!branch) return notUnderstood('a filter that is not there');
  if (depth > DEEPEST) return notUnderstood('a filter that is nested too deep');
  const type = member(branch, 'filterBranchType');
  if (ELSEWHERE_BRANCHES.has(type)) return { kind: 'elsewhere' };
  const of = partsOf(branch, context, depth, lists);
  switch (type) {
    case 'AND':
      return agreeing(branch, 'AND', { kind: 'all', of });
    case 'OR':
      return agreeing(branch, 'OR', { kind: 'any', of });
    case 'NOT_ALL':
      return known(branch, { kind: 'not', of: { kind: 'all', of } });
    case 'NOT_ANY':
      return known(branch, { kind: 'not', of: { kind: 'any', of } });
    case 'RESTRICTED':
      return notUnderstood('a filter that HubSpot hides');
    default:
      return notUnderstood(`a filter branch of the type ${inWords(type)}`);
  }
}

function partsOf(
  branch: JsonObject,
  context: FilterContext,
  depth: number,
  lists: readonly string[],
): readonly Condition[] {
  const filters = member(branch, 'filters');
  const branches = member(branch, 'filterBranches');
  const readFilters = isAbsent(filters) ? [] : asList(filters);
  const readBranches = isAbsent(branches) ? [] : asList(branches);
  return [
    ...(readFilters?.map((filter) => readFilter(filter, context, depth, lists)) ?? [
      notUnderstood('filters that are no list'),
    ]),
    ...(readBranches?.map((inner) => readBranch(inner, context, depth + 1, lists)) ?? [
      notUnderstood('filter branches that are no list'),
    ]),
  ];
}

/** A branch whose type and operator contradict each other means nobody knows what. */
function agreeing(branch: JsonObject, operator: 'AND' | 'OR', condition: Condition): Condition {
  const said = member(branch, 'filterBranchOperator');
  if (!isAbsent(said) && said !== operator)
    return notUnderstood(`a branch that says both ${operator} and ${inWords(said)}`);
  return known(branch, condition);
}

/** Further keys may refine a branch in ways that are not known. */
function known(branch: JsonObject, condition: Condition): Condition {
  const further = Object.keys(branch).find((key) => !BRANCH_KEYS.has(key));
  if (further === undefined) return condition;
  return { kind: 'all', of: [condition, notUnderstood(`the setting "${further}" of a filter branch`)] };
}

function readFilter(
  raw: unknown,
  context: FilterContext,
  depth: number,
  lists: readonly string[],
): Condition {
  const filter = asObject(raw);
  if (!filter) return notUnderstood('a filter that is no object');
  const type = member(filter, 'filterType');
  if (type === 'IN_LIST') return readInList(filter, context, depth, lists);
  if (ELSEWHERE_FILTERS.has(type)) return { kind: 'elsewhere' };
  const property = textOf(member(filter, 'property'));
  if (type !== 'PROPERTY' || property === null)
    return notUnderstood(
      `a filter of the type ${inWords(type)}${type === 'PROPERTY' ? ' without a property' : ''}`,
    );
  const isPlain = Object.keys(filter).every((key) => PROPERTY_KEYS.has(key));
  return {
    kind: 'field',
    property,
    test: isPlain
      ? readOperation(member(filter, 'operation'))
      : { kind: 'not_understood', what: `a refined filter on ${property}` },
  };
}

const PROPERTY_KEYS: ReadonlySet<string> = new Set(['filterType', 'property', 'operation']);

function readInList(
  filter: JsonObject,
  context: FilterContext,
  depth: number,
  lists: readonly string[],
): Condition {
  const listId = idOf(member(filter, 'listId'));
  const operator = member(filter, 'operator');
  if (listId === null || !isAbsent(member(filter, 'metadata'))) return notUnderstood('a filter on a list');
  if (operator !== 'IN_LIST' && operator !== 'NOT_IN_LIST')
    return notUnderstood(`the list operator ${inWords(operator)}`);
  if (lists.includes(listId) || lists.length >= DEEPEST_LIST)
    return notUnderstood('lists that look at each other');
  const isMember = membership(context.lists.byListId(listId), context, depth, [...lists, listId]);
  return operator === 'IN_LIST' ? isMember : { kind: 'not', of: isMember };
}

function membership(
  reading: ListReading,
  context: FilterContext,
  depth: number,
  lists: readonly string[],
): Condition {
  if (reading.kind === 'unknown') return notUnderstood(`a list: ${reading.why}`);
  if (reading.kind === 'fixed') return { kind: 'elsewhere' };
  const { objectTypeId, filterBranch, name } = reading;
  if (objectTypeId === null || context.objectTypeId === null)
    return notUnderstood(`the list "${name}": what kind of records it holds is not known`);
  // Of a list of other records this one is never a member.
  if (objectTypeId !== context.objectTypeId) return { kind: 'elsewhere' };
  return readBranch(filterBranch, context, depth + 1, lists);
}
