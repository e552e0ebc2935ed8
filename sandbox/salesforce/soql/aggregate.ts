import type { FieldFunctionExpression, FieldType, Query } from '@jetstreamapp/soql-parser-js';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { toWire, type Value } from '../store/field-value.ts';
import { type FieldPath, pathOf, type QuerySource, type Row, valueAt } from './query-source.ts';
import { malformedQuery } from './soql-error.ts';

/** True for a query that counts or groups. */
export function isAggregate({ fields = [], groupBy }: Query): boolean {
  return groupBy !== undefined || fields.some((field) => isFunction(field) && field.isAggregateFn === true);
}

/** Runs the counting and grouping of a query. @throws SalesforceError `MALFORMED_QUERY`, `INVALID_FIELD` */
export function aggregateRecords(
  source: QuerySource,
  object: ObjectDefinition,
  query: Query,
  rows: readonly Row[],
) {
  const { fields = [], groupBy } = query;
  const [only, another] = fields;
  if (only && !another && isFunction(only) && only.functionName === 'COUNT' && !only.parameters?.length) {
    return { totalSize: rows.length, records: [] };
  }
  if (query.orderBy !== undefined || query.offset !== undefined) {
    throw malformedQuery('the sandbox does not order groups');
  }
  const clauses = groupBy === undefined ? [] : Array.isArray(groupBy) ? groupBy : [groupBy];
  const keys = clauses.map((clause) => {
    if (!('field' in clause)) throw malformedQuery('the sandbox groups by fields only');
    return { name: clause.field, path: pathOf(source, object.name, clause.field.split('.')) };
  });
  const columns = columnsOf(
    source,
    object,
    fields,
    keys.map(({ name }) => name),
  );
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map(({ path }) => valueAt(source, row, path)));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  if (keys.length === 0 && groups.size === 0) groups.set('', []);
  const records = [...groups.values()].map((group) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(columns.map(({ name, value }) => [name, value(group)])),
  }));
  const kept = query.limit === undefined ? records : records.slice(0, query.limit);
  return { totalSize: kept.length, records: kept };
}

interface Column {
  readonly name: string;
  readonly value: (group: readonly Row[]) => Value;
}

function columnsOf(
  source: QuerySource,
  object: ObjectDefinition,
  fields: readonly FieldType[],
  groupedBy: readonly string[],
): readonly Column[] {
  let unnamed = 0;
  return fields.map((field): Column => {
    if (isFunction(field)) {
      const [parameter] = field.parameters ?? [];
      if (typeof parameter !== 'string') throw malformedQuery(`${field.functionName} takes one field`);
      const path = pathOf(source, object.name, parameter.split('.'));
      const name = field.alias ?? `expr${unnamed++}`;
      return { name, value: (group) => aggregate(source, field.functionName, path, group) };
    }
    if (field.type !== 'Field' && field.type !== 'FieldRelationship') {
      throw malformedQuery('the sandbox does not run this in a query that groups');
    }
    const written = field.type === 'Field' ? field.field : [...field.relationships, field.field].join('.');
    if (!groupedBy.some((name) => name.toLowerCase() === written.toLowerCase())) {
      throw malformedQuery(`Field must be grouped or aggregated: ${written}`);
    }
    const path = pathOf(source, object.name, written.split('.'));
    const value = (group: readonly Row[]) => {
      const [first] = group;
      return first ? toWire(path.field, valueAt(source, first, path)) : null;
    };
    return { name: path.field.name, value };
  });
}

function aggregate(source: QuerySource, name: string, path: FieldPath, group: readonly Row[]): Value {
  const values = group.map((row) => valueAt(source, row, path)).filter((value) => value !== null);
  const numbers = values.filter((value) => typeof value === 'number');
  const sum = numbers.reduce((total, number) => total + number, 0);
  switch (name.toUpperCase()) {
    case 'COUNT':
      return values.length;
    case 'COUNT_DISTINCT':
      return new Set(values).size;
    case 'SUM':
      return sum;
    case 'AVG':
      return numbers.length === 0 ? null : sum / numbers.length;
    case 'MIN':
      return toWire(path.field, values.toSorted(byValue)[0] ?? null);
    case 'MAX':
      return toWire(path.field, values.toSorted(byValue).at(-1) ?? null);
    default:
      throw malformedQuery(`the sandbox does not run ${name} in a query`);
  }
}

function byValue(a: NonNullable<Value>, b: NonNullable<Value>): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isFunction(field: FieldType): field is FieldFunctionExpression {
  return field.type === 'FieldFunctionExpression';
}
