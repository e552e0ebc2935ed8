import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { PlannedStep, StepAction } from '../../../src/domain/playbook/step.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import type { StepOutcome } from '../../../src/ports/crm.ts';
import type { HubSpotClient } from './client.ts';
import { valuesOf } from './field-values.ts';
import { sameValue } from './mapper.ts';
import { HUBSPOT_OBJECT_TYPE, hubspotPath } from './paths.ts';
import type { PortalCatalog } from './portal-catalog.ts';
import { readRecord } from './read-record.ts';
import { acceptedSchema, type HubSpotRecord } from './schema.ts';

type Values = Readonly<Record<string, string>>;

/** A step that sets properties of the record itself. */
export type PropertyAction = Exclude<
  StepAction,
  { kind: 'add_note' | 'create_task' | 'remember_fields' | 'restore_field' }
>;

/**
 * Sets properties in one PATCH, which HubSpot takes whole or not at all. Nothing is sent when all values stand
 * already, which is also looked at before an attempt with a lost reply is repeated.
 *
 * @throws HubSpotCallError
 */
export async function writeProperties(
  client: HubSpotClient,
  catalog: PortalCatalog,
  step: PlannedStep,
  action: PropertyAction,
): Promise<StepOutcome> {
  const { record } = step;
  const wanted = wantedValues(record, action);
  const names = Object.keys(wanted);
  const readPresent = () => readRecord(client, record, [...names, RECORD_PROPERTY.exceptionId], 'job');
  const [present, definitions] = await Promise.all([
    readPresent(),
    catalog.properties(record.objectType, 'job'),
  ]);
  const stand = (values: HubSpotRecord['properties']) =>
    names.every((name) => sameValue(definitions.get(name), values[name], wanted[name] ?? ''));

  if (action.kind === 'release_hold') {
    const holder = present[RECORD_PROPERTY.exceptionId];
    if (holder && holder !== step.requestId) {
      return {
        outcome: 'skipped',
        why: `Another exception (${holder}) governs this ${record.objectType} now.`,
      };
    }
  }
  if (stand(present)) return { outcome: 'already_there' };
  await client.send({
    method: 'PATCH',
    path: hubspotPath('record', {
      objectType: HUBSPOT_OBJECT_TYPE[record.objectType],
      recordId: record.recordId,
    }),
    body: { properties: wanted },
    schema: acceptedSchema,
    purpose: `${PURPOSE[action.kind]} of the ${record.objectType}`,
    patience: 'job',
    findEarlier: async () => (stand(await readPresent()) ? {} : null),
  });
  return { outcome: 'written' };
}

const PURPOSE: Readonly<Record<PropertyAction['kind'], string>> = {
  hold_routing: 'set the routing hold',
  tag_record: 'write the exception tag',
  set_owner: 'set the owner',
  set_stage: 'set the stage',
  set_property: 'set a property',
  release_hold: 'release the routing hold',
};

function wantedValues(record: RecordRef, action: PropertyAction): Values {
  switch (action.kind) {
    case 'hold_routing':
    case 'tag_record':
    case 'release_hold':
      return { ...action.tag };
    case 'set_owner':
      return valuesOf(record, { field: 'owner', ownerId: action.ownerId });
    case 'set_stage': {
      const { kind: _, ...stage } = action;
      return valuesOf(record, { field: 'stage', ...stage });
    }
    case 'set_property':
      return valuesOf(record, { field: 'property', property: action.property, value: action.value });
  }
}
