import type { PortalRecord, WriteContext } from '../../store/model.ts';
import type { Portal } from '../../store/portal.ts';
import type { Enrollment } from '../enrollment.ts';
import type { FilterSubject } from '../evaluate-filter.ts';
import { type FieldValue, FieldValueSchema, type Flow } from '../flow-document.ts';

/** What an action may use. */
export interface ActionContext {
  readonly portal: Portal;
  readonly flow: Flow;
  readonly enrollment: Enrollment;
  readonly record: PortalRecord;
  readonly subject: FilterSubject;
  /** Round-robin positions, by flow and action. */
  readonly rotations: Map<string, number>;
  /** Enrols the record in another flow; false when that flow keeps it out. */
  enrolIn(flowId: string): 'enrolled' | 'suppressed' | 'refused';
}

/** A field of an action that cannot be used. The action fails and the enrolment goes on. */
export class ActionFieldError extends Error {}

/** History's source for a write of this action. HubSpot names the enrolment here, never the flow. */
export function workflowWrite(context: ActionContext, actionId: string, body: unknown): WriteContext {
  const { enrollment, flow } = context;
  return {
    method: 'WORKFLOW',
    path: `/automation/v4/flows/${flow.id}/actions/${actionId}`,
    body,
    source: {
      sourceType: 'AUTOMATION_PLATFORM',
      sourceId: `enrollmentId:${enrollment.id};actionExecutionIndex:${enrollment.executionIndex}`,
    },
  };
}

/** A text field. @throws ActionFieldError when it is missing */
export function textField(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new ActionFieldError(`field ${name} is missing`);
  return value;
}

/** Reads a field value as text. @throws ActionFieldError for a kind the engine does not know */
export function resolveValue(context: ActionContext, raw: unknown): string {
  const parsed = FieldValueSchema.safeParse(raw);
  if (!parsed.success) throw new ActionFieldError('field value has no type');
  const value: FieldValue = parsed.data;
  switch (value.type) {
    case 'STATIC_VALUE':
      return value.staticValue ?? '';
    case 'OBJECT_PROPERTY':
      return context.portal.value(context.record, value.propertyName ?? '');
    case 'FIELD_DATA':
      return context.enrollment.outputs.get(value.actionId ?? '')?.[value.dataKey ?? ''] ?? '';
    case 'TIMESTAMP':
      return new Date(context.portal.clock.now()).toISOString();
    default:
      throw new ActionFieldError(`field value of type ${value.type}`);
  }
}
