import type { FieldValue } from '../../../src/domain/exception-request/break-glass.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { CrmError } from '../../../src/ports/crm.ts';
import type { Fields } from './field-names.ts';
import { fieldOf } from './field-names.ts';
import { textOf } from './mapper.ts';
import type { SalesforceRecord } from './schema.ts';
import { objectOf } from './sobjects.ts';

/**
 * The name of the field that holds a value.
 *
 * @throws CrmError `refused` for the stage of a record type without one, or a property that the org does not have
 */
export function fieldNameOf(record: RecordRef, value: FieldValue, fields: Fields): string {
  switch (value.field) {
    case 'owner':
      return 'OwnerId';
    case 'stage': {
      const { stageField, name } = objectOf(record);
      if (stageField !== undefined) return stageField;
      throw new CrmError(
        'refused',
        `A ${record.objectType} has no stage in Salesforce. Take the stage step out of the playbook for this type.`,
        `the stage of a ${name}`,
      );
    }
    case 'property': {
      const found = fieldOf(record.objectType, value.property, fields);
      if (found) return found.name;
      throw new CrmError(
        'refused',
        `${objectOf(record).name} in Salesforce has no field ${value.property}, or hides it from the integration user. Mend the playbook or the permission.`,
        `unknown field of ${objectOf(record).name}`,
      );
    }
  }
}

/** A value as the text that stands in the field; an empty one for none. */
export function textOfValue(value: FieldValue): string {
  if (value.field === 'owner') return value.ownerId;
  return value.field === 'stage' ? value.stageId : value.value;
}

/** What the record holds in a field now. @throws CrmError as `fieldNameOf` */
export function presentValue(
  record: RecordRef,
  value: FieldValue,
  fields: Fields,
  present: SalesforceRecord,
): FieldValue {
  const name = fieldNameOf(record, value, fields);
  const text = textOf(fields.get(name.toLowerCase()), present[name]);
  if (value.field === 'owner') return { field: 'owner', ownerId: text };
  if (value.field === 'stage') return { field: 'stage', stageId: text };
  return { field: 'property', property: value.property, value: text };
}
