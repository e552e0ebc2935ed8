import type { FieldDefinition } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import type { QuerySource } from '../soql/query-source.ts';
import { checkFilterable } from '../soql/where.ts';

/** What a list of objects says of one. */
export function summarizeObject(
  { name, label, labelPlural, keyPrefix, writable, insertOnly }: ObjectDefinition,
  version: string,
) {
  const changeable = writable && !insertOnly;
  return {
    name,
    label,
    labelPlural,
    keyPrefix,
    custom: name.endsWith('__c'),
    createable: writable,
    updateable: changeable,
    deletable: changeable,
    queryable: true,
    urls: {
      sobject: `/services/data/${version}/sobjects/${name}`,
      describe: `/services/data/${version}/sobjects/${name}/describe`,
      rowTemplate: `/services/data/${version}/sobjects/${name}/{ID}`,
    },
  };
}

/** `describe` of one object, as far as the sandbox keeps what it says. */
export function describeObject(source: QuerySource, object: ObjectDefinition, version: string) {
  return {
    ...summarizeObject(object, version),
    fields: object.fields
      .filter(({ name }) => !source.isHidden(object.name, name))
      .map((field) => describeField(field, source.isLocked?.(object.name, field.name) === true)),
    childRelationships: source.org.schema.objects.flatMap((child) =>
      child.fields
        .filter(
          ({ referenceTo, childRelationshipName }) =>
            childRelationshipName && referenceTo.includes(object.name),
        )
        .map(({ name, childRelationshipName }) => ({
          childSObject: child.name,
          field: name,
          relationshipName: childRelationshipName,
        })),
    ),
    recordTypeInfos: [],
  };
}

function describeField(field: FieldDefinition, isLocked: boolean) {
  const { name, label, type, length, required, restricted, values, help } = field;
  return {
    name,
    label,
    type,
    length,
    nillable: !required && type !== 'boolean',
    createable: field.createable && !isLocked,
    updateable: field.updateable && !isLocked,
    filterable: isFilterable(field),
    custom: name.endsWith('__c'),
    externalId: field.externalId,
    idLookup: field.externalId || type === 'id',
    unique: field.unique,
    restrictedPicklist: restricted,
    picklistValues: values.map(({ value, label: text }) => ({
      value,
      label: text,
      active: true,
      defaultValue: field.defaultValue === value,
    })),
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName ?? null,
    defaultValue: field.defaultValue ?? null,
    inlineHelpText: help === '' ? null : help,
  };
}

function isFilterable(field: FieldDefinition): boolean {
  try {
    checkFilterable(field);
    return true;
  } catch {
    return false;
  }
}
