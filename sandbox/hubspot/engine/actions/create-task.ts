import type { ActionOutcome } from '../action-outcome.ts';
import type { SingleConnectionAction } from '../flow-document.ts';
import { type ActionContext, textField, workflowWrite } from './action-context.ts';

/** 0-3: creates a task on the enrolled record, for its owner. */
export function createTask(context: ActionContext, action: SingleConnectionAction): ActionOutcome {
  const { portal, record } = context;
  const properties = {
    hs_timestamp: new Date(portal.clock.now()).toISOString(),
    hs_task_subject: textField(action.fields, 'subject'),
    hs_task_body: String(action.fields.body ?? ''),
    hs_task_status: 'NOT_STARTED',
    hs_task_type: String(action.fields.task_type ?? 'TODO'),
    hs_task_priority: String(action.fields.priority ?? 'NONE'),
    hubspot_owner_id: portal.value(record, 'hubspot_owner_id'),
  };
  const task = portal.create('tasks', properties, workflowWrite(context, action.actionId, properties), {
    associations: [{ toType: record.objectType, toId: record.id }],
  });
  return { kind: 'acted', detail: `created task ${task.id} "${properties.hs_task_subject}"` };
}
