import { z } from 'zod';
import { HubspotError } from '../../hubspot-error.ts';
import type { PortalRecord } from '../../store/model.ts';
import { associationPair } from '../../store/object-types.ts';
import type { ActionOutcome } from '../action-outcome.ts';
import type { SingleConnectionAction } from '../flow-document.ts';
import {
  type ActionContext,
  ActionFieldError,
  resolveValue,
  textField,
  workflowWrite,
} from './action-context.ts';

const Association = z.looseObject({ associationCategory: z.string(), associationTypeId: z.number() });

/** 0-5: sets a property of the enrolled record, or of the records associated with it. */
export function setProperty(context: ActionContext, action: SingleConnectionAction): ActionOutcome {
  const property = textField(action.fields, 'property_name');
  const value = resolveValue(context, action.fields.value);
  const targets = targetRecords(context, action.fields.association);
  return writeProperty(context, action, targets, property, value);
}

/** 0-25: copies a property of the enrolled or an associated record to a property of the enrolled record. */
export function copyProperty(context: ActionContext, action: SingleConnectionAction): ActionOutcome {
  const from = textField(action.fields, 'source_property');
  const to = textField(action.fields, 'target_property');
  const source = targetRecords(context, action.fields.association)[0];
  if (!source) return { kind: 'acted', detail: `no associated record to copy ${from} from` };
  const value = context.portal.value(source, from);
  return writeProperty(context, action, [context.record], to, value);
}

/**
 * Writes one property, and turns HubSpot's refusal into a failed action.
 */
export function writeProperty(
  context: ActionContext,
  action: SingleConnectionAction,
  targets: readonly PortalRecord[],
  property: string,
  value: string,
): ActionOutcome {
  const { portal, record } = context;
  const from = portal.value(record, property);
  try {
    for (const target of targets) {
      portal.update(
        target,
        { [property]: value },
        workflowWrite(context, action.actionId, { [property]: value }),
      );
    }
  } catch (error) {
    if (error instanceof HubspotError) return { kind: 'action-failed', detail: error.message };
    throw error;
  }
  const to = portal.value(record, property);
  const onOthers = targets
    .filter((target) => target !== record)
    .map((target) => `${target.objectType}/${target.id}`);
  const where = onOthers.length > 0 ? ` on ${onOthers.join(', ')}` : '';
  return {
    kind: 'acted',
    detail: `${property} set to "${value}"${where}`,
    ...(from !== to && { changes: { [property]: { from, to } } }),
  };
}

function targetRecords(context: ActionContext, association: unknown): PortalRecord[] {
  if (association === undefined) return [context.record];
  const parsed = Association.safeParse(association);
  const pair = parsed.success ? associationPair(parsed.data.associationTypeId) : undefined;
  if (pair?.from !== context.record.objectType) throw new ActionFieldError('unknown association');
  const { portal, record } = context;
  return portal.associations
    .list({ type: record.objectType, id: record.id }, pair.to)
    .flatMap((end) => portal.find(pair.to, end.toId) ?? []);
}
