import type { FieldValue } from '../../../src/domain/exception-request/break-glass.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { CrmError } from '../../../src/ports/crm.ts';
import { OWNER_PROPERTY, STAGE_PROPERTIES } from './mapper.ts';
import type { HubSpotRecord } from './schema.ts';

/**
 * A field as HubSpot's properties.
 *
 * @throws CrmError `refused` for the stage of a record type without one
 */
export function valuesOf(record: RecordRef, field: FieldValue): Readonly<Record<string, string>> {
  switch (field.field) {
    case 'owner':
      return { [OWNER_PROPERTY]: field.ownerId };
    case 'stage': {
      const names = stageNames(record);
      const { stageId, pipelineId } = field;
      return { ...(pipelineId !== undefined && { [names.pipeline]: pipelineId }), [names.stage]: stageId };
    }
    case 'property':
      return { [field.property]: field.value };
  }
}

/** The names of the properties that hold a field, whatever its value. @throws CrmError as `valuesOf` */
export function propertiesOf(record: RecordRef, field: FieldValue): readonly string[] {
  if (field.field !== 'stage') return Object.keys(valuesOf(record, field));
  const { pipeline, stage } = stageNames(record);
  return [pipeline, stage];
}

/** What the record holds in a field now. @throws CrmError as `valuesOf` */
export function presentValue(
  record: RecordRef,
  field: FieldValue,
  present: HubSpotRecord['properties'],
): FieldValue {
  switch (field.field) {
    case 'owner':
      return { field: 'owner', ownerId: present[OWNER_PROPERTY] ?? '' };
    case 'stage': {
      const names = stageNames(record);
      const pipelineId = present[names.pipeline] || undefined;
      const stageId = present[names.stage] ?? '';
      return { field: 'stage', stageId, ...(pipelineId !== undefined && { pipelineId }) };
    }
    case 'property':
      return { field: 'property', property: field.property, value: present[field.property] ?? '' };
  }
}

function stageNames({ objectType }: RecordRef): { readonly pipeline: string; readonly stage: string } {
  const names = STAGE_PROPERTIES[objectType];
  if (names) return names;
  const message = `A ${objectType} has no pipeline stage in HubSpot. Take the stage step out of the playbook for this type.`;
  throw new CrmError('refused', message, `the stage of a ${objectType}`);
}
