import type { OrgCore } from '../engine/org-core.ts';
import { SalesforceError } from '../salesforce-error.ts';
import type { FieldDefinition } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { toWire, type Value, type Values } from '../store/field-value.ts';
import { schemaRow } from './schema-rows.ts';
import { invalidField } from './soql-error.ts';

/** A record as queries see it. */
export interface Row {
  readonly objectName: string;
  readonly values: Values;
}

/** What one caller may query: records, and the fields that are not hidden from them. */
export interface QuerySource {
  readonly org: Pick<OrgCore, 'schema' | 'store' | 'clock' | 'historyLagMs'>;
  /** The rows of an object that are no records; undefined for every other object. */
  rows?(objectName: string): readonly Row[] | undefined;
  /** Whether a whole object is hidden from the caller, who then hears that there is no such object. */
  isObjectHidden?(objectName: string): boolean;
  /** Whether a field is hidden from the caller by field-level security. */
  isHidden(objectName: string, fieldName: string): boolean;
  /** Whether deleted records are found too. */
  readonly withDeleted?: boolean;
  /** Whether the caller may see a field and not write it. */
  isLocked?(objectName: string, fieldName: string): boolean;
}

/** The object of a query. @throws SalesforceError `INVALID_TYPE` */
export function queriedObject(source: QuerySource, name: string): ObjectDefinition {
  const found = source.org.schema.findObject(name);
  if (found && !source.isObjectHidden?.(found.name)) return found;
  throw new SalesforceError(
    400,
    'INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

/** A field of an object that the caller may see. @throws SalesforceError `INVALID_FIELD` */
export function queriedField(source: QuerySource, objectName: string, name: string): FieldDefinition {
  const found = source.org.schema.findField(objectName, name);
  if (found && !source.isHidden(objectName, found.name)) return found;
  throw invalidField(
    `No such column '${name}' on entity '${objectName}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

/** A path from an object to a field through its references. */
export interface FieldPath {
  /** The reference fields on the way, with the objects they can lead to. */
  readonly steps: readonly FieldDefinition[];
  readonly field: FieldDefinition;
}

/**
 * Finds the field a dotted name means. Of a reference to several objects the first that has the field counts.
 *
 * @throws SalesforceError `INVALID_FIELD`
 */
export function pathOf(source: QuerySource, objectName: string, names: readonly string[]): FieldPath {
  const [head = '', ...rest] = names;
  if (rest.length === 0) return { steps: [], field: queriedField(source, objectName, head) };
  const step = source.org.schema.findRelationship(objectName, head);
  if (!step || source.isHidden(objectName, step.name)) {
    throw invalidField(
      `Didn't understand relationship '${head}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  const target = step.referenceTo.find((name) => {
    const [next = ''] = rest;
    return rest.length > 1
      ? source.org.schema.findRelationship(name, next)
      : source.org.schema.findField(name, next);
  });
  const inner = pathOf(source, target ?? step.referenceTo[0] ?? '', rest);
  return { steps: [step, ...inner.steps], field: inner.field };
}

/** The value at the end of a path, as the store keeps it; null when a reference on the way is empty. */
export function valueAt({ org }: QuerySource, row: Row, { steps, field }: FieldPath): Value {
  let values: Values | undefined = row.values;
  for (const { name, referenceTo } of steps) {
    const id: Value = values?.[name] ?? null;
    values = typeof id === 'string' ? referred(org, referenceTo, id) : undefined;
  }
  return values?.[field.name] ?? null;
}

function referred(
  org: QuerySource['org'],
  [objectName = '']: readonly string[],
  id: string,
): Values | undefined {
  return schemaRow(org, objectName, id) ?? org.store.find(id)?.values;
}

/** The records of an object; those of a history object are what the field history holds, as far as it is not behind. */
export function rowsOf(
  { org, rows, withDeleted = false }: QuerySource,
  object: ObjectDefinition,
): readonly Row[] {
  const told = rows?.(object.name);
  if (told) return told;
  const tracked = org.schema.objects.find(({ history }) => history?.object === object.name);
  if (!tracked?.history) return withDeleted ? org.store.ever(object.name) : org.store.all(object.name);
  const { parentField } = tracked.history;
  const shownUpTo = org.clock.now() - org.historyLagMs;
  return org.store.history
    .filter(
      ({ objectName, createdDate }) => objectName === tracked.name && Date.parse(createdDate) <= shownUpTo,
    )
    .map(({ id, recordId, field, dataType, oldValue, newValue, createdById, createdDate }) => ({
      objectName: object.name,
      values: {
        Id: id,
        IsDeleted: false,
        [parentField]: recordId,
        Field: field,
        DataType: dataType,
        OldValue: oldValue,
        NewValue: newValue,
        CreatedById: createdById,
        CreatedDate: createdDate,
      },
    }));
}

/** A value as replies carry it. */
export function wireAt(source: QuerySource, row: Row, path: FieldPath): unknown {
  const value = valueAt(source, row, path);
  if (path.field.type === 'complexvalue' && typeof value === 'string') return JSON.parse(value) as unknown;
  return toWire(path.field, value);
}
