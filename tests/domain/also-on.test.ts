import { describe, expect, it } from '@jest/globals';
import type { LinkedRecord } from '../../src/domain/exception-request/state.ts';
import { alsoOn } from '../../src/domain/playbook/also-on.ts';
import type { StepAction } from '../../src/domain/playbook/step.ts';

const LINKED: LinkedRecord = {
  record: { objectType: 'deal', recordId: '006Hr0000000001IAA' },
  crm: 'Salesforce',
  formerOwnerId: '005Hr0000000001IAA',
  proposedOwnerId: '005Hr0000000002IAA',
};
const HOLD: StepAction = { kind: 'hold_routing', tag: { handoff_routing_hold: 'true' } };
const OWNER: StepAction = { kind: 'set_owner', ownerId: '77', ownerName: 'Jonas Lind' };
const OWNER_BACK: StepAction = {
  kind: 'restore_field',
  set: { field: 'owner', ownerId: '77' },
  was: { field: 'owner', ownerId: '76' },
};
const { proposedOwnerId: _, ...nobodyThere } = LINKED;

describe('what a write means for the same record in the other CRM', () => {
  it.each<[string, StepAction, LinkedRecord, StepAction | undefined]>([
    ['a hold stands on both', HOLD, LINKED, HOLD],
    [
      'a note too',
      { kind: 'add_note', body: 'Held', at: '2026-11-23T10:00:00.000Z' },
      LINKED,
      { kind: 'add_note', body: 'Held', at: '2026-11-23T10:00:00.000Z' },
    ],
    ['an owner by the id they have there', OWNER, LINKED, { ...OWNER, ownerId: '005Hr0000000002IAA' }],
    ['nobody, where they have none', OWNER, nobodyThere, undefined],
    [
      'an owner is put back to whom the record had there',
      OWNER_BACK,
      LINKED,
      {
        kind: 'restore_field',
        set: { field: 'owner', ownerId: '005Hr0000000002IAA' },
        was: { field: 'owner', ownerId: '005Hr0000000001IAA' },
      },
    ],
    ['nothing is put back where nothing was set', OWNER_BACK, nobodyThere, undefined],
    ['a stage means something else there', { kind: 'set_stage', stageId: 'won' }, LINKED, undefined],
    [
      'a property is left to the connection',
      { kind: 'set_property', property: 'region', value: 'EMEA' },
      LINKED,
      undefined,
    ],
    [
      'one task is enough',
      { kind: 'create_task', subject: 'Call', body: '', dueAt: '2026-11-24T10:00:00.000Z' },
      LINKED,
      undefined,
    ],
  ])('%s', (_case, action, linked, there) => {
    expect(alsoOn(linked, action)).toEqual(there && { record: LINKED.record, action: there });
  });
});
