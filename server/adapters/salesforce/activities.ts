import type { PlannedStep, StepAction } from '../../../src/domain/playbook/step.ts';
import { CrmError, type StepOutcome } from '../../../src/ports/crm.ts';
import type { SalesforceClient } from './client.ts';
import { fieldsMissing, SalesforceCallError } from './errors.ts';
import type { OrgCatalog } from './org-catalog.ts';
import { readRecords } from './read-records.ts';
import { foundSchema, upsertSchema } from './schema.ts';
import { objectOf } from './sobjects.ts';

type ActivityAction = Extract<StepAction, { kind: 'add_note' | 'create_task' }>;

/** The package's external id on activities: a repeated step finds what it made by it. */
const KEY_FIELD = 'Handoff_Reference__c';
const NOTE_SUBJECT = 'Handoff exception';
/** Salesforce's longest subject and description of a task, in characters. */
const MOST_SUBJECT = 255;
const MOST_BODY = 32_000;

/**
 * Creates a task on the record, once: open for a step that asks for work, completed for a note, which is how the
 * timeline shows what was done. The step's key is an external id, so that Salesforce itself keeps a second one out.
 *
 * @throws SalesforceCallError; CrmError `properties_missing` without the package's field, `record_not_found`
 */
export async function createActivity(
  client: SalesforceClient,
  catalog: OrgCatalog,
  step: PlannedStep,
  action: ActivityAction,
): Promise<StepOutcome> {
  const fields = await catalog.fields('Task', 'job');
  if (!fields.has(KEY_FIELD.toLowerCase())) {
    throw new CrmError('properties_missing', fieldsMissing('Task', [KEY_FIELD]), `Task lacks ${KEY_FIELD}`);
  }
  const earlier = await findEarlier(client, step.stepKey);
  if (earlier !== null) return { outcome: 'already_there', reference: earlier };
  const purpose = `${action.kind === 'add_note' ? 'add a note' : 'create a task'} on the ${step.record.objectType}`;
  try {
    const { id, created } = await client.send({
      method: 'PATCH',
      path: keyPath(step.stepKey),
      template: '/sobjects/Task/{key}',
      body: { ...taskFields(step, action), [objectOf(step.record).taskField]: step.record.recordId },
      schema: upsertSchema,
      purpose,
      patience: 'job',
      findEarlier: async () => {
        const found = await findEarlier(client, step.stepKey);
        return found === null ? null : { id: found, created: true };
      },
    });
    return { outcome: created ? 'written' : 'already_there', reference: id };
  } catch (error) {
    throw await whyRefused(client, step, error);
  }
}

/** The id of the task with the step's key; null when there is none. */
async function findEarlier(client: SalesforceClient, stepKey: string): Promise<string | null> {
  try {
    const { Id } = await client.send({
      method: 'GET',
      path: keyPath(stepKey),
      template: '/sobjects/Task/{key}',
      query: { fields: 'Id' },
      schema: foundSchema,
      purpose: 'look for the task of this step',
      namesRecord: true,
      patience: 'job',
    });
    return Id;
  } catch (error) {
    if (error instanceof SalesforceCallError && error.code === 'record_not_found') return null;
    throw error;
  }
}

function keyPath(stepKey: string): string {
  return `/sobjects/Task/${KEY_FIELD}/${encodeURIComponent(stepKey)}`;
}

function taskFields({ stepKey }: PlannedStep, action: ActivityAction): Readonly<Record<string, string>> {
  const reference = `\n\n[Handrail reference ${stepKey}]`;
  const Description = cut(action.body, MOST_BODY - reference.length) + reference;
  if (action.kind === 'add_note') {
    return { Subject: NOTE_SUBJECT, Description, Status: 'Completed', ActivityDate: action.at.slice(0, 10) };
  }
  return {
    Subject: cut(action.subject, MOST_SUBJECT),
    Description,
    Status: 'Not Started',
    ActivityDate: action.dueAt.slice(0, 10),
    ...(action.ownerId !== undefined && { OwnerId: action.ownerId }),
  };
}

/** Too long a text is cut so that the reference always fits. */
function cut(text: string, most: number): string {
  const shortened = '… (shortened)';
  return text.length <= most ? text : text.slice(0, most - shortened.length) + shortened;
}

/** Salesforce says of any id that it does not know only that one is wrong: whether it is the record's is looked up. */
async function whyRefused(
  client: SalesforceClient,
  { record }: PlannedStep,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof SalesforceCallError)) return error;
  if (!['INVALID_CROSS_REFERENCE_KEY', 'MALFORMED_ID', 'ENTITY_IS_DELETED'].includes(error.errorCode ?? ''))
    return error;
  const { recordId } = record;
  const found = await readRecords(client, objectOf(record).name, {
    ids: [recordId],
    fields: ['Id'],
    patience: 'job',
  });
  if (found.has(recordId)) return error;
  return new CrmError('record_not_found', 'Salesforce does not know this record any more.', error.internal, {
    cause: error,
  });
}
