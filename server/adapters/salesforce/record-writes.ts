import { RECORD_PROPERTY, type RecordPropertyName } from '@handrail/contracts/crm-properties';
import { fieldInWords } from '../../../src/domain/exception-request/break-glass.ts';
import type { PlannedStep, StepAction } from '../../../src/domain/playbook/step.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { CrmError, type StepOutcome } from '../../../src/ports/crm.ts';
import type { SalesforceClient } from './client.ts';
import { fieldsMissing } from './errors.ts';
import { type Fields, missingTagFields, tagField } from './field-names.ts';
import { fieldNameOf, presentValue, textOfValue } from './field-values.ts';
import { holds, jsonOf } from './mapper.ts';
import type { OrgCatalog } from './org-catalog.ts';
import { readRecords } from './read-records.ts';
import { acceptedSchema, type SalesforceRecord } from './schema.ts';
import { objectOf } from './sobjects.ts';

/** A step that sets fields of the record itself. */
export type FieldAction = Exclude<
  StepAction,
  { kind: 'add_note' | 'create_task' | 'remember_fields' | 'restore_field' }
>;

/** Texts by field name; an empty one clears. */
type Wanted = Readonly<Record<string, string>>;

const PURPOSE: Readonly<Record<FieldAction['kind'], string>> = {
  hold_routing: 'set the routing hold',
  tag_record: 'write the exception tag',
  set_owner: 'set the owner',
  set_stage: 'set the stage',
  set_property: 'set a property',
  release_hold: 'release the routing hold',
};

/** What an exception rests on. */
const MUST_STAND: ReadonlySet<FieldAction['kind']> = new Set(['hold_routing', 'set_owner', 'set_stage']);

/** Where steps are written. */
export interface Writing {
  readonly client: SalesforceClient;
  readonly catalog: OrgCatalog;
}

/**
 * Sets fields in one PATCH, which Salesforce takes whole or not at all. Nothing is sent when all values stand already,
 * which is also looked at before an attempt with a lost reply is repeated.
 *
 * @throws SalesforceCallError; CrmError `record_not_found`, `properties_missing`, `refused`
 */
export async function writeFields(
  writing: Writing,
  step: PlannedStep,
  action: FieldAction,
): Promise<StepOutcome> {
  const { record } = step;
  const fields = await writing.catalog.fields(objectOf(record).name, 'job');
  const wanted = wantedTexts(record, action, fields);
  const idField = tagField(RECORD_PROPERTY.exceptionId);
  const extra = fields.has(idField.toLowerCase()) ? [idField] : [];
  const present = await readPresent(writing, record, [...Object.keys(wanted), ...extra]);
  if (action.kind === 'release_hold') {
    const holder = present[idField];
    if (holder && holder !== step.requestId) {
      return {
        outcome: 'skipped',
        why: `Another exception (${holder}) governs this ${record.objectType} now.`,
      };
    }
  }
  return patch(writing, {
    record,
    fields,
    wanted,
    present,
    purpose: `${PURPOSE[action.kind]} of the ${record.objectType}`,
    mustStand: MUST_STAND.has(action.kind),
  });
}

/** Reads what fields hold, in the order of the step. Changes nothing. @throws as `writeFields` */
export async function rememberFields(
  writing: Writing,
  { record }: PlannedStep,
  { fields: values }: Extract<StepAction, { kind: 'remember_fields' }>,
): Promise<StepOutcome> {
  const fields = await writing.catalog.fields(objectOf(record).name, 'job');
  const names = values.map((value) => fieldNameOf(record, value, fields));
  const present = await readPresent(writing, record, names);
  return { outcome: 'read', values: values.map((value) => presentValue(record, value, fields, present)) };
}

/**
 * Puts a field back to what it was, if it still holds what the grant set. The field is read right before: a person who
 * changes it in between is overwritten, and the field history shows it.
 *
 * @throws as `writeFields`
 */
export async function restoreField(
  writing: Writing,
  { record }: PlannedStep,
  { was, set }: Extract<StepAction, { kind: 'restore_field' }>,
): Promise<StepOutcome> {
  const fields = await writing.catalog.fields(objectOf(record).name, 'job');
  const name = fieldNameOf(record, was, fields);
  const present = await readPresent(writing, record, [name]);
  const field = fields.get(name.toLowerCase());
  if (holds(field, present[name], textOfValue(was))) return { outcome: 'already_there' };
  if (!holds(field, present[name], textOfValue(set))) {
    return {
      outcome: 'skipped',
      why: `The ${fieldInWords(was)} was changed since the exception set it, so it was left as it is.`,
    };
  }
  return patch(writing, {
    record,
    fields,
    wanted: { [name]: textOfValue(was) },
    present,
    purpose: `put back the ${fieldInWords(was)} of the ${record.objectType}`,
    mustStand: true,
  });
}

interface Patch {
  readonly record: RecordRef;
  readonly fields: Fields;
  readonly wanted: Wanted;
  readonly present: SalesforceRecord;
  readonly purpose: string;
  /** Whether to look at what became of it: automation of the org may undo a write in the very save that makes it. */
  readonly mustStand: boolean;
}

/**
 * A flow or trigger that runs in the save of our own write can set a field back before the save ends. Salesforce then
 * answers that all went well, and keeps no history of a value that never came to be.
 */
function undoneInSave({ recordId, objectType }: RecordRef, purpose: string): CrmError {
  return new CrmError(
    'refused',
    `Salesforce took it when Handrail wanted to ${purpose}, and automation of the org undid it in the same save. See "handrail guard coverage" for what writes this field, and let it respect the routing hold.`,
    `${objectType} ${recordId}: undone in the same save`,
  );
}

async function patch(
  writing: Writing,
  { record, fields, wanted, present, purpose, mustStand }: Patch,
): Promise<StepOutcome> {
  const names = Object.keys(wanted);
  const field = (name: string) => fields.get(name.toLowerCase());
  const stand = (values: SalesforceRecord) =>
    names.every((name) => holds(field(name), values[name], wanted[name] ?? ''));
  if (stand(present)) return { outcome: 'already_there' };
  const body = Object.fromEntries(names.map((name) => [name, jsonOf(field(name), wanted[name] ?? '')]));
  await writing.client.send({
    method: 'PATCH',
    path: `/sobjects/${objectOf(record).name}/${record.recordId}`,
    template: '/sobjects/{object}/{recordId}',
    body,
    schema: acceptedSchema,
    purpose,
    namesRecord: true,
    patience: 'job',
    findEarlier: async () => (stand(await readPresent(writing, record, names)) ? {} : null),
  });
  if (mustStand && !stand(await readPresent(writing, record, names))) throw undoneInSave(record, purpose);
  return { outcome: 'written' };
}

async function readPresent(
  { client }: Writing,
  record: RecordRef,
  names: readonly string[],
): Promise<SalesforceRecord> {
  const { name } = objectOf(record);
  const { recordId } = record;
  const found = await readRecords(client, name, {
    ids: [recordId],
    fields: ['Id', ...names],
    patience: 'job',
  });
  const present = found.get(recordId);
  if (present) return present;
  throw new CrmError(
    'record_not_found',
    'Salesforce does not know this record. It may have been deleted or merged into another one.',
    `${name}: not among the records`,
  );
}

function wantedTexts(record: RecordRef, action: FieldAction, fields: Fields): Wanted {
  switch (action.kind) {
    case 'hold_routing':
    case 'tag_record':
    case 'release_hold': {
      const tag = Object.entries(action.tag).map(
        ([name, text]) => [tagField(name as RecordPropertyName), text] as const,
      );
      const missing = missingTagFields(fields).filter((name) => tag.some(([wanted]) => wanted === name));
      if (missing.length === 0) return Object.fromEntries(tag);
      const { name } = objectOf(record);
      throw new CrmError(
        'properties_missing',
        fieldsMissing(name, missing),
        `${name} lacks ${missing.join(', ')}`,
      );
    }
    case 'set_owner':
      return { OwnerId: action.ownerId };
    case 'set_stage': {
      const { stageId } = action;
      return { [fieldNameOf(record, { field: 'stage', stageId }, fields)]: stageId };
    }
    case 'set_property': {
      const { property, value } = action;
      return { [fieldNameOf(record, { field: 'property', property, value }, fields)]: value };
    }
  }
}
