import type { ObjectType } from '@handrail/contracts/vocabulary';
import { AssociationTypes } from '@hubspot/api-client';
import type { PlannedStep, StepAction } from '../../../src/domain/playbook/step.ts';
import { CrmError, type StepOutcome } from '../../../src/ports/crm.ts';
import { listAssociated } from './associations.ts';
import type { HubSpotClient } from './client.ts';
import { HubSpotCallError } from './errors.ts';
import { escapeHtml, htmlWithReference, referenceLine } from './note-body.ts';
import { hubspotPath } from './paths.ts';
import { batchReadSchema, createdSchema } from './schema.ts';

type ActivityAction = Extract<StepAction, { kind: 'add_note' | 'create_task' }>;

/** How HubSpot keeps one kind of activity. */
interface ActivityKind {
  readonly objectType: 'notes' | 'tasks';
  readonly bodyProperty: string;
  readonly associationType: Readonly<Record<ObjectType, number>>;
}

const NOTE: ActivityKind = {
  objectType: 'notes',
  bodyProperty: 'hs_note_body',
  associationType: {
    deal: AssociationTypes.noteToDeal,
    contact: AssociationTypes.noteToContact,
    company: AssociationTypes.noteToCompany,
    ticket: AssociationTypes.noteToTicket,
  },
};

const TASK: ActivityKind = {
  objectType: 'tasks',
  bodyProperty: 'hs_task_body',
  associationType: {
    deal: AssociationTypes.taskToDeal,
    contact: AssociationTypes.taskToContact,
    company: AssociationTypes.taskToCompany,
    ticket: AssociationTypes.taskToTicket,
  },
};

const BATCH_SIZE = 100;

/**
 * Creates a note or task on the record, once. HubSpot has no idempotency key for these, so the body carries a
 * visible reference line, and the record's activities are looked through for it first: before the first attempt, and
 * again before each repeat of an attempt whose reply was lost.
 *
 * @throws HubSpotCallError
 */
export async function createActivity(
  client: HubSpotClient,
  step: PlannedStep,
  action: ActivityAction,
): Promise<StepOutcome> {
  const { record } = step;
  const kind = action.kind === 'add_note' ? NOTE : TASK;
  const earlier = await findByReference(client, step, kind);
  if (earlier) return { outcome: 'already_there', reference: earlier };
  try {
    const { id } = await client.send({
      method: 'POST',
      path: hubspotPath('objects', { objectType: kind.objectType }),
      body: {
        properties: activityProperties(step, action),
        associations: [
          {
            to: { id: record.recordId },
            types: [
              {
                associationCategory: 'HUBSPOT_DEFINED',
                associationTypeId: kind.associationType[record.objectType],
              },
            ],
          },
        ],
      },
      schema: createdSchema,
      purpose: `${action.kind === 'add_note' ? 'add a note' : 'create a task'} on the ${record.objectType}`,
      patience: 'job',
      findEarlier: async () => {
        const id = await findByReference(client, step, kind);
        return id ? { id } : null;
      },
    });
    return { outcome: 'written', reference: id };
  } catch (error) {
    // The record is the only thing this call names that can be missing.
    if (error instanceof HubSpotCallError && error.status === 404) {
      throw new CrmError('record_not_found', 'HubSpot does not know this record any more.', error.internal, {
        cause: error,
      });
    }
    throw error;
  }
}

function activityProperties(step: PlannedStep, action: ActivityAction): Readonly<Record<string, string>> {
  const body = htmlWithReference(action.body, step.stepKey);
  if (action.kind === 'add_note') return { hs_timestamp: action.at, hs_note_body: body };
  return {
    hs_timestamp: action.dueAt,
    hs_task_subject: action.subject,
    hs_task_body: body,
    hs_task_status: 'NOT_STARTED',
    hs_task_type: 'TODO',
    ...(action.ownerId !== undefined && { hubspot_owner_id: action.ownerId }),
  };
}

/** The id of the record's note or task that carries the step's reference; null when there is none. */
async function findByReference(
  client: HubSpotClient,
  step: PlannedStep,
  kind: ActivityKind,
): Promise<string | null> {
  const associated = await listAssociated(client, step.record, kind.objectType, 'job');
  // Ids grow with time, near enough: looking at the highest first finds a repeated step's own activity at once.
  const ids = associated.map(({ id }) => id).toSorted((a, b) => b.length - a.length || (a < b ? 1 : -1));
  const marker = escapeHtml(referenceLine(step.stepKey));
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const { results, errors } = await client.send({
      method: 'POST',
      path: hubspotPath('objectsBatchRead', { objectType: kind.objectType }),
      body: {
        properties: [kind.bodyProperty],
        propertiesWithHistory: [],
        inputs: ids.slice(start, start + BATCH_SIZE).map((id) => ({ id })),
      },
      schema: batchReadSchema,
      purpose: `read the ${kind.objectType} of the ${step.record.objectType}`,
      patience: 'job',
    });
    const found = results.find(({ properties }) => properties[kind.bodyProperty]?.includes(marker));
    if (found) return found.id;
    // 207: an activity deleted since it was listed is not ours any more; any other gap could hide it.
    const gap = errors.find(({ category }) => category !== 'OBJECT_NOT_FOUND');
    if (gap) {
      throw new CrmError(
        'unavailable',
        `HubSpot did not show all ${kind.objectType} of the ${step.record.objectType}, so Handrail cannot tell whether this step was done.`,
        `batch read of ${kind.objectType}: ${gap.category}`,
      );
    }
  }
  return null;
}
