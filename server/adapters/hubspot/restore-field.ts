import { fieldInWords } from '../../../src/domain/exception-request/break-glass.ts';
import type { PlannedStep, StepAction } from '../../../src/domain/playbook/step.ts';
import type { StepOutcome } from '../../../src/ports/crm.ts';
import type { HubSpotClient } from './client.ts';
import { presentValue, propertiesOf, valuesOf } from './field-values.ts';
import { sameValue } from './mapper.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from './paths.ts';
import type { PortalCatalog } from './portal-catalog.ts';
import { readRecord } from './read-record.ts';
import { acceptedSchema, type HubSpotRecord } from './schema.ts';

/** Reads what fields hold, in the order of the step. Changes nothing. @throws HubSpotCallError */
export async function rememberFields(
  client: HubSpotClient,
  { record }: PlannedStep,
  { fields }: Extract<StepAction, { kind: 'remember_fields' }>,
): Promise<StepOutcome> {
  const names = fields.flatMap((field) => propertiesOf(record, field));
  const present = await readRecord(client, record, names, 'job');
  return { outcome: 'read', values: fields.map((field) => presentValue(record, field, present)) };
}

/**
 * Puts a field back to what it was, if it still holds what the grant set. HubSpot has no write with a condition, so the
 * field is read right before: a person who changes it in between is overwritten, and the property's history shows it.
 *
 * @throws HubSpotCallError
 */
export async function restoreField(
  client: HubSpotClient,
  catalog: PortalCatalog,
  { record }: PlannedStep,
  { was, set }: Extract<StepAction, { kind: 'restore_field' }>,
): Promise<StepOutcome> {
  const names = propertiesOf(record, was);
  const readPresent = () => readRecord(client, record, names, 'job');
  const [present, definitions] = await Promise.all([
    readPresent(),
    catalog.properties(record.objectType, 'job'),
  ]);
  const holds = (values: HubSpotRecord['properties'], wanted: Readonly<Record<string, string>>) =>
    Object.entries(wanted).every(([name, value]) => sameValue(definitions.get(name), values[name], value));
  const before = valuesOf(record, was);
  if (holds(present, before)) return { outcome: 'already_there' };
  if (!holds(present, valuesOf(record, set))) {
    return {
      outcome: 'skipped',
      why: `The ${fieldInWords(was)} was changed since the exception set it, so it was left as it is.`,
    };
  }
  await client.send({
    method: 'PATCH',
    path: hubspotPath('record', {
      objectType: HUBSPOT_OBJECT_TYPE[record.objectType],
      recordId: record.recordId,
    }),
    body: { properties: before },
    schema: acceptedSchema,
    purpose: `put back the ${fieldInWords(was)} of the ${record.objectType}`,
    patience: 'job',
    findEarlier: async () => (holds(await readPresent(), before) ? {} : null),
  });
  return { outcome: 'written' };
}
