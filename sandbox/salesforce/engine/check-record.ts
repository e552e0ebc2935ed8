import { SalesforceError, saveError } from '../salesforce-error.ts';
import type { FieldDefinition } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { toStored, type Value, type Values } from '../store/field-value.ts';
import type { FlowRecord } from './flow/flow-record.ts';
import { holds } from './formula/evaluate-formula.ts';
import type { OrgCore } from './org-core.ts';
import { recordScope } from './record-scope.ts';

/**
 * The values of a write as the store keeps them.
 *
 * @throws SalesforceError for a field that is not there or may not be written, or a value of the wrong kind
 */
export function acceptValues(
  org: OrgCore,
  object: ObjectDefinition,
  raw: Readonly<Record<string, unknown>>,
  isNew: boolean,
): Record<string, Value> {
  const accepted: Record<string, Value> = {};
  for (const [written, value] of Object.entries(raw)) {
    if (written === 'attributes') continue;
    const definition = org.schema.findField(object.name, written);
    if (!definition) {
      throw new SalesforceError(
        400,
        'INVALID_FIELD',
        `No such column '${written}' on sobject of type ${object.name}`,
      );
    }
    if (!(isNew ? definition.createable : definition.updateable)) {
      const verb = isNew ? 'create' : 'update';
      throw saveError(
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${definition.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set (${verb}).`,
        [definition.name],
      );
    }
    accepted[definition.name] = toStored(definition, value);
  }
  return accepted;
}

/** Checks a record as it is about to be saved: required fields, references, uniqueness. @throws SalesforceError */
export function checkRecord(
  org: OrgCore,
  object: ObjectDefinition,
  id: string | undefined,
  values: Values,
): void {
  const missing = object.fields.filter(({ name, required }) => required && isEmpty(values[name]));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name);
    throw saveError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
  }
  for (const definition of object.fields) {
    const value = values[definition.name];
    if (definition.type === 'reference' && typeof value === 'string') checkReference(org, definition, value);
    if (definition.unique && !isEmpty(value)) checkUnique(org, object, definition, id, value ?? null);
  }
  checkOwner(org, object, id, values);
  const who = id === undefined && typeof values.WhoId === 'string' ? org.store.find(values.WhoId) : undefined;
  if (who?.values.IsConverted === true)
    throw saveError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', ['WhoId']);
}

/** Runs the org's own validation rules. @throws SalesforceError with the first rule's own words */
export function checkValidationRules(
  org: OrgCore,
  userId: string,
  record: FlowRecord,
  prior: FlowRecord | null,
): void {
  const scope = recordScope(org, userId, { record, prior });
  for (const { isActive, object, formula, message, field } of org.automation.validationRules) {
    if (!isActive || object !== record.objectName || !holds(formula, scope)) continue;
    throw saveError('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, field === undefined ? [] : [field]);
  }
}

function checkReference(org: OrgCore, { name, label, referenceTo }: FieldDefinition, id: string): void {
  const object = org.schema.objectOfId(id);
  if (!object || !referenceTo.includes(object.name)) {
    throw saveError('FIELD_INTEGRITY_EXCEPTION', `${label}: id value of incorrect type: ${id}`, [name]);
  }
  if (!org.store.find(id))
    throw saveError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [name]);
}

function checkUnique(
  org: OrgCore,
  object: ObjectDefinition,
  { name }: FieldDefinition,
  id: string | undefined,
  value: Value,
): void {
  const other = org.store
    .all(object.name)
    .find((one) => one.id !== id && sameText(one.values[name] ?? null, value));
  if (!other) return;
  throw saveError(
    'DUPLICATE_VALUE',
    `duplicate value found: ${name} duplicates value on record with id: ${other.id}`,
    [],
  );
}

/** Somebody who was deactivated keeps what they own and gets nothing new. */
function checkOwner(
  org: OrgCore,
  object: ObjectDefinition,
  id: string | undefined,
  { OwnerId }: Values,
): void {
  if (typeof OwnerId !== 'string' || (id !== undefined && org.store.find(id)?.values.OwnerId === OwnerId))
    return;
  const owner = org.store.find(OwnerId);
  if (owner?.objectName !== 'User' || owner.values.IsActive !== false) return;
  throw saveError(
    'INACTIVE_OWNER_OR_USER',
    `operation performed with inactive user [${OwnerId.slice(0, 15)}] as owner of ${object.label.toLowerCase()}`,
    ['OwnerId'],
  );
}

function isEmpty(value: Value | undefined): boolean {
  return value === null || value === undefined || value === '';
}

function sameText(one: Value, other: Value): boolean {
  return String(one ?? '').toLowerCase() === String(other ?? '').toLowerCase();
}
