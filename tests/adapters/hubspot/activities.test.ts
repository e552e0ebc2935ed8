import { afterEach, describe, expect, it } from '@jest/globals';
import { createHubSpotClient } from '../../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../../server/adapters/hubspot/crm.ts';
import type { PlannedStep, StepAction } from '../../../src/domain/playbook/step.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { type DealPortal, startDealPortal } from './deal-portal.ts';
import { createLogLines } from './log-lines.ts';
import { createManualTiming } from './manual-timing.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

const NOTE: StepAction = { kind: 'add_note', body: 'Held.', at: '2026-11-23T10:00:00.000Z' };
const TASK: StepAction = {
  kind: 'create_task',
  subject: 'A & B',
  body: 'A & B',
  dueAt: '2026-12-01T09:00:00.000Z',
};

let world: DealPortal | undefined;
let server: ScriptedServer | undefined;
afterEach(async () => {
  await world?.portal.close();
  world = undefined;
  const finished = server;
  server = undefined;
  await finished?.close();
});

function crmAt(basePath: string, accessToken = 't') {
  const { logger } = createLogLines();
  return createHubSpotCrm({
    client: createHubSpotClient({ accessToken, basePath, logger, timing: createManualTiming() }),
    logger,
  });
}

async function setUp() {
  world = await startDealPortal();
  return { ...world, crm: crmAt(world.portal.origin, world.portal.accessToken) };
}

function stepOf(record: RecordRef, action: StepAction): PlannedStep {
  return {
    stepKey: 'request-1:grant:3',
    requestId: 'request-1',
    phase: 'grant',
    position: 3,
    record,
    action,
  };
}

describe('notes and tasks on HubSpot', () => {
  it('writes a note with its time, on the record', async () => {
    const { crm, deal, portal } = await setUp();
    await crm.applyStep(stepOf(deal, NOTE));
    expect(portal.writeLog.at(-1)?.body).toEqual({
      properties: {
        hs_timestamp: '2026-11-23T10:00:00.000Z',
        hs_note_body: '<p>Held.</p><p>[Handrail reference request-1:grant:3]</p>',
      },
      associations: [
        {
          to: { id: deal.recordId },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 214 }],
        },
      ],
    });
  });

  it('writes a task with owner, due date and a subject that is no HTML', async () => {
    const { crm, deal, portal, people } = await setUp();
    await crm.applyStep(stepOf(deal, { ...TASK, ownerId: people.other.ownerId ?? '' }));
    expect(portal.writeLog.at(-1)?.body).toMatchObject({
      properties: {
        hs_timestamp: '2026-12-01T09:00:00.000Z',
        hs_task_subject: 'A & B',
        hs_task_body: '<p>A &amp; B</p><p>[Handrail reference request-1:grant:3]</p>',
        hs_task_status: 'NOT_STARTED',
        hs_task_type: 'TODO',
        hubspot_owner_id: people.other.ownerId,
      },
      associations: [{ types: [{ associationTypeId: 216 }] }],
    });
  });

  it.each([
    ['contact', { email: 'ada@aurora.example' }],
    ['company', { name: 'Second' }],
    ['ticket', { subject: 'Invoice', hs_pipeline: '0', hs_pipeline_stage: '1' }],
  ] as const)('finds its note and task on a %s again', async (objectType, properties) => {
    const { crm, create } = await setUp();
    const plural = objectType === 'company' ? 'companies' : (`${objectType}s` as const);
    const record: RecordRef = { objectType, recordId: create(plural, properties) };
    for (const action of [NOTE, TASK]) {
      const step = stepOf(record, action);
      const { outcome: _, ...created } = await crm.applyStep(step);
      await expect(crm.applyStep(step)).resolves.toEqual({ ...created, outcome: 'already_there' });
    }
  });

  it('finds its note on the second page and in the second batch of others', async () => {
    const { crm, deal, create, portal } = await setUp();
    const callNotes = (count: number) => {
      for (let at = 0; at < count; at += 1) {
        create('notes', { hs_timestamp: '2026-11-23T11:00:00Z', hs_note_body: `call ${at}` }, true);
      }
    };
    callNotes(550);
    const first = await crm.applyStep(stepOf(deal, NOTE));
    callNotes(150);
    const writes = portal.writeLog.length;
    await expect(crm.applyStep(stepOf(deal, NOTE))).resolves.toEqual({ ...first, outcome: 'already_there' });
    expect(portal.writeLog).toHaveLength(writes);
  });

  it('says so when the record goes while the note is written', async () => {
    server = await startScriptedServer([{ status: 200, body: { results: [] } }, { status: 404 }]);
    const step = stepOf({ objectType: 'deal', recordId: '7' }, NOTE);
    await expect(crmAt(server.origin).applyStep(step)).rejects.toMatchObject({ code: 'record_not_found' });
  });
});

describe('a 207 while looking for an earlier note', () => {
  const links = { results: [{ toObjectId: '5', associationTypes: [] }] };
  const partly = (category: string) => ({
    status: 207,
    body: {
      status: 'COMPLETE',
      results: [],
      numErrors: 1,
      errors: [{ status: 'error', category, message: 'x' }],
    },
  });

  it('passes over a note that was deleted meanwhile', async () => {
    server = await startScriptedServer([
      { status: 200, body: links },
      partly('OBJECT_NOT_FOUND'),
      { status: 201, body: { id: '6' } },
    ]);
    const step = stepOf({ objectType: 'deal', recordId: '7' }, NOTE);
    await expect(crmAt(server.origin).applyStep(step)).resolves.toEqual({
      outcome: 'written',
      reference: '6',
    });
  });

  it('writes nothing when a note could not be read: it may be ours', async () => {
    server = await startScriptedServer([{ status: 200, body: links }, partly('INTERNAL_ERROR')]);
    const step = stepOf({ objectType: 'deal', recordId: '7' }, NOTE);
    await expect(crmAt(server.origin).applyStep(step)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('cannot tell whether this step was done'),
    });
  });
});

describe('steps that a record type cannot take', () => {
  it('refuses a stage for a contact before anything is sent', async () => {
    server = await startScriptedServer([]);
    const step = stepOf({ objectType: 'contact', recordId: '7' }, { kind: 'set_stage', stageId: 's1' });
    await expect(crmAt(server.origin).applyStep(step)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('A contact has no pipeline stage'),
    });
  });
});
