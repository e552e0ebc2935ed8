import { deriveValues } from '../engine/derived-values.ts';
import type { OrgCore } from '../engine/org-core.ts';
import { toStored, type Value } from '../store/field-value.ts';

/**
 * Puts a record into an org without automation, history and write log: it has always been there.
 *
 * @returns its id
 * @throws SalesforceError for a value its field does not take
 */
export function plantRecord(
  org: OrgCore,
  objectName: string,
  raw: Readonly<Record<string, unknown>>,
): string {
  const object = org.schema.object(objectName);
  const id = org.store.newId(object.name);
  const at = new Date(org.clock.now()).toISOString();
  const values: Record<string, Value> = {};
  for (const definition of object.fields) {
    values[definition.name] = toStored(definition, raw[definition.name] ?? definition.defaultValue);
  }
  Object.assign(values, {
    Id: id,
    IsDeleted: false,
    CreatedDate: at,
    CreatedById: org.automatedUserId,
    LastModifiedDate: at,
    LastModifiedById: org.automatedUserId,
    SystemModstamp: at,
  });
  deriveValues(object, values, new Set(Object.keys(raw)), org.store.count(object.name) + 1);
  org.store.put({ objectName: object.name, id, values, deleted: false });
  org.store.commit();
  return id;
}
