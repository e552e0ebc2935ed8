import { parseQuery, type Query, type QueryBase, type Subquery } from '@jetstreamapp/soql-parser-js';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import type { Value } from '../store/field-value.ts';
import { aggregateRecords, isAggregate } from './aggregate.ts';
import { orderRows } from './order-rows.ts';
import { type QuerySource, queriedObject, type Row, rowsOf } from './query-source.ts';
import { type Selected, selectedFields, toRecord } from './select-fields.ts';
import { malformedQuery } from './soql-error.ts';
import { whereTest } from './where.ts';

/** A record of a reply. */
export type QueryRecord = Readonly<Record<string, unknown>>;

/** What a query finds: the size before paging, and all records. A mere count has a size and no records. */
export interface QueryAnswer {
  readonly totalSize: number;
  readonly records: readonly QueryRecord[];
}

/** The parts of a query that the sandbox runs. Any other one is refused. */
const SUBSET: ReadonlySet<string> = new Set([
  'fields',
  'groupBy',
  'limit',
  'offset',
  'orderBy',
  'relationshipName',
  'sObject',
  'sObjectAlias',
  'where',
]);

const MOST_OFFSET = 2000;

/**
 * Runs a query. The subset: plain fields, fields through references, `FIELDS(…)` with a limit, child sub-queries,
 * `COUNT()`, the aggregate functions with GROUP BY on fields; WHERE with every comparison, LIKE, IN (lists and
 * sub-queries), NOT, parentheses and the date literals of `date-literals.ts`; ORDER BY, LIMIT, OFFSET.
 *
 * @param version of the API, for the addresses of records, such as `v67.0`
 * @throws SalesforceError `MALFORMED_QUERY`, `INVALID_TYPE`, `INVALID_FIELD`
 */
export function runQuery(source: QuerySource, soql: string, version: string): QueryAnswer {
  const query = parsedQuery(soql);
  const object = queriedObject(source, query.sObject ?? '');
  const rows = foundRows(source, query, object, rowsOf(source, object), version);
  const { fields = [] } = query;
  if (isAggregate(query)) return aggregateRecords(source, object, query, rows);
  const selected = selectedFields(source, object, fields, query);
  const ordered = cut(query, orderRows(source, object.name, query.orderBy, rows));
  return {
    totalSize: ordered.length,
    records: ordered.map((row) => record(source, selected, row, version)),
  };
}

/** A record with the records of its child sub-queries. */
function record(source: QuerySource, selected: Selected, row: Row, version: string): QueryRecord {
  const children = selected.children.map(({ name, object, field, query }) => {
    const own = rowsOf(source, object).filter(({ values }) => values[field] === row.values.Id);
    const rows = foundRows(source, query, object, own, version);
    const inner = selectedFields(source, object, query.fields ?? [], query);
    const records = cut(query, orderRows(source, object.name, query.orderBy, rows)).map((one) =>
      record(source, inner, one, version),
    );
    // A parent without children has null there, not an empty list.
    return [name, records.length === 0 ? null : { totalSize: records.length, done: true, records }] as const;
  });
  return { ...toRecord(source, selected, row, version), ...Object.fromEntries(children) };
}

/** Reads a query. @throws SalesforceError `MALFORMED_QUERY`, also for one with parts that the sandbox does not run */
export function parsedQuery(soql: string): Query {
  const query = parsed(soql);
  checkSubset(query);
  return query;
}

function parsed(soql: string): Query {
  try {
    return parseQuery(soql);
  } catch (error) {
    const [first = 'unexpected token'] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw malformedQuery(`unexpected token in the query: ${first}`);
  }
}

function checkSubset(query: QueryBase): void {
  const foreign = Object.keys(query).find((part) => !SUBSET.has(part));
  if (foreign !== undefined) throw malformedQuery(`the sandbox does not run ${foreign} in a query`);
}

/** The rows that the WHERE clause lets through, in the order they were made. */
function foundRows(
  source: QuerySource,
  query: Query | Subquery,
  object: ObjectDefinition,
  rows: readonly Row[],
  version: string,
): readonly Row[] {
  checkSubset(query);
  const subQuery = (inner: Query): readonly Value[] => {
    checkSubset(inner);
    const target = queriedObject(source, inner.sObject ?? '');
    const { paths } = selectedFields(source, target, inner.fields ?? [], inner);
    const [only, another] = paths;
    if (!only || another) throw malformedQuery('a sub-query of IN selects one field');
    return foundRows(source, inner, target, rowsOf(source, target), version).map(
      ({ values }) => values[only.path.field.name] ?? null,
    );
  };
  const test = whereTest({ source, objectName: object.name, subQuery }, query.where);
  return rows.filter(test);
}

function cut({ offset = 0, limit }: QueryBase, rows: readonly Row[]): readonly Row[] {
  if (offset > MOST_OFFSET) throw malformedQuery(`maximum SOQL offset allowed is ${MOST_OFFSET}`);
  return rows.slice(offset, limit === undefined ? undefined : offset + limit);
}
