import type { OrgCore } from '../engine/org-core.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import type { Values } from '../store/field-value.ts';
import type { Row } from './query-source.ts';

/** What is described here. */
type Described = Pick<OrgCore, 'schema'>;

/** What the org says of its own objects and fields, worked out when asked. */
const SCHEMA_ROWS: Readonly<Record<string, (org: Described) => readonly Values[]>> = {
  EntityDefinition: ({ schema }) => schema.objects.map(entityOf),
  FieldDefinition: ({ schema }) =>
    schema.objects.flatMap((object) =>
      object.fields.map((field) => ({
        Id: `${object.name}.${field.name}`,
        EntityDefinitionId: object.name,
        QualifiedApiName: field.name,
        Label: field.label,
        DataType: field.type,
        IsFieldHistoryTracked: object.history !== undefined && field.tracked,
      })),
    ),
};

function entityOf({ name, label, sharing }: ObjectDefinition): Values {
  return {
    Id: name,
    DurableId: name,
    QualifiedApiName: name,
    Label: label,
    InternalSharingModel: sharing ?? 'ReadWrite',
    ExternalSharingModel: 'Private',
  };
}

/** The rows of an object that describes others; undefined for one whose rows are records. */
export function schemaRows(org: Described, objectName: string): readonly Row[] | undefined {
  const read = Object.hasOwn(SCHEMA_ROWS, objectName) ? SCHEMA_ROWS[objectName] : undefined;
  return read?.(org).map((values) => ({ objectName, values }));
}

/** The row that a reference to an object that describes others means. */
export function schemaRow(org: Described, objectName: string, id: string): Values | undefined {
  return schemaRows(org, objectName)?.find(({ values }) => values.Id === id)?.values;
}

/** Whether an object describes others, which is for those who may see the setup. */
export function isSchemaObject(objectName: string): boolean {
  return Object.hasOwn(SCHEMA_ROWS, objectName);
}
