import type { OrgCore } from '../engine/org-core.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import type { Values } from '../store/field-value.ts';
import type { Row } from './query-source.ts';

/** What the org says of its own setup, worked out when asked. */
const SETUP_ROWS: Readonly<Record<string, (org: OrgCore) => readonly Values[]>> = {
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

/** The rows of an object of the setup; undefined for one whose rows are records. */
export function setupRows(org: OrgCore, objectName: string): readonly Row[] | undefined {
  const read = Object.hasOwn(SETUP_ROWS, objectName) ? SETUP_ROWS[objectName] : undefined;
  return read?.(org).map((values) => ({ objectName, values }));
}

/** The setup row that a reference to an object of the setup means. */
export function setupRow(org: OrgCore, objectName: string, id: string): Values | undefined {
  return setupRows(org, objectName)?.find(({ values }) => values.Id === id)?.values;
}
