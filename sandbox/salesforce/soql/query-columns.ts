import type { FieldFunctionExpression, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import type { FieldDefinition } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { isAggregate } from './aggregate.ts';
import { type FieldPath, pathOf, type QuerySource, queriedObject } from './query-source.ts';
import { parsedQuery } from './run-query.ts';
import { selectedFields } from './select-fields.ts';

/** A column of a query's reply. */
export interface QueryColumn {
  /** A sub-query, or a function of a group. */
  readonly aggregate: boolean;
  readonly columnName: string;
  readonly displayName: string;
  readonly custom: boolean;
  readonly insertable: boolean;
  readonly updatable: boolean;
  readonly booleanType: boolean;
  readonly numberType: boolean;
  readonly textType: boolean;
  /** The field that a column of joined ones goes through, such as `OwnerId`. */
  readonly foreignKeyName: string | null;
  /** The columns of the record a reference means, or of a sub-query. */
  readonly joinColumns: readonly QueryColumn[];
}

const NUMBERS: ReadonlySet<string> = new Set(['currency', 'double', 'int', 'percent']);

/**
 * Tells the columns of a query instead of its records, as `columns=true` asks for, which the Salesforce CLI does to
 * head its tables. The shape is that of the replies the CLI's own tests keep; their Apex types are left out.
 *
 * @throws SalesforceError as the query itself
 */
export function queryColumns(source: QuerySource, soql: string) {
  const query = parsedQuery(soql);
  const object = queriedObject(source, query.sObject ?? '');
  const columnMetadata = isAggregate(query)
    ? groupColumns(source, object, query)
    : columnsOf(source, object, query);
  return {
    columnMetadata,
    entityName: object.name,
    groupBy: query.groupBy !== undefined,
    idSelected: columnMetadata.some(({ columnName }) => columnName === 'Id'),
    keyPrefix: object.keyPrefix,
  };
}

function columnsOf(
  source: QuerySource,
  object: ObjectDefinition,
  query: Query | Subquery,
): readonly QueryColumn[] {
  const { paths, children } = selectedFields(source, object, query.fields ?? [], query);
  const inner = children.map((child) => ({
    ...join(child.name, null, columnsOf(source, child.object, child.query)),
    aggregate: true,
  }));
  return [...tree(paths), ...inner];
}

/** A field with the names it stands under, and the references on the way. */
interface Named {
  readonly names: readonly string[];
  readonly path: FieldPath;
}

/** Fields through the same reference stand in one column. */
function tree(fields: readonly Named[]): readonly QueryColumn[] {
  const heads = Map.groupBy(fields, ({ names }) => names[0] ?? '');
  return [...heads].flatMap(([head, of]) => {
    const inner = of.filter(({ names }) => names.length > 1);
    const plain = of.filter(({ names }) => names.length === 1).map(({ path }) => column(path.field));
    if (inner.length === 0) return plain;
    const rest = inner.map(({ names, path: { steps, field } }) => ({
      names: names.slice(1),
      path: { steps: steps.slice(1), field },
    }));
    return [...plain, join(head, inner[0]?.path.steps[0]?.name ?? null, tree(rest))];
  });
}

/** A group's columns are what it is grouped by, and its functions under their alias or `expr0`, `expr1` and so on. */
function groupColumns(
  source: QuerySource,
  object: ObjectDefinition,
  { fields = [] }: Query,
): readonly QueryColumn[] {
  let unnamed = 0;
  return fields.flatMap((field): QueryColumn[] => {
    if (field.type === 'FieldFunctionExpression') {
      const [parameter] = field.parameters ?? [];
      // A mere count has no records, and so no columns.
      if (typeof parameter !== 'string') return [];
      const path = pathOf(source, object.name, parameter.split('.'));
      return [functionColumn(field, parameter, path.field, field.alias ?? `expr${unnamed++}`)];
    }
    if (field.type !== 'Field' && field.type !== 'FieldRelationship') return [];
    const names = field.type === 'Field' ? field.field.split('.') : [...field.relationships, field.field];
    return [column(pathOf(source, object.name, names).field)];
  });
}

function functionColumn(
  { functionName }: FieldFunctionExpression,
  parameter: string,
  field: FieldDefinition,
  columnName: string,
): QueryColumn {
  const name = functionName.toLowerCase();
  const isCount = name.startsWith('count');
  return {
    ...column(field),
    ...(isCount && { booleanType: false, numberType: true, textType: false }),
    aggregate: true,
    columnName,
    displayName: `${name}(${parameter})`,
    custom: false,
    insertable: false,
    updatable: false,
  };
}

function column({ name, type, createable, updateable }: FieldDefinition): QueryColumn {
  const booleanType = type === 'boolean';
  const numberType = NUMBERS.has(type);
  return {
    aggregate: false,
    columnName: name,
    displayName: name,
    custom: name.endsWith('__c'),
    insertable: createable,
    updatable: updateable,
    booleanType,
    numberType,
    textType: !booleanType && !numberType && type !== 'id' && type !== 'reference',
    foreignKeyName: null,
    joinColumns: [],
  };
}

function join(name: string, foreignKeyName: string | null, joinColumns: readonly QueryColumn[]): QueryColumn {
  return {
    aggregate: false,
    columnName: name,
    displayName: name,
    custom: name.endsWith('__r'),
    insertable: false,
    updatable: false,
    booleanType: false,
    numberType: false,
    textType: false,
    foreignKeyName,
    joinColumns,
  };
}
