import { RECORD_PROPERTY, type RecordPropertyName } from '@handrail/contracts/crm-properties';
import type { StepKind } from '@handrail/contracts/vocabulary';
import { expect } from '@jest/globals';
import type { PlannedStep, StepAction } from '../../src/domain/playbook/step.ts';
import type { Fact, Person, RecordRef, StageRef } from '../../src/domain/policy/facts.ts';
import type { CrmPort } from '../../src/ports/crm.ts';

/** A CRM with one deal, as the suite needs it; what is not the port's reads and writes past the port. */
export interface CrmWorld {
  readonly crm: CrmPort;
  /** What an administrator is told to do when Handrail's own fields are not there. */
  readonly installHint: string;
  /** A deal with owner, stage and company. */
  readonly deal: RecordRef;
  /** A well-formed reference to a deal that does not exist. */
  readonly noDeal: RecordRef;
  /** What `loadHandoff` must find: facts of each kind among them. */
  readonly expected: {
    readonly title: string;
    readonly owner: Person;
    readonly stage: StageRef;
    readonly facts: Readonly<Record<'number' | 'text' | 'blank' | 'company', { name: string; fact: Fact }>>;
  };
  /** A list of more deals than the CRM gives at once. */
  readonly list: { readonly listId: string; readonly name: string; readonly recordIds: readonly string[] };
  /** A fact name of a deal property that the CRM does not have. */
  readonly unknownProperty: string;
  /** Another owner and stage the deal can be given. */
  readonly otherOwner: Person;
  readonly otherStage: StageRef;
  /** A text property of the deal that playbooks may set. */
  readonly textProperty: string;
  /** Values as the CRM holds them now; an empty string for none. */
  tag(name: RecordPropertyName): string;
  ownerId(): string;
  stageId(): string;
  value(property: string): string;
  /** Changes the tag as somebody else would. */
  setTag(name: RecordPropertyName, value: string): void;
  /** Changes a property as somebody else would. */
  change(property: string, value: string): void;
  /** Notes or tasks of the deal; the body as it stands in the HTML of the CRM's page. */
  activities(kind: 'note' | 'task'): readonly { readonly id: string; readonly body: string }[];
  /** Deactivates a person. */
  deactivate(email: string): void;
  /** How many writes the CRM has accepted. */
  writes(): number;
  /** From now on every call fails; `mend` ends this and every other fault. */
  breakDown(): void;
  /** From now on every call is refused for want of permission. */
  forbid(): void;
  /** The next write takes effect and its reply is lost; with `thenBreakDown` every later call fails. */
  loseNextReply(options?: { readonly thenBreakDown: boolean }): void;
  mend(): void;
  close(): Promise<void>;
}

const REQUEST_ID = '01JDREQUEST000000000000001';

export const HELD = { [RECORD_PROPERTY.routingHold]: 'true', [RECORD_PROPERTY.exceptionId]: REQUEST_ID };
export const TAG = {
  [RECORD_PROPERTY.exceptionId]: REQUEST_ID,
  [RECORD_PROPERTY.status]: 'active',
  [RECORD_PROPERTY.exceptionType]: 'strategic-logo',
  [RECORD_PROPERTY.reason]: 'Board account: keep with the founder team',
  [RECORD_PROPERTY.approvedAt]: '2026-11-23T10:00:00.000Z',
  [RECORD_PROPERTY.nextStep]: '',
};
export const RELEASED = {
  [RECORD_PROPERTY.routingHold]: 'false',
  [RECORD_PROPERTY.status]: 'ended',
  [RECORD_PROPERTY.resubmittedAt]: '2026-11-30T10:00:00.000Z',
};

/** A step of each kind that writes. */
export const ACTIONS: Readonly<
  Record<Exclude<StepKind, 'remember_fields'>, (world: CrmWorld) => StepAction>
> = {
  hold_routing: () => ({ kind: 'hold_routing', tag: HELD }),
  tag_record: () => ({ kind: 'tag_record', tag: TAG }),
  set_owner: ({ otherOwner: { ownerId = '', name } }) => ({ kind: 'set_owner', ownerId, ownerName: name }),
  set_stage: ({ otherStage: { stageId, pipelineId } }) => ({
    kind: 'set_stage',
    stageId,
    ...(pipelineId !== undefined && { pipelineId }),
  }),
  set_property: ({ textProperty }) => ({
    kind: 'set_property',
    property: textProperty,
    value: 'set by a playbook',
  }),
  create_task: () => ({
    kind: 'create_task',
    subject: 'Call the customer',
    body: 'Agree the rollout plan.',
    dueAt: '2026-12-01T09:00:00.000Z',
  }),
  add_note: () => ({
    kind: 'add_note',
    body: 'Held: <strategic> & "urgent"\nNext: call.',
    at: '2026-11-23T10:00:00.000Z',
  }),
  release_hold: () => ({ kind: 'release_hold', tag: RELEASED }),
  restore_field: ({ otherOwner, expected }) => ({
    kind: 'restore_field',
    was: { field: 'owner', ownerId: otherOwner.ownerId ?? '' },
    set: { field: 'owner', ownerId: expected.owner.ownerId ?? '' },
  }),
};

/** An action as the step of one request. */
export function stepOf({ deal }: CrmWorld, action: StepAction, position = 0): PlannedStep {
  const phase = 'grant';
  return {
    stepKey: `${REQUEST_ID}:${phase}:${position}`,
    requestId: REQUEST_ID,
    phase,
    position,
    record: deal,
    action,
  };
}

/** What a step leaves in the CRM, read past the port. */
export function expectEffect(world: CrmWorld, { action, stepKey }: PlannedStep): void {
  switch (action.kind) {
    case 'hold_routing':
    case 'tag_record':
    case 'release_hold':
      expectTag(world, action.tag);
      return;
    case 'remember_fields':
      return;
    case 'restore_field':
      if (action.was.field === 'owner') expect(world.ownerId()).toBe(action.was.ownerId);
      return;
    case 'set_owner':
      expect(world.ownerId()).toBe(action.ownerId);
      return;
    case 'set_stage':
      expect(world.stageId()).toBe(action.stageId);
      return;
    case 'set_property':
      expect(world.value(action.property)).toBe(action.value);
      return;
    case 'create_task':
      expect(world.activities('task')).toEqual([
        { id: expect.any(String), body: expect.stringContaining(stepKey) },
      ]);
      return;
    case 'add_note': {
      const [note, ...others] = world.activities('note');
      expect(others).toEqual([]);
      expect(note?.body).toContain(stepKey);
      expect(note?.body).not.toContain('<strategic>');
      return;
    }
  }
}

function expectTag(world: CrmWorld, tag: Readonly<Record<string, string>>): void {
  for (const name of Object.values(RECORD_PROPERTY)) {
    const wanted = tag[name];
    if (wanted === undefined) continue;
    const isInstant = /^\d{4}-\d\d-\d\dT/.test(wanted);
    // CRMs hold instants in forms of their own.
    if (isInstant) expect(new Date(world.tag(name)).toISOString()).toBe(wanted);
    else expect(world.tag(name)).toBe(wanted);
  }
}
