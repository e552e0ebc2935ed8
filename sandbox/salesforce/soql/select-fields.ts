import type { FieldType, QueryBase, Subquery } from '@jetstreamapp/soql-parser-js';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { type FieldPath, pathOf, type QuerySource, type Row, referred, wireAt } from './query-source.ts';
import { invalidField, malformedQuery } from './soql-error.ts';

/** A selected field with the names it stands under in the reply: `['Owner', 'Name']`. */
interface SelectedPath {
  readonly names: readonly string[];
  readonly path: FieldPath;
}

interface SelectedChildren {
  /** Its name in the reply: the relationship's. */
  readonly name: string;
  readonly object: ObjectDefinition;
  /** The field of the children that points to the parent. */
  readonly field: string;
  readonly query: Subquery;
}

/** What a query selects. */
export interface Selected {
  readonly objectName: string;
  readonly paths: readonly SelectedPath[];
  readonly children: readonly SelectedChildren[];
}

const MOST_WITH_FIELDS = 200;

/** Finds the fields of a SELECT clause. @throws SalesforceError `INVALID_FIELD`, `MALFORMED_QUERY` */
export function selectedFields(
  source: QuerySource,
  object: ObjectDefinition,
  fields: readonly FieldType[],
  query: QueryBase,
): Selected {
  const paths: SelectedPath[] = [];
  const children: SelectedChildren[] = [];
  const add = (names: readonly string[]): void => {
    const path = pathOf(source, object.name, names);
    const written = [...path.steps.map(({ relationshipName = '' }) => relationshipName), path.field.name];
    if (paths.some((one) => one.names.join('.') === written.join('.'))) {
      throw invalidField(`duplicate field selected: ${written.join('.')}`);
    }
    paths.push({ names: written, path });
  };
  for (const field of fields) {
    switch (field.type) {
      case 'Field':
        add(field.field.split('.'));
        break;
      case 'FieldRelationship':
        add([...field.relationships, field.field]);
        break;
      case 'FieldSubquery':
        children.push(childrenOf(source, object, field.subquery));
        break;
      case 'FieldFunctionExpression':
        if (field.functionName.toUpperCase() !== 'FIELDS') {
          throw malformedQuery(`the sandbox does not run ${field.functionName} in a query`);
        }
        for (const name of everyField(source, object, field.parameters?.[0], query.limit)) add([name]);
        break;
      default:
        throw malformedQuery('the sandbox does not run TYPEOF in a query');
    }
  }
  return { objectName: object.name, paths, children };
}

/** The record of a reply, without its children. */
export function toRecord(
  source: QuerySource,
  { objectName, paths }: Selected,
  row: Row,
  version: string,
): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = { attributes: attributesOf(objectName, row.values.Id, version) };
  for (const { names, path } of paths) {
    const [first = '', ...rest] = names;
    if (rest.length === 0) {
      record[first] = wireAt(source, row, path);
      continue;
    }
    const [step] = path.steps;
    const id = step && row.values[step.name];
    const target = step && typeof id === 'string' ? referred(source, step.referenceTo, id) : undefined;
    if (!target) {
      record[first] = null;
      continue;
    }
    const inner = { names: rest, path: { steps: path.steps.slice(1), field: path.field } };
    const part = toRecord(
      source,
      { objectName: target.objectName, paths: [inner], children: [] },
      target,
      version,
    );
    const present = record[first];
    record[first] = typeof present === 'object' && present !== null ? { ...present, ...part } : part;
  }
  return record;
}

/** What every record of a reply begins with. */
export function attributesOf(objectName: string, id: unknown, version: string) {
  return { type: objectName, url: `/services/data/${version}/sobjects/${objectName}/${String(id)}` };
}

function childrenOf(source: QuerySource, object: ObjectDefinition, query: Subquery): SelectedChildren {
  const wanted = query.relationshipName.toLowerCase();
  for (const child of source.org.schema.objects) {
    const field = child.fields.find(
      ({ childRelationshipName, referenceTo }) =>
        childRelationshipName?.toLowerCase() === wanted && referenceTo.includes(object.name),
    );
    if (field) return { name: field.childRelationshipName ?? '', object: child, field: field.name, query };
  }
  throw invalidField(
    `Didn't understand relationship '${query.relationshipName}' in FROM part of query call.`,
  );
}

/** `FIELDS(ALL)`, `FIELDS(STANDARD)`, `FIELDS(CUSTOM)`: only the second may go without a limit. */
function everyField(
  source: QuerySource,
  { name, fields }: ObjectDefinition,
  which: unknown,
  limit: number | undefined,
): readonly string[] {
  const kind = String(which).toUpperCase();
  if (kind !== 'STANDARD' && (limit === undefined || limit > MOST_WITH_FIELDS)) {
    throw malformedQuery(
      `The SOQL FIELDS function must have a LIMIT of at most ${MOST_WITH_FIELDS} when selecting ${kind}`,
    );
  }
  return fields
    .filter((field) => !source.isHidden(name, field.name))
    .filter((field) => kind === 'ALL' || field.name.endsWith('__c') === (kind === 'CUSTOM'))
    .map((field) => field.name);
}
